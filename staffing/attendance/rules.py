"""The attendance of a day as a pure function of shifts, punches, leave and the rulebook's values of that day.

Plain Python in whole seconds since 1970 (UTC). Worked out again at any time it comes to the same, and in whatever order the
punches came in. Sources: domain §4.4 (S2E-16, S2E-22, S2E-29, S2E-35, S2E-36, P04, P31).
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from staffing.attendance.matching import (
    Policies,
    Policy,
    Presence,
    Punch,
    Shift,
    Span,
    Stay,
    match,
    presences,
    stay,
    without_duplicates,
)

# Codes of domain §4.4.
ROLLCALL_LATE, LATE, LATE_BREACH, EARLY = "rollcall_late", "late", "late_breach", "early"
MISSING_PUNCH, ABSENT, OVERTIME, ON_LEAVE, OFF = "missing_punch", "absent", "overtime", "on_leave", "off"
OVERTIME_MISSED = "overtime_missed"  # approved overtime that nobody came to
STRAY = "stray_punch"  # a punch that belongs to no shift
OFF_POST, OFF_POST_BREACH = "off_post", "off_post_breach"  # said by the room above that knows it

# States of a day.
DUE, RUNNING, DONE = "due", "running", "done"

# Why somebody is absent.
NO_PUNCH, SWAP_MISHAP, LEAVE_ON_SWAP = "no_punch", "swap_mishap", "leave_on_swap"
LATE_REQUEST = "late_request"  # asked for too late, and nobody consented
LEAVE_ASKED, LEAVE_UNDECIDED, NO_CERTIFICATE = "leave_asked", "leave_undecided", "no_certificate"

# Overtime by legal class (P31): the day's pay in percent.
WORKDAY, REST_DAY, HOLIDAY = 150, 200, 300


class Leave(NamedTuple):
    """Somebody is or asked to be away [start, end). `is_valid`: consented to.

    `why`: what an absence is due to when it is not: LATE_REQUEST, LEAVE_ASKED, LEAVE_UNDECIDED or NO_CERTIFICATE.
    """

    start: int
    end: int
    is_valid: bool = True
    why: str = LATE_REQUEST


class Finding(NamedTuple):
    """One thing about a day. `seconds`: how late, early, how long absent, away or at overtime. `detail`: which punch is
    missing ("in", "out"), why somebody is absent, the legal class of overtime. `so_far`: the shift still runs.
    """

    code: str
    seconds: int = 0
    detail: str = ""
    so_far: bool = False


class Day(NamedTuple):
    """A person's day. Times are seconds since 1970, lengths seconds; None: not known or not there.

    `look_at`: when time alone changes the result; None: nothing but new facts does.
    """

    state: str
    findings: tuple[Finding, ...]
    starts: int | None = None
    ends: int | None = None
    first_in: int | None = None
    last_out: int | None = None
    worked: int = 0
    late: int = 0
    early: int = 0
    absent: int = 0
    leave: int = 0
    overtime: int = 0
    overtime_class: int = (
        0  # of several, on both sides of a holiday's midnight, the highest; findings have each
    )
    on_holiday: int = 0  # of the worked time, what a regular shift had on a public holiday
    is_incomplete: bool = False
    look_at: int | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Each code once, in the order of the findings."""
        return tuple(dict.fromkeys(each.code for each in self.findings))


FREE = Day(DONE, (Finding(OFF),))


class _Tally:
    """What is gathered of one day while its presences are looked at."""

    __slots__ = (
        "absent",
        "early",
        "ends",
        "findings",
        "first_in",
        "is_incomplete",
        "last_out",
        "late",
        "leave",
        "looks",
        "on_holiday",
        "open_parts",
        "overtime",
        "parts",
        "pay",
        "starts",
        "unbegun",
        "worked",
    )

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.looks: list[int] = []
        self.starts: int | None = None
        self.ends: int | None = None
        self.first_in: int | None = None
        self.last_out: int | None = None
        self.worked = self.late = self.early = self.absent = self.leave = self.overtime = self.on_holiday = 0
        self.pay: dict[int, int] = {}  # overtime by legal class
        self.parts = self.open_parts = self.unbegun = 0
        self.is_incomplete = False


class Facts(NamedTuple):
    """Everything about one person around some days. `punches` in any order; `leaves` may overlap none of each other."""

    shifts: Sequence[Shift]
    punches: Sequence[Punch] = ()
    leaves: Sequence[Leave] = ()


