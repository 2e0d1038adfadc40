"""Whoever leads at a site hears that one of its rules changes, with the change and in its transaction."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.posts import PostCode as P
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.services import notify
from callcenter.people.models import PostHolding, Site
from callcenter.rulebook import registry, wording
from callcenter.rulebook.changes import ValueChange
from callcenter.rulebook.models import RuleValue

CHANGED = Kind(
    "rulebook.changed",
    gettext_lazy("A rule changes"),
    gettext_lazy("%(where)s, from %(on)s: %(rule)s"),
    email=Email.DIGEST,
    icon="book-2",
)
# Who works by the rules with others; agents hear of a rule where it meets them.
LEADERS = (
    P.GROUP_LEADER,
    P.SHIFT_LEADER,
    P.QA_TRAINER,
    P.INFO_COORDINATOR,
    P.COORDINATOR,
    P.COMPLAINT_OFFICER,
    P.DIRECTOR,
    P.DEPUTY_DIRECTOR,
    P.CENTER_MANAGER,
    P.PROJECT_MANAGER,
)


def tell(change: ValueChange) -> None:
    """Tell the leaders of the site (of all sites, for the company's value), but for who made the change."""
    notify(
        CHANGED.key,
        recipients=_leaders(change.site) - _changer(change),
        figures={
            "on": change.start,
            "where": change.site or gettext_lazy("All sites"),
            "rule": lazy(_rule_with, str)(change.key, change.new),
        },
        key=f"{change.key}:{timezone.now().isoformat()}",
        site_id=change.site.pk if change.site else None,
        url=reverse("rulebook:rule", args=[change.key]),
    )


def _rule_with(key: str, value: object) -> str:
    return wording.sentence(registry.get(key), value) if value is not None else _("no value")


def _leaders(site: Site | None) -> set[int]:
    today = site.today() if site else timezone.localdate()
    here = Q(employee__site=site) if site else Q()
    holdings = PostHolding.objects.filter(
        here, post__code__in=LEADERS, period__contains=today, employee__user__is_active=True
    )
    return set(holdings.values_list("employee__user_id", flat=True))


def _changer(change: ValueChange) -> set[int]:
    last = RuleValue.objects.filter(key=change.key, site=change.site).order_by("-pk").first()
    return {last.set_by_id} if last and last.set_by_id else set()
