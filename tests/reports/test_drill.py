"""Every number of every report leads to rows that add up to it, whatever it rests on and whatever rule changed meanwhile."""

import datetime

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import resolve, reverse

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.rulebook.services import set_value
from callcenter.telephony.agents.services import map_agent
from callcenter.telephony.calls.filters import CallFilter
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.intervals.filters import AgentIntervalFilter, QueueIntervalFilter
from callcenter.telephony.models import AgentInterval, Call, QueueInterval, SwitchAgent
from reports.daily.drill import OF_STATES, Source
from reports.daily.parts import parts_of
from reports.daily.report import build
from reports.daily.trend import chart_of
from reports.rollups import services
from reports.rollups.periods import Kind, period_of
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.reports.factories import DAY, call, load_agent_intervals, load_calls, load_queue_intervals, moment

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
CHANGED_ON = DAY + 2 * ONE_DAY  # T and S change in the middle of the week
OUTCOMES = (Outcome.ANSWERED, Outcome.ANSWERED, Outcome.ANSWERED, Outcome.ABANDONED, Outcome.IGNORED)


def calls_of(day, count, *, shift=0):
    """Calls of every outcome, queue, type, agent and half hour, with waits around T and S."""
    return [
        call(
            OUTCOMES[(n + shift) % len(OUTCOMES)],
            day=day,
            wait=(n * 7 + shift) % 47,
            talk=30 + n if OUTCOMES[(n + shift) % len(OUTCOMES)] is Outcome.ANSWERED else 0,
            half_hour=16 + n % 7,
            queue=("sales", "service", None)[n % 3],
            call_type=("PS", "NW", "")[n % 3],
            agent=("anna", "anna-2", "ben", "carl", None)[n % 5]
            if OUTCOMES[(n + shift) % len(OUTCOMES)] is Outcome.ANSWERED
            else None,
            hold_seconds=n % 3,
            acw_seconds=n % 4,
        )
        for n in range(count)
    ]


def queue_rows(day, **more):
    """Statistics of a queue that has calls too (not counted), of one that has none, and of none named."""
    return [
        {
            "day": day,
            "half_hour": half_hour,
            "starts_at": moment(half_hour, day),
            "queue": queue,
            "offered": 10 + n,
            "answered": 7 + n,
            "answered_in_target": 4,
            "abandoned": 3,
            "short_abandoned": 1,
            "wait_answered_seconds": 90,
            "longest_wait_seconds": 70 + n,
            "talk_seconds": 800,
            "acw_seconds": 20,
        }
        | more
        for n, queue in enumerate(("sales", "chat", None))
        for half_hour in (18, 19)
    ]


def agent_rows(day):
    return [
        {
            "day": day,
            "half_hour": 18,
            "starts_at": moment(18, day),
            "agent": agent,
            "handled": 5 + n,
            "talk_seconds": 300,
            "hold_seconds": 10,
            "acw_seconds": 40,
            "idle_seconds": 200 + n,
            "login_seconds": 1500,
        }
        for n, agent in enumerate(("anna", "anna-2", "ben", "dora"))
    ]


def real_shaped(code: str):
    """A site with days of calls, of statistics alone, of both, people in teams, and rules that change within the week."""
    site = make_site(code, time_zone="UTC")
    for rule, value in (("kpi.sl_seconds", 30), ("kpi.short_abandon_seconds", 9)):
        set_value(
            rule,
            site=site,
            value=value,
            effective_on=CHANGED_ON,
            reason="contract",
            actor=None,
            is_backdating=True,
        )
    days = [DAY + ONE_DAY * n for n in range(4)]
    load_calls(site, [one for n, day in enumerate(days[:3]) for one in calls_of(day, 60, shift=n)])
    load_queue_intervals(site, [row for day in (days[0], days[3]) for row in queue_rows(day)])
    load_agent_intervals(site, [row for day in (days[1], days[3]) for row in agent_rows(day)])
    team = make_team(make_department(site))
    anna, ben = make_employee(site=site, team=team), make_employee(site=site)
    for name, employee in (("anna", anna), ("anna-2", anna), ("ben", ben)):
        map_agent(SwitchAgent.objects.get(site=site, code=name), actor=None, employee=employee)
    while services.recompute_next():
        pass
    return site


@pytest.fixture
def center(client):
    """Two sites of the same shape, and a manager of the whole company who reads both."""
    sites = [real_shaped("north"), real_shaped("south")]
    user = make_user(PostCode.GM, site=sites[0])
    client.force_login(user)
    client.reader = user
    return sites


