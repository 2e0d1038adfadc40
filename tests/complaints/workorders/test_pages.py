"""Pages and API of work orders, as the posts use them."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.people.models import Employee
from complaints.workorders.models import Category, OrderChase, TransferTicket, WorkOrder
from complaints.workorders.states import State
from tests.complaints.customers.factories import make_customer
from tests.complaints.workorders.factories import (
    HOUR,
    Floor,
    make_floor,
    make_order,
    make_satisfied,
    make_ticket,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def as_(person: Employee) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def step(order: WorkOrder, key: str) -> str:
    return reverse("workorders:step", args=[order.pk, key])


def local(at: datetime.datetime, floor: Floor) -> str:
    return at.astimezone(floor.site.zone).strftime("%Y-%m-%dT%H:%M")


def taken(floor: Floor, **changed: Any) -> dict[str, Any]:
    given = {
        "phone": "13800138000", "channel": "phone", "kind": "inquiry", "category": floor.category.pk,
        "content": "Where is my card?", "urgency": "normal", "promised_reply_at": local(timezone.now() + 2 * HOUR, floor),
    }  # fmt: skip
    return given | changed


def test_an_agent_finds_the_caller_by_phone_and_takes_the_order(floor: Floor) -> None:
    customer = make_customer(floor.site, name="Wang Fang", phone="13800138000", phone_key="13800138000")
    agent = as_(floor.agent)
    found = agent.post(reverse("workorders:new"), taken(floor) | {"find": "1"}).content.decode()
    assert "Wang Fang" in found
    assert "138****8000" in found
    assert "Where is my card?" in found
    made = agent.post(reverse("workorders:new"), taken(floor, customer=customer.pk))
    assert made.status_code == 302
    order = WorkOrder.objects.get()
    assert (order.customer, order.owner) == (customer, floor.agent)
    assert order.number in agent.get(reverse("workorders:index")).content.decode()
    assert order.get_absolute_url() in agent.get(reverse("web:today")).content.decode()


def test_a_missing_promise_is_said_beside_its_field(floor: Floor) -> None:
    refused = as_(floor.agent).post(reverse("workorders:new"), taken(floor, promised_reply_at=""))
    assert refused.status_code == 422
    assert "Tell the customer when we reply" in refused.content.decode()
    assert not WorkOrder.objects.exists()


def test_the_whole_way_by_page(floor: Floor) -> None:
    agent, handler = as_(floor.agent), as_(floor.handler)
    order = make_order(floor)
    sent = {
        "department": floor.cards.pk, "problem": "p", "reason": "r",
        "required_by": local(timezone.now() + 24 * HOUR, floor),
    }  # fmt: skip
    assert agent.post(step(order, "transfer"), sent).status_code == 302
    assert order.number in handler.get(reverse("workorders:tickets")).content.decode()
    assert handler.get(order.get_absolute_url()).status_code == 200
    assert handler.post(step(order, "receive"), {"handler": floor.handler.pk}).status_code == 302
    assert handler.post(step(order, "contact"), {"words": "Which machine"}).status_code == 302
    slip = {"handling": "Opened", "result": "Sent", "satisfaction": "unknown"}
    assert handler.post(step(order, "feedback"), slip).status_code == 302
    assert handler.post(step(order, "close")).status_code == 403
    assert agent.post(step(order, "close")).status_code == 422
    assert agent.post(step(order, "inform"), {"means": "phone", "words": "Sent today"}).status_code == 302
    assert agent.post(step(order, "confirm")).status_code == 302
    assert agent.post(step(order, "close")).status_code == 302
    order.refresh_from_db()
    assert order.state == State.CLOSED
    page = agent.get(order.get_absolute_url()).content.decode()
    assert "Closed and archived" in page
    assert step(order, "cancel") not in page


def test_a_promise_in_the_past_is_refused_and_the_text_stays(floor: Floor) -> None:
    order = make_order(floor)
    sent = {
        "department": floor.cards.pk, "problem": "Kept", "reason": "r",
        "required_by": local(timezone.now() - 2 * HOUR, floor),
    }  # fmt: skip
    refused = as_(floor.agent).post(step(order, "transfer"), sent)
    assert refused.status_code == 422
    assert "is over already" in refused.content.decode()
    assert "Kept" in refused.content.decode()


def test_many_tickets_are_received_at_once_and_for_somebody(floor: Floor) -> None:
    first, second, third = (make_ticket(floor) for _ in range(3))
    handler = as_(floor.handler)
    assert (
        handler.post(reverse("workorders:receive-many"), {"selected": [first.pk, second.pk]}).status_code
        == 302
    )
    who = handler.post(reverse("workorders:assign-many"), {"selected": [third.pk]})
    assert floor.second_handler.number in who.content.decode()
    chosen = {"selected": [third.pk], "handler": floor.second_handler.number}
    assert handler.post(reverse("workorders:assign-many"), chosen).status_code == 302
    handlers = set(TransferTicket.objects.values_list("handler", flat=True))
    assert handlers == {floor.handler.pk, floor.second_handler.pk}


def test_the_leader_chases_stuck_orders_together(floor: Floor) -> None:
    tickets = [make_ticket(floor) for _ in range(2)]
    TransferTicket.objects.update(sent_at=timezone.now() - 5 * HOUR)
    leader = as_(floor.leader)
    page = leader.get(reverse("workorders:board")).content.decode()
    assert "Nobody received it" in page
    chosen = {"selected": [one.order_id for one in tickets], "words": "Please"}
    assert leader.post(reverse("workorders:chase-many"), chosen).status_code == 302
    assert OrderChase.objects.count() == 2
    assert "chased once" in leader.get(reverse("workorders:board")).content.decode()


def test_phone_numbers_are_masked_for_those_who_do_not_keep_the_order(floor: Floor) -> None:
    order = make_ticket(floor, "received").order
    assert "13800138000" in as_(floor.agent).get(order.get_absolute_url()).content.decode()
    assert "13800138000" not in as_(floor.handler).get(order.get_absolute_url()).content.decode()
    shown = as_(floor.agent).get(f"/api/v1/complaints/work-orders/{order.pk}/").json()
    assert shown["contact_phone"] == "138****8000"


def test_paper_of_a_ticket_has_the_slip(floor: Floor) -> None:
    ticket = make_ticket(floor, "done")
    page = (
        as_(floor.agent).get(reverse("workorders:paper", args=[ticket.order_id, ticket.seq])).content.decode()
    )
    assert "Card sent" in page


def test_categories_begin_with_the_usual_ones_and_are_renamed(floor: Floor) -> None:
    Category.objects.all().delete()
    coordinator = as_(floor.coordinator)
    coordinator.post(reverse("workorders:first-categories"))
    one = Category.objects.get(site=floor.site, code="billing")
    sent = {"name": "Bills", "name_zh": "账单", "is_active": ""}
    assert coordinator.post(reverse("workorders:category", args=[one.pk]), sent).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.is_active) == ("Bills", False)
    taken_code = {"code": "billing", "name": "x", "name_zh": "x"}
    assert coordinator.post(reverse("workorders:categories"), taken_code).status_code == 422


@pytest.mark.parametrize("name", ["index", "orders", "tickets", "coordination"])
def test_a_list_asks_as_often_for_many_rows_as_for_few(floor: Floor, name: str) -> None:
    agent = as_(floor.agent)

    def count() -> int:
        agent.get(reverse(f"workorders:{name}"))
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert agent.get(reverse(f"workorders:{name}")).status_code == 200
        return len(found)

    make_ticket(floor)
    few = count()
    for _ in range(8):
        make_ticket(floor)
    assert count() <= few


def test_the_board_and_the_figures_ask_as_often_for_many(floor: Floor) -> None:
    leader = as_(floor.leader)

    def count(name: str) -> int:
        leader.get(reverse(f"workorders:{name}"))
        with CaptureQueriesContext(connection) as found:
            assert leader.get(reverse(f"workorders:{name}")).status_code == 200
        return len(found)

    def stick() -> None:
        make_ticket(floor)
        TransferTicket.objects.update(sent_at=timezone.now() - 5 * HOUR)

    stick()
    few = {name: count(name) for name in ("board", "departments", "figures")}
    for _ in range(6):
        stick()
    assert {name: count(name) for name in few} == few


def test_the_api_takes_transfers_and_closes(floor: Floor) -> None:
    agent, handler = as_(floor.agent), as_(floor.handler)
    base = "/api/v1/complaints/work-orders/"
    soon = (timezone.now() + HOUR).isoformat()
    new = {
        "site": floor.site.code, "channel": "email", "category": floor.category.code, "content": "Where?",
        "contact_email": "w@example.com", "promised_reply_at": soon,
    }  # fmt: skip
    made = agent.post(base, new, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "new")
    one = f"{base}{made.json()['id']}/"
    sent = {"department": floor.cards.code, "problem": "p", "reason": "r", "required_by": soon}
    assert (
        agent.post(f"{one}transfer/", sent, content_type="application/json").json()["state"] == "transferred"
    )
    ticket = handler.get("/api/v1/complaints/transfer-tickets/").json()["results"][0]
    at = f"/api/v1/complaints/transfer-tickets/{ticket['id']}/"
    who = {"handler": floor.handler.number}
    assert handler.post(f"{at}receive/", who, content_type="application/json").json()["state"] == "received"
    again = handler.post(f"{at}receive/", who, content_type="application/json")
    assert again.status_code == 409
    handler.post(f"{at}contact/", {"words": "w"}, content_type="application/json")
    slip = {"handling": "h", "result": "r", "satisfaction": "satisfied"}
    done = handler.post(f"{at}feedback/", slip, content_type="application/json").json()
    assert (done["state"], done["slip"]["result"]) == ("done", "r")
    assert agent.post(f"{one}close/", content_type="application/json").status_code == 409
    told = {"means": "email", "words": "Done"}
    agent.post(f"{one}inform/", told, content_type="application/json")
    agent.post(f"{one}confirm/", content_type="application/json")
    assert agent.post(f"{one}close/", content_type="application/json").json()["state"] == "closed"


def test_the_search_finds_an_order_by_its_number(floor: Floor) -> None:
    order = make_order(floor)
    page = as_(floor.agent).get(reverse("web:search"), {"q": order.number}).content.decode()
    assert order.get_absolute_url() in page


def test_the_list_is_taken_away_as_a_workbook_by_who_may(floor: Floor) -> None:
    make_order(floor)
    answer = as_(floor.coordinator).get(reverse("workorders:orders"), {"export": "xlsx"})
    assert answer.status_code in (200, 302)
    assert as_(floor.agent).get(reverse("workorders:orders"), {"export": "xlsx"}).status_code == 403


def test_a_satisfied_order_offers_closing_first(floor: Floor) -> None:
    page = as_(floor.agent).get(make_satisfied(floor).get_absolute_url()).content.decode()
    assert "Next step: Close and archive" in page


@pytest.mark.parametrize(
    ("state", "who", "proposed"),
    [
        ("sent", "agent", ""),
        ("sent", "handler", "Receive the ticket"),
        ("received", "handler", "Contact the agent"),
    ],
)
def test_the_page_proposes_what_brings_the_order_on_and_nothing_that_ends_it(
    floor: Floor, state: str, who: str, proposed: str
) -> None:
    order = make_ticket(floor, state).order
    page = as_(getattr(floor, who)).get(order.get_absolute_url()).content.decode()
    assert (f"Next step: {proposed}" in page) if proposed else ("Next step:" not in page)
