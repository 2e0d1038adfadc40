"""By when a roster is published, who is reminded, and what is near on Today."""

import datetime
from typing import Any

import pytest
import time_machine

from callcenter.clocks.models import Clock
from callcenter.clocks.services import running_clock
from callcenter.people.models import Site
from callcenter.workcalendar.recurring import occurrences
from staffing.roster import deadlines, today
from staffing.roster.services import create_roster, publish_roster
from tests.factories import make_department, make_site, make_team
from tests.staffing.factories import make_agent, make_assignment
from tests.staffing.roster.factories import DAY, MARCH, make_director
from tests.workcalendar.factories import make_day

pytestmark = pytest.mark.django_db


def at(day: int, month: int = 2) -> Any:
    return time_machine.travel(datetime.datetime(2026, month, day, 8, tzinfo=datetime.UTC), tick=False)


@pytest.mark.parametrize(
    ("holiday", "due"),
    [
        (None, 25),
        (datetime.date(2026, 3, 1), 22),
        (datetime.date(2026, 3, 3), 24),
        (datetime.date(2026, 3, 4), 25),
        (datetime.date(2026, 3, 5), 25),
        (datetime.date(2026, 2, 28), 25),  # of another month
    ],
)
def test_a_roster_is_due_on_the_25th_and_a_week_before_its_first_holiday(
    holiday: datetime.date | None, due: int
) -> None:
    site = make_site()
    if holiday:
        make_day(site, holiday)
    assert deadlines.due_on(site, MARCH) == datetime.date(2026, 2, due)


def test_the_clock_runs_from_the_beginning_to_the_publishing() -> None:
    team = make_team()
    director = make_director(team.department.site)
    with at(10):
        roster = create_roster(team.department, MARCH, actor=director)
        clock = running_clock(deadlines.KIND, roster)
        assert clock is not None
        assert clock.due_at == datetime.datetime(
            2026, 2, 25, 16, tzinfo=datetime.UTC
        )  # the end of the 25th there
        make_assignment(make_agent(team), DAY, is_published=False)
        publish_roster(roster, actor=director)
    assert running_clock(deadlines.KIND, roster) is None
    assert Clock.objects.count() == 1


def test_a_roster_that_is_begun_late_has_a_clock_that_is_overdue() -> None:
    team = make_team()
    with at(5, month=3):
        roster = create_roster(team.department, MARCH, actor=None)
        assert running_clock(deadlines.KIND, roster) is not None


@pytest.mark.parametrize(("day", "is_told"), [(14, False), (15, True), (26, True)])
def test_who_draws_up_rosters_is_told_of_departments_without_one(day: int, is_told: bool) -> None:
    site: Site = make_site()
    team = make_team(make_department(site))
    director = make_director(site)

    class Request:
        def __init__(self, user: Any) -> None:
            self.user, self.site = user, site

    with at(day):
        found = today.todo(Request(director))  # type: ignore[arg-type]
        assert [each.detail for each in found] == ([str(team.department)] if is_told else [])
        other = make_team(make_department(site))
        both = {str(team.department), str(other.department)}
        assert [set(each.detail.split(" · ")) for each in today.todo(Request(director))] == (  # type: ignore[arg-type]
            [both] if is_told else []
        )
        create_roster(other.department, MARCH, actor=director)
        assert today.todo(Request(make_agent(team).user)) == []  # type: ignore[arg-type]
        create_roster(team.department, MARCH, actor=director)
        assert today.todo(Request(director)) == []  # type: ignore[arg-type]


def test_publishing_is_in_the_calendar_of_deadlines() -> None:
    found = occurrences(make_site(), datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    assert [each.on.day for each in found if each.duty.key == "roster.publish"] == [25]
