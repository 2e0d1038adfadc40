"""Heads rostered against heads needed, per half hour."""

import datetime

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from callcenter.people.models import Department, Team
from staffing.roster import absences
from staffing.roster.absences import Absence
from staffing.roster.coverage import SLOTS, count_heads, coverage, places
from staffing.roster.models import HeadsNeeded
from tests.factories import make_department, make_site, make_team
from tests.staffing.factories import DAY_SHIFT, NIGHT_SHIFT, make_agent, make_assignment, make_roster, parts
from tests.staffing.roster.factories import DAY, MARCH
from tests.workcalendar.factories import make_day

ONE_DAY = datetime.timedelta(days=1)


def clocks(text: str) -> list[str]:
    return [f"{place // 2:02}:{place % 2 * 30:02}" for place in places(parts(text))]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("08:00-09:00", ["08:00", "08:30"]),
        ("08:14-09:00", ["08:00", "08:30"]),  # 16 minutes of the half hour
        ("08:15-09:00", ["08:00", "08:30"]),  # 15
        ("08:16-09:00", ["08:30"]),  # 14
        ("08:00-08:30 08:30-09:00m 09:00-09:30", ["08:00", "09:00"]),  # a meal is no head
        ("08:00-08:30 08:30-09:00b 09:00-09:30", ["08:00", "08:30", "09:00"]),  # a paid break is
        ("23:30-00:30", ["23:30", "24:00"]),
    ],
)
def test_who_works_fifteen_minutes_of_a_half_hour_is_a_head_in_it(text: str, slots: list[str]) -> None:
    assert clocks(text) == slots


def test_a_night_shift_counts_on_both_days_over_the_end_of_a_month() -> None:
    last = datetime.date(2026, 3, 31)
    heads = count_heads([(last, parts(NIGHT_SHIFT))])
    assert (heads[last][39], heads[last][40], heads[last][47]) == (0, 1, 1)
    assert (heads[last + ONE_DAY][0], heads[last + ONE_DAY][15], heads[last + ONE_DAY][16]) == (1, 1, 0)


def need(
    department: Department,
    weekday: int,
    start: int,
    end: int,
    heads: int,
    team: Team | None = None,
    since: datetime.date = MARCH,
) -> HeadsNeeded:
    return HeadsNeeded.objects.create(
        department=department,
        team=team,
        weekday=weekday,
        span=(start, end),
        heads=heads,
        period=DateRange(since, None),
    )


@pytest.mark.django_db
def test_coverage_says_where_heads_are_missing() -> None:
    team = make_team()
    make_assignment(make_agent(team), DAY, DAY_SHIFT)
    need(team.department, DAY.weekday(), 8 * 60, 10 * 60, 2)
    found = coverage(team.department, DAY, DAY)
    assert len(found.days[DAY]) == SLOTS
    assert [(each.start, each.heads, each.needed, each.short) for each in found.short] == [
        (480, 1, 2, 1),
        (510, 1, 2, 1),
        (540, 1, 2, 1),
        (570, 1, 2, 1),
    ]
    assert coverage(team, DAY, DAY).short == []  # the team has no needs of its own


@pytest.mark.django_db
def test_a_department_without_needs_of_its_own_needs_what_its_teams_need() -> None:
    department = make_department()
    one, two = make_team(department), make_team(department)
    for team in (one, two):
        need(department, DAY.weekday(), 480, 510, 3, team)
    assert coverage(department, DAY, DAY).days[DAY][16].needed == 6
    assert coverage(one, DAY, DAY).days[DAY][16].needed == 3
    need(department, DAY.weekday(), 480, 510, 5)
    assert coverage(department, DAY, DAY).days[DAY][16].needed == 5


@pytest.mark.django_db
def test_needs_of_holidays_hold_on_public_holidays_where_there_are_some() -> None:
    team = make_team()
    make_day(team.department.site, DAY)
    need(team.department, DAY.weekday(), 480, 510, 9)
    assert coverage(team.department, DAY, DAY).days[DAY][16].needed == 9
    need(team.department, HeadsNeeded.HOLIDAY, 480, 510, 2)
    assert coverage(team.department, DAY, DAY).days[DAY][16].needed == 2


@pytest.mark.django_db
def test_who_is_away_is_no_head_and_what_is_only_asked_for_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team = make_team()
    agent, other = make_agent(team), make_agent(team)
    for each in (agent, other):
        make_assignment(each, DAY, DAY_SHIFT)
    zone = agent.site.zone
    noon, evening = (datetime.datetime.combine(DAY, datetime.time(hour), zone) for hour in (12, 18))
    sure = Absence(agent.pk, noon, evening, "Annual leave")
    asked = Absence(agent.pk, noon, evening, "Annual leave", is_certain=False)
    monkeypatch.setattr(absences, "_finders", [lambda ids, start, end: [asked]])
    assert coverage(team, DAY, DAY).days[DAY][30].heads == 2
    assert coverage(team, DAY, DAY, without=[asked]).days[DAY][30].heads == 1
    monkeypatch.setattr(absences, "_finders", [lambda ids, start, end: [sure]])
    found = coverage(team, DAY, DAY).days[DAY]
    assert (found[20].heads, found[30].heads) == (2, 1)  # until noon both


@pytest.mark.django_db
def test_drafts_count_only_when_asked_for_and_a_shift_counts_for_the_team_it_is_worked_for() -> None:
    team = make_team()
    other = make_team(team.department)
    make_roster(team.department, MARCH, is_published=False)
    make_assignment(make_agent(team), DAY, is_published=False, team=other)
    assert coverage(other, DAY, DAY).days[DAY][20].heads == 0
    assert coverage(other, DAY, DAY, include_drafts=True).days[DAY][20].heads == 1
    assert coverage(team, DAY, DAY, include_drafts=True).days[DAY][20].heads == 0


@pytest.mark.django_db
def test_coverage_costs_the_same_queries_for_many_people() -> None:
    team = make_team(make_department(make_site()))
    counts = []
    for people in (1, 10):
        for _ in range(people):
            make_assignment(make_agent(team, with_user=False), DAY)
        with CaptureQueriesContext(connection) as captured:
            coverage(team, DAY, DAY + 6 * ONE_DAY)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5
