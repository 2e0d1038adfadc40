"""Work orders and transfer tickets by the API: what is done between the steps, with the pages' refusals."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from complaints.cases.models import State as CaseState
from complaints.workorders.models import OrderChase, TransferTicket, WorkOrder
from tests.api_calls import codes, get, post, wrong_fields
from tests.complaints.factories import make_case
from tests.complaints.workorders.factories import (
    Floor,
    make_floor,
    make_order,
    make_satisfied,
    make_ticket,
    make_unsatisfied,
)
from tests.integrations.client_factories import caller

pytestmark = pytest.mark.django_db
ORDERS = "/api/v1/complaints/work-orders/"
TICKETS = "/api/v1/complaints/transfer-tickets/"


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def at(row: WorkOrder | TransferTicket) -> str:
    return f"{ORDERS if isinstance(row, WorkOrder) else TICKETS}{row.pk}/"


def test_the_customer_hears_how_far_it_is_with_a_new_promise(floor: Floor) -> None:
    order = make_order(floor)
    later = timezone.now() + datetime.timedelta(hours=5)
    given = {"means": "phone", "words": "We look for it", "promised_reply_at": later.isoformat()}
    told = post(floor.agent, f"{at(order)}reply/", given).json()
    assert (told["state"], bool(told["first_replied_at"])) == ("new", True)
    order.refresh_from_db()
    assert order.promised_reply_at == later
    past = given | {"promised_reply_at": (timezone.now() - datetime.timedelta(hours=1)).isoformat()}
    assert codes(post(floor.agent, f"{at(order)}reply/", past))
    assert post(floor.officer, f"{at(order)}reply/", given).status_code == 403


def test_who_has_it_is_chased_and_that_is_on_record(floor: Floor) -> None:
    ticket = make_ticket(floor)
    assert post(floor.leader, f"{at(ticket.order)}chase/", {"words": "She called again"}).status_code == 200
    assert OrderChase.objects.get().words == "She called again"
    assert post(floor.handler, f"{at(ticket.order)}chase/").status_code == 403
    over = make_satisfied(floor)
    post(floor.agent, f"{at(over)}close/")
    assert codes(post(floor.leader, f"{at(over)}chase/")) == ["workorders.is_over"]


def test_somebody_of_the_site_stands_in(floor: Floor) -> None:
    order, elsewhere = make_order(floor), make_floor()
    done = post(floor.leader, f"{at(order)}hand-over/", {"person": floor.officer.number}).json()
    assert (done["keeper"], done["owner"]) == (floor.officer.number, floor.agent.number)
    for number in (elsewhere.agent.number, "nobody"):
        assert wrong_fields(post(floor.leader, f"{at(order)}hand-over/", {"person": number})) == {"person"}
    assert post(floor.agent, f"{at(order)}hand-over/", {"person": floor.officer.number}).status_code == 403


def test_only_a_manager_settles_and_not_before_the_third_no(floor: Floor) -> None:
    order = make_unsatisfied(floor)
    assert post(floor.agent, f"{at(order)}settle/", {"words": "x"}).status_code == 403
    assert codes(post(floor.manager, f"{at(order)}settle/", {"words": "Nothing more can be done"}))
    assert wrong_fields(post(floor.manager, f"{at(order)}settle/")) == {"words"}
    order.refresh_from_db()
    assert order.is_open


def taking(floor: Floor, case: Any, **changed: Any) -> dict[str, Any]:
    soon = timezone.now() + datetime.timedelta(hours=4)
    given = {
        "complaint": case.reference,
        "category": floor.category.code,
        "promised_reply_at": soon.isoformat(),
    }
    return given | changed


def test_a_complaint_that_was_none_becomes_a_work_order_once(floor: Floor) -> None:
    case = make_case(floor.site, CaseState.REDIRECTED)
    address = f"{ORDERS}from-complaint/"
    made = post(floor.officer, address, taking(floor, case))
    assert (made.status_code, made.json()["owner"]) == (201, floor.officer.number)
    assert codes(post(floor.officer, address, taking(floor, case))) == ["workorders.case_took_it"]
    open_one = make_case(floor.site, CaseState.ACCEPTED)
    assert codes(post(floor.officer, address, taking(floor, open_one))) == ["workorders.case_not_redirected"]
    strange = make_case(make_floor().site, CaseState.REDIRECTED)
    wrong = taking(floor, strange, category="none")
    assert wrong_fields(post(floor.officer, address, wrong)) == {"complaint"}
    assert wrong_fields(post(floor.officer, address, taking(floor, case, category="none"))) == {"category"}


def test_the_handler_waits_goes_on_and_another_takes_it(floor: Floor) -> None:
    ticket = make_ticket(floor, "in_progress")
    waiting = post(floor.handler, f"{at(ticket)}wait/", {"words": "The machine's key"}).json()
    assert (waiting["state"], waiting["waits_for"]) == ("waiting", "The machine's key")
    assert post(floor.handler, f"{at(ticket)}resume/").json()["state"] == "in_progress"
    assert codes(post(floor.handler, f"{at(ticket)}resume/"))
    named = post(floor.handler, f"{at(ticket)}handler/", {"handler": floor.second_handler.number}).json()
    assert named["handler"] == floor.second_handler.number
    assert post(floor.handler, f"{at(ticket)}wait/", {"words": "x"}).status_code == 403
    assert codes(post(floor.handler, f"{at(ticket)}handler/", {"handler": floor.carrier.number})) == [
        "workorders.handler_not_there"
    ]


def test_nothing_of_another_site_is_there(floor: Floor) -> None:
    ticket, stranger = make_ticket(floor), make_floor()
    for who in (stranger.leader, stranger.manager, stranger.handler):
        for row, name in (
            (ticket.order, "chase"),
            (ticket.order, "reply"),
            (ticket, "wait"),
            (ticket, "handler"),
        ):
            assert get(who, at(row)).status_code == 404
            assert post(who, f"{at(row)}{name}/").status_code == 404


def test_a_program_chases_with_the_scope_to_write_alone(floor: Floor) -> None:
    order = make_order(floor)
    given = {"data": {"words": "x"}, "content_type": "application/json"}
    assert caller("complaints:read", site=floor.site).post(f"{at(order)}chase/", **given).status_code == 403
    program = caller("complaints:write", site=floor.site)
    assert program.post(f"{at(order)}chase/", **given).status_code == 200
    assert program.post(f"{at(order)}settle/", **given).status_code == 403