def add(into: dict, row, is_figure_of_states: bool) -> None:
    """Count one row by hand: what the report's base counts should be made of."""
    if isinstance(row, Call):
        offered, answered = row.outcome != Outcome.IGNORED, row.outcome == Outcome.ANSWERED
        found = {
            "offered": offered,
            "answered": answered,
            "abandoned": row.outcome == Outcome.ABANDONED,
            "ignored": not offered,
            "wait_answered_seconds": row.wait_seconds * answered,
            "talk_seconds": row.talk_seconds * answered,
            "hold_seconds": row.hold_seconds * answered,
            "acw_seconds": row.acw_seconds * answered,
        }
        into["longest_wait_seconds"] = max(into.get("longest_wait_seconds", 0), row.wait_seconds * offered)
        into["rows"] = into.get("rows", 0) + 1
    elif isinstance(row, QueueInterval):
        names = ("offered", "answered", "answered_in_target", "abandoned", "short_abandoned")
        times = ("wait_answered_seconds", "talk_seconds", "hold_seconds", "acw_seconds")
        found = {name: getattr(row, name) for name in (*names, *times)}
        into["longest_wait_seconds"] = max(into.get("longest_wait_seconds", 0), row.longest_wait_seconds)
    elif is_figure_of_states:
        found = {
            f"state_{name}_seconds": getattr(row, f"{name}_seconds")
            for name in ("talk", "hold", "acw", "idle")
        }
        found["login_seconds"] = row.login_seconds
    else:
        times = ("talk_seconds", "hold_seconds", "acw_seconds")
        found = {"offered": row.handled, "answered": row.handled} | {n: getattr(row, n) for n in times}
    for name, value in found.items():
        into[name] = into.get(name, 0) + int(value)


LISTS = {
    Source.CALLS: (CallFilter, Call),
    Source.QUEUES: (QueueIntervalFilter, QueueInterval),
    Source.AGENTS: (AgentIntervalFilter, AgentInterval),
}


def asking(client, query, site):
    """A request of the manager for that site, without a page to be drawn for it."""
    request = RequestFactory().get("/", QueryDict(query).dict())
    request.site, request.user = site, client.reader
    return request


def rows_behind(client, url):
    """The rows that an address leads to: of one list, or of every list that the page of parts names."""
    path, _mark, query = url.partition("?")
    if not path.startswith("/reports/figures/"):
        return [rows_of(client, url)]
    site = Site.objects.get(code=resolve(path).kwargs["code"])
    return [rows_of(client, part.url) for part in parts_of(asking(client, query, site), site).parts]


def rows_of(client, url):
    """The rows that a list's filters leave; without drawing the page, which one test below does."""
    path, _mark, query = url.partition("?")
    source = next(source for source in Source if reverse(source) == path)
    filters, model = LISTS[source]
    asked = QueryDict(query)
    site = Site.objects.get(code=asked["site"])
    request = asking(client, query, site)
    bound = filters(asked, model.objects.visible_to(request.user).filter(site=site), request=request)
    assert bound.is_valid(), (url, bound.errors)
    unknown = asked.keys() - bound.filters.keys() - {"site", "sort", "sums"}
    assert not unknown, unknown
    return list(bound.qs)


def numerator(measure, lists) -> int:
    """What the measure's numerator comes to over those rows. Filtered calls are counted, sums are added."""
    total = 0
    longest = 0
    for rows in lists:
        counts: dict = {}
        for row in rows:
            add(counts, row, measure.key in OF_STATES)
        longest = max(longest, counts.get("longest_wait_seconds", 0))
        if rows and isinstance(rows[0], Call) and not any("_seconds" in name for name in measure.numerator):
            total += counts["rows"]  # counts and shares: the list holds exactly what is counted
        else:
            total += sum(sign * counts.get(name, 0) for name, sign in measure.numerator.items())
    return longest if measure.is_maximum else total


def shown_in(report):
    found = list(report.headlines)
    for section in report.sections:
        found += [cell for row in section.rows for cell in row.cells] + section.total
    return found


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.WEEK])
def test_every_number_leads_to_rows_that_add_up_to_it(center, client, kind):
    north, south = center
    shown = {Kind.DAY: [(north, DAY), (north, DAY + 3 * ONE_DAY), (south, DAY)], Kind.WEEK: [(north, DAY)]}
    for site, day in shown[kind]:
        report = build(site, period_of(kind, day))
        linked: dict = {}
        for figure in shown_in(report):
            if not figure.figure.numerator:
                continue
            assert figure.url, (figure.label, figure.text)
            linked[figure.url, figure.measure.key] = figure
        assert len(linked) > 60
        rows: dict = {}
        for (url, _key), figure in linked.items():
            rows[url] = rows.get(url) or rows_behind(client, url)
            found = numerator(figure.measure, rows[url])
            assert found == figure.figure.numerator, (str(figure.label), figure.text, url)


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.WEEK])
def test_every_point_of_the_chart_leads_to_the_rows_that_it_counts(center, client, kind):
    chart = chart_of(build(center[0], period_of(kind, DAY)))
    answered, abandoned, level = chart.series
    for series, name in ((answered, "answered"), (abandoned, "abandoned")):
        for value, url in zip(series.values, series.urls, strict=True):
            counts: dict = {}
            if url and value:
                for rows in rows_behind(client, url):
                    for row in rows:
                        add(counts, row, False)
            assert counts.get(name, 0) == value
    assert all(url for url, value in zip(level.urls, level.values, strict=True) if value)


