"""Leaders on duty hear when a patrol of their running shift is overdue."""

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.notifications.services import Notice, notify_many
from callcenter.people.models import Employee, Site
from staffing.records.patrols.selectors import running
from staffing.roster.models import Assignment

LEADERS = (PostCode.SHIFT_LEADER, PostCode.GROUP_LEADER)


@transaction.atomic
def remind() -> int:
    """Tell the leaders on shift of each overdue patrol, once for each; how many were told."""
    return sum(_at(site) for site in Site.objects.all())


def _at(site: Site) -> int:
    now = timezone.now()
    overdue = [one for one in running(site, now) if one.standing.is_overdue(now)]
    if not overdue:
        return 0
    leaders = Employee.objects.holding(LEADERS, now.astimezone(site.zone).date())
    leaders = leaders.filter(site=site, user__isnull=False)
    on_duty = Assignment.objects.published().filter(
        site=site, employee__in=leaders, starts_at__lte=now, ends_at__gt=now
    )
    users = set(on_duty.values_list("employee__user", flat=True))
    return notify_many(
        Notice(
            "records.patrol_overdue",
            f"{one.team.pk}:{one.code}:{one.on}:{one.standing.done}",
            users,
            None,
            {"team": one.team, "done": one.standing.done, "needed": one.standing.needed},
            site.pk,
            f"/staffing/records/patrols/new/?team={one.team.pk}",
        )
        for one in overdue
        if users
    )
