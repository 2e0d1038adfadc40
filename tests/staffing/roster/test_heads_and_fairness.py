"""Heads needed from a day on, points of fairness."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people.models import Team
from callcenter.workcalendar.rules import DayKind
from staffing.roster import fairness
from staffing.roster.models import HeadsNeeded
from staffing.roster.planning.heads import Need, Week, needs_of, set_heads, week_on, written
from tests.factories import make_team, make_user
from tests.staffing.factories import NIGHT_SHIFT, make_agent, make_assignment
from tests.staffing.roster.factories import MARCH, make_director
from tests.workcalendar.factories import make_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_february")]
NONE: Week = ((),) * 8
TODAY = datetime.date(2026, 2, 20)
LATER = datetime.date(2026, 3, 10)


@pytest.fixture
def team() -> Team:
    return make_team()


def monday(*needs: Need) -> Week:
    return (needs, *NONE[1:])


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("", ()),
        ("08:00–12:00 12", (Need(480, 720, 12),)),
        ("12:00-24:00 3; 08:00-12:00 12", (Need(480, 720, 12), Need(720, 1440, 3))),
        ("08：00—12：00 12；13:00~14:30 2", (Need(480, 720, 12), Need(780, 870, 2))),
    ],
)
def test_needs_are_read_as_people_write_them(text: str, needs: tuple[Need, ...]) -> None:
    assert needs_of(text, "day0") == needs
    assert needs_of(written(needs), "day0") == needs


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("many", "heads_unread"),
        ("08:00-12:00", "heads_unread"),
        ("08:10-12:00 3", "heads_no_half_hours"),
        ("12:00-12:00 3", "heads_no_half_hours"),
        ("22:00-06:00 3", "heads_no_half_hours"),
        ("08:00-24:30 3", "heads_no_half_hours"),
        ("08:00-12:00 99999", "heads_too_many"),
        ("08:00-12:00 3; 11:30-13:00 2", "heads_overlap"),
    ],
)
def test_needs_that_are_not_read_are_named(text: str, code: str) -> None:
    with pytest.raises(RuleViolation, match=rf"roster\.{code}") as caught:
        needs_of(text, "day0")
    assert caught.value.sentences


def test_needs_hold_from_their_day_on_and_those_before_are_kept(team: Team) -> None:
    director = make_director(team.department.site)
    set_heads(team.department, None, monday(Need(480, 720, 5)), TODAY, actor=director)
    set_heads(team.department, None, monday(Need(480, 720, 7)), LATER, actor=director)
    assert week_on(team.department, None, LATER - datetime.timedelta(days=1))[0] == (Need(480, 720, 5),)
    assert week_on(team.department, None, LATER)[0] == (Need(480, 720, 7),)
    set_heads(team.department, None, monday(Need(480, 720, 9)), TODAY, actor=director)  # plans go as well
    assert week_on(team.department, None, LATER)[0] == (Need(480, 720, 9),)
    assert HeadsNeeded.objects.count() == 1


def test_needs_of_a_team_stand_beside_those_of_the_department(team: Team) -> None:
    director = make_director(team.department.site)
    set_heads(team.department, None, monday(Need(480, 720, 5)), TODAY, actor=director)
    set_heads(team.department, team, monday(Need(480, 720, 2)), TODAY, actor=director)
    assert week_on(team.department, None, TODAY)[0] == (Need(480, 720, 5),)
    assert week_on(team.department, team, TODAY)[0] == (Need(480, 720, 2),)


def test_setting_needs_is_refused_for_the_past_without_change_and_to_others(team: Team) -> None:
    director = make_director(team.department.site)
    week = monday(Need(480, 720, 5))
    with pytest.raises(RuleViolation, match=r"roster\.heads_in_past"):
        set_heads(team.department, None, week, TODAY - datetime.timedelta(days=1), actor=director)
    with pytest.raises(RuleViolation, match=r"roster\.team_of_other_site"):
        set_heads(team.department, make_team(), week, TODAY, actor=director)
    set_heads(team.department, None, week, TODAY, actor=director)
    with pytest.raises(RuleViolation, match=r"roster\.heads_unchanged"):
        set_heads(team.department, None, week, TODAY, actor=director)
    with pytest.raises(PermissionDenied):
        set_heads(team.department, None, NONE, TODAY, actor=make_user(PostCode.SHIFT_LEADER, team=team))


def test_the_database_keeps_one_number_of_heads_at_a_time(team: Team) -> None:
    fields = {"department": team.department, "weekday": 0, "heads": 1, "period": (TODAY, None)}
    HeadsNeeded.objects.create(span=(480, 720), **fields)
    for unit, name in ((None, "department_needs_one"), (team, "team_needs_one")):
        if unit:
            HeadsNeeded.objects.create(span=(480, 720), team=unit, **fields)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            HeadsNeeded.objects.create(span=(690, 780), team=unit, **fields)
    with pytest.raises(IntegrityError, match="within_a_day_of_the_week"), transaction.atomic():
        HeadsNeeded.objects.create(span=(1410, 1470), **fields)


SATURDAY, SUNDAY = datetime.date(2026, 3, 14), datetime.date(2026, 3, 15)
DAY = datetime.timedelta(days=1)


def points(agent: Any, team: Team) -> fairness.Points:
    table = fairness.table(team.department, MARCH, datetime.date(2026, 3, 31))
    (line,) = [each for each in table.lines if each.employee == agent]
    return line.points


def test_nights_weekends_and_holidays_count_their_points(team: Team) -> None:
    agent = make_agent(team)
    make_day(team.department.site, datetime.date(2026, 3, 21))  # a Saturday that is a holiday
    make_day(team.department.site, datetime.date(2026, 3, 28), kind=DayKind.MAKE_UP, intervals=((0, 86400),))
    make_assignment(agent, SATURDAY - 2 * DAY)  # nothing
    make_assignment(agent, SATURDAY, NIGHT_SHIFT, code="N")  # 2 + 1
    make_assignment(agent, datetime.date(2026, 3, 21))  # 3, and no weekend
    make_assignment(agent, datetime.date(2026, 3, 28))  # a Saturday that is worked: nothing
    assert points(agent, team) == fairness.Points(shifts=4, nights=1, weekends=1, holidays=1, total=6)


def test_the_table_shows_who_carries_more_than_the_mean(team: Team) -> None:
    one, two = make_agent(team), make_agent(team)
    for on in (SATURDAY, SUNDAY):
        make_assignment(one, on)
    make_assignment(two, SATURDAY)
    table = fairness.table(team.department, MARCH, datetime.date(2026, 3, 31))
    assert [(line.employee, line.points.total, line.from_mean) for line in table.lines] == [
        (one, 2, 0.5),
        (two, 1, -0.5),
    ]
    assert (table.mean, table.spread) == (1.5, 1)


def test_the_table_costs_the_same_queries_for_many_people(team: Team) -> None:
    counts = []
    for people in (1, 10):
        for _ in range(people):
            make_assignment(make_agent(team, with_user=False), SATURDAY)
        with CaptureQueriesContext(connection) as captured:
            fairness.table(team.department, MARCH, datetime.date(2026, 3, 31))
        counts.append(len(captured))
    assert counts[0] == counts[1]
