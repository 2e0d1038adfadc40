"""Published shifts that change hands, are added, taken back or worked for another team."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Team
from staffing.roster import changes
from staffing.roster.models import Assignment, Origin, RosterChange
from staffing.roster.services import add_overtime, add_shift, exchange, hand_over, redeploy, take_back
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.staffing.factories import (
    LATE_SHIFT,
    NIGHT_SHIFT,
    make_agent,
    make_assignment,
    make_roster,
    make_shift_type,
)
from tests.staffing.roster.factories import DAY, MARCH, make_director

pytestmark = pytest.mark.django_db
NEXT = DAY + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_the_morning() -> Any:
    """08:30 at the site on the day."""
    with time_machine.travel(datetime.datetime(2026, 3, 12, 0, 30, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def other(team: Team) -> Employee:
    return make_agent(team)


@pytest.fixture
def heard() -> Any:
    days: list[Any] = []
    changes.on_changed(days.extend)
    yield days
    changes._listeners.remove(days.extend)


def standing(employee: Employee) -> list[tuple[str, int]]:
    return [(row.code, row.on.day) for row in Assignment.objects.published().filter(employee=employee)]


def at(hour: int, minute: int = 0, on: datetime.date = DAY) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time(hour, minute), make_zone())


def make_zone() -> datetime.tzinfo:
    return datetime.timezone(datetime.timedelta(hours=8))


def test_two_shifts_change_hands_and_both_days_of_both_are_told(
    agent: Employee, other: Employee, heard: Any
) -> None:
    first, second = make_assignment(agent, DAY), make_assignment(other, NEXT, LATE_SHIFT, code="L")
    mine, theirs = exchange(first, second, actor=None, reason="Wedding")
    assert (mine.employee, theirs.employee) == (other, agent)
    assert (standing(agent), standing(other)) == ([("L", 13)], [("D", 12)])
    assert mine.duty.is_swapped
    assert mine.starts_at == first.starts_at
    first.refresh_from_db()
    assert first.cancelled_at is not None
    assert sorted(heard) == sorted([(agent.pk, DAY), (agent.pk, NEXT), (other.pk, DAY), (other.pk, NEXT)])
    assert RosterChange.objects.count() == 4


def test_shifts_of_one_day_change_hands_with_one_change_for_each_person(
    agent: Employee, other: Employee
) -> None:
    exchange(
        make_assignment(agent, DAY),
        make_assignment(other, DAY, LATE_SHIFT, code="L"),
        actor=None,
        reason="Wedding",
    )
    changed = RosterChange.objects.get(employee=agent)
    assert (changed.before, changed.after) == (["D", 480, 990], ["L", 840, 1320])
    assert RosterChange.objects.count() == 2


def test_an_exchange_that_would_have_somebody_work_twice_is_refused_as_a_whole(
    agent: Employee, other: Employee
) -> None:
    first, second = make_assignment(agent, DAY), make_assignment(other, NEXT, LATE_SHIFT, code="L")
    make_assignment(other, DAY, "20:00-22:00", code="X")
    with pytest.raises(RuleViolation, match=r"roster\.has_shift"):
        exchange(first, second, actor=None, reason="Wedding")
    assert standing(agent) == [("D", 12)]


def test_a_shift_that_was_taken_back_does_not_change_hands(agent: Employee, other: Employee) -> None:
    first, second = make_assignment(agent, DAY), make_assignment(other, NEXT)
    take_back(first, actor=None, reason="Time off", origin=Origin.TIME_OFF)
    with pytest.raises(RuleViolation, match=r"roster\.taken_back"):
        exchange(first, second, actor=None, reason="Wedding")
    with pytest.raises(RuleViolation, match=r"roster\.taken_back"):
        hand_over(first, other, actor=None, reason="", origin=Origin.COVER)


def test_drafts_do_not_change_hands(agent: Employee, other: Employee) -> None:
    first = make_assignment(agent, DAY, is_published=False)
    with pytest.raises(RuleViolation, match=r"roster\.draft"):
        hand_over(first, other, actor=None, reason="", origin=Origin.COVER)


def test_nobody_exchanges_with_themselves(agent: Employee) -> None:
    with pytest.raises(RuleViolation, match=r"roster\.same_person"):
        exchange(make_assignment(agent, DAY), make_assignment(agent, NEXT), actor=None, reason="x")


def test_a_shift_is_handed_over(agent: Employee, other: Employee, heard: Any) -> None:
    new = hand_over(make_assignment(agent, DAY), other, actor=None, reason="Ill", origin=Origin.COVER)
    assert (new.employee, new.origin, standing(agent)) == (other, Origin.COVER, [])
    assert sorted(heard) == [(agent.pk, DAY), (other.pk, DAY)]
    assert Event.objects.get().verb == "roster.shift.handed_over"


def test_a_shift_is_not_handed_to_who_is_gone_or_elsewhere(agent: Employee, team: Team) -> None:
    shift = make_assignment(agent, DAY)
    for person, code in (
        (make_agent(team, left_on=DAY), "not_employed"),
        (make_agent(make_team(make_department(make_site()))), "other_site"),
        (make_employee(site=agent.site), "no_team"),
    ):
        with pytest.raises(RuleViolation, match=rf"roster\.{code}"):
            hand_over(shift, person, actor=None, reason="Ill", origin=Origin.COVER)
    assert standing(agent) == [("D", 12)]


def test_a_shift_is_taken_back(agent: Employee, heard: Any) -> None:
    take_back(make_assignment(agent, DAY), actor=None, reason="Stop", origin=Origin.STOP_WORK)
    assert standing(agent) == []
    change = RosterChange.objects.get()
    assert (change.after, change.origin) == (None, Origin.STOP_WORK)
    assert heard == [(agent.pk, DAY)]


def test_a_shift_is_added_on_a_free_day(agent: Employee, team: Team, heard: Any) -> None:
    make_roster(team.department, MARCH)
    kind = make_shift_type(agent.site, "L", LATE_SHIFT)
    row = add_shift(agent, DAY, kind, actor=None, reason="Open shift", origin=Origin.OPEN_SHIFT)
    assert (row.team, row.is_published, standing(agent)) == (team, True, [("L", 12)])
    assert heard == [(agent.pk, DAY)]
    with pytest.raises(RuleViolation, match=r"roster\.has_shift"):
        add_shift(agent, DAY, kind, actor=None, reason="", origin=Origin.OPEN_SHIFT)


def test_nothing_is_added_to_a_roster_that_is_a_draft_or_missing(agent: Employee, team: Team) -> None:
    kind = make_shift_type(agent.site, "L", LATE_SHIFT)
    with pytest.raises(RuleViolation, match=r"roster\.not_published"):
        add_shift(agent, DAY, kind, actor=None, reason="", origin=Origin.OPEN_SHIFT)
    make_roster(team.department, MARCH, is_published=False)
    with pytest.raises(RuleViolation, match=r"roster\.not_published"):
        add_overtime(agent, at(18), at(20), actor=None, reason="Peak")


def test_a_shift_above_the_persons_level_is_not_added(agent: Employee, team: Team) -> None:
    make_roster(team.department, MARCH)
    kind = make_shift_type(agent.site, "S", skill_level=3)
    with pytest.raises(RuleViolation, match=r"roster\.skill"):
        add_shift(agent, DAY, kind, actor=None, reason="", origin=Origin.OPEN_SHIFT)


def test_overtime_is_added_after_a_shift(agent: Employee) -> None:
    make_assignment(agent, DAY)
    row = add_overtime(agent, at(16, 30), at(18, 30), actor=None, reason="Peak")
    assert (row.on, row.minutes, row.code, row.duty.is_overtime) == (DAY, 120, "", True)
    assert [(each.start, each.end) for each in row.parts] == [(990, 1110)]


def test_overtime_after_a_night_belongs_to_the_day_it_starts_on(agent: Employee) -> None:
    make_assignment(agent, DAY, NIGHT_SHIFT, code="N")
    row = add_overtime(agent, at(8, on=NEXT), at(9, 30, on=NEXT), actor=None, reason="Peak")
    assert (row.on, row.minutes) == (NEXT, 90)


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (at(16), at(18), "works_already"),
        (at(18), at(18), "inverted"),
        (at(18), at(18, 1, on=NEXT), "overtime_too_long"),
        (at(18) + datetime.timedelta(seconds=1), at(20), "starts_with_minutes"),
    ],
)
def test_overtime_is_refused(
    starts: datetime.datetime, ends: datetime.datetime, code: str, agent: Employee
) -> None:
    make_assignment(agent, DAY)
    with pytest.raises(RuleViolation, match=rf"roster\.{code}"):
        add_overtime(agent, starts, ends, actor=None, reason="Peak")


# Redeployment


@pytest.fixture
def neighbour(team: Team) -> Team:
    return make_team(team.department)


def test_the_shift_leader_redeploys_their_own_team_on_the_day(
    team: Team, neighbour: Team, agent: Employee, heard: Any
) -> None:
    leader = make_user(PostCode.SHIFT_LEADER, team=team)
    shift = make_assignment(agent, DAY)
    row = redeploy(shift, neighbour, actor=leader, reason="Queue is long")
    assert (row.pk, row.team, row.cancelled_at) == (shift.pk, neighbour, None)
    change = RosterChange.objects.get()
    assert (change.before[3], change.after[3]) == (team.code, neighbour.code)
    assert heard == [(agent.pk, DAY)]
    assert Message.objects.get().recipient == agent.user


@pytest.mark.parametrize(
    ("on", "is_refused"),
    [(DAY, False), (NEXT, True), (DAY - datetime.timedelta(days=1), True)],
)
def test_the_shift_leader_redeploys_only_on_the_day_and_the_director_any_day(
    on: datetime.date, is_refused: bool, team: Team, neighbour: Team, agent: Employee
) -> None:
    shift = make_assignment(agent, on)
    leader = make_user(PostCode.SHIFT_LEADER, team=team)
    if is_refused:
        with pytest.raises(RuleViolation, match=r"roster\.only_today"):
            redeploy(shift, neighbour, actor=leader, reason="Queue")
        redeploy(shift, neighbour, actor=make_director(agent.site), reason="Queue")
    else:
        redeploy(shift, neighbour, actor=leader, reason="Queue")


def test_a_night_shift_of_yesterday_that_still_runs_may_be_redeployed(
    team: Team, neighbour: Team, agent: Employee
) -> None:
    shift = make_assignment(agent, DAY - datetime.timedelta(days=1), "20:00-09:00", code="N")
    leader = make_user(PostCode.SHIFT_LEADER, team=team)
    assert redeploy(shift, neighbour, actor=leader, reason="Queue").team == neighbour


def test_a_leader_of_another_team_and_the_center_manager_do_not_redeploy(
    neighbour: Team, agent: Employee
) -> None:
    shift = make_assignment(agent, DAY)
    for user in (
        make_user(PostCode.SHIFT_LEADER, team=neighbour),
        make_user(PostCode.CENTER_MANAGER, site=agent.site),
        agent.user,
    ):
        with pytest.raises(PermissionDenied):
            redeploy(shift, neighbour, actor=user, reason="Queue")


def test_redeployment_needs_a_reason_and_another_active_team_of_the_site(
    team: Team, neighbour: Team, agent: Employee
) -> None:
    shift = make_assignment(agent, DAY)
    director = make_director(agent.site)
    for target, reason, code in (
        (neighbour, " ", "no_reason"),
        (team, "Queue", "same_team"),
        (make_team(), "Queue", "team_of_other_site"),
        (make_team(team.department, is_active=False), "Queue", "team_of_other_site"),
    ):
        with pytest.raises(RuleViolation, match=rf"roster\.{code}"):
            redeploy(shift, target, actor=director, reason=reason)
