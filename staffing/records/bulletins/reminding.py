"""Bulletins that begin to hold, and those that somebody has not read shortly before a shift."""

import datetime
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from callcenter.notifications.services import Notice, notify_many
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.selectors import unread
from staffing.records.bulletins.services import tell_of
from staffing.roster.models import Assignment

BACK = datetime.timedelta(days=1)  # what began longer ago has been told


@transaction.atomic
def remind() -> int:
    """Tell of bulletins that have begun to hold, and remind those whose shift is near of what they have not read. How many were told."""
    now = timezone.now()
    begun = Bulletin.objects.in_force(now).filter(valid_from__gt=now - BACK).select_related("site")
    told = sum(tell_of(one) for one in begun.prefetch_related("departments", "teams"))
    return told + sum(_near_shifts(site, now) for site in Site.objects.all())


def _near_shifts(site: Site, now: datetime.datetime) -> int:
    ahead = datetime.timedelta(
        minutes=value("bulletin.remind_minutes", site, on=now.astimezone(site.zone).date())
    )
    coming = Assignment.objects.published().filter(
        site=site, starts_at__gt=now, starts_at__lte=now + ahead, employee__user__isnull=False
    )
    by_person: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, employee, user in coming.values_list("pk", "employee", "employee__user"):
        by_person[employee].append((pk, user))
    found = unread(list(by_person), site, now)
    return notify_many(
        [
            Notice(
                "records.bulletin_reminder",
                f"{pk}",
                [user],
                None,
                {"count": len(bulletins), "title": bulletins[0].title},
                site.pk,
                "/staffing/records/to-read/",
            )
            for employee, bulletins in found.items()
            for pk, user in by_person[employee]
        ]
    )
