"""The check list of a swap, point by point, with each limit and both its neighbours. No database."""

import dataclasses
import datetime
from zoneinfo import ZoneInfo

import pytest

from staffing.roster.duties import Duty
from staffing.roster.limits import Policy
from staffing.shifts.rules import instant, paid_minutes, span
from staffing.swaps import rules
from staffing.swaps.board import rules as board
from staffing.swaps.rules import Person, Shift, SwapPolicy
from tests.staffing.factories import DAY_SHIFT, LATE_SHIFT, NIGHT_SHIFT, parts

ZONE = ZoneInfo("Asia/Shanghai")
DAY = datetime.date(2026, 3, 12)
NOW = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
STEP = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)


def duty(on: datetime.date = DAY, text: str = DAY_SHIFT, pk: int | None = 1, **fields: object) -> Duty:
    segments = parts(text)
    first, last = span(segments)
    found = Duty(
        on,
        instant(on, first, ZONE),
        instant(on, last, ZONE),
        paid_minutes(segments),
        "D",
        segments=segments,
        pk=pk,
    )
    return dataclasses.replace(found, **fields)  # type: ignore[arg-type]


def person(pk: int, *duties: Duty, **fields: object) -> Person:
    return Person(pk, {1: "Ann", 2: "Bo"}[pk], duties=duties, **fields)  # type: ignore[arg-type]


def swap(
    ann: dict[str, object] | None = None, bo: dict[str, object] | None = None, **fields: object
) -> rules.Swap:
    """Ann's day shift of the 12th against Bo's late one of the same day, which nothing speaks against."""
    gives, takes = duty(pk=1), duty(text=LATE_SHIFT, pk=2)
    around = fields.pop("around", ())
    ann_duties = (gives, *(each for who, each in around if who == 1))  # type: ignore[attr-defined]
    bo_duties = (takes, *(each for who, each in around if who == 2))  # type: ignore[attr-defined]
    found = rules.Swap(
        person(1, *ann_duties, **(ann or {})),
        Shift(gives),
        person(2, *bo_duties, **(bo or {})),
        Shift(takes),
        "School",
        NOW,
    )
    return dataclasses.replace(found, **fields)  # type: ignore[arg-type]


def codes(one: rules.Swap, policy: SwapPolicy | None = None, at: datetime.datetime = NOW) -> list[str]:
    found = rules.objections(one, policy or SwapPolicy(), Policy(), at=at)
    return [each.code.removeprefix("swaps.") for each in found]


def test_nothing_speaks_against_a_plain_swap() -> None:
    assert codes(swap()) == []


def test_a_reason_is_needed() -> None:
    assert codes(swap(reason="  ")) == ["reason_needed"]


@pytest.mark.parametrize(("count", "expected"), [(0, []), (1, []), (2, ["too_many"]), (3, ["too_many"])])
def test_two_swaps_a_month(count: int, expected: list[str]) -> None:
    assert codes(swap(ann={"swaps_in_month": count})) == expected


@pytest.mark.parametrize(("counts", "expected"), [(False, []), (True, ["too_many"])])
def test_the_counterparts_swaps_count_where_the_rulebook_says_so(counts: bool, expected: list[str]) -> None:
    assert codes(swap(bo={"swaps_in_month": 2}), SwapPolicy(count_counterparty=counts)) == expected


def test_an_unfinished_swap_of_either_stands_in_the_way() -> None:
    assert codes(swap(ann={"unfinished": "SW-1"})) == ["unfinished"]
    assert codes(swap(bo={"unfinished": "SW-1"})) == ["unfinished"]


@pytest.mark.parametrize(("days", "expected"), [(-2, []), (-1, ["adjacent"]), (1, ["adjacent"]), (2, [])])
def test_no_swapped_shifts_on_days_side_by_side(days: int, expected: list[str]) -> None:
    other = duty(DAY + days * STEP, LATE_SHIFT, pk=9, is_swapped=True)
    assert codes(swap(around=[(1, other)])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("09:00-17:00", []), ("08:59-17:00", ["would_break"]), ("09:01-17:00", [])],
)
def test_eleven_hours_of_rest_for_who_takes_the_late_shift(text: str, expected: list[str]) -> None:
    assert codes(swap(around=[(1, duty(DAY + STEP, text, pk=9))])) == expected


def test_a_breach_that_was_there_before_is_not_the_swaps() -> None:
    before = [(1, duty(DAY - 5 * STEP, NIGHT_SHIFT, pk=8)), (1, duty(DAY - 4 * STEP, "12:00-16:00", pk=9))]
    assert codes(swap(around=before)) == []


