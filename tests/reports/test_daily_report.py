"""The report: page, workbook, API and command say the same; drilling down finds the rows; queries do not grow."""

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.telephony.facts.models import Outcome
from reports.daily.report import build
from reports.models import Reason, StaleDay
from reports.rollups import services
from reports.rollups.periods import Kind, period_of
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.reports.factories import DAY, call, load_agent_intervals, load_calls

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
CALLS = [
    call(Outcome.ANSWERED, wait=5, half_hour=18, agent="anna", queue="sales"),
    call(Outcome.ANSWERED, wait=40, half_hour=18, agent="ben", queue="service", call_type="NW"),
    call(Outcome.ANSWERED, wait=0, half_hour=21, agent=None, queue=None, call_type=""),
    call(Outcome.ABANDONED, wait=4, half_hour=21),
    call(Outcome.ABANDONED, wait=90, half_hour=21),
    call(Outcome.IGNORED, wait=900, half_hour=21),
]


def drain() -> None:
    while services.recompute_next():
        pass


@pytest.fixture
def site():
    site = make_site("north", time_zone="UTC")
    load_calls(site, CALLS)
    load_calls(site, [call(day=DAY - ONE_DAY), call(day=DAY - 7 * ONE_DAY, wait=60)])
    drain()
    return site


@pytest.fixture
def director(site, client):
    user = make_user(PostCode.DIRECTOR, site=site)
    client.force_login(user)
    return user


def address(site, day=DAY, **query: str) -> str:
    return f"/reports/daily/{site.code}/{day}/" + (
        "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""
    )


def headline(data, name: str):
    return next(figure for figure in data["figures"] if figure["measure"] == f"telephony.{name}")


def test_page_workbook_api_and_command_give_the_same_figures(site, director, client):
    out = io.StringIO()
    call_command("daily_report", site="north", date=DAY, json=True, stdout=out)
    told = json.loads(out.getvalue())
    api = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    assert {**api, "facts_as_of": None} == {**told, "facts_as_of": None}
    level = headline(api, "service_level")
    assert (level["numerator"], level["denominator"], level["value"]) == (2, 5, 40.0)
    assert level["verdict"] == "alarm"
    assert level["label"] == "Service level (20 s)"
    page = client.get(address(site)).content.decode()
    assert "40.0%" in page
    assert "2/5" in page
    taken = b"".join(client.get(address(site, export="xlsx")).streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken))
    half_hours = book.get_sheet_by_name("By half hour").to_python()
    assert half_hours[1][:4] == ["09:00", 2.0, 2.0, 0.0]
    assert half_hours[-1][0] == "Total"
    assert half_hours[-1][half_hours[0].index("Service level (20 s)")] == 0.4
    definitions = dict(book.get_sheet_by_name("Definitions").to_python())
    assert definitions["Service level (20 s)"].startswith("answered in T ÷ offered × 100")
    assert definitions["Time zone"] == "Times are those of UTC."


def test_a_day_is_compared_with_the_day_before_and_a_week_before(site, director, client):
    data = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    compared = {other["with"]: other for other in headline(data, "service_level")["compared"]}
    assert (compared["previous"]["value"], compared["previous"]["change"]) == (100.0, "worse")
    assert (compared["weekday"]["value"], compared["weekday"]["change"]) == (0.0, "better")


def test_the_target_is_the_one_of_that_day(site, director, client):
    from callcenter.rulebook.services import set_value

    set_value(
        "kpi.sl_target", site=site, value=30, effective_on=DAY, reason="pilot", actor=None, is_backdating=True
    )
    set_value(
        "kpi.sl_alarm", site=site, value=20, effective_on=DAY, reason="pilot", actor=None, is_backdating=True
    )
    today = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    assert headline(today, "service_level")["verdict"] == "good"
    assert headline(today, "service_level")["target"]["value"] == "30%"
    before = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY - 7 * ONE_DAY}).json()
    assert headline(before, "service_level")["target"]["value"] == "80%"


def test_the_site_chooses_which_service_level_is_its_headline(site, director, client):
    from callcenter.rulebook.services import set_value

    set_value(
        "kpi.sl_denominator",
        site=site,
        value="answered",
        effective_on=DAY,
        reason="contract",
        actor=None,
        is_backdating=True,
    )
    data = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    assert headline(data, "service_level_of_answered")["denominator"] == 3
    assert not any(figure["measure"] == "telephony.service_level" for figure in data["figures"])


