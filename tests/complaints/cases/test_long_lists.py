"""Lists of very many complaints: the same rows as anywhere, constant queries, and an index that holds all that is asked."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter import fulltext, keys
from callcenter.access.posts import PostCode
from complaints.cases import search
from complaints.cases.dossier import NEWEST
from complaints.cases.filters import CaseFilter
from complaints.cases.models import Case, Channel, State, StepDepartment, StepKind
from tests.complaints.factories import Center, make_case, make_center, make_step
from tests.factories import make_employee

pytestmark = pytest.mark.django_db
LIST, API = "/complaints/cases/", "/api/v1/complaints/cases/"
OF_THE_SHELL = 6  # session, log-in, their place, posts and teams, version of the rulebook, bell
OF_A_CALL = 4  # session, log-in, their place, posts and teams
POSTS = ("gm", "manager", "officer", "leader", "agent", "marketing", "lab")


@pytest.fixture
def center() -> Center:
    return make_center()


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


def many(center: Center, count: int, **fields: Any) -> list[Case]:
    """As many that were received a minute apart, taken by the agent."""
    now = timezone.now()
    made = [
        Case(
            site=center.site,
            channel=Channel.HOTLINE,
            title=f"Complaint {number}",
            content="It leaks.",
            owner=center.officer,
            team=center.team,
            taker=center.agent,
            received_at=now - datetime.timedelta(minutes=number),
            **fields,
        )
        for number in range(count)
    ]
    for case in made:
        case.search = search.index(case)
    return Case.objects.bulk_create(made)


def a_desk(center: Center) -> None:
    """Complaints of everybody: of others, of one's own, of another team, with steps of two departments, at another site."""
    many(center, 5)
    laboratory = StepDepartment.objects.get(site=center.site, kind=StepKind.INVESTIGATE).department
    make_case(center.site, State.ACCEPTED, owner=center.marketing)
    make_case(center.site, taker=center.leader)
    step = make_step(make_case(center.site, State.ACCEPTED), assignee=center.agent)
    make_step(step.case, StepKind.INVESTIGATE, department=laboratory)
    make_step(make_case(center.site, State.CLOSED), department=laboratory, assignee=None)
    make_case(make_center().site)


