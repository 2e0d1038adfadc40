"""What other rooms ask of the calendar, and what its pages show."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from callcenter.people.models import Site
from callcenter.workcalendar.models import CalendarDay, Edition, HoursVersion, OpenInterval
from callcenter.workcalendar.rules import (
    Day,
    DayKind,
    DayPlan,
    Intervals,
    OpenHours,
    Week,
    always_open,
    same_every_day,
)
from callcenter.workcalendar.wording import WHOLE_DAY, hours_text

KEPT = 64  # calendars in memory, one for each edition and zone
_calendars: dict[tuple[int, str], OpenHours] = {}


def open_hours(site: Site, on: datetime.date) -> OpenHours:
    """The opening hours of the site as they stand on that day, with the changes planned after it.

    The whole history is in the value, so that it is the same for every day: another one means that a new edition was
    published. A site without a calendar is open round the clock. One query; the content is kept in memory by edition.
    """
    edition = Edition.objects.filter(site=site).order_by("-number").values_list("pk", flat=True).first()
    if edition is None:
        return always_open(site.time_zone)
    key = (edition, site.time_zone)
    found = _calendars.get(key)
    if found is None:
        content = Edition.objects.values_list("content", flat=True).get(pk=edition)
        found = _calendars[key] = OpenHours.from_json(content | {"zone": site.time_zone})
        for old in list(_calendars)[:-KEPT]:
            _calendars.pop(old, None)
    return found


def closed_days(site: Site, first: datetime.date, count: int) -> list[datetime.date]:
    """The days without any opening hours, of `count` days from the first on."""
    hours = open_hours(site, first)
    dates = (first + datetime.timedelta(days=step) for step in range(count))
    return [] if hours.is_always_open else [date for date in dates if not hours.plan(date).intervals]


def edition_number(site: Site) -> int:
    """The number of the site's latest edition; 0 before the first."""
    return Edition.objects.filter(site=site).order_by("-number").values_list("number", flat=True).first() or 0


def versions(site: Site) -> list[HoursVersion]:
    """The site's versions of opening hours, the first first."""
    rows = HoursVersion.objects.filter(site=site).select_related("site", "set_by")
    return list(rows.prefetch_related("intervals").order_by("period"))


def week_of(version: HoursVersion) -> Week:
    """The week of a version."""
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for each in version.intervals.all():
        days[each.weekday].append(each.interval)
    return tuple(tuple(sorted(day)) for day in days)  # type: ignore[return-value]


def days(site: Site) -> QuerySet[CalendarDay]:
    """Every entry of the site's calendar, with its hours."""
    return CalendarDay.objects.filter(site=site).prefetch_related("hours").order_by("on", "is_yearly")


def build(site: Site) -> OpenHours:
    """The calendar as the rows say now, in this transaction. RuleViolation when they make none."""
    weeks = [(version.since, week_of(version)) for version in versions(site)]
    first = weeks[0][1] if weeks else same_every_day((WHOLE_DAY,))
    later = tuple((since, week) for since, week in weeks[1:] if since is not None)
    plain = OpenHours(site.time_zone, first, later=later)
    dates, annual = {}, {}
    for row in days(site).filter(is_active=True):
        day = Day(DayKind(row.kind), _hours_of(row, plain), row.name, row.name_zh)
        if row.is_yearly:
            annual[(row.on.month, row.on.day)] = day
        else:
            dates[row.on] = day
    return OpenHours(site.time_zone, first, dates=dates, annual=annual, later=later)


def _hours_of(row: CalendarDay, plain: OpenHours) -> Intervals:
    if row.as_weekday is not None:
        return plain.week_on(row.on)[row.as_weekday]
    return row.intervals


@dataclass(frozen=True)
class Line:
    """A day as the pages show it: the row, and what holds there (None: it is switched off)."""

    row: CalendarDay
    on: datetime.date  # of the year shown, also for a yearly entry
    plan: DayPlan | None

    @property
    def hours(self) -> str:
        """The hours that hold, in words; empty where the entry is switched off."""
        return hours_text(self.plan.intervals) if self.plan else ""


def year_lines(site: Site, year: int, hours: OpenHours | None = None) -> list[Line]:
    """The entries that show in a year, in order; a yearly one with its date of that year."""
    hours = hours or open_hours(site, datetime.date(year, 1, 1))
    rows = days(site).select_related("added_by")
    found = []
    for row in rows.filter(on__year=year, is_yearly=False) | rows.filter(is_yearly=True):
        on = row.on if not row.is_yearly else _in_year(row.on, year)
        if on is not None:
            found.append(Line(row, on, hours.plan(on) if row.is_active else None))
    return sorted(found, key=lambda line: (line.on, line.row.is_yearly))


def _in_year(day: datetime.date, year: int) -> datetime.date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def year_counts(hours: OpenHours, year: int) -> dict[str, int]:
    """How many days of the year are working days, holidays, make-up workdays, and closed."""
    first = datetime.date(year, 1, 1)
    counts = {"working": 0, "holiday": 0, "make_up": 0, "closed": 0}
    for step in range((datetime.date(year, 12, 31) - first).days + 1):
        plan = hours.plan(first + datetime.timedelta(days=step))
        counts["working"] += plan.is_working_day
        counts["holiday"] += plan.is_holiday
        counts["make_up"] += plan.day is not None and plan.day.kind is DayKind.MAKE_UP
        counts["closed"] += not plan.is_working_day and not plan.is_holiday
    return counts


def editions(site: Site) -> QuerySet[Edition]:
    """What was published of the site's calendar, the latest first, without the contents."""
    rows = Edition.objects.filter(site=site).select_related("published_by", "site")
    return rows.defer("content").order_by("-number")


def version_of(site: Site, pk: int) -> HoursVersion | None:
    """A version of the site; None when there is no such."""
    rows = HoursVersion.objects.filter(site=site).prefetch_related(
        Prefetch("intervals", OpenInterval.objects.order_by("span"))
    )
    return rows.filter(pk=pk).first()


def facts_of(hours: OpenHours, on: datetime.date) -> dict[str, Any]:
    """What the API says about one date."""
    plan = hours.plan(on)
    return {
        "date": on,
        "is_working_day": plan.is_working_day,
        "is_holiday": plan.is_holiday,
        "kind": plan.day.kind.value if plan.day else "",
        "name": plan.day.name if plan.day else "",
        "name_zh": plan.day.name_zh if plan.day else "",
        "intervals": [list(pair) for pair in plan.intervals],
    }