def with_agents_in_teams(site, director) -> None:
    """Anna, who is in a team, has two names on the switch; Ben's is named and in no team."""
    from callcenter.telephony.agents.services import map_agent
    from callcenter.telephony.models import SwitchAgent

    more = [call(agent="anna-2", half_hour=19, talk=70), call(agent="carl", half_hour=19, call_type="NW")]
    load_calls(site, [*CALLS, *more])
    team = make_team(make_department(site))
    anna, ben = make_employee(site=site, team=team, name="Anna Ray"), make_employee(site=site)
    for code, employee in (("anna", anna), ("anna-2", anna), ("ben", ben)):
        map_agent(SwitchAgent.objects.get(code=code), actor=None, employee=employee)
    drain()


def test_a_person_with_two_names_on_the_switch_is_one_line_with_its_calls(site, director, client):
    with_agents_in_teams(site, director)
    page = client.get(address(site)).content.decode()
    assert page.count("Anna Ray") == 1
    report = build(site, period_of(Kind.DAY, DAY))
    anna = next(row for row in report.section("agents").rows if row.name.label == "Anna Ray")
    listing = client.get(anna.cells[0].url, follow=True).content.decode()
    assert (anna.counts["answered"], listing.count("data-row")) == (2, 2)


def test_the_longest_wait_leads_to_a_list_that_begins_with_it(site, director, client):
    report = build(site, period_of(Kind.DAY, DAY))
    longest = next(line for line in report.headlines if line.measure.is_maximum)
    listing = client.get(longest.url, follow=True)
    waits = [
        cell.value
        for line in listing.context["rows"]
        for cell in line.cells
        if str(cell.column.label) == "Wait"
    ]
    assert waits[:2] == [90, 40]


def test_a_week_shows_its_days_and_sums_them(site, director, client):
    data = client.get(
        "/api/v1/reports/daily/", {"site": "north", "date": DAY - ONE_DAY, "period": "week"}
    ).json()
    assert (data["period"]["from"], data["period"]["to"]) == ("2026-02-23", "2026-03-01")
    assert headline(data, "offered")["value"] == 2
    assert [line["item"] for line in data["days"]] == ["2026-02-23", "2026-03-01"]
    assert "By day" in client.get(address(site, DAY - ONE_DAY, period="week")).content.decode()


def test_a_corrected_day_says_that_it_was_revised_and_shows_the_differences(site, director, client):
    load_calls(site, [*CALLS, call(half_hour=22)], source_name="corrected.csv")
    stale = client.get(address(site)).content.decode()
    assert "being summed again" in stale
    drain()
    page = client.get(address(site)).content.decode()
    assert "was revised on" in page
    assert "corrected.csv" in page
    assert "40.0% (2/5)" in page
    assert "50.0% (3/6)" in page
    taken = b"".join(client.get(address(site, export="xlsx")).streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken))
    assert "Revisions" in book.sheet_names


def test_a_day_without_facts_says_what_to_do_next(site, director, client):
    page = client.get(address(site, DAY + ONE_DAY)).content.decode()
    assert "No facts for this period" in page
    assert "2026-03-02" in page
    data = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY + ONE_DAY}).json()
    assert data["has_facts"] is False
    assert headline(data, "connect_rate")["value"] is None


def test_occupancy_needs_agent_states(site, director, client):
    data = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    figures = {f["measure"]: f for f in data["agents"][0]["figures"]}
    assert figures["telephony.occupancy"]["value"] is None
    load_agent_intervals(
        site, [{"agent": "anna", "talk_seconds": 300, "idle_seconds": 100, "login_seconds": 900}]
    )
    drain()
    data = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    anna = next(line for line in data["agents"] if line["name"] == "anna")
    assert {f["measure"]: f["value"] for f in anna["figures"]}["telephony.occupancy"] == 75.0


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"site": "nowhere", "date": "2026-03-02"}, 404),
        ({"site": "north", "date": "2026-02-30"}, 400),
        ({"site": "north", "date": "0001-01-01"}, 400),
        ({"site": "north"}, 400),
        ({"date": "2026-03-02"}, 400),
        ({"site": "north", "date": "2026-03-02", "period": "decade"}, 400),
    ],
)
def test_the_api_refuses_what_it_cannot_answer(site, director, client, query, status):
    assert client.get("/api/v1/reports/daily/", query).status_code == status


