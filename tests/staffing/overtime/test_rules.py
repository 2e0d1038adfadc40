"""Limits of overtime and its legal classes, each limit with its neighbours. No database."""

import datetime

import pytest

from staffing.overtime import rules
from staffing.overtime.rules import Hours
from staffing.roster.duties import Duty
from staffing.roster.limits import Policy
from tests.staffing.factories import DAY_SHIFT, NIGHT_SHIFT
from tests.staffing.swaps.test_rules import DAY, NOW, STEP, duty, person

SECOND = datetime.timedelta(seconds=1)


def overtime(text: str, on: datetime.date = DAY) -> Duty:
    return duty(on, text, pk=None, is_overtime=True)


def codes(*duties: Duty, new: Duty, **fields: object) -> list[str]:
    given = {"reason": "Peak", "at": NOW} | fields
    found = rules.objections(person(1, *duties), new, Policy(), **given)  # type: ignore[arg-type]
    return [each.figures["reason"].objection.code if rules.is_a_limit(each) else each.code for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("16:30-19:29", []), ("16:30-19:30", []), ("16:30-19:31", ["roster.overtime_day"])],
)
def test_three_hours_a_day(text: str, expected: list[str]) -> None:
    assert codes(duty(), new=overtime(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("16:30-18:29", []), ("16:30-18:30", []), ("16:30-18:31", ["roster.overtime_month"])],
)
def test_thirty_six_hours_a_month(text: str, expected: list[str]) -> None:
    last = datetime.date(2026, 3, 30)
    before = [  # 34 hours on twelve days of the month
        overtime("16:30-19:30" if number < 10 else "16:30-18:30", datetime.date(2026, 3, 2 + 2 * number))
        for number in range(12)
    ]
    assert codes(*before, new=overtime(text, last)) == expected


def test_another_month_does_not_count() -> None:
    before = [overtime("16:30-19:30", datetime.date(2026, 3, 2 + 2 * number)) for number in range(12)]
    assert codes(*before, new=overtime("16:30-19:30", datetime.date(2026, 4, 2))) == []


def test_the_center_manager_lets_limits_pass_and_nothing_else() -> None:
    assert codes(duty(), new=overtime("16:30-20:30"), is_let_pass=True) == []
    assert codes(duty(), new=overtime("16:00-20:30"), is_let_pass=True) == ["swaps.works_then"]


def test_overtime_is_agreed_before_it_begins_and_approved_before_it_ends() -> None:
    new = overtime("16:30-18:30")
    assert codes(duty(), new=new, at=new.starts_at - SECOND) == []
    assert codes(duty(), new=new, at=new.starts_at) == ["overtime.in_the_past"]
    assert codes(duty(), new=new, at=new.ends_at - SECOND, is_new=False) == []
    assert codes(duty(), new=new, at=new.ends_at, is_new=False) == ["overtime.is_over"]


def test_it_says_what_it_is_for_and_ends_after_it_starts() -> None:
    new = overtime("16:30-18:30")
    wrong = Duty(DAY, new.ends_at, new.starts_at, 0, is_overtime=True)
    assert codes(new=wrong, reason=" ") == ["overtime.reason_needed", "overtime.inverted"]


def classed(*duties: Duty, holidays: tuple[datetime.date, ...] = ()) -> Hours:
    return rules.hours_by_class(duties, lambda date: date in holidays, first=DAY, last=DAY + 6 * STEP)


@pytest.mark.parametrize(
    ("duties", "holidays", "expected"),
    [
        ((duty(), overtime("16:30-18:30")), (), Hours(workday=120, days=1)),
        ((overtime("08:00-10:00"),), (), Hours(rest_day=120, days=1)),
        ((duty(), overtime("16:30-18:30")), (DAY,), Hours(holiday=120, days=1, rostered_on_holidays=480)),
        # past midnight into a holiday: each part by its own date
        ((duty(), overtime("22:00-01:00")), (DAY + STEP,), Hours(workday=120, holiday=60, days=1)),
        ((overtime("22:00-01:00"),), (DAY,), Hours(rest_day=60, holiday=120, days=1)),
        # a shift of the roster that reaches into a holiday
        ((duty(DAY, NIGHT_SHIFT),), (DAY + STEP,), Hours(rostered_on_holidays=450)),
        # of another period
        ((overtime("08:00-10:00", DAY - STEP), overtime("08:00-10:00", DAY + 7 * STEP)), (), Hours()),
        # a weekend with a shift (a make-up workday) is a workday: the roster decides, not the name of the day
        (
            (duty(DAY + 2 * STEP, DAY_SHIFT), overtime("17:00-18:00", DAY + 2 * STEP)),
            (),
            Hours(workday=60, days=1),
        ),
    ],
)
def test_hours_go_into_the_classes_of_the_law(
    duties: tuple[Duty, ...], holidays: tuple[datetime.date, ...], expected: Hours
) -> None:
    assert classed(*duties, holidays=holidays) == expected


def test_the_total_is_the_sum_of_the_classes() -> None:
    assert Hours(1, 2, 3).total == 6
