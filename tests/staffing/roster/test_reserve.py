"""The staff reserve: people needed and planned against those there, and who could fill it."""

import datetime
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from callcenter.access.posts import PostCode
from callcenter.people.models import Team
from callcenter.workcalendar.rules import always_open
from staffing.roster import absences
from staffing.roster.absences import Absence
from staffing.roster.models import HeadsNeeded, Induction
from staffing.roster.planning.reserve import Readiness, headcount, of_site, working_days
from tests.factories import make_department, make_employee, make_team
from tests.staffing.factories import make_agent, make_shift_type
from tests.staffing.roster.factories import MARCH, make_director

TODAY = datetime.datetime(2026, 2, 20, 2, tzinfo=datetime.UTC)
URL = "/staffing/roster/reserve/"


def need(team: Team, heads: int, weekdays: Any = range(7)) -> None:
    for weekday in weekdays:
        HeadsNeeded.objects.create(
            department=team.department, weekday=weekday, span=(480, 960), heads=heads, period=DateRange(MARCH, None)
        )  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "peak", "reserve_share", "expected"),
    [
        (1760, 5, 0.1, (10, 11)),
        (1761, 5, 0.1, (11, 13)),
        (1760, 12, 0.1, (12, 14)),  # the busiest half hour asks for more than the hours
        (1760, 5, 0, (10, 10)),
        (0, 0, 0.1, (0, 0)),
    ],
)
def test_planned_is_needed_and_the_reserve_rounded_up(
    hours: float, peak: int, reserve_share: float, expected: tuple[int, int]
) -> None:
    assert headcount(hours, peak, 176, reserve_share) == expected


def test_working_days_of_a_month_without_a_calendar_are_its_weekdays() -> None:
    days = [MARCH + datetime.timedelta(days=step) for step in range(31)]
    assert working_days(days, always_open("Asia/Shanghai")) == 22


@pytest.mark.django_db
def test_who_is_in_induction_is_no_reserve_but_a_candidate() -> None:
    team = make_team()
    make_shift_type(team.department.site, "D")
    need(
        team, 4
    )  # 8 hours × 31 days × 4 heads = 992 h; 22 working days of 8 hours: 6 people, 7 with the reserve
    ready = [make_agent(team) for _ in range(3)]
    new = make_agent(team, hired_on=datetime.date(2026, 2, 10))
    passed = make_agent(team, hired_on=datetime.date(2026, 2, 10))
    Induction.objects.create(employee=passed, passed_on=datetime.date(2026, 2, 15))
    with time_machine.travel(TODAY, tick=False):
        (staff,) = of_site(team.department.site, MARCH)
    assert (staff.needed, staff.planned, staff.ready, staff.training) == (6, 7, len(ready) + 1, 1)
    assert staff.missing == 3
    assert staff.reserve is not None
    assert round(staff.reserve, 2) == -0.33
    (candidate,) = staff.candidates
    assert (candidate.employee, candidate.readiness, candidate.is_own) == (new, Readiness.TRAINING, True)
    assert candidate.until == datetime.date(2026, 5, 10)
    assert candidate.codes == ("D",)


@pytest.mark.django_db
def test_people_of_other_departments_are_candidates_when_their_skill_allows_a_live_shift() -> None:
    team = make_team()
    site = team.department.site
    make_shift_type(site, "D", skill_level=3)
    make_shift_type(site, "T", is_live=False)
    need(team, 1)
    other = make_team(make_department(site))
    able = make_agent(other, skill_level=3)
    make_agent(other, skill_level=2)
    make_agent(other, skill_level=5, hired_on=datetime.date(2026, 2, 10))  # still in induction
    make_employee(PostCode.DIRECTOR, team=other, skill_level=5)
    with time_machine.travel(TODAY, tick=False):
        staff = next(each for each in of_site(site, MARCH) if each.department == team.department)
    assert [(each.employee, each.codes) for each in staff.candidates] == [(able, ("D",))]


@pytest.mark.django_db
def test_who_is_on_leave_for_the_whole_month_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team()
    need(team, 1)
    away, part = make_agent(team), make_agent(team)
    zone = team.department.site.zone
    start = datetime.datetime(2026, 2, 1, tzinfo=zone)

    def find(*_asked: Any) -> list[Absence]:
        return [
            Absence(away.pk, start, datetime.datetime(2026, 4, 1, tzinfo=zone), "Maternity"),
            Absence(part.pk, start, datetime.datetime(2026, 3, 31, tzinfo=zone), "Sick"),
        ]

    monkeypatch.setattr(absences, "_finders", [find])
    with time_machine.travel(TODAY, tick=False):
        (staff,) = of_site(team.department.site, MARCH)
    assert (staff.ready, staff.away) == (1, 1)


@pytest.mark.django_db
def test_without_heads_needed_nothing_is_planned() -> None:
    team = make_team()
    make_agent(team)
    (staff,) = of_site(team.department.site, MARCH)
    assert (staff.needed, staff.planned, staff.missing, staff.reserve) == (None, None, 0, None)


@pytest.mark.django_db
def test_the_page_its_workbook_and_the_api_say_the_same(client: Any) -> None:
    team = make_team()
    make_shift_type(team.department.site, "D")
    need(team, 4)
    new = make_agent(team, hired_on=datetime.date(2026, 2, 10))
    client.force_login(make_director(team.department.site))
    with time_machine.travel(TODAY, tick=False):
        page = client.get(URL)
        book = client.get(f"{URL}file/", {"month": "2026-03"})
        answer = client.get("/api/v1/staffing/reserve/", {"month": "2026-03-01"}).json()
    assert page.context["month"] == MARCH
    assert new.number in page.content.decode()
    sheets = load_workbook(io.BytesIO(b"".join(book.streaming_content)))
    assert [cell.value for cell in sheets.worksheets[0][2]][4:7] == [6, 7, 0]
    assert sheets.worksheets[1]["B2"].value == new.number
    (department,) = answer["departments"]
    assert (department["needed"], department["planned"], department["missing"]) == (6, 7, 7)
    assert department["candidates"][0]["readiness"] == "training"


@pytest.mark.django_db
def test_a_month_that_is_none_is_refused_by_the_api(client: Any) -> None:
    client.force_login(make_director(make_team().department.site))
    for text in ("2026-13-01", "2026-03-02", "soon"):
        assert client.get("/api/v1/staffing/reserve/", {"month": text}).status_code == 400


@pytest.mark.django_db
def test_the_page_asks_as_many_questions_for_forty_people_as_for_four(
    client: Any,
) -> None:
    team = make_team()
    need(team, 4)
    client.force_login(make_director(team.department.site))
    counts = []
    for _ in range(2):
        for _agent in range(20):
            make_agent(team, hired_on=datetime.date(2026, 2, 10))
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        counts.append(len(asked))
    assert counts[0] == counts[1]
