"""Cases of deadlines and elapsed time from a file, run against the engine: each one passed, or why it failed.

The format: `meta` (kinds and the canonical rule), `calendars` by name, `cases` as a list. Local times without an offset are in the
calendar's zone. Where a case has `canonical`, its source follows another rule and the canonical answer is what counts.
Fields that are not known are left alone; a case that cannot be read has failed and does not stop the run.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from callcenter.clocks import rules
from callcenter.clocks.rules import Allowance, DayEnd, Pause, Unit
from callcenter.objections import Objection, RuleViolation
from callcenter.workcalendar.rules import (
    Day,
    DayKind,
    Intervals,
    OpenHours,
    Week,
    always_open,
    annual_between,
    days_between,
    interval,
    same_every_day,
)

Case = Mapping[str, Any]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# what a file calls a refusal, and the code of ours that it means
REFUSALS = {
    "duration must be positive": "clocks.duration_not_positive",
    "no open time": "workcalendar.no_open_time",
    "not a time of day": "workcalendar.not_a_time",
    "overlap": "workcalendar.overlap",
    "zone": "workcalendar.no_zone",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one case: passed, or what was expected and what came."""

    name: str
    kind: str
    has_passed: bool
    expected: str = ""
    came: str = ""


def run(data: Mapping[str, Any]) -> Iterator[Outcome]:
    """Every case of the file in its order."""
    calendars: dict[str, OpenHours] = {}
    for number, case in enumerate(data.get("cases") or [], start=1):
        name, kind = str(case.get("id") or number), str(case.get("kind"))
        try:
            yield _judge(name, kind, case, _calendar_of(case, data.get("calendars") or {}, calendars))
        except Exception as fault:
            yield Outcome(name, kind, has_passed=False, came=f"{type(fault).__name__}: {fault}")


def _judge(name: str, kind: str, case: Case, calendar: Callable[[], OpenHours]) -> Outcome:
    if kind == "error" or "expected_error" in case:
        return _judge_refusal(name, kind, case, calendar)
    came = ANSWERS[kind](case, calendar())
    expected = _expected(case)
    return Outcome(name, kind, _is_same(came, expected, case, calendar()), str(expected), _text(came))


def _judge_refusal(name: str, kind: str, case: Case, calendar: Callable[[], OpenHours]) -> Outcome:
    """The configuration must be refused, and for the reason named, where it is one that we know by a name."""
    found: list[Objection] = []
    if "amount_seconds" in case:
        found += rules.allowance_faults(Allowance(Unit.OPEN_TIME, int(case["amount_seconds"])))
    try:
        hours = calendar()
        if not found and "start" in case:
            ANSWERS.get(str(case.get("answer", "add")), _add)(case, hours)
    except RuleViolation as refusal:
        found += refusal.objections
    expected = str(case.get("expected_error") or "refused")
    codes = {code for words, code in REFUSALS.items() if words in expected}
    came = {objection.code for objection in found}
    has_passed = bool(came & codes if codes else came)
    return Outcome(name, kind, has_passed, expected, "; ".join(sorted(came)) or "accepted")


# --- reading ---------------------------------------------------------------------------------------------------------


def _calendar_of(
    case: Case, calendars: Mapping[str, Any], made: dict[str, OpenHours]
) -> Callable[[], OpenHours]:
    """How to get the case's calendar: by name, written out in the case, as bare `hours`, or round the clock."""

    def get() -> OpenHours:
        named = case.get("calendar")
        if isinstance(named, str):
            if named not in made:
                made[named] = read_calendar(calendars[named])
            return made[named]
        if isinstance(named, Mapping):
            return read_calendar(named)
        if "hours" in case:
            hours = case["hours"]
            if isinstance(hours, Mapping):
                return read_calendar({**case, "weekly": hours})
            return OpenHours(_zone(case), same_every_day(_intervals(hours)))
        return always_open(_zone(case))

    return get


