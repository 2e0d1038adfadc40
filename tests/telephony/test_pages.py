"""Calls, one call, switch agents, queues, days: who sees what, what is refused, and that queries do not grow."""

from functools import partial
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.telephony.agents.services import map_agent, map_agents, suggestions
from callcenter.telephony.agents.suggestions import Candidate, suggested
from callcenter.telephony.facts.masking import masked
from callcenter.telephony.models import Call, CallType, Queue, SwitchAgent
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.telephony.factories import load_calls, make_calls
from tests.together import outcomes

MOST_QUERIES = 15


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def director(site: Site) -> User:
    return make_user(PostCode.DIRECTOR, site=site)


def shown(client: Client, query: str = "") -> list[Call]:
    response = client.get(f"/telephony/calls/?{query}")
    assert response.status_code == 200
    return [line.key for line in response.context["rows"]]


def test_the_list_shows_calls_of_the_chosen_site_newest_first(site: Site, director: User) -> None:
    load_calls(site, make_calls(3))
    load_calls(make_site(), make_calls(2))
    keys = list(Call.objects.filter(site=site).order_by("-day", "-id").values_list("id", flat=True))
    assert shown(client_of(director)) == keys


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 10),
        ("outcome=1", 6),
        ("outcome=2", 3),
        ("outcome=3", 1),
        ("outcome=offered", 9),
        ("half_hour=20", 10),
        ("half_hour=21", 0),
        ("from=2026-03-02&to=2026-03-02", 10),
        ("from=2026-03-03", 0),
        ("to=2026-03-01", 0),
        ("waited_max=2", 4),
        ("waited_min=3", 6),
        ("agent=none", 4),
        ("queue=none", 0),
        ("team=none", 10),
        ("call_type=PS", 6),
        ("call_type=none", 4),
        ("switch_ref=1", 2),
        ("sort=-wait", 10),
    ],
)
def test_every_filter_that_a_figure_links_with_keeps_the_right_rows(
    site: Site, director: User, query: str, count: int
) -> None:
    frames = [
        make_calls(6, call_type="PS"),
        make_calls(3, outcome=2, agent=None, wait_seconds=3),
        make_calls(1, outcome=3, agent=None),
    ]
    load_calls(site, pl.concat([frame.select(sorted(frame.columns)) for frame in _same_columns(frames)]))
    assert len(shown(client_of(director), query)) == count


def _same_columns(frames: list[pl.DataFrame]) -> list[pl.DataFrame]:
    full = [
        frame if "call_type" in frame.columns else frame.with_columns(call_type=pl.lit(""))
        for frame in frames
    ]
    return [frame.with_columns(pl.col("agent").cast(pl.String)) for frame in full]