def test_two_shifts_on_a_day_and_two_at_once_are_refused() -> None:
    takes = duty(DAY + STEP, LATE_SHIFT, pk=2)
    on_two_days = {"counterpart": person(2, takes), "takes": Shift(takes)}
    ann = person(1, duty(pk=1), duty(DAY + STEP, "06:00-10:00", pk=7))
    assert codes(swap(requester=ann, **on_two_days)) == ["works_that_day"]
    ann = person(1, duty(pk=1), duty(DAY + STEP, "20:00-23:00", pk=7, is_overtime=True))
    assert codes(swap(requester=ann, **on_two_days)) == ["works_then"]


@pytest.mark.parametrize(
    ("level", "expected"), [(3, []), (4, []), (5, ["skills_apart"]), (2, []), (1, ["skills_apart"])]
)
def test_skills_are_at_most_one_level_apart(level: int, expected: list[str]) -> None:
    assert codes(swap(ann={"skill_level": 3}, bo={"skill_level": level})) == expected


def test_another_kind_of_work_is_not_swapped() -> None:
    assert codes(swap(bo={"job_type": "outbound"})) == ["other_job"]


def test_the_shifts_own_level_and_induction_count() -> None:
    assert codes(swap(gives=Shift(duty(pk=1), skill_needed=2))) == ["not_skilled"]
    assert codes(swap(bo={"needs_induction": True})) == ["not_inducted"]
    assert codes(swap(gives=Shift(duty(pk=1), is_live=False), bo={"needs_induction": True})) == []


def test_no_swap_on_a_holiday() -> None:
    assert codes(swap(gives=Shift(duty(pk=1), is_holiday=True))) == ["holiday"]
    assert codes(swap(takes=Shift(duty(text=LATE_SHIFT, pk=2), is_holiday=True))) == ["holiday"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 24, ["on_leave", "on_leave"]),
        (0, 8, []),  # ends as the day shift begins
        (16.5, 20, ["on_leave"]),  # begins as the day shift ends, reaches into the late one
        (22, 24, []),
    ],
)
def test_leave_on_either_shift_is_refused(start: float, end: float, expected: list[str]) -> None:
    away = (instant(DAY, int(start * 60), ZONE), instant(DAY, int(end * 60), ZONE))
    assert codes(swap(bo={"away": (away,)})) == expected


@pytest.mark.parametrize(
    ("before", "expected"), [(24 * STEP / 24 - SECOND, ["too_late"]), (STEP, []), (STEP + SECOND, [])]
)
def test_asked_at_least_24_hours_before_the_earlier_shift(
    before: datetime.timedelta, expected: list[str]
) -> None:
    asked_at = duty().starts_at - before
    assert codes(swap(asked_at=asked_at), at=asked_at) == expected


def test_what_has_begun_or_is_gone_is_not_swapped() -> None:
    assert codes(swap(), at=duty().starts_at) == ["has_started"]
    assert codes(swap(), at=duty().starts_at - SECOND) == []
    assert codes(swap(gives=Shift(duty(pk=1), is_standing=False))) == ["shift_is_gone"]


def test_every_reason_is_given_at_once() -> None:
    found = codes(
        swap(ann={"swaps_in_month": 2, "unfinished": "SW-1"}, bo={"job_type": "outbound"}, reason="")
    )
    assert found == ["reason_needed", "too_many", "unfinished", "other_job"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"free": 0}, ["board_full"]),
        ({"is_open": False}, ["board_closed"]),
        ({"shift": Shift(duty(pk=None), skill_needed=3)}, ["not_skilled"]),
        (
            {"shift": Shift(duty(pk=None), is_holiday=True)},
            [],
        ),  # an open shift on a holiday is the leader's to offer
        ({"giver": person(1, duty(pk=5)), "shift": Shift(duty(pk=5), is_holiday=True)}, ["holiday"]),
        ({"giver": person(1, duty(pk=5), job_type="outbound")}, ["other_job"]),
    ],
)
def test_a_place_of_the_board_asks_the_same(fields: dict[str, object], expected: list[str]) -> None:
    offer = board.Offer(**({"shift": Shift(duty(pk=None)), "free": 1} | fields))  # type: ignore[arg-type]
    found = board.objections(offer, person(2), SwapPolicy(), Policy(), at=NOW, least=STEP / 12)
    assert [each.code.removeprefix("swaps.") for each in found] == expected


@pytest.mark.parametrize(
    ("off", "spare", "expected"),
    [
        (duty(), 1, []),
        (duty(), None, []),
        (duty(), 0, ["too_few_stay"]),
        (None, 5, ["nothing_to_be_off"]),
        (duty(is_swapped=True), 5, ["swapped_stays"]),
    ],
)
def test_time_off_needs_a_shift_and_enough_who_stay(
    off: Duty | None, spare: int | None, expected: list[str]
) -> None:
    offer = board.Offer(Shift(duty(pk=None)), 1, is_time_off=True, spare_heads=spare)
    found = board.objections(offer, person(2), SwapPolicy(), Policy(), at=NOW, least=STEP / 12, off=off)
    assert [each.code.removeprefix("swaps.") for each in found] == expected
