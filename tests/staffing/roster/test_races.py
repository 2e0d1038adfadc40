"""Two who do it at the same moment: one wins, the other gets a sentence."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.objections import RuleViolation
from callcenter.people.models import TeamMembership
from staffing.roster.models import Assignment, Origin, Roster, RosterChange, RosterVersion
from staffing.roster.services import CellEdit, edit_cells, hand_over, publish_roster
from tests.factories import make_department, make_team
from tests.staffing.factories import LATE_SHIFT, make_agent, make_assignment, make_roster, make_shift_type
from tests.staffing.roster.factories import DAY, MARCH, make_director

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What each said when all began together: "" for one that went through, the codes for one that was refused."""
    gate = threading.Barrier(len(acts))
    said = [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            act()
        except RuleViolation as refusal:
            said[number] = "; ".join(refusal.sentences)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=20)
    return said


def test_of_two_supervisors_who_edit_one_cell_one_wins_and_the_other_is_told_what_it_says_now() -> None:
    agent = make_agent()
    make_shift_type(agent.site, "D")
    make_shift_type(agent.site, "L", LATE_SHIFT)
    department = agent.teammemberships.get().team.department
    roster = make_roster(department, MARCH, is_published=False)
    first, second = make_director(agent.site), make_director(agent.site)
    said = at_once(
        lambda: edit_cells(roster, [CellEdit(agent.pk, DAY, "D", expected="")], actor=first),
        lambda: edit_cells(roster, [CellEdit(agent.pk, DAY, "L", expected="")], actor=second),
    )
    row = Assignment.objects.get()
    assert sorted(map(bool, said)) == [False, True]
    winner = first if said[0] == "" else second
    refusal = "".join(said)
    assert winner.get_full_name() in refusal
    assert f"now {row.code}" in refusal


def test_of_two_who_take_one_shift_one_gets_it() -> None:
    agent = make_agent()
    team = agent.teammemberships.get().team
    shift = make_assignment(agent, DAY)
    takers = [make_agent(team), make_agent(team)]
    said = at_once(
        *(lambda to=to: hand_over(shift, to, actor=None, reason="Ill", origin=Origin.COVER) for to in takers)
    )
    assert sorted(map(bool, said)) == [False, True]
    assert Assignment.objects.published().count() == 1


def test_two_rosters_that_give_one_person_the_same_hour_do_not_both_stand() -> None:
    """The person changes departments in the month; the cell of each roster is another day, the night reaches over."""
    agent = make_agent()
    make_shift_type(agent.site, "N", "22:00-08:00")
    make_shift_type(agent.site, "E", "06:00-12:00")
    held = agent.teammemberships.get()
    next_day = DAY + datetime.timedelta(days=1)
    other = make_team(make_department(agent.site))
    held.period = DateRange(held.period.lower, next_day)
    held.save()
    TeamMembership.objects.create(employee=agent, team=other, period=DateRange(next_day, None))
    rosters: list[Roster] = [
        make_roster(department, MARCH, is_published=False)
        for department in (held.team.department, other.department)
    ]
    director = make_director(agent.site)
    said = at_once(
        lambda: edit_cells(rosters[0], [CellEdit(agent.pk, DAY, "N")], actor=director),
        lambda: edit_cells(rosters[1], [CellEdit(agent.pk, next_day, "E")], actor=director),
    )
    assert sorted(map(bool, said)) == [False, True]
    assert Assignment.objects.count() == 1


def test_a_cell_that_is_edited_while_the_roster_is_published_is_in_the_version_or_leaves_a_trace() -> None:
    agent = make_agent()
    make_shift_type(agent.site, "L", LATE_SHIFT)
    make_assignment(agent, DAY, is_published=False)
    roster = Roster.objects.get()
    director, other = make_director(agent.site), make_director(agent.site)
    said = at_once(
        lambda: publish_roster(roster, actor=director),
        lambda: edit_cells(roster, [CellEdit(agent.pk, DAY, "L")], actor=other, reason="Peak"),
    )
    assert said == ["", ""]
    code = RosterVersion.objects.get().content[agent.number][DAY.isoformat()][0]
    changes = list(RosterChange.objects.all())
    assert (code, len(changes)) in {("L", 0), ("D", 1)}
    assert [row.code for row in Assignment.objects.published()] == ["L"]


def test_of_two_who_publish_one_roster_one_does_and_the_other_is_told() -> None:
    agent = make_agent()
    make_assignment(agent, DAY, is_published=False)
    roster = Roster.objects.get()
    directors = [make_director(agent.site), make_director(agent.site)]
    said = at_once(*(lambda who=who: publish_roster(roster, actor=who) for who in directors))
    assert sorted(map(bool, said)) == [False, True]
    assert RosterVersion.objects.count() == 1
