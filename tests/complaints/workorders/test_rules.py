"""Rules of work orders: tables of cases, boundaries and both their neighbours; no database."""

import datetime

import pytest

from complaints.workorders import rules
from complaints.workorders.states import FINAL, OPEN, State
from complaints.workorders.transitions import BY_KEY, TRANSITIONS, Who, leading_from

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def codes(found: list[rules.Objection]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("is_answered", "promised", "expected"),
    [
        (True, None, []),
        (False, None, ["workorders.promise_needed"]),
        (False, NOW - 2 * MINUTE, ["workorders.promise_in_the_past"]),
        (False, NOW - MINUTE, []),
        (False, NOW, []),
        (False, NOW + MINUTE, []),
    ],
)
def test_who_is_not_answered_on_the_spot_is_promised_a_reply(
    is_answered: bool, promised: datetime.datetime | None, expected: list[str]
) -> None:
    assert codes(rules.promise_objections(is_answered, promised, NOW)) == expected


@pytest.mark.parametrize(
    ("problem", "reason", "required_by", "expected"),
    [
        ("p", "r", NOW, []),
        ("p", "r", NOW + MINUTE, []),
        ("p", "r", NOW - 2 * MINUTE, ["workorders.required_in_the_past"]),
        (" ", "r", NOW, ["workorders.problem_needed"]),
        ("p", "", NOW, ["workorders.reason_needed"]),
        ("p", "r", None, ["workorders.required_by_needed"]),
        (
            "",
            "",
            None,
            ["workorders.problem_needed", "workorders.reason_needed", "workorders.required_by_needed"],
        ),
    ],
)
def test_a_ticket_needs_its_three_fields(
    problem: str, reason: str, required_by: datetime.datetime | None, expected: list[str]
) -> None:
    assert codes(rules.ticket_objections(problem, reason, required_by, NOW)) == expected


def test_a_slip_needs_its_three_fields_and_a_word_with_the_agent_before() -> None:
    assert codes(rules.slip_objections("", " ", "", has_contact=False)) == [
        "workorders.contact_needed",
        "workorders.handling_needed",
        "workorders.result_needed",
        "workorders.satisfaction_needed",
    ]
    assert rules.slip_objections("a", "b", "unknown", has_contact=True) == []


@pytest.mark.parametrize(
    ("informed_at", "is_satisfied", "expected"),
    [
        (None, None, ["workorders.not_informed", "workorders.not_satisfied"]),
        (NOW, None, ["workorders.not_satisfied"]),
        (NOW, False, ["workorders.not_satisfied"]),
        (None, True, ["workorders.not_informed"]),
        (NOW, True, []),
    ],
)
def test_two_fields_stand_before_closing(
    informed_at: datetime.datetime | None, is_satisfied: bool | None, expected: list[str]
) -> None:
    assert codes(rules.closing_objections(informed_at, is_satisfied)) == expected


@pytest.mark.parametrize(("returns", "expected"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_third_return_goes_to_coordination(returns: int, expected: bool) -> None:
    assert rules.goes_to_coordination(returns, 2) is expected


@pytest.mark.parametrize(
    ("loops", "tells", "may_settle"), [(2, False, False), (3, True, True), (4, False, True)]
)
def test_the_manager_hears_of_the_third_no_and_may_end_it_from_then_on(
    loops: int, tells: bool, may_settle: bool
) -> None:
    assert rules.escalates(loops, 3) is tells
    assert (rules.settling_objections(loops, 3) == []) is may_settle


def test_a_coordination_is_closed_with_minutes_a_done_plan_acceptance_evaluation_and_lessons() -> None:
    nothing = rules.PlanFacts(0, 0, 0, "", " ", "")
    assert codes(rules.coordination_objections(nothing)) == [
        "workorders.minutes_needed",
        "workorders.plan_needed",
        "workorders.acceptance_needed",
        "workorders.evaluation_needed",
        "workorders.lessons_needed",
    ]
    assert codes(rules.coordination_objections(rules.PlanFacts(1, 2, 1, "a", "b", "c"))) == [
        "workorders.plan_open"
    ]
    assert rules.coordination_objections(rules.PlanFacts(1, 2, 0, "a", "b", "c")) == []


@pytest.mark.parametrize(
    ("days_late", "has_met", "is_refused"),
    [(-1, False, False), (0, False, False), (1, False, True), (1, True, False)],
)
def test_a_late_task_gets_another_day_only_after_a_meeting(
    days_late: int, has_met: bool, is_refused: bool
) -> None:
    today = NOW.date()
    found = rules.due_change_objections(today - datetime.timedelta(days=days_late), today, has_met)
    assert bool(found) is is_refused


POLICY = rules.FocusPolicy(sigmas=2, growth_percent=50, least=5, handling_hours=24, satisfied_percent=85)
STEADY = [10, 12, 10, 12, 10, 12, 10, 12]  # mean 11, deviation 1: usual up to 13


def a_week(**changed: object) -> rules.FocusFacts:
    given = {"count": 12, "before": STEADY, "handling_seconds": 0, "closed": 0, "satisfied": 0, "asked": 0}
    return rules.FocusFacts(**(given | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (a_week(count=13), []),
        (a_week(count=14), ["more_than_usual"]),
        (a_week(count=18), ["more_than_usual", "growing"]),
        (a_week(count=17), ["more_than_usual"]),
        (a_week(count=4, before=[1] * 8), []),
        (a_week(count=5, before=[1] * 8), ["more_than_usual", "growing"]),
        (a_week(count=9, before=[]), []),
        (a_week(count=9, before=[0] * 8), ["more_than_usual"]),
        (a_week(closed=2, handling_seconds=2 * 24 * 3600), []),
        (a_week(closed=2, handling_seconds=2 * 24 * 3600 + 1), ["slow"]),
        (a_week(asked=20, satisfied=17), []),
        (a_week(asked=20, satisfied=16), ["unsatisfied"]),
        (a_week(asked=0), []),
    ],
)
def test_a_category_needs_a_closer_look_when_numbers_time_or_satisfaction_say_so(
    facts: rules.FocusFacts, expected: list[str]
) -> None:
    assert [one.reason for one in rules.focus(facts, POLICY)] == expected


def test_the_table_lets_nothing_out_of_the_archive_and_only_satisfaction_into_it() -> None:
    assert not any(leading_from(state) for state in FINAL)
    assert BY_KEY["close"].sources == (State.SATISFIED,)
    assert {one.key for one in TRANSITIONS if one.target is State.SATISFIED} == {"confirm"}
    assert set(BY_KEY["confirm"].sources) == {State.ANSWERED, State.INFORMED}


def test_no_step_of_a_handler_or_a_department_ends_an_order() -> None:
    assert not [
        one.key for one in TRANSITIONS if one.who in (Who.HANDLER, Who.DEPARTMENT) and one.target in FINAL
    ]


def test_every_open_state_can_be_reached_and_left() -> None:
    assert {one.target for one in TRANSITIONS} == set(State)
    assert all(leading_from(state) for state in OPEN)
