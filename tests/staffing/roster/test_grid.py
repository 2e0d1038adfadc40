"""The month grid: who stands in it, what its page draws, edits in batches, its small forms."""

import datetime
import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Team
from staffing.roster import absences
from staffing.roster.absences import Absence
from staffing.roster.grid import month as grid
from staffing.roster.models import Assignment, HeadsNeeded, Origin, Roster, RosterChange
from staffing.shifts.models import Rotation, RotationDay
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.staffing.factories import (
    LATE_SHIFT,
    NIGHT_SHIFT,
    make_agent,
    make_assignment,
    make_roster,
    make_shift_type,
)

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2026, 3, 1)


def day(number: int) -> datetime.date:
    return MARCH.replace(day=number)


@pytest.fixture
def team() -> Team:
    site = make_site("one")
    found = make_team(make_department(site, code="phones"), code="a", name="Team A")
    make_shift_type(site, "D")
    make_shift_type(site, "L", LATE_SHIFT)
    make_shift_type(site, "N", NIGHT_SHIFT, colour="indigo")
    return found


@pytest.fixture
def agent(team: Team) -> Employee:
    return make_agent(team, number="E1", name="Wang Li", name_zh="王丽")


@pytest.fixture
def page(client: Client, team: Team) -> Client:
    client.force_login(make_user(PostCode.DIRECTOR, site=team.department.site))
    return client


URL = "/staffing/roster/one/phones/2026-03/"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def send(page: Client, edits: list[dict[str, Any]], reason: str = "") -> Any:
    return page.post(f"{URL}edits/", json.dumps({"edits": edits, "reason": reason}), "application/json")


def edit(agent: Employee, number: int, code: str, expected: str = "") -> dict[str, Any]:
    return {"e": agent.pk, "d": day(number).isoformat(), "c": code, "x": expected}


def codes(agent: Employee) -> dict[int, str]:
    rows = Assignment.objects.standing().filter(employee=agent)
    return {row.on.day: row.code for row in rows}


def test_totals_count_hours_nights_weekends_days_off_and_points(
    roster: Roster, agent: Employee, page: Client
) -> None:
    for number, code, text in ((2, "D", ""), (7, "D", ""), (8, "N", NIGHT_SHIFT)):  # 7 and 8 are a weekend
        make_assignment(
            agent, day(number), *([text] if text else []), code=code, roster=roster, is_published=False
        )
    make_assignment(agent, day(2), "16:30-18:30", origin=Origin.OVERTIME, roster=roster, is_published=False)
    line = grid.load(roster, None, grid.Asked()).lines[0]
    assert line.totals == grid.Totals(
        minutes=8 * 60 * 2 + 690 + 120, shifts=3, nights=1, weekends=2, off=28, points=4
    )


def test_the_page_shows_codes_totals_and_links_that_work_without_javascript(
    roster: Roster, agent: Employee, page: Client
) -> None:
    make_assignment(agent, day(12), roster=roster, is_published=False)
    answer = page.get(URL)
    text = text_of(answer)
    assert 'data-v="D"' in text
    assert 'href="cell/E1/12/"' in text
    assert "Draft" in text
    assert page.get(f"{URL}cell/E1/12/").status_code == 200


def test_people_stand_under_their_team_on_the_days_they_are_there(roster: Roster, agent: Employee) -> None:
    late = make_agent(make_team(roster.department, code="b"), since=day(10), number="E2", hired_on=day(10))
    shown = grid.load(roster, None, grid.Asked())
    assert [team.code for team, _lines in shown.by_team] == ["a", "b"]
    line = next(line for line in shown.lines if line.employee == late)
    assert not line.is_here(day(9))
    assert line.is_here(day(10))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"E1", "E2"}),
        ("?team=a", {"E1"}),
        ("?q=wang", {"E1"}),
        ("?q=王", {"E1"}),
        ("?q=e2", {"E2"}),
        ("?q=nobody", set()),
        ("?only=findings", {"E2"}),
    ],
)
def test_filters_narrow_the_people(
    query: str, names: set[str], roster: Roster, agent: Employee, page: Client
) -> None:
    other = make_agent(make_team(roster.department, code="b"), number="E2")
    for number in range(2, 11):
        make_assignment(other, day(number), roster=roster, is_published=False)
    answer = page.get(URL + query)
    assert {line.employee.number for line in answer.context["grid"].lines} == names
    assert answer.context["grid"].heads[day(2), "D"] == 1


def test_filters_stay_on_the_way_to_a_day(roster: Roster, agent: Employee, page: Client) -> None:
    text = text_of(page.get(f"{URL}?team=a&q=<wang&day=2"))
    assert 'href="?team=a&amp;q=%3Cwang&amp;day=3#day"' in text