def read_calendar(data: Mapping[str, Any]) -> OpenHours:
    """A calendar of the file: zone, weekly hours, holidays by date and by month and day, dates with hours of their own."""
    dates: dict[datetime.date, Day] = {}
    annual: dict[tuple[int, int], Day] = {}
    for entry in _entries(data.get("holidays")):
        _read_holiday(entry, dates, annual)
    for entry in _entries(data.get("holidays_annual") or data.get("annual_holidays")):
        _read_holiday(entry, dates, annual)
    for key in ("overrides", "special", "special_days", "exceptions", "part_days", "make_up_days", "dates"):
        for date, hours in _own_hours(data.get(key)):
            kind = DayKind.PART_DAY if hours else DayKind.HOLIDAY
            dates[date] = Day(kind, _intervals(hours))
    week = _week(data.get("weekly") or data.get("week") or data.get("hours") or {})
    is_always_open = data.get("always_open") or data.get("is_always_open")
    if is_always_open:
        week = same_every_day(((0, 86_400),))
    return OpenHours(_zone(data), week, dates, annual)


def _zone(data: Mapping[str, Any]) -> str:
    return str(data.get("timezone") or data.get("time_zone") or data.get("tz") or data.get("zone") or "UTC")


def _week(data: Any) -> Week:
    if not isinstance(data, Mapping):
        if len(data) == 7 and all(isinstance(day, list) for day in data):
            return tuple(_intervals(day) for day in data)  # type: ignore[return-value]
        return same_every_day(_intervals(data))
    days: list[Intervals] = [()] * 7
    for key, hours in data.items():
        for number in _weekdays(str(key)):
            days[number] = _intervals(hours)
    return tuple(days)  # type: ignore[return-value]


def _weekdays(key: str) -> list[int]:
    """The days that a key names: "mon", "Monday", "mon-fri", "daily", ISO numbers (1 is Monday, 0 and 7 are Sunday)."""
    if key.lower() in ("daily", "all", "every_day", "*"):
        return list(range(7))
    first, *rest = (_weekday(part) for part in re.split(r"[-–]", key))
    last = rest[0] if rest else first
    return [number % 7 for number in range(first, last + 1 + (7 if last < first else 0))]


def _weekday(key: str) -> int:
    if key.strip().isdigit():
        return (int(key) - 1) % 7
    return WEEKDAYS.index(key.strip().lower()[:3])


def _intervals(hours: Any) -> Intervals:
    """Pairs of times of day; a pair whose end is not after its start runs past midnight."""
    found = []
    if isinstance(hours, str) or (hours and all(isinstance(part, str) and "-" not in part for part in hours)):
        hours = [hours]  # a single pair, not a list of pairs
    for pair in hours or ():
        if isinstance(pair, Mapping):
            start, end = (pair.get("start") or pair.get("open")), (pair.get("end") or pair.get("close"))
        elif isinstance(pair, str):
            start, end = re.split(r"\s*[-–]\s*", pair)
        else:
            start, end = pair
        found.append(interval(str(start), str(end)))
    return tuple(sorted(found))


def _entries(data: Any) -> list[Any]:
    if isinstance(data, Mapping):
        return [{"date": date, "name": str(name)} for date, name in data.items()]
    return list(data or ())


def _read_holiday(entry: Any, dates: dict[datetime.date, Day], annual: dict[tuple[int, int], Day]) -> None:
    """A date, a month and day, or a range of either, as text, a pair or an object; with hours where it is a part-day."""
    hours: Any = None
    name = ""
    if isinstance(entry, Mapping):
        hours, name = entry.get("hours") or entry.get("open"), str(entry.get("name") or "")
        first = entry.get("date") or entry.get("from") or entry.get("start") or entry.get("first")
        last = entry.get("to") or entry.get("end") or entry.get("until") or entry.get("last") or first
    elif isinstance(entry, str):
        first, _, last = entry.replace("..", "/").replace(" to ", "/").partition("/")
        last = last or first
    else:
        first, last = entry
    day = Day(DayKind.PART_DAY if hours else DayKind.HOLIDAY, _intervals(hours), name)
    first, last = str(first).strip().removeprefix("--"), str(last).strip().removeprefix("--")
    if len(first) > 5:
        dates.update(days_between(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), day))
    else:
        annual.update(annual_between(_month_day(first), _month_day(last), day))


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _own_hours(data: Any) -> Iterator[tuple[datetime.date, Any]]:
    for entry in data.items() if isinstance(data, Mapping) else data or ():
        if isinstance(entry, Mapping):
            yield datetime.date.fromisoformat(entry["date"]), entry.get("hours") or entry.get("intervals")
        else:
            date, hours = entry
            yield datetime.date.fromisoformat(date), hours


