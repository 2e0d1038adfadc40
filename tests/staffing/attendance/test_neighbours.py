"""What other rooms decide shows in the day: leave, late requests, swaps, overtime, being off post."""

import datetime
from collections.abc import Collection

import pytest
import time_machine

from callcenter.approvals import services as approvals
from staffing.attendance import off_post, rules
from staffing.attendance.days.models import Reason
from staffing.attendance.days.services import mark_stale, watch, work_out_stale
from staffing.attendance.models import AttendanceDay, AttendanceRevision, StaleDay
from staffing.attendance.punches.models import Source
from staffing.attendance.punches.services import record_punch
from staffing.leave.cancelling import cancel
from staffing.leave.looking_after import look_after
from staffing.leave.models import LeaveRequest
from staffing.leave.states import State
from staffing.roster.models import Assignment
from staffing.swaps import services as swaps
from staffing.swaps.models import Mishap
from staffing.swaps.selectors import running_requests
from tests.staffing.attendance.factories import worked_out
from tests.staffing.factories import make_agent, make_assignment
from tests.staffing.leave.factories import D12, approve, ask, at, make_line
from tests.staffing.swaps.conftest import DAY, NOW, asked, make_floor, the_request

pytestmark = pytest.mark.django_db


def test_approved_leave_makes_the_day_one_of_leave_and_is_heard_at_once() -> None:
    with time_machine.travel(at("03-10 09:00"), tick=False) as clock:
        line = make_line()
        leave = approve(ask(line), line.leader, line.director)
        assert leave.state == "approved"
        clock.move_to(at("03-12 07:00"))
        watch()
        clock.move_to(at("03-12 17:00"))
        watch()
        day = AttendanceDay.objects.get(employee=line.agent, on=D12)
        assert (day.codes, day.state, day.absent_seconds) == (["on_leave"], "done", 0)


def test_leave_that_is_approved_while_the_shift_runs_changes_the_day() -> None:
    with time_machine.travel(at("03-12 07:05"), tick=False) as clock:
        line = make_line()
        late = ask(line, "personal-special")
        clock.move_to(at("03-12 08:10"))
        watch()
        day = AttendanceDay.objects.get(employee=line.agent, on=D12)
        assert (day.codes, day.found[0].detail) == (["absent"], rules.LATE_REQUEST)
        approve(late, line.leader, line.director)
        assert StaleDay.objects.filter(employee=line.agent, on=D12, reason=Reason.LEAVE).exists()
        assert worked_out(line.agent, D12).codes == ["on_leave"]


def test_leave_that_waits_for_its_decision_says_why_nobody_came() -> None:
    with time_machine.travel(at("03-10 09:00"), tick=False) as clock:
        line = make_line()
        leave = ask(line)
        clock.move_to(at("03-12 08:10"))
        watch()
        day = AttendanceDay.objects.get(employee=line.agent, on=D12)
        assert (day.codes, day.found[0].detail) == (["absent"], rules.LEAVE_ASKED)
        cancel(leave, actor=line.agent.user)
        assert worked_out(line.agent, D12).found[0].detail == rules.NO_PUNCH


@pytest.mark.parametrize(
    ("was_undecided", "state", "why"),
    [
        (False, State.SUBMITTED, rules.LEAVE_ASKED),
        (True, State.ABSENCE, rules.LEAVE_UNDECIDED),
        (False, State.ABSENCE, rules.NO_CERTIFICATE),
    ],
)
def test_an_absence_in_spite_of_leave_has_its_reason(was_undecided: bool, state: State, why: str) -> None:
    with time_machine.travel(at("03-10 09:00"), tick=False) as clock:
        line = make_line()
        leave = ask(line)
        LeaveRequest.objects.filter(pk=leave.pk).update(was_undecided=was_undecided, state=state)
        clock.move_to(at("03-12 08:10"))
        watch()
        assert AttendanceDay.objects.get(employee=line.agent, on=D12).found[0].detail == why


def test_a_late_request_without_consent_is_an_absence_at_the_end_of_the_shift() -> None:
    with time_machine.travel(at("03-12 07:05"), tick=False) as clock:
        line = make_line()
        ask(line, "personal-special")
        clock.move_to(at("03-12 16:30"))
        look_after()
        watch()
        day = worked_out(line.agent, D12)
        assert (day.codes, day.state) == (["absent"], "done")
        assert day.found == [rules.Finding("absent", 8 * 3600, rules.LATE_REQUEST)]


def test_an_empty_shift_after_a_swap_is_an_absence_and_the_leaders_are_asked_who_answers_for_it() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        floor = make_floor()
        swap = swaps.confirm(asked(floor), actor=floor.bo.user)
        while running_requests(swap).exists():
            approvals.approve(the_request(swap), actor=floor.leader.user)
        clock.move_to(datetime.datetime.combine(DAY, datetime.time(9), floor.site.zone))
        watch()
        assert not Mishap.objects.exists()
        clock.move_to(datetime.datetime.combine(DAY, datetime.time(23, 30), floor.site.zone))
        watch()
        day = AttendanceDay.objects.get(employee=floor.bo, on=DAY)
        assert (day.codes, day.found[0].detail) == (["absent"], rules.SWAP_MISHAP)
        assert Mishap.objects.filter(shift__taker=floor.bo).count() == 1
        work_out_stale()
        watch()
        assert Mishap.objects.filter(shift__taker=floor.bo).count() == 1


def test_being_off_post_comes_from_the_room_that_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = make_agent()
    make_assignment(agent, D12)

    def find(ids: Collection[int], first: datetime.date, last: datetime.date) -> off_post.Found:
        return {(agent.pk, D12): [rules.Finding(rules.OFF_POST_BREACH, 1500)]} if agent.pk in ids else {}

    with time_machine.travel(at("03-13 12:00"), tick=False):
        worked_out(agent, D12)
        monkeypatch.setattr(off_post, "_finders", [find])
        mark_stale([(agent.pk, D12)], Reason.ASKED)
        assert worked_out(agent, D12).codes == ["absent", "off_post_breach"]
        assert AttendanceRevision.objects.count() == 1


def test_leave_is_closed_when_the_shift_after_it_is_begun_and_who_stays_away_is_reported() -> None:
    with time_machine.travel(at("03-10 09:00"), tick=False) as clock:
        line = make_line()
        leave = approve(ask(line), line.leader, line.director)
        after = Assignment.objects.get(employee=line.agent, on=D12 + datetime.timedelta(days=1))
        clock.move_to(after.starts_at + datetime.timedelta(minutes=40))
        watch()
        look_after()
        leave.refresh_from_db()
        assert leave.missed_at is not None
        record_punch(line.agent, after.starts_at, "in", source=Source.MANUAL, actor=None)
        work_out_stale()
        look_after()
        leave.refresh_from_db()
        assert leave.state == "closed"
