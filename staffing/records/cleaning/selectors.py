"""Reads of cleaning duties: what is due when, what is overdue, which days the calendar shows."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from callcenter.access.permissions import Actor
from callcenter.people.models import Site, Team
from callcenter.rulebook.values import value
from callcenter.workcalendar import patterns
from callcenter.workcalendar.patterns import Pattern
from staffing.records.cleaning.models import CleaningDuty, CleaningTick

WEEK = datetime.timedelta(days=7)
STANDARD = {"changing-room": 0, "plants": 4}  # S2E-15: until a site has rows of its own


@dataclass(frozen=True)
class Due:
    """A duty on one of its days. `tick`: who did it; None while nobody has."""

    duty: CleaningDuty
    on: datetime.date
    tick: CleaningTick | None
    is_overdue: bool


def dues(
    site: Site,
    first: datetime.date,
    last: datetime.date,
    *,
    actor: Actor | None = None,
    team: Team | None = None,
) -> list[Due]:
    """The duties of [first, last] by day, those before today without a tick as overdue. Two queries.

    `actor`: only those in sight; `team`: only those of the team or of the day shift.
    """
    rows = CleaningDuty.objects.filter(site=site, is_active=True).select_related("team", "site")
    if actor is not None:
        rows = rows.filter(pk__in=CleaningDuty.objects.visible_to(actor).values("pk"))
    if team is not None:
        rows = rows.filter(Q(team=team) | Q(team=None))
    duties = list(rows)
    ticks = {
        (one.duty_id, one.on): one
        for one in CleaningTick.objects.filter(duty__in=duties, on__gte=first, on__lte=last).select_related(
            "done_by"
        )
    }
    today = site.today()
    found = [
        Due(one, on, ticks.get((one.pk, on)), on < today and (one.pk, on) not in ticks)
        for one in duties
        for on in patterns.every_week(one.weekday)(max(first, one.since), last)
    ]
    return sorted(found, key=lambda due: (due.on, due.duty.pk))


def overdue(site: Site, *, actor: Actor | None = None) -> list[Due]:
    """Those that nobody ticked off, as far back as the rulebook says (cleaning.overdue_days)."""
    today = site.today()
    back = datetime.timedelta(days=value("cleaning.overdue_days", site, on=today))
    return [one for one in dues(site, today - back, today, actor=actor) if one.is_overdue]


def of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Due]:
    """What is due on the day on which the shift begins, for the team or the day shift."""
    site = team.department.site
    on = start.astimezone(site.zone).date()
    return dues(site, on, on, team=team)


def days_of(code: str) -> Callable[[Site, datetime.date], Pattern]:
    """The days on which the site does the duty of that code: as its row says, without one as the manual does."""

    def of_site(site: Site, on: datetime.date) -> Pattern:
        row = CleaningDuty.objects.filter(site=site, code=code).first()
        if row is None:
            return patterns.every_week(STANDARD[code])
        return patterns.every_week(row.weekday) if row.is_active else _never

    return of_site


def other_days(site: Site, on: datetime.date) -> Pattern:
    """The days of the duties that the site added itself."""
    weekdays = set(
        CleaningDuty.objects.filter(site=site, is_active=True)
        .exclude(code__in=STANDARD)
        .values_list("weekday", flat=True)
    )
    return lambda first, last: (day for day in patterns.every_day()(first, last) if day.weekday() in weekdays)


def _never(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    return iter(())
