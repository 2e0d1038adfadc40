"""My shifts: the list, the month, changes, the panel of Today."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Team
from staffing.roster.mine import shifts as mine
from staffing.roster.models import Origin, RosterChange
from tests.factories import make_department, make_employee, make_site, make_team
from tests.staffing.factories import NIGHT_SHIFT, make_agent, make_assignment, make_roster

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 12)
NOW = datetime.datetime(2026, 3, 12, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


@pytest.fixture
def team() -> Team:
    return make_team(make_department(make_site("one"), code="phones"), name="Team A")


@pytest.fixture
def agent(team: Team) -> Employee:
    superior = make_employee(PostCode.DIRECTOR, site=team.department.site, name="Director Du")
    return make_agent(team, superior=superior)


@pytest.fixture
def page(client: Client, agent: Employee) -> Client:
    assert agent.user is not None
    client.force_login(agent.user)
    return client


@time_machine.travel(NOW, tick=False)
def test_the_next_two_weeks_with_today_on_top(agent: Employee, page: Client) -> None:
    make_assignment(agent, TODAY)
    make_assignment(agent, TODAY + datetime.timedelta(days=2), NIGHT_SHIFT, code="N")
    answer = page.get("/staffing/roster/mine/")
    days = [each for each, _shifts in answer.context["days"]]
    assert [each.on for each in days] == [TODAY + datetime.timedelta(days=step) for step in range(14)]
    assert days[0].is_today
    assert days[0].shifts[0].times == "08:00–16:30"
    assert days[0].shifts[0].meals == "12:00–12:30"
    assert days[2].shifts[0].times == "20:00–08:00"
    text = answer.content.decode()
    assert "Team A" in text
    assert "Day off" in text


@time_machine.travel(NOW, tick=False)
def test_a_shift_that_has_not_begun_can_be_swapped_or_taken_leave_of(agent: Employee, page: Client) -> None:
    make_assignment(agent, TODAY)  # began an hour ago
    tomorrow = make_assignment(agent, TODAY + datetime.timedelta(days=1))
    text = page.get("/staffing/roster/mine/").content.decode()
    assert text.count("Swap or give away</a>") == 1
    assert f"/staffing/swaps/shifts/{tomorrow.pk}/" in text
    assert "/staffing/leave/ask/?on=2026-03-13" in text


@time_machine.travel(NOW, tick=False)
def test_drafts_and_shifts_of_others_are_not_mine(agent: Employee, team: Team, page: Client) -> None:
    roster = make_roster(team.department, TODAY.replace(day=1), is_published=False)
    make_assignment(agent, TODAY, roster=roster, is_published=False)
    make_assignment(make_agent(team), TODAY, roster=roster)
    answer = page.get("/staffing/roster/mine/")
    assert not answer.context["has_any"]
    assert "No shifts are published for you" in answer.content.decode()


def test_who_leads_is_the_leader_on_duty_else_the_superior(agent: Employee, team: Team) -> None:
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, name="Leader Lin")
    make_assignment(agent, TODAY)
    make_assignment(leader, TODAY)
    make_assignment(agent, TODAY + datetime.timedelta(days=1))
    first, second = mine.days(agent, TODAY, TODAY + datetime.timedelta(days=1))
    assert [str(each) for each in first.shifts[0].leaders] == ["Leader Lin"]
    assert [str(each) for each in second.shifts[0].leaders] == ["Director Du"]


@time_machine.travel(NOW, tick=False)
def test_a_change_says_what_why_and_who(agent: Employee, team: Team, page: Client) -> None:
    shift = make_assignment(agent, TODAY)
    RosterChange.objects.create(
        roster=shift.roster,
        employee=agent,
        on=TODAY,
        origin=Origin.ROSTER,
        before=None,
        after=["D", 480, 990],
        reason="More calls are expected",
    )
    text = page.get("/staffing/roster/mine/").content.decode()
    assert "Changed since it was published" in text
    changes = page.get("/staffing/roster/mine/changes/").content.decode()
    assert "More calls are expected" in changes
    assert "D 08:00–16:30" in changes


def test_a_month_is_a_wall_calendar(agent: Employee, page: Client) -> None:
    make_assignment(agent, datetime.date(2026, 12, 31), NIGHT_SHIFT, code="N")
    answer = page.get("/staffing/roster/mine/month/2026-12/")
    assert answer.context["count"] == 1
    assert answer.context["nights"] == 1
    assert answer.context["next"] == "2027-01"
    for wrong in ("2026-13", "x", "1999-01", "2026-1"):
        assert page.get(f"/staffing/roster/mine/month/{wrong}/").status_code == 404


def test_a_year_costs_as_many_queries_as_a_day(agent: Employee) -> None:
    make_assignment(agent, TODAY)
    for step in range(1, 40):
        make_assignment(agent, TODAY + datetime.timedelta(days=step))
    counts = []
    for last in (TODAY, TODAY + datetime.timedelta(days=365)):
        with CaptureQueriesContext(connection) as asked:
            mine.days(agent, TODAY, last)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@time_machine.travel(NOW, tick=False)
def test_today_shows_the_next_shifts(agent: Employee, page: Client) -> None:
    assert "My next shift" not in page.get("/today/panels/").content.decode()
    make_assignment(agent, TODAY)
    make_assignment(agent, TODAY + datetime.timedelta(days=1))
    text = page.get("/today/panels/").content.decode()
    assert "My next shift" in text
    assert "tomorrow" in text


def test_the_phones_bar_has_shifts(page: Client) -> None:
    assert "<span>Shifts</span>" in page.get("/staffing/roster/mine/").content.decode()