def work_out(
    facts: Facts,
    days: Collection[datetime.date],
    *,
    policies: Policies,
    holidays: Collection[datetime.date] = (),
    day_of: Callable[[int], datetime.date],
    now: int,
) -> dict[datetime.date, Day]:
    """The attendance of a person on the given days, as things stand at `now`.

    `facts` must reach two days past the days asked for at both ends: a punch between two shifts belongs to one of them.
    `policies` has every day of the shifts; `day_of` gives the day at the site of a second.
    """
    shifts = facts.shifts
    expected = presences(shifts, policies)
    punches = list(facts.punches)
    if len(punches) > 1:
        punches = without_duplicates(punches, _twins_within(policies, day_of))
    found, strays = match(expected, punches)
    tallies: dict[datetime.date, _Tally] = {}
    regular = {shift.on for shift in shifts if not shift.is_overtime}
    for presence, own in zip(expected, found, strict=True):
        seen = stay(presence, own)
        for number, stretch in presence.parts:
            shift = shifts[number]
            if shift.on not in days:
                continue
            tally = tallies.get(shift.on)
            if tally is None:
                tally = tallies[shift.on] = _Tally()
            _judge(tally, shift, stretch, presence, seen, facts, policies[shift.on], now)
            if shift.is_overtime:
                _overtime(tally, shift, stretch, presence, seen, facts, now)
                if seen.arrived is not None and seen.left is not None:
                    for date, piece in _by_date(stretch, day_of):
                        legal = _class(shift.on, date, regular, holidays)
                        tally.pay[legal] = tally.pay.get(legal, 0) + _worked(shift, [piece], seen)
            elif holidays and seen.arrived is not None and seen.left is not None:
                for date, piece in _by_date(stretch, day_of):
                    if date in holidays:
                        tally.on_holiday += _worked(shift, _left_over(shift, piece, facts.leaves), seen)
    for punch in strays:
        on = day_of(punch.at)
        if on in days:
            tallies.setdefault(on, _Tally()).findings.append(Finding(STRAY, 0, str(punch.at)))
    return {
        on: _closed(tallies[on], now) if on in tallies else _free(on, facts.leaves, day_of) for on in days
    }


def _free(on: datetime.date, leaves: Sequence[Leave], day_of: Callable[[int], datetime.date]) -> Day:
    """A day without a shift: off, or within a leave."""
    if any(each.is_valid and day_of(each.start) <= on <= day_of(each.end - 1) for each in leaves):
        return Day(DONE, (Finding(ON_LEAVE),))
    return FREE


def _twins_within(policies: Policies, day_of: Callable[[int], datetime.date]) -> Callable[[int], int] | int:
    """Seconds within which two punches are one; a function of the punch where the rule changes between the days."""
    values = {policy.duplicate for policy in {id(each): each for each in policies.values()}.values()}
    if len(values) == 1:
        return values.pop()
    some = next(iter(policies.values()), Policy())
    return lambda at: policies.get(day_of(at), some).duplicate


def _by_date(stretch: Span, day_of: Callable[[int], datetime.date]) -> list[tuple[datetime.date, Span]]:
    """The stretch cut at the midnights of the site, each piece with its calendar date."""
    start, end = stretch
    pieces = []
    while start < end:
        date, low, high = day_of(start), start, end
        if day_of(end - 1) == date:
            low = end
        while high - low > 1:  # the second at which the next date begins
            middle = (low + high) // 2
            low, high = (middle, high) if day_of(middle) == date else (low, middle)
        pieces.append((date, (start, high)))
        start = high
    return pieces


def _class(
    on: datetime.date,
    date: datetime.date,
    regular: Collection[datetime.date],
    holidays: Collection[datetime.date],
) -> int:
    """The class of overtime of the day `on`, for its part on the calendar date `date`, as staffing.overtime has it (P31)."""
    if date in holidays:
        return HOLIDAY
    return WORKDAY if on in regular else REST_DAY


def _judge(
    tally: _Tally,
    shift: Shift,
    stretch: Span,
    presence: Presence,
    seen: Stay,
    facts: Facts,
    policy: Policy,
    now: int,
) -> None:
    """Add what one stretch of a shift comes to."""
    start, end = stretch
    tally.parts += 1
    if tally.starts is None or start < tally.starts:
        tally.starts = start
    if tally.ends is None or end > tally.ends:
        tally.ends = end
    if seen.arrived is not None and (tally.first_in is None or seen.arrived < tally.first_in):
        tally.first_in = seen.arrived
    if seen.left is not None and (tally.last_out is None or seen.left > tally.last_out):
        tally.last_out = seen.left
    left_over = _left_over(shift, stretch, facts.leaves)
    if left_over != [stretch]:
        away = _paid(shift, stretch) - sum(_paid(shift, each) for each in left_over)
        tally.leave += away
        tally.findings.append(Finding(ON_LEAVE, away))
    due, over = (left_over[0][0], left_over[-1][1]) if left_over else stretch
    _watch(tally, stretch, due, over, _settled_at(left_over, shift, stretch, presence, seen), policy, now)
    if not left_over or shift.is_overtime:
        return
    if seen.is_nothing or _is_elsewhere(seen, due, over, presence):
        _nobody(tally, shift, left_over, facts.leaves, policy, now)
        return
    if seen.arrived is not None:
        is_first = due == start == presence.start and start == shift.start
        _arrival(tally, _late(left_over, seen.arrived), policy, is_first=is_first)
    if seen.arrived is None or (seen.left is None and now >= presence.end + presence.policy.missing_after):
        _incomplete(tally, shift, presence, seen, facts)
    if seen.left is None:
        return
    short = _short(left_over, seen.left)
    if now >= over and short > policy.early_grace:
        tally.early += short
        tally.findings.append(Finding(EARLY, short))
    if seen.arrived is not None:
        tally.worked += _worked(shift, left_over, seen)


