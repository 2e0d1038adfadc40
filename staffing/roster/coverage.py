"""Heads rostered against heads needed, per half hour of a department or a team (domain §4.2: the demand curve).

Times are wall-clock minutes of each day, night shifts count on the day their hours fall on. Somebody is a head of a half hour when
they work at least 15 of its minutes (paid breaks count, meals do not). Who is away for certain is left out. A weekday's needs
hold on a public holiday unless needs of holidays are set. A department without needs of its own needs what its teams need.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from callcenter.people.models import Department, Site, Team
from callcenter.workcalendar.rules import OpenHours
from callcenter.workcalendar.selectors import open_hours
from staffing.roster import absences, selectors
from staffing.roster.absences import Absence
from staffing.roster.duties import Duty
from staffing.roster.models import Assignment, HeadsNeeded
from staffing.shifts.rules import DAY, PAID, Segment, Segments

STEP = 30  # minutes
ENOUGH = 15  # minutes of a step that make a head
SLOTS = DAY // STEP
ONE_DAY = datetime.timedelta(days=1)
Unit = Department | Team
Heads = dict[datetime.date, list[int]]  # a number for each half hour of the day


@dataclass(frozen=True, slots=True)
class Slot:
    """A half hour [start, end) in minutes of the day `on`."""

    on: datetime.date
    start: int
    end: int
    heads: int
    needed: int

    @property
    def short(self) -> int:
        """How many are missing; 0 when none are."""
        return max(0, self.needed - self.heads)


@dataclass(frozen=True)
class Coverage:
    """The half hours of each day, 48 a day, in order."""

    days: dict[datetime.date, list[Slot]]

    @property
    def slots(self) -> Iterator[Slot]:
        return (slot for slots in self.days.values() for slot in slots)

    @property
    def short(self) -> list[Slot]:
        """Those with too few heads; neighbours with the same numbers are not joined."""
        return [slot for slot in self.slots if slot.short]

    @property
    def has_needs(self) -> bool:
        """Whether anybody said how many heads are needed."""
        return any(slot.needed for slot in self.slots)


def coverage(
    unit: Unit,
    first: datetime.date,
    last: datetime.date,
    *,
    without: Iterable[Absence] = (),
    include_drafts: bool = False,
) -> Coverage:
    """The coverage of the days [first, last]. `without`: absences that are only asked for, to see what they would do.

    Constant queries.
    """
    rows = Assignment.objects.standing() if include_drafts else Assignment.objects.published()
    rows = rows.filter(team=unit) if isinstance(unit, Team) else rows.filter(team__department=unit)
    found = selectors.duties_of(rows.filter(on__gte=first - ONE_DAY, on__lte=last))
    return covered(unit, first, last, found, without=without)


def covered(
    unit: Unit,
    first: datetime.date,
    last: datetime.date,
    duties: dict[int, list[Duty]],
    *,
    without: Iterable[Absence] = (),
    away: Mapping[int, Sequence[Absence]] | None = None,
    hours: OpenHours | None = None,
) -> Coverage:
    """The same for duties that are at hand already, by employee; give those of the day before `first` as well.

    `away` (absences by employee) and the site's `hours` are asked for where they are not at hand.
    """
    site = site_of(unit)
    away = _away(site, duties, first, last, without, away)
    heads = count_heads(
        (duty.on, _left(duty, away.get(employee, ()), site))
        for employee, each in duties.items()
        for duty in each
    )
    needed = needs(unit, first, last, hours)
    days = {}
    for on, wanted in needed.items():
        there = heads.get(on) or [0] * SLOTS
        days[on] = [
            Slot(on, place * STEP, (place + 1) * STEP, there[place], wanted[place]) for place in range(SLOTS)
        ]
    return Coverage(days)


def site_of(unit: Unit) -> Site:
    return unit.department.site if isinstance(unit, Team) else unit.site


def _away(
    site: Site,
    duties: dict[int, list[Duty]],
    first: datetime.date,
    last: datetime.date,
    without: Iterable[Absence],
    known: Mapping[int, Sequence[Absence]] | None,
) -> dict[int, list[Absence]]:
    if known is None:
        start = datetime.datetime.combine(first - ONE_DAY, datetime.time(), site.zone)
        end = datetime.datetime.combine(last + ONE_DAY, datetime.time(), site.zone)
        known = absences.between(duties.keys(), start, end)
    found: dict[int, list[Absence]] = defaultdict(list)
    for employee, each_list in known.items():
        found[employee] += [each for each in each_list if each.is_certain]
    for each in without:
        found[each.employee_id].append(each)
    return found


def _left(duty: Duty, away: Sequence[Absence], site: Site) -> Segments:
    """What of a duty is worked when its holder is away at those times."""
    parts = duty.segments
    for each in away:
        if each.starts_at < duty.ends_at and duty.starts_at < each.ends_at:
            start, end = (_minute(at, duty.on, site) for at in (each.starts_at, each.ends_at))
            parts = tuple(piece for part in parts for piece in _cut(part, start, end))
    return parts


def _minute(at: datetime.datetime, on: datetime.date, site: Site) -> int:
    local = at.astimezone(site.zone)
    return (local.date() - on).days * DAY + local.hour * 60 + local.minute


def _cut(part: Segment, start: int, end: int) -> Iterator[Segment]:
    if end <= part.start or part.end <= start:
        yield part
        return
    if part.start < start:
        yield Segment(part.start, start, part.kind)
    if end < part.end:
        yield Segment(end, part.end, part.kind)


@lru_cache(maxsize=1000)
def places(segments: Segments) -> tuple[int, ...]:
    """The half hours, counted from midnight of a shift's day, in which it puts a head."""
    minutes: Counter[int] = Counter()
    for each in segments:
        if each.kind in PAID:
            for place in range(each.start // STEP, -(-each.end // STEP)):
                minutes[place] += min(each.end, (place + 1) * STEP) - max(each.start, place * STEP)
    return tuple(sorted(place for place, worked in minutes.items() if worked >= ENOUGH))


def count_heads(worked: Iterable[tuple[datetime.date, Segments]]) -> Heads:
    """Heads per half hour of each day, from the days and segments of shifts. Pure."""
    found: Heads = {}
    for (on, segments), count in Counter(worked).items():
        for place in places(segments):
            day = on + ONE_DAY * (place // SLOTS)
            found.setdefault(day, [0] * SLOTS)[place % SLOTS] += count
    return found


def needs(unit: Unit, first: datetime.date, last: datetime.date, hours: OpenHours | None = None) -> Heads:
    """Heads needed per half hour of each day of [first, last]; two queries, one where the site's `hours` are at hand."""
    department = unit.department if isinstance(unit, Team) else unit
    rows = list(HeadsNeeded.objects.filter(department=department, period__overlap=(first, last + ONE_DAY)))
    if isinstance(unit, Team):
        rows = [row for row in rows if row.team_id == unit.pk]
    elif any(row.team_id is None for row in rows):
        rows = [row for row in rows if row.team_id is None]
    hours = hours or open_hours(site_of(unit), first)
    found: Heads = {}
    on = first
    while on <= last:
        found[on] = _needs_on(rows, on, is_holiday=hours.plan(on).is_holiday)
        on += ONE_DAY
    return found


def _needs_on(rows: Collection[HeadsNeeded], on: datetime.date, *, is_holiday: bool) -> list[int]:
    standing = [row for row in rows if _holds(row, on)]
    weekday = on.weekday()
    if is_holiday and any(row.weekday == HeadsNeeded.HOLIDAY for row in standing):
        weekday = HeadsNeeded.HOLIDAY
    heads = [0] * SLOTS
    for row in standing:
        if row.weekday == weekday:
            span: Any = row.span
            for place in range(span.lower // STEP, -(-span.upper // STEP)):
                heads[place] += row.heads
    return heads


def _holds(row: HeadsNeeded, on: datetime.date) -> bool:
    period: Any = row.period
    return bool(period.lower <= on and (period.upper is None or on < period.upper))
