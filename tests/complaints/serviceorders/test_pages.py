"""Pages and API of service orders."""

import base64

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.files.attachments.services import files_of
from complaints.serviceorders import services
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.states import State
from tests.complaints.serviceorders.factories import MINUTE, PNG, make_order
from tests.complaints.serviceorders.test_orders import Place, place
from tests.rulebook.factories import set_value

__all__ = ["place"]  # a fixture
pytestmark = pytest.mark.django_db
LINE = {
    "category": "c", "customer_name": "Wang Fang", "postal_address": "1 Long Street", "phone": "13800138000",
    "product_model": "Kettle K2", "wanted": "It leaks.",
}  # fmt: skip


def as_(employee: object) -> Client:
    client = Client()
    client.force_login(employee.user)  # type: ignore[attr-defined]
    return client


def test_a_request_is_registered_dispatched_and_finished_with_a_drawn_signature(place: Place) -> None:
    agent, manager, technician = (as_(one) for one in (place.agent, place.manager, place.technician))
    assert agent.post(reverse("serviceorders:register"), LINE | {"phone": ""}).status_code == 422
    assert agent.post(reverse("serviceorders:register"), LINE).status_code == 302
    order = ServiceOrder.objects.get()
    address = order.get_absolute_url()
    assert address in manager.get(reverse("web:today")).content.decode()
    assert address in manager.get(reverse("serviceorders:board")).content.decode()
    sent = {"technician": place.technician.number}
    assert manager.post(f"{address}dispatch/", {}).status_code == 422
    assert manager.post(f"{address}dispatch/", sent).status_code == 302
    assert manager.post(f"{address}dispatch/", sent).status_code == 422
    assert address in technician.get(reverse("web:today")).content.decode()
    ServiceOrder.objects.update(dispatched_at=timezone.now() - 60 * MINUTE)
    zone = place.site.zone
    began, ended = ((timezone.now() - each * MINUTE).astimezone(zone) for each in (30, 5))
    voucher = {
        "began_at": f"{began:%Y-%m-%dT%H:%M}", "ended_at": f"{ended:%Y-%m-%dT%H:%M}", "work_done": "New seal.",
        "signed_by": "Wang Fang",
    }  # fmt: skip
    assert technician.post(f"{address}finish/", voucher).status_code == 422
    assert (
        technician.post(f"{address}finish/", voucher | {"drawn": "data:text/html;base64,xx"}).status_code
        == 422
    )
    drawn = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert technician.post(f"{address}finish/", voucher | {"drawn": drawn}).status_code == 302
    order.refresh_from_db()
    assert (order.state, files_of(order).count()) == (State.FINISHED, 1)
    assert "New seal." in manager.get(f"{address}voucher/").content.decode()
    assert manager.post(f"{address}sign-off/").status_code == 302
    assert manager.post(f"{address}archive/").status_code == 302


def test_others_do_not_see_it(place: Place) -> None:
    order = make_order(place.agent)
    stranger = Place()
    assert as_(stranger.manager).get(order.get_absolute_url()).status_code == 404


def test_customers_are_masked_in_the_list_and_the_api(place: Place) -> None:
    make_order(place.agent)
    manager = as_(place.manager)
    assert "Wang Fang" not in manager.get(reverse("serviceorders:orders")).content.decode()
    one = manager.get("/api/v1/complaints/service-orders/").json()["results"][0]
    assert (one["customer_name"], one["phone"]) == ("W*** F***", "*******8000")


def test_the_register_is_compared_on_the_board(place: Place) -> None:
    manager = as_(place.manager)
    today = place.site.today().isoformat()
    assert manager.post(reverse("serviceorders:compare"), {"on": today, "note": "ok"}).status_code == 302
    assert manager.post(reverse("serviceorders:compare"), {"on": today}).status_code == 422
    assert manager.get(reverse("serviceorders:board") + "?on=never").status_code == 404


def test_the_room_is_hidden_where_the_site_does_not_use_it(place: Place) -> None:
    manager, link = as_(place.manager), f'href="{reverse("serviceorders:board")}"'
    assert link in manager.get(reverse("web:today")).content.decode()
    set_value("serviceorder.is_used", False, place.site)
    assert link not in manager.get(reverse("web:today")).content.decode()
    assert as_(place.agent).post(reverse("serviceorders:register"), LINE).status_code == 422


def test_the_api_registers_and_dispatches(place: Place) -> None:
    agent, manager = as_(place.agent), as_(place.manager)
    sent = LINE | {"site": place.site.code}
    made = agent.post("/api/v1/complaints/service-orders/", sent, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "registered")
    address = f"/api/v1/complaints/service-orders/{made.json()['id']}/dispatch/"
    body = {"technician": place.technician.number}
    assert agent.post(address, body, content_type="application/json").status_code == 403
    done = manager.post(address, body, content_type="application/json")
    assert (done.status_code, done.json()["technician"]) == (200, place.technician.number)
    assert manager.post(address, body, content_type="application/json").status_code == 409


def test_the_lists_ask_the_same_number_of_questions_however_many_orders_there_are(place: Place) -> None:
    manager, counts = as_(place.manager), []
    for batch in (3, 20):
        for _turn in range(batch):
            services.dispatch(make_order(place.agent), place.technician, actor=place.manager.user)
            make_order(place.agent)
        manager.get(reverse("serviceorders:orders"))
        with CaptureQueriesContext(connection) as asked:
            for path in (
                reverse("serviceorders:orders"),
                reverse("serviceorders:board"),
                "/api/v1/complaints/service-orders/",
            ):
                assert manager.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