def _left_over(shift: Shift, stretch: Span, leaves: Sequence[Leave]) -> list[Span]:
    """What of a stretch no valid leave excuses; on a swapped shift no leave counts (S2E-36)."""
    if not leaves or shift.is_swapped:
        return [stretch]
    return _outside(stretch, [(each.start, each.end) for each in leaves if each.is_valid])


def _late(left_over: Sequence[Span], arrived: int) -> int:
    """Seconds after the beginning that somebody came (before it: negative); leave in between is not late."""
    if arrived <= left_over[0][1]:
        return arrived - left_over[0][0]
    return sum(min(end, arrived) - start for start, end in left_over if start < arrived)


def _short(left_over: Sequence[Span], left: int) -> int:
    """Seconds before the end that somebody went (after it: negative); leave in between is not early."""
    if left >= left_over[-1][0]:
        return left_over[-1][1] - left
    return sum(end - max(start, left) for start, end in left_over if end > left)


def _incomplete(tally: _Tally, shift: Shift, presence: Presence, seen: Stay, facts: Facts) -> None:
    """A punch is missing; said of one day, also where a presence has parts of two: that of its first or last part."""
    tally.is_incomplete = True
    missing = "in" if seen.arrived is None else "out"
    parts = presence.parts if missing == "in" else reversed(presence.parts)
    owner = next(
        facts.shifts[number]
        for number, stretch in parts
        if _left_over(facts.shifts[number], stretch, facts.leaves)
    )
    finding = Finding(MISSING_PUNCH, 0, missing)
    if owner.on == shift.on and finding not in tally.findings:
        tally.findings.append(finding)


def _settled_at(
    left_over: Sequence[Span], shift: Shift, stretch: Span, presence: Presence, seen: Stay
) -> int:
    """From when on time alone changes nothing: the end, or the moment at which a departure is missing."""
    if left_over and not seen.is_nothing and seen.left is None:
        return presence.end + presence.policy.missing_after
    return presence.end if shift.is_overtime else stretch[1]


def _is_elsewhere(seen: Stay, due: int, over: int, presence: Presence) -> bool:
    """Whether somebody came only after this stretch, or was gone before it: it is one of several in a presence.

    Where two follow each other at once, a few minutes of the one do not mean that somebody had come to it.
    """
    moment = presence.policy.shortest_stay
    after = moment if over < presence.end else 0
    before = moment if due > presence.start else 0
    return (seen.arrived is not None and seen.arrived >= over - after) or (
        seen.left is not None and seen.left <= due + before
    )


def _watch(
    tally: _Tally, stretch: Span, due: int, over: int, settled_at: int, policy: Policy, now: int
) -> None:
    """Count the stretch as unbegun or still open, and note when time alone changes what is said of it."""
    start, end = stretch
    last = max(end, settled_at)
    if now >= last:
        return
    tally.open_parts += 1
    tally.unbegun += now < start
    moments = (start, due + policy.late_grace + 1, due + policy.absent_after, over, end, last)
    tally.looks.append(min(each for each in moments if each > now))


def _arrival(tally: _Tally, late: int, policy: Policy, *, is_first: bool) -> None:
    """How late somebody came; at the roll call only to the beginning of a shift."""
    if late > policy.late_grace:
        tally.late += late
        tally.findings.append(Finding(LATE_BREACH if late >= policy.breach else LATE, late))
    elif is_first and late > -policy.rollcall:
        tally.findings.append(Finding(ROLLCALL_LATE, late + policy.rollcall))


def _nobody(
    tally: _Tally,
    shift: Shift,
    left_over: Sequence[Span],
    leaves: Sequence[Leave],
    policy: Policy,
    now: int,
) -> None:
    """Nobody came: late so far, absent so far, absent once the stretch is over."""
    due, over = left_over[0][0], left_over[-1][1]
    if now < over:
        waited = now - due
        if waited >= policy.absent_after:
            tally.findings.append(Finding(ABSENT, 0, _why(shift, left_over, leaves), so_far=True))
        elif waited > policy.late_grace:
            tally.findings.append(Finding(LATE, 0, "", so_far=True))
        return
    missed = sum(_paid(shift, each) for each in left_over)
    tally.absent += missed
    tally.findings.append(Finding(ABSENT, missed, _why(shift, left_over, leaves)))


