"""Opening hours as a pure value: local wall-clock rules of one time zone, and what a date has in place of its weekday's.

No Django, no database, no clock. The rules, once for every room:

- Intervals are half-open `[start, end)` in seconds of local wall-clock time from midnight; 24:00 is 86,400. An interval may
  run past midnight (22:00–06:00 is `(79_200, 108_000)`): it belongs to the day it starts on, also where the next day is closed.
- Wall-clock times become instants date by date, never by adding 86,400 seconds. A time that does not exist (clocks go forward)
  moves forward by the length of the gap; a time that comes twice (clocks go back) is the first of the two.
- A date's own entry goes before a yearly one, a yearly one before the weekday.
"""

import datetime
import hashlib
import json
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from callcenter.objections import Objection, RuleViolation

DAY = 86_400

Interval = tuple[int, int]  # [start, end) seconds of local time from midnight of the day it starts on
Intervals = tuple[Interval, ...]
Week = tuple[Intervals, Intervals, Intervals, Intervals, Intervals, Intervals, Intervals]  # Monday first


class DayKind(StrEnum):
    """Why a date differs from its weekday."""

    HOLIDAY = (
        "holiday"  # no working day, whatever hours it has; its intervals, if any, still count as open time
    )
    CLOSED = "closed"  # shut for a reason of the site's own
    PART_DAY = "part_day"  # a working day with other hours: Christmas Eve till noon
    MAKE_UP = "make_up"  # a weekend day that is worked in exchange for a holiday