def test_an_edit_answers_with_the_row_its_findings_and_the_days(
    roster: Roster, agent: Employee, page: Client
) -> None:
    make_assignment(agent, day(11), NIGHT_SHIFT, code="N", roster=roster, is_published=False)
    HeadsNeeded.objects.create(
        department=roster.department, weekday=3, span=(480, 960), heads=2, period=(day(1), None)
    )
    answer = send(page, [edit(agent, 12, "D")])
    assert answer.status_code == 200, answer.content
    assert codes(agent) == {11: "N", 12: "D"}
    found = answer.json()
    assert 'data-v="D"' in found["rows"][str(agent.pk)]
    wrong = found["findings"][str(agent.pk)]
    rest = next(each for each in wrong if each["d"] == 12)
    assert rest["b"] is True
    assert "rest before the shift" in rest["s"]
    assert rest["u"].endswith("roster.rest_gap_hours/")
    worst, people = found["foot"]
    assert worst["12"] == ["−2", "bad", "12:00–12:30: 0 of 2"]  # at the meal
    assert people["12"][0] == "1"


def test_findings_of_the_month_are_told_by_person(roster: Roster, agent: Employee, page: Client) -> None:
    for number in range(2, 10):
        make_assignment(agent, day(number), roster=roster, is_published=False)
    found = page.get(f"{URL}findings/").json()["findings"][str(agent.pk)]
    assert {each["d"] for each in found} >= {8, 9}


def test_a_shift_during_leave_is_a_finding_and_hatched(
    roster: Roster, agent: Employee, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Absence(
        agent.pk,
        datetime.datetime(2026, 3, 12, tzinfo=roster.site.zone),
        datetime.datetime(2026, 3, 13, tzinfo=roster.site.zone),
        "Annual leave",
    )
    monkeypatch.setattr(absences, "_finders", [lambda ids, start, end: [away]])
    make_assignment(agent, day(12), roster=roster, is_published=False)
    text = text_of(page.get(URL))
    assert "g-away" in text
    assert "Annual leave" in text
    found = page.get(f"{URL}findings/").json()["findings"][str(agent.pk)]
    assert "during leave" in found[0]["s"]


def test_a_batch_is_saved_whole_or_not_at_all(roster: Roster, agent: Employee, page: Client) -> None:
    answer = send(page, [edit(agent, 2, "D"), edit(agent, 3, "Q")])
    assert answer.status_code == 409
    assert answer.json()["objections"][0]["code"] == "roster.unknown_shift"
    assert codes(agent) == {}


def test_a_conflict_names_both_versions_and_who_made_the_other(
    roster: Roster, agent: Employee, page: Client
) -> None:
    other = Client()
    other.force_login(make_user(PostCode.DIRECTOR, site=roster.site, name="Zhao Min"))
    assert send(other, [edit(agent, 2, "L")]).status_code == 200
    answer = send(page, [edit(agent, 2, "D"), edit(agent, 3, "D")])
    assert answer.status_code == 409
    sentence = answer.json()["objections"][0]["sentence"]
    assert "Zhao Min" in sentence
    assert "L" in sentence
    assert 'data-v="L"' in answer.json()["rows"][str(agent.pk)]
    assert codes(agent) == {2: "L"}


def test_undoing_is_an_edit_back(roster: Roster, agent: Employee, page: Client) -> None:
    send(page, [edit(agent, 2, "D"), edit(agent, 3, "N")])
    answer = send(page, [edit(agent, 2, "", "D"), edit(agent, 3, "", "N")])
    assert answer.status_code == 200
    assert codes(agent) == {}


def test_a_published_roster_asks_for_a_reason_and_leaves_a_trace(
    team: Team, agent: Employee, page: Client
) -> None:
    make_roster(team.department, MARCH)
    assert send(page, [edit(agent, 2, "D")]).status_code == 409
    assert send(page, [edit(agent, 2, "D")], "Somebody fell ill").status_code == 200
    assert RosterChange.objects.get().reason == "Somebody fell ill"
    assert "g-changed" in text_of(page.get(URL))


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"edits": []}', '{"edits": [{"e": "x"}]}', '{"edits": [{"e": 1, "d": "2026-02-31", "c": ""}]}',
     '{"edits": [{"e": 1, "d": "2026-03-01", "c": "TOOLONGCODE"}]}', '{"edits": 7}'],
)  # fmt: skip
def test_what_are_no_edits_is_answered_with_400(body: str, roster: Roster, page: Client) -> None:
    assert page.post(f"{URL}edits/", body, "application/json").status_code == 400


def test_the_small_form_changes_one_cell(roster: Roster, agent: Employee, page: Client) -> None:
    url = f"{URL}cell/E1/12/"
    assert page.post(url, {"code": "N", "expected": ""}).status_code == 302
    assert codes(agent) == {12: "N"}
    stale = page.post(url, {"code": "D", "expected": ""})
    assert stale.status_code == 422
    assert page.post(url, {"code": "", "expected": "N"}).status_code == 302
    assert codes(agent) == {}
    assert page.get(f"{URL}cell/E1/32/").status_code == 404
    assert page.get(f"{URL}cell/NOBODY/1/").status_code == 404