def _moment(text: str, hours: OpenHours) -> datetime.datetime:
    """The moment that the text says; without an offset, in the calendar's zone: gap forward, first of two."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=hours.tzinfo, fold=0)
    return moment.astimezone(datetime.UTC)


def _pauses(case: Case, hours: OpenHours) -> list[Pause]:
    found = []
    for entry in case.get("pauses") or ():
        start, end = (entry["start"], entry.get("end")) if isinstance(entry, Mapping) else entry
        found.append(Pause(_moment(start, hours), _moment(end, hours) if end else None))
    return found


def _date(case: Case, hours: OpenHours) -> datetime.date:
    text = str(case.get("date") or case.get("start"))
    return (
        datetime.date.fromisoformat(text)
        if len(text) == 10
        else _moment(text, hours).astimezone(hours.tzinfo).date()
    )


# --- answering -------------------------------------------------------------------------------------------------------


def _seconds(case: Case) -> int:
    return int(case.get("amount_seconds") or 0)


def _counted(case: Case, hours: OpenHours, seconds: int) -> datetime.datetime:
    """So much open time after the start, or before it where `seconds` is negative."""
    start, pauses = _moment(case["start"], hours), _pauses(case, hours)
    if seconds < 0:
        return rules.subtract(hours, start, -seconds, pauses)
    return rules.add(hours, start, seconds, pauses)


def _add(case: Case, hours: OpenHours) -> datetime.datetime:
    return _counted(case, hours, _seconds(case))


def _sub(case: Case, hours: OpenHours) -> datetime.datetime:
    if _seconds(case) == 0:
        return rules.subtract(hours, _moment(case["start"], hours), 0, _pauses(case, hours))
    return _counted(case, hours, -_seconds(case))


def _elapsed(case: Case, hours: OpenHours) -> int:
    """Negative where the end lies before the start."""
    start, end = _moment(case["start"], hours), _moment(case["end"], hours)
    if end < start:
        return -rules.elapsed(hours, end, start, _pauses(case, hours)).net
    return rules.elapsed(hours, start, end, _pauses(case, hours)).net


def _add_days(case: Case, hours: OpenHours) -> datetime.datetime:
    """By mode: `calendar` counts every day, else working days; `end_of_day` and `close` say when on the day."""
    mode = str(case.get("mode") or "")
    start, days = _moment(case["start"], hours), int(case["days"])
    day_end = DayEnd.SAME_TIME
    if "close" in mode:
        day_end = DayEnd.CLOSE
    elif re.search(r"(^|_)(end|eod)", mode):
        day_end = DayEnd.END_OF_DAY
    count = rules.add_calendar_days if "calendar" in mode else rules.add_working_days
    return count(hours, start, days, day_end)


def _add_mixed(case: Case, hours: OpenHours) -> datetime.datetime:
    start = _moment(case["start"], hours)
    return rules.add_mixed(hours, start, int(case.get("days") or 0), _seconds(case), _pauses(case, hours))


def _local(case: Case, hours: OpenHours) -> datetime.datetime:
    return _moment(str(case.get("start") or case.get("local")), hours)


ANSWERS: dict[str, Callable[[Case, OpenHours], Any]] = {
    "add": _add,
    "sub": _sub,
    "elapsed": _elapsed,
    "add_days": _add_days,
    "add_mixed": _add_mixed,
    "is_open": lambda case, hours: rules.is_open(hours, _local(case, hours)),
    "is_working_day": lambda case, hours: rules.is_working_day(hours, _date(case, hours)),
    "is_holiday": lambda case, hours: rules.is_holiday(hours, _date(case, hours)),
    "local_gap": _local,
    "local_ambiguous_first": _local,
}


# --- comparing -------------------------------------------------------------------------------------------------------


def _expected(case: Case) -> Any:
    answers = ["canonical", *(key for key in case if key.startswith(("canonical_", "expected")))]
    for key in answers:
        if case.get(key) is not None:
            return case[key]
    raise ValueError("the case says nothing of what is expected")


def _is_same(came: Any, expected: Any, case: Case, hours: OpenHours) -> bool:
    precision = float(case.get("precision_seconds") or 1)
    if isinstance(came, bool) or isinstance(expected, bool):
        return came is expected
    if isinstance(came, int):
        return abs(came - float(expected)) < precision
    if len(str(expected)) == 10:
        return bool(came.astimezone(hours.tzinfo).date().isoformat() == expected)
    return bool(abs((came - _moment(str(expected), hours)).total_seconds()) < precision)


def _text(came: Any) -> str:
    return came.isoformat() if isinstance(came, datetime.datetime) else str(came)