@pytest.mark.parametrize("is_few", [True, False])
@pytest.mark.parametrize("name", POSTS)
def test_a_list_shows_every_post_what_is_in_its_sight_whether_few_or_many(
    center: Center, name: str, is_few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_desk(center)
    if not is_few:
        monkeypatch.setattr(keys, "FEW", 0)
    user = center.user(name)
    in_sight = set(Case.objects.visible_to(user).values_list("pk", flat=True))
    assert set(Case.objects.listed_to(user).values_list("pk", flat=True)) == in_sight
    assert in_sight


def test_who_sees_no_complaint_is_listed_none(center: Center) -> None:
    a_desk(center)
    stranger = make_employee(PostCode.HR, site=center.site).user
    assert not Case.objects.listed_to(stranger).exists()


@pytest.mark.parametrize("few", [1_000, 0, -1])
@pytest.mark.parametrize("name", ["gm", "officer", "marketing", "lab"])
def test_a_department_is_asked_for_by_code_or_name_whether_it_has_few_complaints_or_many(
    center: Center, name: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_desk(center)
    monkeypatch.setattr(keys, "FEW", few)
    laboratory = StepDepartment.objects.get(site=center.site, kind=StepKind.INVESTIGATE).department
    laboratory.name_zh = "化验室"
    laboratory.save(update_fields=["name_zh"])
    seen = Case.objects.visible_to(center.user(name))
    wanted = set(seen.filter(steps__department=laboratory).values_list("pk", flat=True))
    client = as_(center, name)
    for text in (laboratory.code, laboratory.code.lower(), "aborator", "化验"):
        page = client.get(LIST, {"department": text}).context["rows"]
        assert {line.key for line in page} == wanted, text
        sent = client.get(API, {"department": text}).json()["results"]
        assert {one["id"] for one in sent} == wanted
    assert list(client.get(LIST, {"department": "nowhere"}).context["rows"]) == []
    assert wanted or name == "marketing"


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len([one for one in found.captured_queries if "SAVEPOINT" not in one["sql"]])


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize(
    "query",
    [
        "?severity=",
        "?due=overdue",
        "?standing=open&state=received",
        "?owner=1&channel=hotline",
        "?department=laboratory",
        "?report_due_after=2026-02-01&report_on_time=true",
    ],
)
def test_the_list_asks_at_most_six_questions_of_its_own_for_ten_complaints_and_a_thousand(
    center: Center, name: str, query: str
) -> None:
    client = as_(center, name)
    many(center, 10)
    path = LIST + query
    asked(client, path)
    of_ten = asked(client, path)
    many(center, 990)
    assert asked(client, path) == of_ten
    assert of_ten - OF_THE_SHELL <= 6


@pytest.mark.parametrize("name", POSTS)
def test_the_api_asks_at_most_six_questions_in_all_for_ten_complaints_and_a_thousand(
    center: Center, name: str
) -> None:
    client = as_(center, name)
    many(center, 10)
    asked(client, API)
    of_ten = asked(client, API)
    many(center, 990)
    assert asked(client, API) == of_ten
    assert of_ten - OF_A_CALL <= 2


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "case_list"),
        ({"severity": "serious"}, "case_list"),
        ({"state": ["closed"], "channel": ["email"]}, "case_list"),
        ({"state": ["withdrawn", "merged"]}, "case_list"),
        ({"state": ["reported", "decided"]}, "case_open_list"),
        ({"nature": ["complaint"], "outcome": ["withdrawn"]}, "case_list"),
        ({"was_overdue": "true"}, "case_list"),
        ({"closed_after": "2026-02-01", "closed_before": "2026-02-28"}, "case_list"),
        ({"received_after": "2026-02-01"}, "case_list"),
        ({"standing": "open"}, "case_open_list"),
        ({"due": "overdue"}, "case_open_list"),
        ({"due": "week", "severity": "serious"}, "case_open_list"),
        ({"standing": "open", "state": ["reported"]}, "case_open_list"),
        ({"department": "a"}, "case_list"),
        ({"department": "a", "standing": "open"}, "case_open_list"),
        ({"report_due_after": "2026-02-01", "report_on_time": "true"}, "case_list"),
    ],
)
@pytest.mark.parametrize("name", POSTS)
def test_what_a_list_asks_stands_whole_in_one_index_in_the_order_of_the_page(
    center: Center, name: str, query: dict[str, Any], index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(center, 3)
    monkeypatch.setattr(keys, "FEW", -1)  # as for who sees very many
    asked_for = CaseFilter(query, queryset=Case.objects.listed_to(center.user(name)))
    assert asked_for.is_valid()
    rows = asked_for.qs
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        other = ({"case_list", "case_open_list"} - {index}).pop()
        for narrow in (
            other,
            "case_by_site",
            "case_by_state",
            "case_by_channel",
            "case_by_outcome",
            "case_by_team",
        ):
            cursor.execute(f"DROP INDEX {narrow}")
    plan = rows.order_by(*NEWEST).values("pk")[:51].explain()
    assert f"Index Only Scan using {index}" in plan, plan
    assert "Sort" not in plan


def test_pages_of_the_list_and_of_the_api_hold_every_complaint_once_in_order(center: Center) -> None:
    made = [case.reference for case in many(center, 120)]
    client = as_(center, "officer")
    page = client.get(LIST, {"standing": "open"})
    seen = _lines(page)
    while page.context["page"].next:
        page = client.get(LIST, {"standing": "open"} | page.context["page"].next)
        seen += _lines(page)
    assert seen == made
    back = client.get(LIST, {"standing": "open"} | page.context["page"].previous)
    assert _lines(back) == made[50:100]
    sent, address = [], f"{API}?page_size=50"
    while address:
        answer = client.get(address).json()
        sent += [one["reference"] for one in answer["results"]]
        address = answer["next"]
    assert sent == made


def _lines(page: Any) -> list[str]:
    return [line.cells[0].value for line in page.context["rows"]]


@pytest.mark.parametrize(
    ("sample", "often", "few"), [(1_000, 60, 5_000), (3, 2, 5_000), (3, 99, 5), (3, 0, 5), (3, 99, 0)]
)
def test_words_find_the_same_complaints_whichever_way_they_are_looked_up(
    center: Center, sample: int, often: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(center, 12)
    wanted = rows[::3]
    for case in wanted:
        case.title = "退款延误 the refund is late"
        case.search = search.index(case)
        case.save(update_fields=["title", "search"])
    elsewhere = many(make_center(), 2)
    Case.objects.filter(pk__in=[one.pk for one in elsewhere]).update(search=wanted[0].search)
    monkeypatch.setattr(fulltext, "SAMPLE", sample)
    monkeypatch.setattr(fulltext, "OFTEN", often)
    monkeypatch.setattr(fulltext, "FEW", few)
    for words in ("退款", "refund late", "延误 refund"):
        found = Case.objects.listed_to(center.user("officer")).matching(words).order_by(*NEWEST)
        assert [case.pk for case in found] == [case.pk for case in wanted]
    assert not Case.objects.listed_to(center.user("officer")).matching("nowhere").exists()
