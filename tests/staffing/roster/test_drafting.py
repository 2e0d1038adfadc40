"""Drawing up rosters: beginning one, editing cells, and what is refused."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site, Team
from staffing.roster import changes
from staffing.roster.models import Assignment, Induction, Origin, Roster, RosterChange, RosterOverride
from staffing.roster.services import CellEdit, create_roster, edit_cells
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_february")]
NEXT = DAY + datetime.timedelta(days=1)


@pytest.fixture
def site() -> Site:
    site = make_site()
    make_shift_type(site, "D")
    make_shift_type(site, "L", LATE_SHIFT)
    make_shift_type(site, "N", NIGHT_SHIFT)
    return site


@pytest.fixture
def draft(team: Team) -> Roster:
    return make_roster(team.department, MARCH, is_published=False)


def refusal(roster: Roster, *edits: CellEdit, actor: User, **options: Any) -> list[str]:
    with pytest.raises(RuleViolation) as caught:
        edit_cells(roster, edits, actor=actor, **options)
    assert all(each.sentence for each in caught.value.objections)
    return [each.code.removeprefix("roster.") for each in caught.value.objections]


def codes(agent: Employee) -> dict[int, str]:
    return {row.on.day: row.code for row in Assignment.objects.standing().filter(employee=agent)}


def test_the_director_begins_a_roster(team: Team, director: User) -> None:
    roster = create_roster(team.department, MARCH, actor=director)
    assert (roster.is_published, roster.created_by, roster.days[-1].day) == (False, director, 31)
    assert Event.objects.filter(verb="roster.roster.created").count() == 1


def test_a_department_gets_one_roster_a_month(draft: Roster, director: User) -> None:
    with pytest.raises(RuleViolation, match=r"roster\.exists"):
        create_roster(draft.department, MARCH, actor=director)
    with pytest.raises(RuleViolation, match=r"roster\.not_a_month"):
        create_roster(draft.department, DAY, actor=director)


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.CENTER_MANAGER])
def test_only_the_director_draws_up(post: PostCode, draft: Roster, agent: Employee, site: Site) -> None:
    other = make_user(post, site=site)
    with pytest.raises(PermissionDenied):
        create_roster(draft.department, datetime.date(2026, 4, 1), actor=other)
    with pytest.raises(PermissionDenied):
        edit_cells(draft, [CellEdit(agent.pk, DAY, "D")], actor=other)
    with pytest.raises(PermissionDenied):
        edit_cells(draft, [CellEdit(agent.pk, DAY, "D")], actor=make_director(make_site()))


def test_a_cell_of_a_draft_becomes_a_shift_with_its_times(
    draft: Roster, agent: Employee, team: Team, director: User
) -> None:
    edit_cells(draft, [CellEdit(agent.pk, DAY, "N", expected="")], actor=director)
    row = Assignment.objects.get()
    assert (row.code, row.team, row.is_published, row.is_night) == ("N", team, False, True)
    assert row.minutes == 11 * 60 + 30
    assert row.starts_at == datetime.datetime(2026, 3, 12, 12, tzinfo=datetime.UTC)
    assert row.ends_at == datetime.datetime(2026, 3, 13, 0, tzinfo=datetime.UTC)
    event = Event.objects.get()
    assert (event.verb, event.after) == ("roster.cells.edited", {f"{agent.number} 2026-03-12": "N"})
    assert not RosterChange.objects.exists()
    assert not Message.objects.exists()


def test_edits_give_those_that_undo_them(draft: Roster, agent: Employee, director: User) -> None:
    edit_cells(draft, [CellEdit(agent.pk, DAY, "D")], actor=director)
    undo = edit_cells(draft, [CellEdit(agent.pk, DAY, ""), CellEdit(agent.pk, NEXT, "L")], actor=director)
    assert codes(agent) == {13: "L"}
    edit_cells(draft, undo, actor=director)
    assert codes(agent) == {12: "D"}


def test_a_cell_that_says_so_already_is_left_alone(draft: Roster, agent: Employee, director: User) -> None:
    edit_cells(draft, [CellEdit(agent.pk, DAY, "D")], actor=director)
    before = Assignment.objects.get().pk
    assert edit_cells(draft, [CellEdit(agent.pk, DAY, "D")], actor=director) == []
    assert Assignment.objects.get().pk == before
    assert Event.objects.count() == 1


def test_edits_are_whole_or_not_at_all(draft: Roster, agent: Employee, director: User) -> None:
    found = refusal(
        draft,
        CellEdit(agent.pk, DAY, "D"),
        CellEdit(agent.pk, NEXT, "X"),
        CellEdit(agent.pk, datetime.date(2026, 4, 1), "D"),
        CellEdit(0, DAY, "D"),
        actor=director,
    )
    assert found == ["unknown_shift", "other_month", "no_such_person"]
    assert not Assignment.objects.exists()


def test_a_shift_out_of_use_or_of_another_site_is_unknown(
    draft: Roster, agent: Employee, site: Site, director: User
) -> None:
    make_shift_type(site, "OLD", is_active=False)
    make_shift_type(make_site(), "FAR")
    assert refusal(draft, CellEdit(agent.pk, DAY, "OLD"), actor=director) == ["unknown_shift"]
    assert refusal(draft, CellEdit(agent.pk, DAY, "FAR"), actor=director) == ["unknown_shift"]


def test_people_must_be_employed_and_in_a_team_of_the_department(
    draft: Roster, team: Team, site: Site, director: User
) -> None:
    leaver = make_agent(team, left_on=NEXT)
    edit_cells(draft, [CellEdit(leaver.pk, DAY, "D")], actor=director)
    assert refusal(draft, CellEdit(leaver.pk, NEXT, "D"), actor=director) == ["not_employed"]
    starter = make_agent(team, since=NEXT)
    Induction.objects.create(employee=starter, passed_on=NEXT)
    assert refusal(draft, CellEdit(starter.pk, DAY, "D"), actor=director) == ["not_employed"]
    edit_cells(draft, [CellEdit(starter.pk, NEXT, "D")], actor=director)
    stranger = make_agent(make_team(make_department(site)))
    assert refusal(draft, CellEdit(stranger.pk, DAY, "D"), actor=director) == ["other_team"]
    alone = make_employee(site=site)
    assert refusal(draft, CellEdit(alone.pk, DAY, "D"), actor=director) == ["no_team"]


@pytest.mark.parametrize(("level", "is_refused"), [(1, True), (2, False), (3, False)])
def test_a_shift_needs_its_skill_level(
    level: int, is_refused: bool, draft: Roster, team: Team, site: Site, director: User
) -> None:
    make_shift_type(site, "S", skill_level=2)
    agent = make_agent(team, skill_level=level)
    if is_refused:
        assert refusal(draft, CellEdit(agent.pk, DAY, "S"), actor=director) == ["skill"]
    else:
        edit_cells(draft, [CellEdit(agent.pk, DAY, "S")], actor=director)


@pytest.mark.parametrize(
    ("hired_days_before", "passed_days_before", "is_refused"),
    [(89, None, True), (90, None, False), (91, None, False), (10, 0, False), (10, -1, True), (10, 1, False)],
)
def test_new_staff_stand_on_live_shifts_once_they_have_passed_induction(
    hired_days_before: int,
    passed_days_before: int | None,
    is_refused: bool,
    draft: Roster,
    team: Team,
    director: User,
) -> None:
    agent = make_agent(team, since=DAY - datetime.timedelta(days=hired_days_before))
    if passed_days_before is not None:
        passed_on = DAY - datetime.timedelta(days=passed_days_before)
        Induction.objects.create(employee=agent, passed_on=passed_on)
    if is_refused:
        assert refusal(draft, CellEdit(agent.pk, DAY, "D"), actor=director) == ["induction"]
    else:
        edit_cells(draft, [CellEdit(agent.pk, DAY, "D")], actor=director)


def test_new_staff_may_be_put_on_training(draft: Roster, team: Team, site: Site, director: User) -> None:
    make_shift_type(site, "T", is_live=False)
    agent = make_agent(team, since=DAY)
    edit_cells(draft, [CellEdit(agent.pk, DAY, "T")], actor=director)
    assert codes(agent) == {12: "T"}


def test_a_shift_that_overlaps_another_is_refused_with_what_it_meets(
    draft: Roster, agent: Employee, site: Site, director: User
) -> None:
    make_shift_type(site, "E", "07:00-12:00")
    edit_cells(draft, [CellEdit(agent.pk, DAY, "N")], actor=director)
    with pytest.raises(RuleViolation) as caught:
        edit_cells(draft, [CellEdit(agent.pk, NEXT, "E")], actor=director)
    (found,) = caught.value.objections
    assert "N 20:00–08:00" in found.sentence
    assert found.field == f"{agent.pk}:2026-03-13"


def test_a_shift_moves_when_both_cells_are_edited_at_once(
    draft: Roster, agent: Employee, site: Site, director: User
) -> None:
    make_shift_type(site, "E", "07:00-12:00")
    edit_cells(draft, [CellEdit(agent.pk, DAY, "N")], actor=director)
    edit_cells(draft, [CellEdit(agent.pk, DAY, ""), CellEdit(agent.pk, NEXT, "E")], actor=director)
    assert codes(agent) == {13: "E"}


def test_who_edits_a_cell_second_is_told_who_was_first_and_what_it_says(
    draft: Roster, agent: Employee, site: Site, director: User
) -> None:
    other = make_user(PostCode.DIRECTOR, site=site, name="Wang Li")
    edit_cells(draft, [CellEdit(agent.pk, DAY, "N", expected="")], actor=other)
    with pytest.raises(RuleViolation) as caught:
        edit_cells(draft, [CellEdit(agent.pk, DAY, "D", expected="")], actor=director)
    (found,) = caught.value.objections
    assert found.code == "roster.cell_changed"
    assert "Wang Li" in found.sentence
    assert "now N" in found.sentence
    assert codes(agent) == {12: "N"}


def test_who_emptied_a_cell_is_named_as_well(
    draft: Roster, agent: Employee, site: Site, director: User
) -> None:
    other = make_user(PostCode.DIRECTOR, site=site, name="Wang Li")
    edit_cells(draft, [CellEdit(agent.pk, DAY, "N")], actor=director)
    edit_cells(draft, [CellEdit(agent.pk, DAY, "")], actor=other)
    with pytest.raises(RuleViolation) as caught:
        edit_cells(draft, [CellEdit(agent.pk, DAY, "D", expected="N")], actor=director)
    assert "Wang Li" in caught.value.sentences[0]


# Published rosters


@pytest.fixture
def published(team: Team) -> Roster:
    return make_roster(team.department, MARCH)


def test_a_published_roster_changes_with_a_reason_a_trace_and_a_message(
    published: Roster, agent: Employee, team: Team, director: User
) -> None:
    old = make_assignment(agent, DAY)
    assert refusal(published, CellEdit(agent.pk, DAY, "L"), actor=director, reason=" ") == ["no_reason"]
    heard: list[Any] = []
    changes.on_changed(heard.extend)
    try:
        edit_cells(published, [CellEdit(agent.pk, DAY, "L")], actor=director, reason="Illness")
    finally:
        changes._listeners.remove(heard.extend)
    old.refresh_from_db()
    new = Assignment.objects.published().get()
    assert old.cancelled_at is not None
    assert new.code == "L"
    trace = RosterChange.objects.get()
    assert (trace.before, trace.after) == (["D", 480, 990], ["L", 840, 1320])
    assert (trace.reason, trace.changed_by, trace.origin) == ("Illness", director, Origin.ROSTER)
    assert heard == [(agent.pk, DAY)]
    assert agent.user is not None
    message = Message.objects.get()
    assert message.recipient == agent.user
    assert "L 14:00–22:00" in message.sentence
    assert Roster.objects.get().changed_at is not None


def test_many_changes_of_one_person_are_one_message(
    published: Roster, agent: Employee, director: User
) -> None:
    edits = [CellEdit(agent.pk, DAY, "D"), CellEdit(agent.pk, NEXT, "D")]
    edit_cells(published, edits, actor=director, reason="Peak")
    assert "2" in Message.objects.get().sentence


def test_changes_of_the_past_are_not_told(published: Roster, agent: Employee, director: User) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 20, tzinfo=datetime.UTC), tick=False):
        edit_cells(published, [CellEdit(agent.pk, DAY, "D")], actor=director, reason="Forgotten")
    assert not Message.objects.exists()


def test_a_change_that_breaks_a_blocking_rule_anew_is_refused_unless_it_was_let_pass(
    published: Roster, agent: Employee, director: User
) -> None:
    make_assignment(agent, DAY, LATE_SHIFT, code="L")  # until 22:00
    edit = CellEdit(agent.pk, NEXT, "D")
    assert refusal(published, edit, actor=director, reason="Peak") == ["rest_gap"]
    RosterOverride.objects.create(
        roster=published, employee=agent, on=NEXT, code="roster.rest_gap", reason="Flood", given_by=director
    )
    edit_cells(published, [edit], actor=director, reason="Peak")
    assert codes(agent) == {12: "L", 13: "D"}


def test_a_breach_of_the_next_months_shift_is_seen_from_this_month(
    published: Roster, agent: Employee, team: Team, director: User
) -> None:
    make_roster(team.department, datetime.date(2026, 4, 1))
    make_assignment(agent, datetime.date(2026, 4, 1))
    edit = CellEdit(agent.pk, datetime.date(2026, 3, 31), "L")
    assert refusal(published, edit, actor=director, reason="Peak") == ["rest_gap"]


def test_a_breach_that_was_there_keeps_no_other_change_back(
    published: Roster, agent: Employee, director: User
) -> None:
    make_assignment(agent, DAY, LATE_SHIFT, code="L")
    make_assignment(agent, NEXT)
    edit_cells(
        published, [CellEdit(agent.pk, datetime.date(2026, 3, 20), "D")], actor=director, reason="Peak"
    )
    assert 20 in codes(agent)


def test_queries_do_not_grow_with_the_cells_edited(draft: Roster, team: Team, director: User) -> None:
    counts = []
    edit_cells(draft, [CellEdit(make_agent(team).pk, MARCH, "D")], actor=director)
    for people in (1, 8):
        edits = [
            CellEdit(agent.pk, MARCH + datetime.timedelta(days=step), "D")
            for agent in [make_agent(team, with_user=False) for _ in range(people)]
            for step in range(5)
        ]
        with CaptureQueriesContext(connection) as captured:
            edit_cells(draft, edits, actor=director)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20
