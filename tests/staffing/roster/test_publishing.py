"""Checking a whole roster, letting checks pass, publishing, versions."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site, Team
from callcenter.rulebook.models import RuleValue
from staffing.roster import absences, changes
from staffing.roster.absences import Absence
from staffing.roster.checks import check
from staffing.roster.limits import Check
from staffing.roster.models import Assignment, HeadsNeeded, Origin, Roster, RosterOverride, RosterVersion
from staffing.roster.services import CellEdit, edit_cells, let_pass, publish_roster
from staffing.roster.versions import differences
from tests.factories import make_employee, make_site, make_user
from tests.staffing.factories import LATE_SHIFT, make_agent, make_assignment
from tests.staffing.roster.factories import DAY, MARCH, make_director

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_february")]
ONE_DAY = datetime.timedelta(days=1)
NEXT = DAY + ONE_DAY


@pytest.fixture
def leader(team: Team) -> Employee:
    return make_employee(PostCode.SHIFT_LEADER, team=team)


def draft(agent: Employee, on: datetime.date, text: str = "", code: str = "D") -> Assignment:
    return make_assignment(
        agent, on, text or "08:00-12:00 12:00-12:30m 12:30-16:30", code=code, is_published=False
    )


def found(roster: Roster) -> list[tuple[str, int]]:
    return [(each.objection.code.removeprefix("roster."), each.on.day) for each in check(roster).findings]


def weigh(check_: Check, weight: str) -> None:
    RuleValue.objects.create(
        key=check_.rule, effective_on=datetime.date(2020, 1, 1), value=weight, reason="Test"
    )


# Checks


def test_a_roster_without_anything_against_it(roster: Roster, agent: Employee, leader: Employee) -> None:
    draft(agent, DAY)
    draft(leader, DAY)
    assert check(roster).findings == []


def test_every_person_is_checked_with_the_shifts_of_the_month_before(
    roster: Roster, agent: Employee, leader: Employee, team: Team
) -> None:
    make_assignment(agent, MARCH - ONE_DAY, LATE_SHIFT, code="L")  # published in February
    draft(agent, MARCH)
    draft(leader, MARCH)
    report = check(roster)
    (only,) = report.findings
    assert (only.objection.code, only.on, only.employee_id) == ("roster.rest_gap", MARCH, agent.pk)
    assert (only.name, only.keeps_back) == (agent.name, True)
    assert "10 h" in only.objection.sentence


def test_a_shift_during_leave_is_found_when_the_leave_is_certain(
    roster: Roster, agent: Employee, leader: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = draft(agent, DAY)
    draft(leader, DAY)
    away = Absence(agent.pk, shift.starts_at, shift.ends_at, "Annual leave")
    monkeypatch.setattr(absences, "_finders", [lambda ids, start, end: [away]])
    assert found(roster) == [("leave", 12)]
    asked = Absence(agent.pk, shift.starts_at, shift.ends_at, "Annual leave", is_certain=False)
    monkeypatch.setattr(absences, "_finders", [lambda ids, start, end: [asked]])
    assert found(roster) == []


def test_who_leaves_after_the_draft_was_made_is_found(
    roster: Roster, agent: Employee, leader: Employee
) -> None:
    draft(agent, DAY)
    draft(leader, DAY)
    employment = agent.employments.get()
    employment.period = (employment.period.lower, DAY)
    employment.save()
    assert found(roster) == [("not_employed", 12)]


def test_skill_and_induction_are_found_in_rows_that_are_there(
    roster: Roster, team: Team, site: Site, leader: Employee
) -> None:
    draft(leader, DAY)
    starter = make_agent(team, since=DAY - ONE_DAY)
    draft(starter, DAY)
    assert found(roster) == [("induction", 12)]
    site.shift_types.filter(code="D").update(skill_level=2)
    assert sorted(found(roster)) == [("induction", 12), ("skill", 12), ("skill", 12)]


@pytest.mark.parametrize(
    ("text", "is_led"),
    [
        ("08:00-16:30", True),
        ("07:00-17:00", True),
        ("08:01-16:30", False),
        ("08:00-16:29", False),
    ],
)
def test_every_shift_has_a_shift_leader_from_its_start_to_its_end(
    text: str, is_led: bool, roster: Roster, agent: Employee, leader: Employee
) -> None:
    draft(agent, DAY)
    draft(leader, DAY, text, code="X")
    assert ("leader", 12) not in found(roster) if is_led else ("leader", 12) in found(roster)


def test_two_leaders_who_relieve_each_other_lead_a_shift_together(
    roster: Roster, agent: Employee, leader: Employee, team: Team
) -> None:
    draft(agent, DAY)
    draft(leader, DAY, "08:00-12:00", code="X")
    assert ("leader", 12) in found(roster)
    draft(make_employee(PostCode.SHIFT_LEADER, team=team), DAY, "12:00-18:00", code="Y")
    assert found(roster) == []


@pytest.mark.parametrize(("minimum", "is_found"), [(1, False), (2, False), (3, True)])
def test_a_shift_has_its_minimum_heads(
    minimum: int, is_found: bool, roster: Roster, agent: Employee, leader: Employee, site: Site
) -> None:
    site.shift_types.filter(code="D").update(minimum_heads=minimum)
    draft(agent, DAY)
    draft(leader, DAY)
    # The other Thursdays of the month have nobody: they are found as well.
    days = [on for code, on in found(roster) if code == "minimum_heads"]
    assert days == ([5, 12, 19, 26] if is_found else [5, 19, 26])


def test_half_hours_below_the_need_are_one_finding_for_each_stretch(
    roster: Roster, agent: Employee, leader: Employee, team: Team
) -> None:
    draft(agent, DAY)
    draft(leader, DAY)
    HeadsNeeded.objects.create(
        department=team.department, weekday=3, span=(420, 600), heads=2, period=(DAY, NEXT)
    )
    (only,) = check(roster).findings
    assert only.objection.sentence.startswith("2026-03-12 07:00–08:00: 0 people where 2")
    assert only.employee_id is None
    assert not only.blocks


def test_a_check_that_is_off_finds_nothing(roster: Roster, agent: Employee) -> None:
    draft(agent, DAY)
    assert found(roster) == [("leader", 12)]
    weigh(Check.LEADER, "off")
    assert found(roster) == []


def test_checking_costs_the_same_queries_for_many_people(
    roster: Roster, team: Team, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for people in (2, 20):
        for _ in range(people):
            draft(make_agent(team, with_user=False), DAY)
        with CaptureQueriesContext(connection) as captured:
            check(roster)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20


# Publishing


def test_the_director_publishes_a_roster(roster: Roster, agent: Employee, director: User) -> None:
    draft(agent, DAY)
    draft(agent, NEXT)
    heard: list[Any] = []
    changes.on_changed(heard.extend)
    try:
        version = publish_roster(roster, actor=director)
    finally:
        changes._listeners.remove(heard.extend)
    roster.refresh_from_db()
    assert (roster.published_number, roster.is_published, version.number) == (1, True, 1)
    assert Assignment.objects.published().count() == 2
    assert version.content == {agent.number: {"2026-03-12": ["D", 480, 990], "2026-03-13": ["D", 480, 990]}}
    assert sorted(heard) == [(agent.pk, DAY), (agent.pk, NEXT)]
    message = Message.objects.get()
    assert message.recipient == agent.user
    assert "2 shifts" in message.sentence
    event = Event.objects.get()
    assert (event.verb, event.after) == (
        "roster.published",
        {"version": 1, "people": 1, "shifts": 2, "let_pass": 0},
    )


def refusal(roster: Roster, actor: User, reason: str = "") -> list[str]:
    with pytest.raises(RuleViolation) as caught:
        publish_roster(roster, actor=actor, reason=reason)
    assert all(caught.value.sentences)
    return [each.code.removeprefix("roster.") for each in caught.value.objections]


def test_a_roster_with_a_blocking_finding_is_not_published(
    roster: Roster, agent: Employee, director: User
) -> None:
    draft(agent, DAY, LATE_SHIFT, code="L")
    draft(agent, NEXT)
    assert refusal(roster, director) == ["blocked", "blocked_by"]
    roster.refresh_from_db()
    assert not roster.is_published
    assert not Assignment.objects.published().exists()


def test_a_warning_keeps_nothing_back(roster: Roster, agent: Employee, director: User) -> None:
    weigh(Check.REST_GAP, "warn")
    draft(agent, DAY, LATE_SHIFT, code="L")
    draft(agent, NEXT)
    assert publish_roster(roster, actor=director).number == 1


def test_an_empty_roster_is_not_published(roster: Roster, director: User) -> None:
    assert refusal(roster, director) == ["empty"]


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.CENTER_MANAGER])
def test_only_the_director_publishes(
    post: PostCode, roster: Roster, agent: Employee, site: Site, team: Team
) -> None:
    draft(agent, DAY)
    with pytest.raises(PermissionDenied):
        publish_roster(roster, actor=make_user(post, team=team))
    with pytest.raises(PermissionDenied):
        publish_roster(roster, actor=make_director(make_site()))


def test_a_published_roster_is_published_anew_as_the_next_version(
    roster: Roster, agent: Employee, team: Team, director: User
) -> None:
    other = make_agent(team)
    draft(agent, DAY)
    draft(other, DAY)
    publish_roster(roster, actor=director)
    assert refusal(roster, director) == ["no_reason_to_publish"]
    assert refusal(roster, director, "Again") == ["nothing_changed"]
    edit_cells(roster, [CellEdit(agent.pk, DAY, "L")], actor=director, reason="Peak")
    Message.objects.all().delete()
    second = publish_roster(roster, actor=director, reason="Peak on the 12th")
    assert (second.number, second.reason) == (2, "Peak on the 12th")
    first = RosterVersion.objects.get(number=1)
    (only,) = differences(first.content, second.content)
    assert (only.number, only.on, only.before, only.after) == (
        agent.number,
        DAY,
        ["D", 480, 990],
        ["L", 840, 1320],
    )
    assert [each.recipient for each in Message.objects.all()] == [agent.user]


def test_overtime_is_kept_beside_the_shift_of_its_day(
    roster: Roster, agent: Employee, director: User
) -> None:
    draft(agent, DAY)
    publish_roster(roster, actor=director)
    make_assignment(agent, DAY, "16:30-18:30", origin=Origin.OVERTIME)
    version = publish_roster(roster, actor=director, reason="Overtime")
    assert version.content[agent.number] == {
        "2026-03-12": ["D", 480, 990],
        "2026-03-12+990": ["", 990, 1110],
    }


# Let pass


def test_the_center_manager_lets_a_blocking_finding_pass_with_a_reason(
    roster: Roster, agent: Employee, director: User, manager: User
) -> None:
    draft(agent, DAY, LATE_SHIFT, code="L")
    draft(agent, NEXT)
    keys = [each.key for each in check(roster).blocking]
    let_pass(roster, keys, actor=manager, reason="Flood: nobody else can come")
    row = RosterOverride.objects.get()
    assert (row.employee, row.on, row.code, row.given_by) == (agent, NEXT, "roster.rest_gap", manager)
    assert Event.objects.get().reason == "Flood: nobody else can come"
    report = check(roster)
    assert (report.blocking, len(report.passed)) == ([], 1)
    publish_roster(roster, actor=director)
    after = Event.objects.get(verb="roster.published").after
    assert after is not None
    assert after["let_pass"] == 1


def test_what_is_let_pass_holds_for_that_person_day_and_check_alone(
    roster: Roster, agent: Employee, director: User, manager: User
) -> None:
    draft(agent, DAY, LATE_SHIFT, code="L")
    draft(agent, NEXT)
    let_pass(roster, [(agent.pk, DAY, "roster.rest_gap")], actor=manager, reason="Flood")
    let_pass(roster, [(agent.pk, NEXT, "roster.day_hours")], actor=manager, reason="Flood")
    assert refusal(roster, director) == ["blocked", "blocked_by"]


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.DIRECTOR, PostCode.HR])
def test_nobody_but_the_center_manager_of_the_site_lets_pass(
    post: PostCode, roster: Roster, agent: Employee, team: Team
) -> None:
    for user in (make_user(post, team=team), make_user(PostCode.CENTER_MANAGER, site=make_site())):
        with pytest.raises(PermissionDenied):
            let_pass(roster, [(agent.pk, DAY, "roster.rest_gap")], actor=user, reason="x")


def test_letting_pass_is_refused_without_reason_or_finding(
    roster: Roster, agent: Employee, manager: User
) -> None:
    key = (agent.pk, DAY, "roster.rest_gap")
    for keys, reason, code in (
        ([key], " ", "no_reason_to_let_pass"),
        ([], "Flood", "nothing_to_let_pass"),
        ([(agent.pk, DAY, "roster.not_employed")], "Flood", "not_passable"),
        ([(agent.pk, datetime.date(2026, 4, 1), "roster.rest_gap")], "Flood", "other_month"),
        ([(make_agent().pk, DAY, "roster.rest_gap")], "Flood", "no_such_person"),
    ):
        with pytest.raises(RuleViolation, match=rf"roster\.{code}"):
            let_pass(roster, keys, actor=manager, reason=reason)
    let_pass(roster, [key], actor=manager, reason="Flood")
    with pytest.raises(RuleViolation, match=r"roster\.passed_already"):
        let_pass(roster, [key], actor=manager, reason="Flood")


def test_the_database_keeps_one_override_of_a_check_also_for_shifts(roster: Roster, manager: User) -> None:
    fields = {"roster": roster, "on": DAY, "code": "roster.leader", "given_by": manager}
    RosterOverride.objects.create(**fields, reason="x")
    with pytest.raises(IntegrityError, match="a_check_is_let_pass_once"), transaction.atomic():
        RosterOverride.objects.create(**fields, reason="y")
    with pytest.raises(IntegrityError, match="roster_override_has_a_reason"), transaction.atomic():
        RosterOverride.objects.create(**fields | {"code": "roster.skill"}, reason="")