def test_the_small_form_keeps_what_was_typed_when_somebody_was_first_and_saves_it_when_sent_again(
    roster: Roster, agent: Employee, page: Client
) -> None:
    url = f"{URL}cell/E1/12/"
    page.post(url, {"code": "D", "expected": ""})
    refused = page.post(url, {"code": "N", "expected": ""})
    assert refused.status_code == 422
    form = refused.context["form"]
    assert (form["code"].value(), form["expected"].value()) == ("N", "D")
    page.post(url, {"code": form["code"].value(), "expected": form["expected"].value()})
    assert codes(agent) == {12: "N"}


def test_rows_are_filled_with_a_rotation_crew_by_crew(roster: Roster, agent: Employee, page: Client) -> None:
    second = make_agent(Team.objects.get(code="a"), number="E2")
    kinds = {kind.code: kind for kind in roster.site.shift_types.all()}
    rotation = Rotation.objects.create(site=roster.site, code="2-2", name="R", crews=2, anchor_on=MARCH)
    for place, code in enumerate(("D", "N", "", "")):
        RotationDay.objects.create(rotation=rotation, place=place, shift_type=kinds.get(code))
    fields = {"rotation": rotation.pk, "crew": 0, "first": "2026-03-28", "last": "2026-03-31"}
    assert page.post(f"{URL}fill/", fields).status_code == 302
    assert codes(agent) == {29: "D", 30: "N"}  # 28 − 1 = 27 days: place 3
    assert codes(second) == {28: "N", 31: "D"}
    assert page.post(f"{URL}fill/", fields | {"crew": 3}).status_code == 422
    assert page.post(f"{URL}fill/", fields | {"last": "2026-04-01"}).status_code == 422
    assert page.post(f"{URL}fill/", fields | {"number": "E2", "crew": 1}).status_code == 302
    assert codes(second) == {29: "D", 30: "N"}


def test_a_week_is_copied_to_the_following(roster: Roster, agent: Employee, page: Client) -> None:
    make_assignment(agent, day(3), roster=roster, is_published=False)
    fields = {"rotation": "", "crew": 0, "first": "2026-03-02", "last": "2026-03-31"}
    assert page.post(f"{URL}fill/", fields).status_code == 302
    assert set(codes(agent)) == {3, 10, 17, 24, 31}


def test_a_day_shows_who_works_when_and_who_is_off(roster: Roster, agent: Employee, page: Client) -> None:
    make_agent(Team.objects.get(code="a"), number="E2")
    make_assignment(agent, day(12), roster=roster, is_published=False)
    shown = page.get(f"{URL}?day=12").context["day"]
    assert [each.employee.number for each in shown.working] == ["E1"]
    assert [each.employee.number for each in shown.others] == ["E2"]
    assert shown.working[0].times == "08:00–16:30"
    assert shown.chart is not None
    for asked in ("0", "32", "x", ""):
        assert page.get(f"{URL}?day={asked}").status_code == 200


def test_a_leader_sees_their_team_and_an_agent_themselves(team: Team, agent: Employee) -> None:
    make_roster(team.department, MARCH)
    make_assignment(agent, day(12))
    make_agent(make_team(team.department, code="b"), number="E2")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, number="SL")
    for user, people in ((leader.user, {"E1", "SL"}), (agent.user, {"E1"})):
        page = Client()
        page.force_login(user)  # type: ignore[arg-type]
        answer = page.get(URL)
        assert {line.employee.number for line in answer.context["grid"].lines} == people
        assert not answer.context["grid"].may_edit
        assert send(page, [edit(agent, 2, "D")], "Because").status_code == 403


def test_an_agent_sees_no_draft(roster: Roster, agent: Employee) -> None:
    make_assignment(agent, day(12), roster=roster, is_published=False)
    page = Client()
    page.force_login(agent.user)  # type: ignore[arg-type]
    assert page.get(URL).status_code == 404


def test_the_page_costs_the_same_queries_for_two_people_as_for_forty(
    roster: Roster, agent: Employee, page: Client
) -> None:
    counts = []
    for more in (1, 39):
        for each in range(more):
            other = make_agent(Team.objects.get(code="a"), with_user=False)
            make_assignment(other, day(2 + each % 20), roster=roster, is_published=False)
        page.get(URL)
        with CaptureQueriesContext(connection) as asked:
            page.get(URL)
            page.get(f"{URL}findings/")
            page.get(f"{URL}?only=findings&day=3")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    Roster.objects.update(published_at=timezone.now(), published_number=1)
    with CaptureQueriesContext(connection) as asked:
        page.get(URL)
    assert len(asked) <= 15


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_the_same_cell_at_once_one_gets_the_others_name(
    roster: Roster, agent: Employee
) -> None:
    start = threading.Barrier(2)
    answers = []

    def work(code: str) -> None:
        page = Client()
        page.force_login(make_user(PostCode.DIRECTOR, site=roster.site))
        start.wait()
        answers.append(send(page, [edit(agent, 2, code)]).status_code)
        connection.close()

    threads = [threading.Thread(target=work, args=(code,)) for code in ("D", "L")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert Assignment.objects.standing().count() == 1
