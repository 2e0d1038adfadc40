"""What holds of every roster and every heap of punches: nights, split shifts, overtime, swaps, leave, over both clock changes."""

import datetime
import random
import zoneinfo
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.attendance.matching import (
    IN,
    OUT,
    UNKNOWN,
    Policy,
    Punch,
    Shift,
    match,
    presences,
    stay,
    without_duplicates,
)
from staffing.attendance.rules import DONE, MISSING_PUNCH, Day, Facts, Leave, work_out

HOUR, MINUTE = 3600, 60
ONE_DAY = datetime.timedelta(days=1)
POLICY = Policy()
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
# The middle of six days: month end, year end, and both clock changes of Berlin and New York.
MIDDLES = (
    datetime.date(2026, 3, 12),
    datetime.date(2026, 10, 31),
    datetime.date(2026, 12, 31),
    datetime.date(2026, 3, 29),
    datetime.date(2026, 10, 25),
    datetime.date(2026, 3, 8),
    datetime.date(2026, 11, 1),
)
# (start, end) of the stretches in minutes from the day's midnight; the second of a split shift is punched on its own.
PATTERNS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((480, 960),),
    ((720, 1200),),
    ((1200, 1920),),
    ((960, 1440),),
    ((0, 480),),
    ((510, 900), (1200, 1380)),
    ((540, 780), (810, 1080)),
)
EVERY_DAY = range(-3, 4)


class Case(NamedTuple):
    """A person around some days."""

    zone: str
    middle: datetime.date
    facts: Facts

    def day_of(self, second: int) -> datetime.date:
        return datetime.datetime.fromtimestamp(second, zoneinfo.ZoneInfo(self.zone)).date()

    def days(
        self,
        steps: Sequence[int] = (-1, 0, 1),
        *,
        now: int = 2**33,
        facts: Facts | None = None,
    ) -> dict[datetime.date, Day]:
        return work_out(
            facts or self.facts,
            {self.middle + ONE_DAY * step for step in steps},
            policies={self.middle + ONE_DAY * step: POLICY for step in range(-9, 10)},
            holidays={self.middle},
            day_of=self.day_of,
            now=now,
        )


def second(zone: str, on: datetime.date, minutes: int) -> int:
    """Minutes after midnight by the wall clock."""
    at = datetime.datetime.combine(on, datetime.time()) + datetime.timedelta(minutes=minutes)
    return int(at.replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp())


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone, middle = draw(st.sampled_from(ZONES)), draw(st.sampled_from(MIDDLES))
    shifts: list[Shift] = []
    for step in EVERY_DAY:
        on = middle + ONE_DAY * step
        pattern = draw(st.sampled_from((*PATTERNS, None)))
        if pattern is not None:
            stretches = tuple((second(zone, on, a), second(zone, on, b)) for a, b in pattern)
            _add(shifts, Shift(on, stretches[0][0], stretches[-1][1], stretches, stretches,
                               is_swapped=draw(st.sampled_from((False, False, True)))))  # fmt: skip
        extra = draw(st.sampled_from((None, None, "before", "after", "apart")))
        if extra and shifts:
            last = shifts[-1]
            start = {"before": last.start - 2 * HOUR, "after": last.end, "apart": last.end + 3 * HOUR}[extra]
            span = (start, start + 2 * HOUR)
            at = datetime.datetime.fromtimestamp(start, zoneinfo.ZoneInfo(zone)).date()
            _add(shifts, Shift(at, *span, (span,), (span,), is_overtime=True))
    shifts.sort(key=lambda each: each.start)
    leaves = []
    for shift in draw(st.lists(st.sampled_from(shifts), max_size=2, unique=True)) if shifts else []:
        part = draw(st.sampled_from(((0, 1), (0, 0.5), (0.5, 1), (0.3, 0.6))))
        length = shift.end - shift.start
        leaves.append(
            Leave(
                shift.start + int(length * part[0]),
                shift.start + int(length * part[1]),
                draw(st.booleans()),
            )
        )
    ends = [at for shift in shifts for span in shift.stretches for at in span] or [second(zone, middle, 600)]
    offsets = st.one_of(
        st.integers(-90, 90),
        st.integers(-30 * MINUTE, 30 * MINUTE),
        st.integers(-7 * HOUR, 7 * HOUR),
        st.sampled_from((-6 * HOUR, -6 * HOUR - 1, 6 * HOUR, 6 * HOUR + 1, 0, 1, -1, 59, 60, 61, 1199, 1200)),
    )
    told = draw(
        st.lists(st.tuples(st.sampled_from(ends), offsets, st.sampled_from((IN, OUT, UNKNOWN))), max_size=14)
    )
    punches = [Punch(at + off, direction, pk) for pk, (at, off, direction) in enumerate(told, 1)]
    return Case(zone, middle, Facts(shifts, punches, leaves))


def _add(shifts: list[Shift], shift: Shift) -> None:
    """Nobody has two shifts at once: the database refuses it. Nobody is there for more than a day without a break."""
    if all(shift.end <= each.start or each.end <= shift.start for each in shifts):
        together = sorted([*shifts, shift], key=lambda each: each.start)
        spans = presences(together, {each.on: POLICY for each in together})
        if all(span.end - span.start <= 24 * HOUR for span in spans):
            shifts[:] = together


MANY = settings(max_examples=300, deadline=None)