def test_rows_reach_as_far_as_the_post(site: Site) -> None:
    team = make_team(make_department(site))
    agent = make_employee(PostCode.AGENT, team=team)
    other = make_employee(PostCode.AGENT, site=site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    load_calls(site, make_calls(2, agent="own"), "calls:a")
    load_calls(site, make_calls(3, agent="other"), "calls:b")
    SwitchAgent.objects.filter(code="own").update(employee=agent)
    SwitchAgent.objects.filter(code="other").update(employee=other)
    counts = {
        "agent": len(shown(client_of(agent.user))),  # type: ignore[arg-type]
        "leader": len(shown(client_of(leader.user))),  # type: ignore[arg-type]
        "qa": len(shown(client_of(make_user(PostCode.QA_TRAINER, site=site)))),
        "elsewhere": Call.objects.visible_to(make_user(PostCode.DIRECTOR, site=make_site())).count(),
        "handler": Call.objects.visible_to(make_user(PostCode.DEPT_HANDLER, site=site)).count(),
    }
    assert counts == {"agent": 2, "leader": 2, "qa": 5, "elsewhere": 0, "handler": 0}


@pytest.mark.parametrize(
    "url", ["/telephony/calls/", "/telephony/agents/", "/telephony/queues/", "/telephony/days/"]
)
def test_queries_do_not_grow_with_rows(site: Site, director: User, url: str) -> None:
    client = client_of(director)
    load_calls(site, make_calls(10))
    client.get(url)
    few = queries(client, url)
    many = make_calls(1000).with_columns(agent=pl.Series([f"agent-{n % 60}" for n in range(1000)]))
    load_calls(site, many, "calls:many")
    assert queries(client, url) == few <= MOST_QUERIES


def queries(client: Client, url: str) -> int:
    """How many queries the page asks; savepoints ask nothing."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize(
    ("post", "statuses"),
    [
        (PostCode.AGENT, (200, 403, 403, 403)),
        (PostCode.SHIFT_LEADER, (200, 403, 403, 403)),
        (PostCode.QA_TRAINER, (200, 403, 403, 403)),
        (PostCode.INFO_COORDINATOR, (200, 200, 200, 200)),
        (PostCode.DIRECTOR, (200, 200, 200, 200)),
        (PostCode.GM, (200, 403, 403, 403)),
        (PostCode.HR, (403, 403, 403, 403)),
        (PostCode.DEPT_HANDLER, (403, 403, 403, 403)),
    ],
)
def test_pages_open_for_the_posts_of_the_matrix(
    site: Site, post: PostCode, statuses: tuple[int, ...]
) -> None:
    client = client_of(make_user(post, site=site))
    urls = ("/telephony/calls/", "/telephony/agents/", "/telephony/queues/", "/telephony/days/")
    assert tuple(client.get(url).status_code for url in urls) == statuses


@pytest.mark.parametrize(
    ("number", "result"),
    [("13812341234", "138****1234"), ("23317894", "2****4"), ("12345", "1****5"), ("1234", "****"), ("", "")],
)
def test_customer_numbers_are_masked(number: str, result: str) -> None:
    assert masked(number) == result


def test_seeing_a_number_needs_a_reason_and_goes_on_record(site: Site, director: User) -> None:
    load_calls(site, make_calls(1, customer_ref="13812341234"))
    call = Call.objects.get()
    client = client_of(director)
    page = client.get(call.get_absolute_url())
    assert "138****1234" in page.content.decode()
    assert "13812341234" not in page.content.decode()
    refused = client.post(f"{call.get_absolute_url()}reveal/", {"reason": " "})
    assert refused.status_code == 422
    assert not Event.objects.filter(verb="telephony.customer_number.revealed").exists()
    found = client.post(f"{call.get_absolute_url()}reveal/", {"reason": "Customer asked to be called back"})
    assert "13812341234" in found.content.decode()
    assert "no-store" in found["Cache-Control"]
    event = Event.objects.get(verb="telephony.customer_number.revealed")
    assert (event.actor, event.subject_id, event.reason) == (
        director,
        call.pk,
        "Customer asked to be called back",
    )


def test_a_number_stays_masked_for_who_may_not_see_it(site: Site) -> None:
    agent = make_employee(PostCode.AGENT, site=site)
    load_calls(site, make_calls(1, customer_ref="13812341234"))
    SwitchAgent.objects.update(employee=agent)
    client = client_of(agent.user)  # type: ignore[arg-type]
    url = Call.objects.get().get_absolute_url()
    assert client.get(url).status_code == 200
    assert client.post(f"{url}reveal/", {"reason": "I am curious about it"}).status_code == 403


def test_an_agent_is_offered_no_names_of_colleagues_to_filter_by(site: Site, director: User) -> None:
    agent = make_employee(PostCode.AGENT, site=site)
    for code in ("1001", "1002"):
        load_calls(site, make_calls(1, agent=code), feed=f"calls:{code}")
    SwitchAgent.objects.filter(code="1001").update(employee=agent)

    def offered(user: User | None) -> set[str]:
        page = client_of(user).get("/telephony/calls/")  # type: ignore[arg-type]
        return {str(row) for row in page.context["filters"].form.fields["agent"].queryset}

    assert offered(agent.user) == {"1001"}
    assert offered(director) == {"1001", "1002"}


def test_times_are_those_of_the_site_of_the_calls(db: None) -> None:
    far = make_site(time_zone="America/New_York")
    load_calls(far, make_calls(1))
    call = Call.objects.get()
    client = client_of(make_user(PostCode.GM, site=make_site(time_zone="Asia/Shanghai")))
    there = call.started_at.astimezone(far.zone).strftime("%Y-%m-%d %H:%M")
    for address in (f"/telephony/calls/?site={far.code}", call.get_absolute_url()):
        assert there in client.get(address).content.decode()


def test_a_call_out_of_reach_or_on_no_day_is_not_found(site: Site, director: User) -> None:
    elsewhere = make_site()
    load_calls(elsewhere)
    client = client_of(director)
    assert client.get(Call.objects.filter(site=elsewhere)[0].get_absolute_url()).status_code == 404
    assert client.get("/telephony/calls/2026-02-30/1/").status_code == 404


@pytest.mark.parametrize(
    ("code", "person"),
    [
        ("Agent/1017", 1),
        ("SIP/1018", 2),
        ("DORIT", 3),
        ("li na", 1),
        ("丽丽", None),
        ("9999", None),
        ("李娜", 1),
    ],
)
def test_suggestions_go_by_number_or_name(code: str, person: int | None) -> None:
    people = [
        Candidate(1, "E01017", ("Li Na", "李娜")),
        Candidate(2, "E01018", ("Wang Lei",)),
        Candidate(3, "E01019", ("Dorit Levi",)),
    ]
    assert suggested(code, people) == person


def test_two_who_fit_equally_are_no_suggestion() -> None:
    assert suggested("Wang", [Candidate(1, "E1", ("Wang Li",)), Candidate(2, "E2", ("Wang Lei",))]) is None


def test_an_agent_is_mapped_on_the_page_and_the_days_are_counted_again(
    site: Site, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from callcenter.telephony.facts import changes

    load_calls(site, make_calls(2))
    agent, person = SwitchAgent.objects.get(), make_employee(site=site)
    heard: list[Any] = []
    monkeypatch.setattr(changes, "_listeners", [lambda *told: heard.append(told)])
    client = client_of(director)
    version = client.get(agent.get_absolute_url()).context["version"]
    response = client.post(agent.get_absolute_url(), {"employee": person.pk, "version": version})
    assert response.status_code == 302
    agent.refresh_from_db()
    assert agent.employee == person
    assert heard[0][0] == site.pk
    assert Event.objects.get(verb="telephony.agent.mapped").after == {
        "employee": person.number,
        "is_ignored": False,
    }
    stale = client.post(agent.get_absolute_url(), {"is_ignored": "on", "version": version})
    assert stale.status_code == 422


def test_an_agent_is_a_person_of_the_site_or_none(site: Site, director: User) -> None:
    load_calls(site, make_calls(1))
    agent = SwitchAgent.objects.get()
    with pytest.raises(RuleViolation, match=r"telephony\.agent_other_site"):
        map_agent(agent, actor=director, employee=make_employee())
    with pytest.raises(RuleViolation, match=r"telephony\.agent_person_or_not"):
        map_agent(agent, actor=director, employee=make_employee(site=site), is_ignored=True)
    with pytest.raises(RuleViolation, match=r"telephony\.agents_none_chosen"):
        map_agents([], actor=director, how="ignored")


def test_suggestions_are_accepted_for_many_at_once(site: Site, director: User) -> None:
    people = [make_employee(site=site, number=f"E0{n}") for n in (1017, 1018)]
    frame = make_calls(4).with_columns(agent=pl.Series(["1017", "1018", "test", "1017"]))
    load_calls(site, frame)
    agents = list(SwitchAgent.objects.all())
    assert {agent.code for agent in agents if agent.pk in suggestions(site, agents)} == {"1017", "1018"}
    response = client_of(director).post(
        "/telephony/agents/map/suggested/", {"selected": [a.pk for a in agents]}
    )
    assert response.status_code == 302
    assert set(SwitchAgent.objects.exclude(employee=None).values_list("employee", flat=True)) == {
        p.pk for p in people
    }
    assert client_of(director).post("/telephony/agents/map/ignored/").status_code == 422


def test_a_refused_choice_of_many_is_told_whatever_the_list_remembers(site: Site, director: User) -> None:
    load_calls(site, make_calls(1))
    client = client_of(director)
    client.get("/telephony/agents/?state=unknown")
    refused = client.post("/telephony/agents/map/ignored/")
    assert refused.status_code == 422
    assert "Choose at least one agent" in refused.content.decode()
    back = client.get("/telephony/agents/map/ignored/?sort=-code")
    assert (back.status_code, back["Location"]) == (302, "/telephony/agents/?sort=-code")


def test_the_api_does_not_say_which_numbers_other_sites_have(site: Site, director: User) -> None:
    load_calls(site, make_calls(1))
    elsewhere = make_employee(site=make_site(), number="E-AWAY")
    address = f"/api/v1/telephony/switch-agents/{SwitchAgent.objects.get().pk}/map/"
    answers = []
    for number in (elsewhere.number, "E-NOBODY"):
        answer = client_of(director).post(address, {"employee": number}, content_type="application/json")
        answers.append((answer.status_code, answer.content.decode().replace(number, "…")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400


def test_today_says_how_many_agents_are_unknown(site: Site, director: User) -> None:
    load_calls(site, make_calls(1))
    assert "1 agent of the switch is not known yet" in client_of(director).get("/").content.decode()


def test_a_stale_form_of_names_shows_both_versions_and_saves_when_sent_again(
    site: Site, director: User
) -> None:
    load_calls(site, make_calls(1, call_type="PS"))
    client = client_of(director)
    for address, row in (("queues", Queue.objects.get()), ("call-types", CallType.objects.get())):
        page = f"/telephony/{address}/{row.pk}/"
        data = {"name": "Mine", "name_zh": "", "version": client.get(page).context["version"]}
        type(row).objects.update(name="Theirs")
        answer = client.post(page, data)
        assert answer.status_code == 422
        (line,) = answer.context["differences"]
        assert (line["now"], line["yours"]) == ("Theirs", "Mine")
        assert client.post(page, data | {"version": answer.context["version"]}).status_code == 302
        row.refresh_from_db()
        assert row.name == "Mine"


def test_a_queue_gets_names_in_both_languages(site: Site, director: User) -> None:
    load_calls(site, make_calls(1))
    queue = Queue.objects.get()
    response = client_of(director).post(
        f"/telephony/queues/{queue.pk}/", {"name": "Sales line", "name_zh": "销售"}
    )
    assert response.status_code == 302
    queue.refresh_from_db()
    assert (queue.name, queue.name_zh, queue.code) == ("Sales line", "销售", "sales")
    assert Event.objects.get(verb="telephony.queue.renamed").after == {
        "name": "Sales line",
        "name_zh": "销售",
    }


def test_the_month_shows_what_is_loaded(site: Site, director: User) -> None:
    load_calls(site, make_calls(7))
    page = client_of(director).get("/telephony/days/?month=2026-03")
    assert page.context["month"].rows == 7
    for month in ("nonsense", "0001-01", "9999-12"):
        assert client_of(director).get(f"/telephony/days/?month={month}").status_code == 200


def test_the_api_lists_calls_with_the_same_filters_and_masks_customers(site: Site, director: User) -> None:
    load_calls(site, make_calls(3, customer_ref="13812341234"))
    client = client_of(director)
    found = client.get("/api/v1/telephony/calls/?waited_min=1").json()["results"]
    assert [call["wait_seconds"] for call in found] == [2, 1]
    assert found[0]["customer"] == "138****1234"
    assert client.get(f"/api/v1/telephony/calls/{found[0]['key']}/").json()["agent"] == "1017"
    assert client.get("/api/v1/telephony/queues/").json()["results"][0]["code"] == "sales"


def test_the_api_says_who_an_agent_is(site: Site, director: User) -> None:
    load_calls(site, make_calls(1))
    agent, person = SwitchAgent.objects.get(), make_employee(site=site)
    url = f"/api/v1/telephony/switch-agents/{agent.pk}/map/"
    client = client_of(director)
    assert (
        client.post(url, {"employee": person.number}, "application/json").json()["employee"] == person.number
    )
    both = client.post(url, {"employee": person.number, "is_ignored": True}, "application/json")
    assert both.status_code == 409
    assert both.json()["objections"][0]["code"] == "telephony.agent_person_or_not"


@pytest.mark.django_db
def test_form_opened_before_somebody_else_named_the_agent_shows_both_versions(client: Client) -> None:
    site = make_site()
    load_calls(site, make_calls(1))
    agent = SwitchAgent.objects.get(site=site)
    first, second = make_employee(site=site, name="Wang Li"), make_employee(site=site, name="Li Na")
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    version = client.get(agent.get_absolute_url()).context["version"]
    map_agent(agent, actor=None, employee=first)
    posted = {"employee": second.pk, "version": version}
    answer = client.post(agent.get_absolute_url(), posted)
    assert answer.status_code == 422
    assert answer.context["differences"] == [
        {
            "label": "Employee",
            "before": "",
            "now": f"{first.number} · Wang Li",
            "yours": f"{second.number} · Li Na",
        }
    ]
    agent.refresh_from_db()
    assert agent.employee == first
    again = client.post(agent.get_absolute_url(), posted | {"version": answer.context["version"]})
    assert again.status_code == 302
    agent.refresh_from_db()
    assert agent.employee == second


@pytest.mark.django_db(transaction=True)
def test_two_who_name_the_same_agent_do_not_overwrite_each_other() -> None:
    site = make_site()
    load_calls(site, make_calls(1))
    agent = SwitchAgent.objects.get(site=site)
    people = [make_employee(site=site), make_employee(site=site)]
    before = {"employee": None, "is_ignored": False}
    ended = outcomes(
        *(partial(map_agent, agent, actor=None, employee=person, expected=before) for person in people)
    )
    assert ended == ["done", "telephony.agent_changed"]
