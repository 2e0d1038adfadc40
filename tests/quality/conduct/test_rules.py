"""Points, the steps of discipline, the windows, money: tables of cases."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.conduct import rules
from quality.conduct.catalogue.table import TABLE

AT = datetime.datetime(2026, 11, 16, 2, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("repeat", "measure"),
    [(1, "correction"), (2, "oral"), (3, "written"), (4, "deduction"), (5, "deduction"), (40, "deduction")],
)
def test_discipline_goes_up_step_by_step(repeat: int, measure: str) -> None:
    assert rules.measure(repeat) == measure


def test_there_is_no_time_before_the_first() -> None:
    with pytest.raises(ValueError, match="first"):
        rules.measure(0)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-16", 6, "2026-05-16"),
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-01-31", 1, "2025-12-31"),
        ("2026-03-15", 12, "2025-03-15"),
    ],
)
def test_months_before_keeps_the_day_or_the_months_last(day: str, months: int, before: str) -> None:
    assert rules.months_before(datetime.date.fromisoformat(day), months).isoformat() == before


@pytest.mark.parametrize(("points", "ok"), [(1, False), (2, True), (5, True), (6, False)])
def test_points_lie_within_those_of_the_item(points: int, ok: bool) -> None:
    assert (rules.points_objections(points, 2, 5) == []) is ok


def test_nobody_is_held_to_something_before_they_were_heard() -> None:
    waiting = rules.Hearing(AT, has_spoken=False)
    assert [one.code for one in rules.hearing_objections(waiting, AT)] == ["conduct.not_heard"]
    assert rules.hearing_objections(waiting, AT + SECOND) == []
    assert rules.hearing_objections(rules.Hearing(AT, has_spoken=True), AT - SECOND) == []


def test_a_contest_at_the_last_second_is_in_time() -> None:
    assert rules.contest_objections(AT, AT) == []
    assert [one.code for one in rules.contest_objections(AT, AT + SECOND)] == ["conduct.contest_too_late"]
    assert [one.code for one in rules.contest_objections(None, AT)] == ["conduct.contest_too_late"]


@pytest.mark.parametrize(("hours", "points"), [(0, 5), (4, 5), (4.001, 10), (8, 10)])
def test_an_absence_of_at_most_four_hours_is_half_a_day(hours: float, points: int) -> None:
    found = rules.absence_points(
        int(hours * 3600) + (1 if hours == 4.001 else 0),
        half_day_points=5,
        full_day_points=10,
        half_day=datetime.timedelta(hours=4),
    )
    assert found == points


ON = rules.MoneyPolicy(True, Decimal(100), 20, Decimal(2690))


@pytest.mark.parametrize(
    ("points", "wage", "policy", "money"),
    [
        (5, "8000", ON, "500.00"),
        (50, "8000", ON, "1600.00"),  # 20 % of the wage
        (50, "3000", ON, "310.00"),  # not below the minimum wage
        (50, "2690", ON, "0.00"),
        (50, "2000", ON, "0.00"),
        (0, "8000", ON, "0"),
        (5, "8000", rules.MoneyPolicy(False, Decimal(100), 20, Decimal(2690)), "0"),
    ],
)
def test_money_is_off_capped_and_never_below_the_minimum_wage(
    points: int, wage: str, policy: rules.MoneyPolicy, money: str
) -> None:
    assert rules.in_money(points, Decimal(wage), policy) == Decimal(money)


@given(
    points=st.integers(0, 200),
    wage=st.decimals(0, 100_000, places=2),
    rate=st.decimals(0, 1000, places=2),
    share=st.integers(0, 20),
)
def test_money_never_crosses_its_limits(points: int, wage: Decimal, rate: Decimal, share: int) -> None:
    money = rules.in_money(points, wage, rules.MoneyPolicy(True, rate, share, Decimal(2690)))
    assert 0 <= money <= wage * share / 100
    assert money == 0 or wage - money >= 2690


def test_the_table_has_every_line_of_the_manuals_in_both_languages() -> None:
    by_part = {part: sum(line.block == part for line in TABLE) for part in {line.block for line in TABLE}}
    assert by_part == {"floor": 18, "system": 8, "attendance": 6, "process": 5}
    assert len({line.code for line in TABLE}) == len(TABLE) == 37
    assert all(line.name and line.name_zh and line.least <= line.most for line in TABLE)
    assert [line.code for line in TABLE if line.is_veto] == ["SO-07"]
