"""Dated history, rule by rule: tables of cases at the boundary and its neighbours. No database."""

import datetime

import pytest

from callcenter.people.employees import rules
from callcenter.people.employees.rules import Span, Tenure


def day(number: int) -> datetime.date:
    """Days of one month: day(1) is the 1st of March 2026."""
    return datetime.date(2026, 3, 1) + datetime.timedelta(days=number - 1)


def span(start: int, end: int | None, value: int) -> Span:
    return Span(day(start), day(end) if end else None, value)


@pytest.mark.parametrize(
    ("before", "start", "value", "after"),
    [
        ([], 5, 7, [span(5, None, 7)]),
        ([span(1, None, 1)], 5, 2, [span(1, 5, 1), span(5, None, 2)]),
        ([span(1, None, 1)], 1, 2, [span(1, None, 2)]),
        ([span(1, None, 1)], 5, 1, [span(1, None, 1)]),
        ([span(1, 10, 1), span(10, None, 2)], 5, 3, [span(1, 5, 1), span(5, 10, 3), span(10, None, 2)]),
        ([span(1, 10, 1), span(10, None, 2)], 10, 1, [span(1, None, 1)]),
        ([span(1, 10, 1), span(10, None, 2)], 11, 3, [span(1, 10, 1), span(10, 11, 2), span(11, None, 3)]),
        ([span(1, 10, 1), span(10, None, 2)], 9, 2, [span(1, 9, 1), span(9, None, 2)]),
        ([span(1, None, 1)], 5, None, [span(1, 5, 1)]),
    ],
)
def test_change_closes_the_running_period_and_keeps_what_is_planned(before, start, value, after):
    assert rules.changed_from(before, day(start), value, until=None) == after


def test_change_ends_with_the_employment():
    assert rules.changed_from([span(1, 20, 1)], day(5), 2, until=day(20)) == [span(1, 5, 1), span(5, 20, 2)]


@pytest.mark.parametrize(
    ("end", "after"),
    [
        (10, [span(1, 10, 1)]),
        (11, [span(1, 10, 1), span(10, 11, 2)]),
        (9, [span(1, 9, 1)]),
    ],
)
def test_leave_closes_what_runs_and_drops_what_would_begin_later(end, after):
    assert rules.closed_on([span(1, 10, 1), span(10, None, 2)], day(end)) == after


def test_undoing_a_planned_change_lets_the_period_before_run_on():
    history = [span(1, 10, 1), span(10, 20, 2), span(20, None, 3)]
    assert rules.undone(history, day(10)) == [span(1, 20, 1), span(20, None, 3)]


def test_handing_over_splits_at_the_day_and_leaves_others_alone():
    history = [span(1, 10, 5), span(10, None, 6)]
    assert rules.handed_over(history, day(4), 5, 9) == [span(1, 4, 5), span(4, 10, 9), span(10, None, 6)]
    assert rules.handed_over(history, day(10), 5, 9) == history
    assert rules.handed_over(history, day(4), 5, None) == [span(1, 4, 5), span(10, None, 6)]


@pytest.mark.parametrize(
    ("start", "codes"), [(1, ["people.before_hire"]), (2, []), (9, []), (10, ["people.after_leave"])]
)
def test_change_must_begin_within_the_employment(start, codes):
    found = rules.day_objections(day(start), Tenure(day(2), day(10)))
    assert [objection.code for objection in found] == codes


@pytest.mark.parametrize(("start", "refused"), [(4, True), (5, False), (6, False)])
def test_a_reason_is_needed_only_for_the_past(start, refused):
    assert bool(rules.reason_objections(day(start), day(5), " ")) is refused
    assert not rules.reason_objections(day(start), day(5), "wrong in the file")


FOREVER = Tenure(day(1))


@pytest.mark.parametrize(
    ("superior", "new", "codes"),
    [
        (Tenure(day(5)), span(5, None, 2), []),
        (Tenure(day(6)), span(5, None, 2), ["people.superior_not_yet_hired"]),
        (Tenure(day(1), day(9)), span(5, None, 2), ["people.superior_leaves"]),
        (Tenure(day(1), day(9)), span(5, 10, 2), ["people.superior_leaves"]),
        (Tenure(day(1), day(9)), span(5, 9, 2), []),
        (FOREVER, span(5, None, 1), ["people.own_superior"]),
    ],
)
def test_superior_is_employed_for_the_whole_period(superior, new, codes):
    found = rules.superior_objections(1, new, superior, {}, {})
    assert [objection.code for objection in found] == codes


@pytest.mark.parametrize(
    ("lines", "ring"),
    [
        ({2: [span(1, None, 3)], 3: [span(1, None, 1)]}, [1, 2, 3, 1]),
        ({2: [span(1, None, 1)]}, [1, 2, 1]),
        ({2: [span(1, 5, 1)]}, []),  # ends the day before
        ({2: [span(1, 6, 1)]}, [1, 2, 1]),
        ({2: [span(10, None, 1)]}, []),  # begins when the new line is over
        ({2: [span(9, None, 1)]}, [1, 2, 1]),
        # each link meets the new line, but never both on one day
        ({2: [span(5, 7, 3)], 3: [span(7, None, 1)]}, []),
        ({2: [span(5, 8, 3)], 3: [span(7, None, 1)]}, [1, 2, 3, 1]),
        ({2: [span(1, None, 3)], 3: [span(1, None, 2)]}, []),  # a ring of others does not hang the walk
    ],
)
def test_a_ring_in_the_reporting_line_is_found_on_any_day(lines, ring):
    assert rules.chain_back_to(1, span(5, 10, 2), lines) == ring


def test_corrected_period_may_touch_its_neighbours_but_not_overlap_them():
    others = [span(1, 5, 1), span(10, None, 3)]
    assert rules.overlap_objections(span(5, 10, 2), others) == []
    assert len(rules.overlap_objections(span(4, 11, 2), others)) == 2


def test_team_must_be_in_use_and_of_the_own_site_unless_stated():
    ask = rules.team_objections
    assert ask(team="A", is_active=True, same_site=True) == []
    assert [o.code for o in ask(team="A", is_active=False, same_site=False)] == [
        "people.team_not_active",
        "people.team_of_other_site",
    ]
    assert ask(team="A", is_active=True, same_site=False, other_site_stated=True) == []


def test_deputy_post_is_held_for_a_department_of_the_site():
    ask = rules.post_objections
    assert [o.code for o in ask(needs_department=True, has_department=False)] == ["people.department_needed"]
    assert ask(needs_department=True, has_department=True) == []
    assert ask(needs_department=False, has_department=False) == []
    assert [o.code for o in ask(needs_department=False, has_department=True, same_site=False)] == [
        "people.department_of_other_site"
    ]
