"""Work orders, tickets and coordination requests are found by words in Chinese and English, by phone and by number, on the page and by the API."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter import fulltext, keys
from complaints.workorders.coordination import services as coordination
from complaints.workorders.listing import OrderFilter
from complaints.workorders.models import CoordinationRequest, WorkOrder
from tests.complaints.customers.factories import make_customer
from tests.complaints.workorders.factories import Floor, make_floor, make_order, send

pytestmark = pytest.mark.django_db
LIST, API = "/complaints/work-orders/all/", "/api/v1/complaints/work-orders/"
TICKETS = "/api/v1/complaints/transfer-tickets/"
COORDINATION = "/complaints/work-orders/coordination/"
WAYS = [(1_000, 60, 5_000), (1, 99, 5_000), (1, 0, 5), (1, 99, 0)]


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def as_(employee: Any) -> Client:
    client = Client()
    client.force_login(employee.user)
    return client


def found(client: Client, text: str) -> tuple[set[int], set[int]]:
    """What the page and what the API finds."""
    page = client.get(LIST, {"q": text}).context["rows"]
    return {line.key for line in page}, {one["id"] for one in client.get(API, {"q": text}).json()["results"]}


@pytest.mark.parametrize(("sample", "often", "few"), WAYS)
@pytest.mark.parametrize(
    "text",
    [
        "吞卡 密码",
        "门口吞卡",
        "machines",
        "CARD gate",
        "王芳",
        "1390013",
        "13900138111",
        "WO-{pk:06d}",
        "{pk}",
    ],
)
def test_an_order_is_found_by_what_people_say_of_it(
    floor: Floor, text: str, sample: int, often: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SAMPLE", sample), ("OFTEN", often), ("FEW", few)):
        monkeypatch.setattr(fulltext, name, value)
    customer = make_customer(floor.site, name="王芳")
    words = "客户在门口吞卡，忘记密码。The machine at the gate kept the card."
    wanted = make_order(floor, content=words, customer=customer, contact_phone="13900138111")
    make_order(floor, content="卡吞在别处 Something else", contact_phone="13700137000")
    text = text.format(pk=wanted.pk)
    assert found(as_(floor.leader), text) == ({wanted.pk}, {wanted.pk})


def test_nothing_out_of_sight_is_found(floor: Floor) -> None:
    make_order(floor, content="吞卡")
    stranger = make_floor()
    assert found(as_(stranger.leader), "吞卡") == (set(), set())


def test_a_ticket_is_found_by_its_problem_and_by_the_number_of_its_order(floor: Floor) -> None:
    ticket = send(make_order(floor), floor, problem="开机器取卡 Release the drawer")
    send(make_order(floor), floor, problem="Something else")
    handler = as_(floor.handler)
    for text in ("取卡", "release drawers", ticket.order.number):
        assert [one["id"] for one in handler.get(TICKETS, {"q": text}).json()["results"]] == [ticket.pk]


@pytest.mark.parametrize("is_few", [True, False])
@pytest.mark.parametrize("name", ["manager", "leader", "agent", "handler", "carrier", "coordinator"])
def test_the_list_shows_what_is_in_sight_whether_few_or_many(
    floor: Floor, name: str, is_few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(make_order(floor), floor)
    send(make_order(floor), floor, department=floor.delivery)
    make_order(make_floor())
    if not is_few:
        monkeypatch.setattr(keys, "FEW", -1)
    user = getattr(floor, name).user
    in_sight = set(WorkOrder.objects.visible_to(user).values_list("pk", flat=True))
    assert set(WorkOrder.objects.listed_to(user).values_list("pk", flat=True)) == in_sight
    assert in_sight


def test_a_search_asks_the_same_for_ten_orders_and_a_thousand(floor: Floor) -> None:
    client = as_(floor.leader)
    first = make_order(floor, content="吞卡 card")

    def more(count: int) -> None:
        rows = WorkOrder.objects.bulk_create(_copy(first) for _ in range(count))
        WorkOrder.objects.filter(pk__in=[one.pk for one in rows]).update(search=fulltext.vector("吞卡 card"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as sent:
            assert client.get(LIST, {"q": "吞卡"}).status_code == 200
        return len([one for one in sent.captured_queries if "SAVEPOINT" not in one["sql"]])

    more(9)
    asked()
    of_ten = asked()
    more(960)
    assert asked() == of_ten


def _copy(order: WorkOrder) -> WorkOrder:
    fields = {field.attname: getattr(order, field.attname) for field in WorkOrder._meta.concrete_fields}
    return WorkOrder(**{name: value for name, value in fields.items() if name not in ("id", "search")})


def test_the_list_walks_one_index_in_the_order_of_the_page(floor: Floor) -> None:
    make_order(floor)
    rows = OrderFilter(
        {"state": ["new"], "urgency": ["normal"], "is_overdue": "true"},
        queryset=WorkOrder.objects.listed_to(floor.manager.user),
    ).qs
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("DROP INDEX order_by_site")
    plan = rows.order_by("-received_at", "-pk").values("pk")[:51].explain()
    assert "Index Only Scan using order_list" in plan, plan


@pytest.mark.parametrize(("sample", "often", "few"), WAYS)
@pytest.mark.parametrize("text", ["取款机 停机", "machine stopped", "MACHINES", "CO-{pk:06d}", "{pk}"])
def test_a_coordination_request_is_found_by_what_is_to_be_settled(
    floor: Floor, text: str, sample: int, often: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SAMPLE", sample), ("OFTEN", often), ("FEW", few)):
        monkeypatch.setattr(fulltext, name, value)
    wanted = _coordination(floor, situation="门口取款机每天停机。", purpose="The machine has stopped again")
    _coordination(floor, situation="停在取款处", purpose="Something else")
    page = as_(floor.coordinator).get(COORDINATION, {"q": text.format(pk=wanted.pk)})
    assert [line.key for line in page.context["rows"]] == [wanted.pk]


def test_a_coordination_request_is_found_by_what_its_end_adds(floor: Floor) -> None:
    request = _coordination(floor, situation="s", purpose="p")
    coordination.call_off(request, actor=floor.coordinator.user, words="供应商已更换 Supplier replaced")
    client = as_(floor.coordinator)
    for text in ("更换", "suppliers"):
        assert [line.key for line in client.get(COORDINATION, {"q": text}).context["rows"]] == [request.pk]
    assert list(client.get(COORDINATION, {"q": "更 供"}).context["rows"]) != []
    assert list(client.get(COORDINATION, {"q": "换更"}).context["rows"]) == []


def test_what_was_asked_for_before_the_words_were_kept_is_indexed(floor: Floor) -> None:
    _coordination(floor, situation="门口取款机", purpose="p")
    closed = _coordination(floor, situation="旧机器", purpose="p")
    coordination.call_off(closed, actor=floor.coordinator.user, words="Over")
    with connection.cursor() as cursor:  # one is archived: only the migration may write
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks that wait is not altered
        cursor.execute("ALTER TABLE workorders_coordinationrequest DISABLE TRIGGER USER")
        cursor.execute("UPDATE workorders_coordinationrequest SET search = NULL")
        cursor.execute("ALTER TABLE workorders_coordinationrequest ENABLE TRIGGER USER")
    migration = import_module("complaints.workorders.migrations.0006_words_of_coordination")
    with connection.schema_editor() as editor:
        migration.index(apps, editor)
    rows = CoordinationRequest.objects.filter(search=fulltext.query("旧机器"))
    assert [one.pk for one in rows] == [closed.pk]
    assert CoordinationRequest.objects.filter(search=fulltext.query("取款机")).count() == 1


def _coordination(floor: Floor, **words: str) -> CoordinationRequest:
    required_by = timezone.now() + timedelta(days=3)
    return coordination.ask(floor.site, actor=floor.agent.user, required_by=required_by, **words)