def _why(shift: Shift, left_over: Sequence[Span], leaves: Sequence[Leave]) -> str:
    """Why it is an absence: on a swapped shift no leave counts (S2E-36), and the swap left it empty (S2E-35)."""
    asked = [
        each for each in leaves if any(each.start < end and start < each.end for start, end in left_over)
    ]
    if shift.is_swapped:
        return LEAVE_ON_SWAP if asked else SWAP_MISHAP
    return asked[0].why if asked else NO_PUNCH


def _overtime(
    tally: _Tally, shift: Shift, stretch: Span, presence: Presence, seen: Stay, facts: Facts, now: int
) -> None:
    """Overtime counts for as long as somebody was there; nobody is late for it."""
    done = _worked(shift, [stretch], seen) if seen.arrived is not None and seen.left is not None else 0
    if done:
        tally.overtime += done
    elif now < presence.end or not _left_over(shift, stretch, facts.leaves):
        return
    elif seen.is_nothing or (seen.arrived is not None and seen.left is not None):
        tally.findings.append(Finding(OVERTIME_MISSED, _paid(shift, stretch)))
    elif seen.arrived is None or now >= presence.end + presence.policy.missing_after:
        _incomplete(tally, shift, presence, seen, facts)


def _worked(shift: Shift, spans: Sequence[Span], seen: Stay) -> int:
    """Paid seconds of these spans while somebody was there: coming early and staying late add nothing."""
    arrived, left = seen.arrived, seen.left
    assert arrived is not None
    assert left is not None
    total = 0
    for start, end in spans:
        start, end = max(start, arrived), min(end, left)
        if start < end:
            total += _paid(shift, (start, end))
            for gone, back in seen.away:
                gone, back = max(gone, start), min(back, end)
                if gone < back:
                    total -= _paid(shift, (gone, back))
    return total


def _paid(shift: Shift, span: Span) -> int:
    """Seconds of working time within the span."""
    first, last = span
    total = 0
    for start, end in shift.paid:
        begun = start if start > first else first
        over = end if end < last else last
        if begun < over:
            total += over - begun
    return total


def _outside(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What is left of the span."""
    parts = [span]
    for start, end in sorted(taken):
        parts = [
            piece
            for first, last in parts
            for piece in ((first, min(last, start)), (max(first, end), last))
            if piece[0] < piece[1]
        ]
    return parts


def _closed(tally: _Tally, now: int) -> Day:
    """The gathered day."""
    running = DUE if tally.unbegun == tally.parts else RUNNING
    state = running if tally.open_parts else DONE
    findings = tally.findings
    if tally.parts == 0:
        findings = [Finding(OFF), *findings]
    for legal, seconds in sorted(tally.pay.items()):
        if seconds:
            findings.append(Finding(OVERTIME, seconds, str(legal)))
    return Day(
        state,
        tuple(findings),
        tally.starts,
        tally.ends,
        tally.first_in,
        tally.last_out,
        tally.worked,
        tally.late,
        tally.early,
        tally.absent,
        tally.leave,
        tally.overtime,
        max((legal for legal, seconds in tally.pay.items() if seconds), default=0),
        tally.on_holiday,
        tally.is_incomplete,
        min(tally.looks) if tally.looks else None,
    )


def is_absent_so_far(findings: Iterable[Sequence[object]]) -> bool:
    """Whether a running shift lacks its person, by the findings as a row keeps them."""
    return any(code == ABSENT and so_far for code, _seconds, _detail, so_far in findings)


class Counted(NamedTuple):
    """The absences of a period: days without a punch, and missing punches from the n-th on (P04)."""

    absent_days: int
    missing_days: int
    missing_as_absence: int


def missing_places(days: Mapping[datetime.date, Collection[str]]) -> dict[datetime.date, int]:
    """Which missing punch of the period each day with one is: the first, the second…

    It is counted over the period's days in their order and kept by no day, so that a day depends on nothing but itself.
    """
    with_one = [on for on in sorted(days) if MISSING_PUNCH in days[on]]
    return {on: place for place, on in enumerate(with_one, 1)}


def counted(days: Mapping[datetime.date, Collection[str]], absence_from: int) -> Counted:
    """Absences and missing punches of a period; from the `absence_from`-th missing punch on each counts as an absence."""
    missing = len(missing_places(days))
    absent = sum(ABSENT in codes for codes in days.values())
    return Counted(absent, missing, max(0, missing - absence_from + 1))