@pytest.mark.parametrize("path", ["0001-01-01", "2026-02-30", "9999-12-31"])
def test_days_outside_the_calendar_are_not_found(site, director, client, path):
    assert client.get(f"/reports/daily/north/{path}/").status_code == 404


def test_a_director_of_another_site_does_not_see_it(site, client):
    client.force_login(make_user(PostCode.DIRECTOR, site=make_site()))
    assert client.get(address(site)).status_code == 404
    assert client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).status_code == 404


def test_an_agent_may_not_read_it(site, client):
    client.force_login(make_user(PostCode.AGENT, site=site))
    assert client.get(address(site)).status_code == 403


def test_the_command_names_the_sites_when_it_does_not_know_one(site):
    with pytest.raises(CommandError, match="Sites: north"):
        call_command("daily_report", site="south", date=DAY)


def test_recompute_days_says_what_it_did_and_can_be_tried_dry(site):
    out = io.StringIO()
    call_command("recompute_days", site="north", start=DAY - ONE_DAY, last=DAY, stdout=out)
    assert out.getvalue().splitlines() == [
        "north 2026-03-01: revision 1",
        "north 2026-03-02: revision 1",
        "2 days summed.",
    ]
    services.mark_stale(site, [DAY], Reason.ASKED)
    out = io.StringIO()
    call_command("recompute_days", dry_run=True, stdout=out)
    assert out.getvalue() == "1 days are stale.\n"


def test_a_director_has_a_day_summed_again(site, director, client):
    assert "Sum this day again" in client.get(address(site)).content.decode()
    assert "Sum this day again" not in client.get(address(site, period="week")).content.decode()
    answer = client.post(reverse("reports:recompute", args=[site.code, DAY]), follow=True)
    assert "is being summed again" in answer.content.decode()
    event = Event.objects.get(verb="reports.day_sums.marked_stale")
    assert (event.actor, event.site_id, event.after["days"]) == (director, site.pk, 1)
    drain()
    assert "is being summed again" not in client.get(address(site)).content.decode()


def test_who_only_reads_the_report_has_nothing_summed_again(site, client):
    client.force_login(make_user(PostCode.SHIFT_LEADER, site=site))
    assert "Sum this day again" not in client.get(address(site)).content.decode()
    assert client.post(reverse("reports:recompute", args=[site.code, DAY])).status_code == 403


def test_the_page_reads_in_chinese(site, director, client):
    director.language = "zh-hans"
    director.save(update_fields=["language"])
    with translation.override("zh-hans"):
        page = client.get(address(site), headers={"accept-language": "zh-hans"}).content.decode()
    for word in ("运营日报", "接通率", "服务水平", "放弃率", "平均应答速度"):
        assert word in page


@pytest.mark.django_db(transaction=True)
def test_the_number_of_queries_is_the_same_for_ten_calls_and_for_a_thousand(client):
    site = make_site("south", time_zone="UTC")
    client.force_login(make_user(PostCode.DIRECTOR, site=site))

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return sum(1 for query in seen if query["sql"] not in ("BEGIN", "COMMIT"))

    few, many = [], []
    for found, count in ((few, 10), (many, 1000)):
        rows = [
            call(
                agent=f"a{n % 60}",
                queue=f"q{n % 9}",
                half_hour=n % 48,
                call_type=f"t{n % 7}",
                day=DAY - n % 5 * ONE_DAY,
            )
            for n in range(count)
        ]
        load_calls(site, rows)
        drain()
        found += [queries(address(site)), queries(address(site, period="month")), queries("/reports/daily/")]
    # The second file corrects the first: reading what was revised is one query more, however much it was.
    assert many == [few[0] + 1, few[1] + 1, few[2]]
    assert max(many) <= 15, many


def test_the_command_sums_what_was_just_loaded_when_no_worker_runs(site):
    fresh = DAY + datetime.timedelta(days=1)
    load_calls(site, [call(day=fresh), call(Outcome.ABANDONED, day=fresh)])
    out = io.StringIO()
    call_command("daily_report", site="north", date=fresh, json=True, stdout=out)
    assert headline(json.loads(out.getvalue()), "offered")["numerator"] == 2
    assert not StaleDay.objects.filter(site=site, day=fresh).exists()