def test_across_a_rule_change_the_service_level_leads_to_calls_in_time_by_each_days_own_rule(center, client):
    report = build(center[0], period_of(Kind.WEEK, DAY))
    assert report.by.sl_seconds == "20/30"
    level = next(line for line in report.headlines if line.measure.key == "telephony.service_level")
    calls = next(rows for rows in rows_behind(client, level.url) if isinstance(rows[0], Call))
    waits = [max(c.wait_seconds for c in calls if (c.day >= CHANGED_ON) is after) for after in (False, True)]
    assert waits[0] <= 20 < waits[1] <= 30
    part = next(part for part in client.get(level.url).context["parts"] if part.source is Source.CALLS)
    page = client.get(part.url, follow=True)
    assert "within T of the service level" in page.content.decode()
    answered = next(figure for figure in page.context["sums"] if figure.label == "Answered")
    assert answered.value == str(len(calls)) == str(part.figure.numerator)


def test_a_figure_of_one_kind_of_rows_leads_straight_to_their_list(center, client):
    url = reverse("reports:figure", args=["north"])
    query = {"measure": "telephony.offered", "from": DAY, "kind": "day", "by": "half_hour", "item": "16"}
    response = client.get(url, query, follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("telephony:calls"))


def test_a_figure_of_several_kinds_of_rows_names_each_with_its_share(center, client):
    report = build(center[0], period_of(Kind.DAY, DAY))
    offered = next(line for line in report.headlines if line.measure.key == "telephony.offered")
    response = client.get(offered.url)
    parts = response.context["parts"]
    assert [part.source.name for part in parts] == ["CALLS", "QUEUES"]
    assert sum(part.figure.numerator for part in parts) == offered.figure.numerator
    assert offered.text in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"measure": "nothing", "from": "2026-03-02", "kind": "day"},
        {"measure": "telephony.offered", "from": "2026-13-02", "kind": "day"},
        {"measure": "telephony.offered", "from": "0001-01-01", "kind": "day"},
        {"measure": "telephony.offered", "from": "2026-03-02", "kind": "decade"},
        {"measure": "telephony.offered", "from": "2026-03-02", "kind": "day", "by": "queue", "item": "x"},
    ],
)
def test_a_figure_that_no_report_shows_is_not_found(center, client, query):
    assert client.get(reverse("reports:figure", args=["north"]), query).status_code == 404


def test_lists_show_sums_over_all_rows_that_the_filters_leave(center, client):
    report = build(center[0], period_of(Kind.DAY, DAY + 3 * ONE_DAY))
    login = next(
        cell for cell in report.section("agents").total if cell.measure.key == "telephony.login_time"
    )
    response = client.get(login.url, follow=True)
    sums = {str(figure.label): figure.value for figure in response.context["sums"]}
    assert sums["Logged in"] == login.text
    assert login.text in response.content.decode()
    occupancy = next(
        cell for cell in report.section("agents").total if cell.measure.key == "telephony.occupancy"
    )
    assert sums["Occupancy"] == occupancy.text
    calls = client.get(
        reverse("telephony:calls"), {"site": "north", "from": DAY, "to": DAY, "outcome": "1"}, follow=True
    )
    assert not calls.context["sums"]  # summed when asked: the table is large
    assert "sums=1" in calls.content.decode()


def test_who_may_list_no_calls_is_shown_no_links_to_them(center, client):
    client.force_login(make_user(PostCode.COORDINATOR, site=center[0]))
    page = client.get(reverse("reports:daily", args=["north", DAY])).content.decode()
    assert reverse("telephony:calls") not in page.split("<main", 1)[1]
    assert reverse("reports:figure", args=["north"]) not in page


def test_an_agent_sees_own_intervals_alone(center, client):
    site = center[0]
    anna = SwitchAgent.objects.get(site=site, code="anna").employee
    anna_user = make_user(PostCode.AGENT, site=site)
    SwitchAgent.objects.filter(employee=anna).update(employee=anna_user.employee)
    client.force_login(anna_user)
    listed = client.get(reverse("telephony:agent_intervals"), {"site": "north"}, follow=True)
    assert {row.agent.code for row in listed.context["filters"].queryset} == {"anna", "anna-2"}
    assert client.get(reverse("telephony:queue_intervals")).status_code == 403
    assert AgentInterval.objects.filter(site=site).count() == 8
