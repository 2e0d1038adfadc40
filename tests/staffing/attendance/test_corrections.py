"""Corrections: shift leader, then director; the original punch stays, what is asked twice is refused."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.attendance.corrections.services import Wish, ask_correction
from staffing.attendance.models import AttendanceRevision, Correction, Punch, PunchVoid
from tests.factories import make_employee, make_team
from tests.staffing.attendance.factories import DAY, import_punches, moment, worked_out
from tests.staffing.factories import make_assignment
from tests.together import outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Any:
    with time_machine.travel(datetime.datetime(2026, 3, 13, 4, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def agent() -> Employee:
    """With a shift leader and a director above, and a day without a departure."""
    return an_agent()


def an_agent() -> Employee:
    team = make_team()
    director = make_employee(PostCode.DIRECTOR, site=team.department.site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    found = make_employee(team=team, superior=leader)
    make_assignment(found, DAY)
    import_punches(found, "in 07:45")
    worked_out(found)
    return found


def above(agent: Employee) -> tuple[Employee, Employee]:
    leader = agent.reportinglines.get().superior
    return leader, leader.reportinglines.get().superior


def forgotten(agent: Employee, clock: str = "16:30") -> Wish:
    return Wish("Reader broken", moment(agent, DAY, clock), "out")


def test_shift_leader_endorses_and_director_approves(agent: Employee) -> None:
    leader, director = above(agent)
    correction = ask_correction(agent, DAY, forgotten(agent), actor=agent.user)
    asked = Request.objects.get(kind="attendance.correction")
    assert [step.approver for step in asked.steps.order_by("place")] == [leader, director]
    approvals.approve(asked, actor=leader.user)
    assert worked_out(agent).codes == ["missing_punch"]
    approvals.approve(asked, actor=director.user)
    day = worked_out(agent)
    assert (day.codes, day.worked_seconds, day.is_incomplete) == ([], 8 * 3600, False)
    added = Punch.objects.get(source="manual")
    assert (added.source_key, added.occurred_at) == (
        f"correction-{correction.pk}",
        moment(agent, DAY, "16:30"),
    )
    assert AttendanceRevision.objects.get().reason == "correction"
    correction.refresh_from_db()
    assert correction.state == "approved"


def test_a_wrong_punch_is_voided_by_reference_and_stays(agent: Employee) -> None:
    leader, director = above(agent)
    import_punches(agent, "out 12:00")
    assert worked_out(agent).codes == ["early"]
    wrong = Punch.objects.get(direction="out")
    wish = Wish("Wrong button at lunch", moment(agent, DAY, "16:30"), "out", wrong.pk)
    ask_correction(agent, DAY, wish, actor=agent.user)
    asked = Request.objects.get(kind="attendance.correction")
    approvals.approve(asked, actor=leader.user)
    approvals.approve(asked, actor=director.user)
    assert worked_out(agent).codes == []
    assert PunchVoid.objects.get().punch == wrong
    assert Punch.objects.get(pk=wrong.pk).occurred_at == moment(agent, DAY, "12:00")


def test_a_correction_that_is_turned_down_changes_nothing(agent: Employee) -> None:
    leader, _director = above(agent)
    ask_correction(agent, DAY, forgotten(agent), actor=agent.user)
    approvals.reject(Request.objects.get(), actor=leader.user, comment="You left at noon")
    assert Correction.objects.get().state == "rejected"
    assert worked_out(agent).codes == ["missing_punch"]
    ask_correction(agent, DAY, forgotten(agent, "12:00"), actor=agent.user)


def test_the_leader_who_asks_for_somebody_does_not_endorse_it(agent: Employee) -> None:
    leader, director = above(agent)
    ask_correction(agent, DAY, forgotten(agent), actor=leader.user)
    asked = Request.objects.get()
    assert [step.approver for step in asked.steps.all()] == [director]
    approvals.approve(asked, actor=director.user)
    assert worked_out(agent).codes == []


def test_colleagues_ask_for_nothing_of_others(agent: Employee) -> None:
    colleague = make_employee(team=agent.teammemberships.get().team)
    with pytest.raises(PermissionDenied):
        ask_correction(agent, DAY, forgotten(agent), actor=colleague.user)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("why"), "attendance.nothing_to_correct"),
        (
            Wish(" ", datetime.datetime(2026, 3, 12, 8, tzinfo=datetime.UTC), "out"),
            "attendance.reason_needed",
        ),
        (Wish("why", datetime.datetime(2026, 3, 12, 8, tzinfo=datetime.UTC)), "attendance.say_in_or_out"),
        (
            Wish("why", datetime.datetime(2026, 3, 14, 8, tzinfo=datetime.UTC), "out"),
            "attendance.in_the_future",
        ),
        (
            Wish("why", datetime.datetime(2026, 3, 5, 8, tzinfo=datetime.UTC), "out"),
            "attendance.too_far_from_the_day",
        ),
        (Wish("why", voids_id=10**9), "attendance.punch_of_another_day"),
    ],
)
def test_what_makes_no_sense_is_refused(agent: Employee, wish: Wish, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        ask_correction(agent, DAY, wish, actor=agent.user)
    assert code in [each.code for each in refusal.value.objections]
    assert not Correction.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_correction_is_asked_for_once() -> None:
    agent = an_agent()
    ask = lambda: ask_correction(agent, DAY, forgotten(agent), actor=None)  # noqa: E731
    assert outcomes(ask, ask) == ["attendance.asked_already", "done"]
    assert Request.objects.count() == 1
