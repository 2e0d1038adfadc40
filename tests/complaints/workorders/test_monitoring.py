"""The board, departments on time, figures of weeks, what needs a closer look."""

import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from callcenter.notifications.models import Message
from complaints.workorders.models import FocusAlert, TransferTicket
from complaints.workorders.monitoring import selectors
from complaints.workorders.monitoring.services import look
from complaints.workorders.orders import services as orders
from complaints.workorders.tickets import services as tickets
from tests.complaints.workorders.factories import (
    HOUR,
    Floor,
    make_floor,
    make_order,
    make_ticket,
    make_unsatisfied,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.datetime(2026, 3, 11, 2, 0, tzinfo=datetime.UTC)
MONDAY = datetime.date(2026, 3, 9)


@pytest.fixture
def at() -> Any:
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def floor(at: Any) -> Floor:
    return make_floor()


def test_an_order_is_stuck_when_its_ticket_is_not_received_in_time(floor: Floor, at: Any) -> None:
    make_ticket(floor)
    assert selectors.stuck(floor.leader.user, floor.site) == []
    at.shift(2 * HOUR + datetime.timedelta(seconds=1))
    (one,) = selectors.stuck(floor.leader.user, floor.site)
    assert one.reasons == ["Promise broken", "Nobody received it"]
    assert one.holder == floor.cards


def test_a_slip_that_does_not_come_back_is_stuck_with_its_handler(floor: Floor, at: Any) -> None:
    ticket = make_ticket(floor, "in_progress", required_by=timezone.now() + HOUR)
    at.shift(HOUR + datetime.timedelta(seconds=1))
    (one,) = selectors.stuck(floor.leader.user, floor.site)
    assert (one.reasons, one.holder) == (["Slip not returned"], ticket.handler)


def test_the_board_shows_another_leader_nothing(floor: Floor, at: Any) -> None:
    make_ticket(floor)
    at.shift(50 * HOUR)
    assert selectors.stuck(make_floor().leader.user, floor.site) == []


def test_departments_on_time_count_what_was_due(floor: Floor, at: Any) -> None:
    make_ticket(floor, "done", required_by=timezone.now() + HOUR)
    late = make_ticket(floor, "in_progress", required_by=timezone.now() + HOUR)
    returned = make_ticket(floor)
    tickets.return_ticket(returned, actor=floor.handler.user, words="Not ours")
    at.shift(2 * HOUR)
    (one,) = selectors.departments(floor.site, MONDAY, MONDAY + datetime.timedelta(days=6))
    assert (one.department, one.on_time.numerator, one.on_time.denominator) == (floor.cards, 1, 2)
    assert (one.open, one.overdue) == (1, 1)
    tickets.hand_in_slip(late, actor=floor.handler.user, handling="a", result="b", satisfaction="unknown")
    (one,) = selectors.departments(floor.site, MONDAY, MONDAY + datetime.timedelta(days=6))
    assert (one.on_time.numerator, one.on_time.denominator, one.overdue) == (1, 2, 0)


def test_a_week_counts_what_was_taken_chased_fed_back_and_called_back(floor: Floor) -> None:
    make_order(floor, answer="So", is_satisfied=True, promised_reply_at=None)
    make_unsatisfied(floor)
    tickets.chase(make_ticket(floor).order, actor=floor.leader.user)
    week = selectors.week(floor.site, MONDAY)
    assert (week.accepted, week.supervised, week.fed_back, week.called_back) == (3, 1, 1, 2)
    assert (week.of("satisfaction").numerator, week.of("satisfaction").denominator) == (1, 2)
    assert (week.of("resolution_rate").numerator, week.of("resolution_rate").denominator) == (1, 1)
    assert selectors.week(floor.site, MONDAY - selectors.WEEK).accepted == 0


def test_a_week_ends_at_midnight_of_the_site(floor: Floor, at: Any) -> None:
    at.move_to(datetime.datetime(2026, 3, 15, 15, 59, 59, tzinfo=datetime.UTC))  # Sunday 23:59:59 in Shanghai
    make_order(floor)
    at.move_to(datetime.datetime(2026, 3, 15, 16, 0, 0, tzinfo=datetime.UTC))
    make_order(floor)
    assert selectors.week(floor.site, MONDAY).accepted == 1
    assert selectors.week(floor.site, MONDAY + selectors.WEEK).accepted == 1


def test_a_category_that_jumps_is_told_to_the_director_once(floor: Floor) -> None:
    for _ in range(5):
        make_order(floor)
    assert look(floor.site, MONDAY) == 1
    assert look(floor.site, MONDAY) == 0
    assert FocusAlert.objects.get().category == floor.category
    told = Message.objects.filter(kind="workorders.focus")
    assert list(told.values_list("recipient", flat=True)) == [floor.director.user_id]


def test_four_orders_are_too_few_to_say_anything(floor: Floor) -> None:
    for _ in range(4):
        make_order(floor)
    assert look(floor.site, MONDAY) == 0


def test_the_tasks_run_for_every_site(floor: Floor, at: Any) -> None:
    from complaints.workorders.tasks import look_for_focus, raise_unreceived_tickets

    make_ticket(floor)
    at.shift(24 * HOUR)
    assert raise_unreceived_tickets() == 1
    assert raise_unreceived_tickets() == 0
    assert TransferTicket.objects.get().first_on == floor.site.today()
    assert look_for_focus() == 0


def test_the_ladder_of_a_promise_fires_once_and_reaches_the_leader(floor: Floor, at: Any) -> None:
    from callcenter.clocks.services import sweep

    order = make_order(floor)
    at.move_to(order.promised_reply_at + 5 * HOUR)
    sweep()
    sweep()
    told = Message.objects.filter(kind="clocks.overdue").values_list("recipient", flat=True)
    assert floor.leader.user_id in told
    keys = list(Message.objects.values_list("kind", "key", "recipient"))
    assert len(keys) == len(set(keys))


def test_a_ticket_nobody_received_is_brought_up_to_department_then_leader(floor: Floor, at: Any) -> None:
    from callcenter.clocks.services import sweep

    make_ticket(floor)
    at.shift(2 * HOUR + datetime.timedelta(seconds=2))
    sweep()
    told = Message.objects.filter(kind="workorders.unclaimed")
    assert set(told.values_list("recipient", flat=True)) == {
        floor.handler.user_id,
        floor.second_handler.user_id,
    }
    at.shift(2 * HOUR)
    sweep()
    assert {floor.leader.user_id, floor.coordinator.user_id} <= set(told.values_list("recipient", flat=True))


def test_what_one_agent_closes_shows_in_the_handling_time(floor: Floor, at: Any) -> None:
    order = make_order(floor)
    at.shift(HOUR)
    orders.answer(order, actor=floor.agent.user, means="phone", words="So")
    orders.confirm(order, actor=floor.agent.user)
    orders.close(order, actor=floor.agent.user)
    assert selectors.week(floor.site, MONDAY).of("handling_time").value == 3600