@MANY
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(case: Case, chance: random.Random) -> None:
    shuffled = list(case.facts.punches)
    chance.shuffle(shuffled)
    renumbered = [punch._replace(pk=pk) for pk, punch in enumerate(shuffled, 1)]
    assert case.days(facts=case.facts._replace(punches=renumbered)) == case.days()


@MANY
@given(cases())
def test_a_day_comes_to_the_same_with_what_lies_near_and_with_everything(case: Case) -> None:
    """`gather` reads two days of shifts and the punches near them: that is enough, also of a double shift."""
    zone = zoneinfo.ZoneInfo(case.zone)
    first = case.middle - 2 * ONE_DAY
    start = datetime.datetime.combine(case.middle, datetime.time(), zone).timestamp() - 24 * HOUR
    end = datetime.datetime.combine(case.middle + 2 * ONE_DAY, datetime.time(), zone).timestamp() + 12 * HOUR
    near = Facts(
        [each for each in case.facts.shifts if first <= each.on <= case.middle + 2 * ONE_DAY],
        [each for each in case.facts.punches if start <= each.at < end],
        case.facts.leaves,
    )
    assert case.days((0,), facts=near)[case.middle] == case.days(EVERY_DAY)[case.middle]


@MANY
@given(cases())
def test_each_punch_belongs_to_one_presence_or_to_none(case: Case) -> None:
    expected = presences(case.facts.shifts, {case.middle + ONE_DAY * step: POLICY for step in range(-9, 10)})
    ordered = sorted(case.facts.punches)
    found, strays = match(expected, ordered)
    assert sorted([punch for own in found for punch in own] + strays) == ordered
    for presence, own in zip(expected, found, strict=True):
        for punch in own:
            assert presence.start - POLICY.before <= punch.at <= presence.end + POLICY.after


@MANY
@given(cases(), st.data())
def test_one_punch_changes_only_days_that_it_can_belong_to(case: Case, data: st.DataObject) -> None:
    """Those whose presence lies within the windows, and its calendar day where it is stray."""
    if not case.facts.punches:
        return
    gone = data.draw(st.sampled_from(list(case.facts.punches)))
    without = case.facts._replace(punches=[each for each in case.facts.punches if each != gone])
    before, after = case.days(EVERY_DAY, facts=without), case.days(EVERY_DAY)
    changed = {on for on in before if before[on] != after[on]}
    expected = presences(case.facts.shifts, {case.middle + ONE_DAY * step: POLICY for step in range(-9, 10)})
    within = POLICY.duplicate * len(case.facts.punches)  # a row of twins is one punch
    possible = {
        case.facts.shifts[number].on
        for presence in expected
        if presence.start - POLICY.before - within <= gone.at <= presence.end + POLICY.after + within
        for number, _stretch in presence.parts
    }
    nearby = {case.day_of(gone.at + step) for step in (-within, 0, within)}
    assert changed <= possible | nearby


@MANY
@given(cases())
def test_time_alone_changes_a_day_only_at_the_moment_that_it_names(case: Case) -> None:
    """A day that is looked at when it asks to be shows at every second what it would show if it were looked at then."""
    moments = {at + off for shift in case.facts.shifts for span in shift.stretches for at in span
               for off in (-1, 0, 1, 299, 300, 301, 1200, HOUR - 1, HOUR, HOUR + 1)}  # fmt: skip
    moments |= {at + off for leave in case.facts.leaves for at in leave[:2] for off in (-1, 0, 1, 300, 301)}
    moments |= {punch.at + off for punch in case.facts.punches for off in (0, 1)}
    seen: dict[datetime.date, Day] = {}
    for now in sorted(moments):
        for on, day in case.days(now=now).items():
            kept = seen.get(on)
            if kept is None or (kept.look_at is not None and kept.look_at <= now):
                seen[on] = kept = day
            assert kept._replace(look_at=None) == day._replace(look_at=None), now


@MANY
@given(cases())
def test_nobody_works_more_than_the_shift_and_a_finished_day_is_settled(case: Case) -> None:
    for on, day in case.days().items():
        own = [each for each in case.facts.shifts if each.on == on]
        regular = sum(b - a for each in own if not each.is_overtime for a, b in each.paid)
        extra = sum(b - a for each in own if each.is_overtime for a, b in each.paid)
        assert 0 <= day.worked + day.absent <= regular
        assert 0 <= day.overtime <= extra
        assert day.late + day.early <= regular or regular == 0
        assert day.worked + day.absent + day.leave <= regular + extra
        if day.first_in is not None and day.last_out is not None:
            assert day.worked <= max(0, day.last_out - day.first_in)
        assert day.state == DONE
        assert day.look_at is None


@MANY
@given(cases())
def test_one_missing_punch_is_said_of_one_day(case: Case) -> None:
    """Also where a shift and the overtime after it lie on two days: there are never more than presences that lack one."""
    expected = presences(case.facts.shifts, {case.middle + ONE_DAY * step: POLICY for step in range(-9, 10)})
    found, _strays = match(expected, without_duplicates(case.facts.punches, POLICY.duplicate))
    lacking = sum(
        bool(own) and None in (seen.arrived, seen.left)
        for presence, own in zip(expected, found, strict=True)
        for seen in [stay(presence, own)]
    )
    days = case.days(range(-4, 6))
    said = sum(each.code == MISSING_PUNCH for day in days.values() for each in day.findings)
    assert said <= lacking
