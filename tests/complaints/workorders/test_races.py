"""Two at once: of two who receive a ticket, close an order, transfer it, one is second and hears of it."""

from typing import Any

import pytest
from django.utils import timezone

from complaints.workorders.models import CustomerReply, FocusAlert, OrderEvent, TransferTicket, WorkOrder
from complaints.workorders.monitoring.selectors import monday_of
from complaints.workorders.monitoring.services import look
from complaints.workorders.orders import services as orders
from complaints.workorders.states import State
from complaints.workorders.tickets import services as tickets
from tests.complaints.workorders.factories import HOUR, make_floor, make_order, make_satisfied, make_ticket
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(person: Any) -> Any:
    """The log-in with nothing remembered, as each request has it."""
    return type(person.user).objects.get(pk=person.user_id)


def test_of_two_who_receive_a_ticket_one_is_second_and_hears_by_whom() -> None:
    floor = make_floor()
    ticket = make_ticket(floor)
    found = together(
        *[
            lambda one=one: tickets.receive(ticket, one, actor=fresh(one)).handler_id
            for one in (floor.handler, floor.second_handler)
        ]
    )
    received = TransferTicket.objects.get(pk=ticket.pk)
    assert sorted(map(str, found)) == sorted([str(received.handler_id), "workorders.received_already"])
    assert OrderEvent.objects.filter(order=ticket.order_id, transition="receive").count() == 1


def test_of_two_departments_people_only_one_gets_the_order() -> None:
    floor = make_floor()
    order = make_order(floor)
    soon = timezone.now() + HOUR
    found = together(
        *[
            lambda one=one: (
                tickets.transfer(
                    order, one, actor=fresh(floor.agent), problem="p", reason="r", required_by=soon
                )
                and "sent"
            )
            for one in (floor.cards, floor.delivery)
        ]
    )
    assert sorted(found) == ["sent", "workorders.wrong_state"]
    assert TransferTicket.objects.filter(order=order, ended_at=None).count() == 1


def test_of_two_who_close_one_is_second() -> None:
    floor = make_floor()
    order = make_satisfied(floor)
    found = together(
        *[lambda one=one: orders.close(order, actor=fresh(one)).state for one in (floor.agent, floor.leader)]
    )
    assert sorted(map(str, found)) == ["closed", "workorders.wrong_state"]
    assert OrderEvent.objects.filter(order=order, transition="close").count() == 1


def test_an_answer_and_a_transfer_at_once_leave_one_of_them() -> None:
    floor = make_floor()
    order = make_order(floor)
    soon = timezone.now() + HOUR
    found = together(
        lambda: orders.answer(order, actor=fresh(floor.agent), means="phone", words="So").state,
        lambda: (
            tickets.transfer(
                order, floor.cards, actor=fresh(floor.leader), problem="p", reason="r", required_by=soon
            )
            and "transferred"
        ),
    )
    assert "workorders.wrong_state" in map(str, found)
    order = WorkOrder.objects.get(pk=order.pk)
    assert (order.state == State.ANSWERED) == CustomerReply.objects.filter(order=order).exists()


def test_two_weekly_looks_at_once_tell_each_finding_once() -> None:
    floor = make_floor()
    for _number in range(5):
        make_order(floor)
    monday = monday_of(floor.site.today())
    found = together(lambda: look(floor.site, monday), lambda: look(floor.site, monday))
    assert sorted(found) == [0, FocusAlert.objects.count()]
    assert FocusAlert.objects.exists()