@dataclass(frozen=True, slots=True)
class Day:
    """What a date has in place of its weekday's hours. `name` is what people read, `name_zh` in Chinese: National Day, 国庆节."""

    kind: DayKind = DayKind.HOLIDAY
    intervals: Intervals = ()
    name: str = ""
    name_zh: str = ""

    def named(self, language: str) -> str:
        """Its name in that language, or in the other where it has only one."""
        first, second = (self.name_zh, self.name) if language.startswith("zh") else (self.name, self.name_zh)
        return first or second


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What holds on one date: its intervals, and the entry that replaced its weekday, if one did."""

    date: datetime.date
    intervals: Intervals
    day: Day | None = None

    @property
    def is_holiday(self) -> bool:
        return self.day is not None and self.day.kind is DayKind.HOLIDAY

    @property
    def is_working_day(self) -> bool:
        """It has opening hours and is no holiday."""
        return bool(self.intervals) and not self.is_holiday

    @property
    def open_until(self) -> int:
        """Seconds from midnight to its last close; 0 when it is closed."""
        return max((end for _, end in self.intervals), default=0)


@dataclass(frozen=True, eq=False)
class OpenHours:
    """When a site is open: seven weekdays in one IANA zone, and the dates that differ. Immutable; equal by content.

    `annual` holds entries by (month, day) that come back every year. `later` holds other weeks by the date from which they
    hold, so that a deadline which runs past a planned change counts the hours of both. RuleViolation names every fault.
    """

    zone: str
    week: Week
    dates: Mapping[datetime.date, Day] = field(default_factory=dict)
    annual: Mapping[tuple[int, int], Day] = field(default_factory=dict)
    later: tuple[tuple[datetime.date, Week], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "later", tuple(sorted(self.later)))
        found = faults(self)
        if found:
            raise RuleViolation(found)
        object.__setattr__(self, "_fingerprint", _fingerprint(self))

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that stand for this content: two calendars with the same one are the same."""
        return self._fingerprint  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OpenHours) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        return _zone(self.zone)

    @property
    def is_always_open(self) -> bool:
        """Open round the clock, every day, for ever."""
        weeks = [self.week, *(week for _, week in self.later)]
        return (
            not self.dates
            and not self.annual
            and all(_union(day) == ((0, DAY),) for week in weeks for day in week)
        )

    def week_on(self, date: datetime.date) -> Week:
        """The week that holds on that date."""
        found = self.week
        for since, week in self.later:
            if since > date:
                break
            found = week
        return found

    def plan(self, date: datetime.date) -> DayPlan:
        """The hours of that date, and why they differ from its weekday's."""
        day = self.dates.get(date) or self.annual.get((date.month, date.day))
        if day is not None:
            return DayPlan(date, day.intervals, day)
        return DayPlan(date, self.week_on(date)[date.weekday()])

    def spans(self, date: datetime.date) -> list[tuple[int, int]]:
        """The open time that starts on that date as half-open [start, end) in seconds since 1970-01-01 UTC, in order."""
        found = []
        for start, end in self.plan(date).intervals:
            span = (self.instant(date, start), self.instant(date, end))
            if span[0] < span[1]:  # an interval that lies in a gap may have no length
                found.append(span)
        return found

    def instant(self, date: datetime.date, seconds: int) -> int:
        """Seconds since 1970-01-01 UTC of a local wall-clock time; gap forward, first of two. `seconds` up to two days."""
        days, rest = divmod(seconds, DAY)
        time = datetime.time(rest // 3600, rest // 60 % 60, rest % 60, tzinfo=self.tzinfo, fold=0)
        day = date + datetime.timedelta(days=days) if days else date
        return int(datetime.datetime.combine(day, time).timestamp())

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back: what a clock keeps of the calendar it was started under."""
        return {
            "zone": self.zone,
            "week": [list(map(list, day)) for day in self.week],
            "dates": {date.isoformat(): _day_to_json(day) for date, day in sorted(self.dates.items())},
            "annual": {
                f"{month:02}-{day:02}": _day_to_json(entry)
                for (month, day), entry in sorted(self.annual.items())
            },
            "later": [
                [since.isoformat(), [list(map(list, day)) for day in week]] for since, week in self.later
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "OpenHours":
        """The value that `to_json` wrote."""
        return cls(
            zone=data["zone"],
            week=_week(data["week"]),
            dates={
                datetime.date.fromisoformat(date): _day_from_json(day) for date, day in data["dates"].items()
            },
            annual={
                (int(key[:2]), int(key[3:])): _day_from_json(day)
                for key, day in data.get("annual", {}).items()
            },
            later=tuple(
                (datetime.date.fromisoformat(since), _week(week)) for since, week in data.get("later", [])
            ),
        )


def always_open(zone: str = "UTC") -> OpenHours:
    """Round the clock, every day."""
    return OpenHours(zone, same_every_day(((0, DAY),)))


def same_every_day(intervals: Intervals) -> Week:
    """A week of seven days with these hours."""
    return (intervals,) * 7


def weekdays(intervals: Intervals, days: Iterable[int] = range(5)) -> Week:
    """A week with these hours on the given days (0 is Monday; Monday to Friday without a choice), closed on the others."""
    chosen = set(days)
    return tuple(intervals if day in chosen else () for day in range(7))  # type: ignore[return-value]


def days_between(first: datetime.date, last: datetime.date, day: Day) -> dict[datetime.date, Day]:
    """Each date from first to last, both included, with this entry: a range of holidays, also over new year."""
    length = (last - first).days
    if length < 0:
        raise RuleViolation(Objection("workcalendar.range_inverted", {"first": first, "last": last}))
    return {first + datetime.timedelta(days=step): day for step in range(length + 1)}


def annual_between(first: tuple[int, int], last: tuple[int, int], day: Day) -> dict[tuple[int, int], Day]:
    """Each (month, day) from first to last, both included and over new year where last comes first: 12-31 to 01-02."""
    leap_year = datetime.date(2024, 1, 1)
    dates = [leap_year + datetime.timedelta(days=step) for step in range(366)]
    year = [(date.month, date.day) for date in dates]
    start, end = year.index(first), year.index(last)
    chosen = year[start : end + 1] if start <= end else year[start:] + year[: end + 1]
    return dict.fromkeys(chosen, day)


def seconds_of_day(text: str) -> int:
    """The seconds from midnight of "9:00", "09:00", "09:00:30" or "24:00". RuleViolation when it is no time of day."""
    parts = text.strip().split(":")
    if len(parts) in (2, 3) and all(part.isascii() and part.isdigit() for part in parts):
        hours, minutes, seconds = (*map(int, parts), 0)[:3]
        total = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and total <= DAY:
            return total
    raise RuleViolation(Objection("workcalendar.not_a_time", {"text": text}))


def interval(start: str, end: str) -> Interval:
    """The interval between two times of day; an end at or before its start is on the next day (00:00–00:00 a whole day)."""
    opens, closes = seconds_of_day(start), seconds_of_day(end)
    if closes < opens or (opens == closes == 0):
        closes += DAY
    return (opens, closes)


def faults(hours: OpenHours) -> list[Objection]:
    """Every reason why this is no calendar: unknown zone, inverted or overlapping intervals, no open time at all."""
    found: list[Objection] = []
    try:
        _zone(hours.zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        found.append(Objection("workcalendar.no_zone", {"zone": hours.zone}, field="zone"))
    weeks: list[Week] = [hours.week, *(week for _, week in hours.later)]
    for week in weeks:
        if len(week) != 7:
            found.append(Objection("workcalendar.not_seven_days", {"count": len(week)}, field="week"))
            continue
        found += [fault for day in week for fault in _interval_faults(day)]
        if not found:
            found += _faults_round_midnight(week)
    for day in (*hours.dates.values(), *hours.annual.values()):
        found += _interval_faults(day.intervals)
        if day.kind is DayKind.CLOSED and day.intervals:
            found.append(Objection("workcalendar.closed_with_hours", {"name": day.name}))
    if not any(day for week in weeks for day in week) and not any(
        day.intervals for day in (*hours.dates.values(), *hours.annual.values())
    ):
        found.append(Objection("workcalendar.no_open_time", field="week"))
    return found


def _interval_faults(intervals: Intervals) -> Iterator[Objection]:
    last_end = -1
    for start, end in sorted(intervals):
        text = {"start": clock_text(start), "end": clock_text(end)}
        if not 0 <= start < DAY or not 0 <= end <= start + DAY:
            yield Objection("workcalendar.not_in_a_day", text)
        elif start >= end:
            yield Objection("workcalendar.inverted", text)
        elif start < last_end:
            yield Objection("workcalendar.overlap", text)
        last_end = max(last_end, end)


def _faults_round_midnight(week: Week) -> Iterator[Objection]:
    """A night shift may not run into the next weekday's first interval."""
    for number, day in enumerate(week):
        after = min((start for start, _ in week[(number + 1) % 7]), default=DAY)
        for start, end in day:
            if end - DAY > after:
                yield Objection("workcalendar.overlap", {"start": clock_text(start), "end": clock_text(end)})


def clock_text(seconds: int) -> str:
    """Seconds from midnight as people write them: 09:00, 24:00; past midnight with the day: 06:00+1."""
    days, rest = divmod(seconds, DAY)
    if seconds == DAY:
        return "24:00"
    text = f"{rest // 3600:02}:{rest // 60 % 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    return f"{text}+{days}" if days else text


@lru_cache(maxsize=256)
def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


def _union(intervals: Intervals) -> Intervals:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _fingerprint(hours: OpenHours) -> str:
    text = json.dumps(hours.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _week(data: Sequence[Any]) -> Week:
    return tuple(tuple((int(start), int(end)) for start, end in day) for day in data)  # type: ignore[return-value]


def _day_to_json(day: Day) -> list[Any]:
    return [day.kind.value, [list(pair) for pair in day.intervals], day.name, day.name_zh]


def _day_from_json(data: Sequence[Any]) -> Day:
    kind, intervals, name, name_zh = data
    return Day(DayKind(kind), tuple((int(start), int(end)) for start, end in intervals), name, name_zh)
