"""Asking, assigning, consent, approval, what goes into the roster, and what the database refuses."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.objections import RuleViolation
from staffing.overtime import services
from staffing.overtime.models import Overtime, OvertimeState
from staffing.overtime.selectors import hours_of, per_head
from staffing.overtime.services import running_requests
from staffing.roster.models import Assignment, Origin
from tests.refusals import codes
from tests.staffing.factories import make_agent, make_assignment, make_roster
from tests.staffing.swaps.conftest import DAY, NOW, Floor, _first_of_march, floor

__all__ = ["_first_of_march", "floor"]  # fixtures


def span(floor: Floor, start: float = 16.5, hours: float = 2) -> tuple[datetime.datetime, datetime.datetime]:
    midnight = datetime.datetime.combine(DAY, datetime.time(), floor.site.zone)
    begins = midnight + datetime.timedelta(hours=start)
    return begins, begins + datetime.timedelta(hours=hours)


def asked(floor: Floor, **times: float) -> Overtime:
    floor.give(floor.ann, DAY)
    return services.ask(floor.ann, *span(floor, **times), reason="Peak", actor=floor.ann.user)


def assigned(floor: Floor, actor: object, hours: float = 2, **fields: str) -> Overtime:
    floor.give(floor.ann, DAY)
    return services.assign(
        floor.ann,
        *span(floor, hours=hours),
        reason="Peak",
        actor=actor,
        **fields,  # type: ignore[arg-type]
    )


def the_request(overtime: Overtime) -> Request:
    found: Request = running_requests(overtime).get()
    return found


def in_the_roster(floor: Floor) -> int:
    return Assignment.objects.published().filter(employee=floor.ann, origin=Origin.OVERTIME).count()


def test_what_is_asked_for_goes_up_to_the_director_and_into_the_roster(floor: Floor) -> None:
    overtime = asked(floor)
    approvals.approve(the_request(overtime), actor=floor.leader.user)
    assert in_the_roster(floor) == 0
    approvals.approve(the_request(overtime), actor=floor.director.user, comment="Thank you")
    overtime.refresh_from_db()
    assert (overtime.state, overtime.decision) == (OvertimeState.APPROVED, "Thank you")
    assert in_the_roster(floor) == 1


def test_what_a_leader_assigns_needs_consent_and_the_director(floor: Floor) -> None:
    overtime = assigned(floor, floor.leader.user)
    assert overtime.state == OvertimeState.ASSIGNED
    with pytest.raises(PermissionDenied):
        services.consent(overtime, actor=floor.leader.user)
    overtime = services.consent(overtime, actor=floor.ann.user)
    assert overtime.state == OvertimeState.ASKED
    assert (
        the_request(overtime).steps.get(state="open").approver == floor.director
    )  # who assigned it is passed over
    approvals.approve(the_request(overtime), actor=floor.director.user)
    assert in_the_roster(floor) == 1


def test_what_the_director_assigns_needs_consent_alone(floor: Floor) -> None:
    overtime = services.consent(assigned(floor, floor.director.user), actor=floor.ann.user)
    assert overtime.state == OvertimeState.APPROVED
    assert in_the_roster(floor) == 1


def test_without_consent_nothing_happens(floor: Floor) -> None:
    overtime = services.decline(
        assigned(floor, floor.leader.user), actor=floor.ann.user, words="My child is ill"
    )
    assert (overtime.state, in_the_roster(floor)) == (OvertimeState.DECLINED, 0)
    with pytest.raises(RuleViolation) as refusal:
        services.consent(overtime, actor=floor.ann.user)
    assert codes(refusal) == ["overtime.not_waiting"]


def test_nobody_assigns_to_another_team_or_asks_for_another(floor: Floor) -> None:
    for actor in (floor.other_leader.user, floor.bo.user):
        with pytest.raises(PermissionDenied):
            services.assign(floor.ann, *span(floor), reason="Peak", actor=actor)
    with pytest.raises(PermissionDenied):
        services.ask(floor.ann, *span(floor), reason="Peak", actor=floor.bo.user)
    with pytest.raises(PermissionDenied):
        services.assign(floor.director, *span(floor), reason="Peak", actor=floor.director.user)


def test_above_the_limits_only_the_center_manager_with_a_reason(floor: Floor) -> None:
    for actor, words in ((floor.leader.user, ""), (floor.director.user, "")):
        with pytest.raises(RuleViolation) as refusal:
            assigned(floor, actor, hours=4, override_reason=words)
        assert codes(refusal) == ["swaps.would_break"]
        Assignment.objects.filter(employee=floor.ann).delete()
    with pytest.raises(PermissionDenied):
        assigned(floor, floor.director.user, hours=4, override_reason="Flood")
    Assignment.objects.filter(employee=floor.ann).delete()
    overtime = assigned(floor, floor.manager.user, hours=4, override_reason="Flood")
    overtime = services.consent(overtime, actor=floor.ann.user)
    assert (overtime.state, overtime.overridden_by) == (OvertimeState.APPROVED, floor.manager.user)


def test_everything_is_checked_anew_at_approval(floor: Floor) -> None:
    overtime = asked(floor)
    make_assignment(floor.ann, DAY, "19:00-20:00", origin=Origin.OVERTIME)
    make_assignment(floor.ann, DAY, "20:00-20:45", origin=Origin.OVERTIME)
    approvals.approve(the_request(overtime), actor=floor.leader.user)
    with pytest.raises(RuleViolation) as refusal:
        approvals.approve(the_request(overtime), actor=floor.director.user)
    assert codes(refusal) == ["swaps.would_break"]


def test_no_second_overtime_at_the_same_time(floor: Floor) -> None:
    asked(floor)
    with pytest.raises(RuleViolation) as refusal:
        services.ask(floor.ann, *span(floor, start=17), reason="Peak", actor=floor.ann.user)
    assert codes(refusal) == ["overtime.clashes"]


def test_a_no_of_the_line_ends_it(floor: Floor) -> None:
    overtime = asked(floor)
    approvals.reject(the_request(overtime), actor=floor.leader.user, comment="No need")
    overtime.refresh_from_db()
    assert (overtime.state, overtime.decision) == (OvertimeState.REJECTED, "No need")


def test_calling_it_off_takes_it_out_of_the_roster_until_it_begins(floor: Floor) -> None:
    overtime = services.consent(assigned(floor, floor.director.user), actor=floor.ann.user)
    with pytest.raises(PermissionDenied):
        services.cancel(overtime, actor=floor.ann.user)
    with time_machine.travel(overtime.starts_at, tick=False), pytest.raises(RuleViolation) as refusal:
        services.cancel(overtime, actor=floor.director.user)
    assert codes(refusal) == ["overtime.begun"]
    overtime = services.cancel(overtime, actor=floor.director.user)
    assert (overtime.state, in_the_roster(floor)) == (OvertimeState.CANCELLED, 0)


def test_who_asked_withdraws_and_what_nobody_decides_is_dropped(floor: Floor) -> None:
    overtime = services.cancel(asked(floor), actor=floor.ann.user)
    assert (overtime.state, running_requests(overtime).count()) == (OvertimeState.CANCELLED, 0)
    second = services.ask(floor.ann, *span(floor), reason="Peak", actor=floor.ann.user)
    assert services.drop_begun(second.ends_at - datetime.timedelta(seconds=1)) == 0
    assert services.drop_begun(second.ends_at) == 1


def test_hours_by_class_of_many_take_as_many_queries_as_of_one(
    floor: Floor, django_assert_num_queries: object
) -> None:
    make_roster(floor.department, DAY.replace(day=1))
    people = [make_agent(floor.team) for _ in range(12)]
    for one in people:
        make_assignment(one, DAY)
        make_assignment(one, DAY, "17:00-19:00", origin=Origin.OVERTIME)
    month = DAY.replace(day=1), datetime.date(2026, 3, 31)
    hours_of(floor.site, [people[0].pk], *month)
    for count in (1, 12):
        with django_assert_num_queries(2):  # type: ignore[operator]
            found = hours_of(floor.site, [one.pk for one in people[:count]], *month)
        assert {one.workday for one in found.values()} == {120}
    assert per_head(floor.site, [people[0].pk, floor.bo.pk], *month) == (0.5, 1.0)
    assert per_head(floor.site, [], *month) == (0, 0)


def test_the_database_refuses_approved_overtime_without_a_row_of_the_roster(floor: Floor) -> None:
    starts_at, ends_at = span(floor)
    place = {"site": floor.site, "employee": floor.ann, "on": DAY, "starts_at": starts_at, "ends_at": ends_at}
    for name, fields in (
        ("approved_overtime_was_consented_to_and_is_in_the_roster", {"reason": "x", "state": "approved"}),
        ("overtime_has_a_reason", {"reason": "", "state": "asked"}),
        (
            "limits_are_let_pass_by_somebody_with_a_reason",
            {"reason": "x", "state": "asked", "override_reason": "x"},
        ),
        ("overtime_ends_after_it_starts", {"reason": "x", "state": "asked", "ends_at": starts_at}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Overtime.objects.create(**(place | fields))
    Overtime.objects.create(**place, reason="x", state="asked", asked_at=NOW)
    with pytest.raises(IntegrityError, match="overtime_is_asked_for_once_at_a_time"), transaction.atomic():
        Overtime.objects.create(**place, reason="x", state="assigned")
