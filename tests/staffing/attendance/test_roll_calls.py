"""Roll calls: everybody present in one go, exceptions picked, clocks win over marks."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Team
from staffing.attendance.models import AttendanceDay, Punch, RollCallMark
from staffing.attendance.rollcalls.models import Mark
from staffing.attendance.rollcalls.services import call_roll, due
from tests.factories import make_employee, make_team
from tests.staffing.attendance.factories import DAY, make_punch, moment, worked_out
from tests.staffing.factories import make_assignment

pytestmark = pytest.mark.django_db


class Floor:
    """A team whose shift starts at eight, with its leader."""

    def __init__(self, heads: int = 3) -> None:
        self.team: Team = make_team()
        self.leader: Employee = make_employee(PostCode.SHIFT_LEADER, team=self.team)
        self.agents = [make_employee(team=self.team) for _each in range(heads)]
        for person in (self.leader, *self.agents):
            make_assignment(person, DAY)
        self.starts_at = moment(self.leader, DAY, "08:00")

    def call(self, clock: str, **marks: Any) -> None:
        with time_machine.travel(moment(self.leader, DAY, clock), tick=False):
            said = {self.agents[int(key[1:])].pk: mark for key, mark in marks.items()}
            call_roll(self.team, self.starts_at, said, actor=self.leader.user)

    def codes(self) -> list[list[str]]:
        return [AttendanceDay.objects.get(employee=person).codes for person in self.agents]


def test_present_is_in_time_for_the_roll_call_and_late_is_now() -> None:
    floor = Floor()
    floor.call("08:04", a0=Mark.PRESENT, a1=Mark.LATE, a2=Mark.ABSENT)
    with time_machine.travel(moment(floor.leader, DAY, "08:05"), tick=False):
        codes = [worked_out(person).codes for person in floor.agents]
    assert codes == [[], ["late"], ["absent"]]
    assert list(Punch.objects.values_list("source", flat=True)) == ["manual", "manual"]


def test_a_clock_that_knows_the_arrival_wins_over_the_mark() -> None:
    floor = Floor(heads=1)
    make_punch(floor.agents[0], "08:02")
    with time_machine.travel(moment(floor.leader, DAY, "08:03"), tick=False):
        worked_out(floor.agents[0])
    floor.call("08:04", a0=Mark.PRESENT)
    assert floor.codes() == [["late"]]
    assert Punch.objects.count() == 1


def test_it_may_be_called_again_for_latecomers() -> None:
    floor = Floor(heads=1)
    floor.call("07:51", a0=Mark.ABSENT)
    floor.call("08:10", a0=Mark.LATE)
    assert RollCallMark.objects.get().mark == "late"
    assert AttendanceDay.objects.get(employee=floor.agents[0]).late_seconds == 600


def test_nobody_calls_themselves_and_the_leader_of_another_team_calls_nobody() -> None:
    floor = Floor(heads=1)
    floor.call("07:51", a0=Mark.PRESENT)
    lines = due(floor.team, floor.starts_at, actor=floor.leader.user)
    assert [line.is_self for line in lines] == [True, False]
    other = make_employee(PostCode.SHIFT_LEADER, team=make_team(floor.team.department))
    with pytest.raises(PermissionDenied):
        call_roll(floor.team, floor.starts_at, {}, actor=other.user)


@pytest.mark.parametrize(
    ("clock", "code"), [("06:59", "roll_call_too_early"), ("16:31", "roll_call_too_late")]
)
def test_a_roll_call_has_its_time(clock: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        Floor(heads=1).call(clock, a0=Mark.PRESENT)


def test_where_no_shift_starts_there_is_nobody_to_call() -> None:
    floor = Floor(heads=1)
    with (
        time_machine.travel(moment(floor.leader, DAY, "09:00"), tick=False),
        pytest.raises(RuleViolation, match="nobody_to_call"),
    ):
        call_roll(floor.team, floor.starts_at + datetime.timedelta(hours=1), {}, actor=None)
