"""The life of an order, step by step: what each step does, and what it refuses."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone, translation

from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from complaints.workorders.models import SUBJECT, FeedbackSlip, OrderEvent, TransferTicket, WorkOrder
from complaints.workorders.orders import services as orders
from complaints.workorders.states import State, TicketState
from complaints.workorders.tickets import services as tickets
from complaints.workorders.timeline import entries_of
from tests.complaints.workorders.factories import (
    HOUR,
    Floor,
    facts,
    make_floor,
    make_order,
    make_satisfied,
    make_ticket,
    make_unsatisfied,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def refused(act: Any) -> list[str]:
    with pytest.raises(RuleViolation) as caught, transaction.atomic():
        act()
    return [one.code for one in caught.value.objections]


def running(subject: Any) -> set[str]:
    return set(Clock.objects.of(subject).running().values_list("kind", flat=True))


def told(kind: str) -> set[int]:
    return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_an_order_that_is_not_answered_has_an_owner_a_promise_and_its_clocks(floor: Floor) -> None:
    order = make_order(floor)
    assert (order.owner, order.team, order.state) == (floor.agent, floor.team, State.NEW)
    assert order.number == f"WO-{order.pk:06d}"
    assert running(order) == {"workorder.promised_reply", "workorder.first_reply", "workorder.done_normal"}
    assert order.due_at == Clock.objects.of(order).get(kind="workorder.done_normal").due_at
    assert Event.objects.filter(verb="workorders.order.recorded", subject_id=str(order.pk)).exists()


def test_an_order_without_an_answer_needs_a_promise(floor: Floor) -> None:
    found = refused(lambda: make_order(floor, promised_reply_at=None))
    assert found == ["workorders.promise_needed"]


def test_an_order_says_how_the_customer_is_reached(floor: Floor) -> None:
    assert refused(lambda: make_order(floor, contact_phone="")) == ["workorders.contact_way_needed"]


def test_answered_on_the_spot_and_satisfied_it_is_archived_at_once(floor: Floor) -> None:
    order = make_order(floor, answer="Press reset", is_satisfied=True, promised_reply_at=None)
    assert (order.state, order.is_answered_on_spot) == (State.CLOSED, True)
    assert list(order.events.values_list("transition", flat=True)) == ["record", "answer", "confirm", "close"]
    assert order.replies.get().words == "Press reset"
    assert running(order) == set()


def test_answered_on_the_spot_but_not_asked_it_waits_for_satisfaction(floor: Floor) -> None:
    assert make_order(floor, answer="Press reset", promised_reply_at=None).state == State.ANSWERED


def test_answered_on_the_spot_and_not_satisfied_it_needs_a_promise_before_it_is_transferred(
    floor: Floor,
) -> None:
    order = make_order(floor, answer="Press reset", is_satisfied=False, promised_reply_at=None)
    assert (order.state, order.loops) == (State.UNSATISFIED, 1)
    assert refused(lambda: send(order, floor)) == ["workorders.promise_needed"]
    send(order, floor, promised_reply_at=timezone.now() + HOUR)
    order.refresh_from_db()
    assert order.promised_reply_at is not None


@pytest.mark.parametrize(("urgency", "hours"), [("urgent", 24), ("critical", 4)])
def test_urgency_says_when_it_is_done(floor: Floor, urgency: str, hours: int) -> None:
    order = make_order(floor, urgency=urgency)
    assert order.due_at - order.received_at < datetime.timedelta(hours=hours, seconds=1)
    assert order.due_at - order.received_at >= datetime.timedelta(hours=hours, seconds=-1)


def test_the_whole_way_through_a_department(floor: Floor) -> None:
    agent, handler = floor.agent.user, floor.handler.user
    order = make_order(floor)
    ticket = send(order, floor)
    assert told("workorders.ticket_sent") == {floor.handler.user_id, floor.second_handler.user_id}
    assert running(ticket) == {"workorder.unclaimed", "workorder.ticket"}
    ticket = tickets.receive(ticket, floor.handler, actor=handler)
    assert running(ticket) == {"workorder.first_contact", "workorder.ticket"}
    assert ticket.first_contact_due_at is not None
    tickets.contact(ticket, actor=handler, words="Machine at the gate")
    tickets.wait(ticket, actor=handler, words="The key")
    tickets.resume(ticket, actor=handler)
    tickets.hand_in_slip(ticket, actor=handler, handling="Opened", result="Card sent", satisfaction="unknown")
    assert running(ticket) == set()
    assert told("workorders.feedback") == {floor.agent.user_id}
    orders.inform(order, actor=agent, means="phone", words="It is on its way")
    orders.confirm(order, actor=agent)
    order = orders.close(order, actor=agent)
    assert order.state == State.CLOSED
    assert running(order) == set()
    assert list(order.events.values_list("transition", flat=True)) == [
        "record", "transfer", "receive", "contact", "wait", "resume", "feedback", "inform", "confirm", "close",
    ]  # fmt: skip


def test_the_owner_does_not_change_when_it_is_transferred(floor: Floor) -> None:
    ticket = make_ticket(floor, "done")
    assert WorkOrder.objects.get(pk=ticket.order_id).owner == floor.agent


def test_the_database_keeps_the_owner_whatever_is_written_past_the_services(floor: Floor) -> None:
    order = make_order(floor)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(owner=floor.leader)


def test_who_stands_in_keeps_the_order_and_the_owner_stays(floor: Floor) -> None:
    order = make_order(floor)
    order = orders.hand_over_order(order, floor.officer, actor=floor.leader.user, words="Ill")
    assert (order.owner, order.keeper) == (floor.agent, floor.officer)
    assert Clock.objects.of(order).running().first().owner == floor.officer.user  # type: ignore[union-attr]
    assert told("workorders.handed_over") == {floor.officer.user_id}


def test_required_completion_in_the_past_is_refused(floor: Floor) -> None:
    order = make_order(floor)
    found = refused(lambda: send(order, floor, required_by=timezone.now() - HOUR))
    assert found == ["workorders.required_in_the_past"]


def test_a_ticket_is_received_by_a_named_handler_of_the_department(floor: Floor) -> None:
    ticket = make_ticket(floor)
    user = floor.handler.user
    assert refused(lambda: tickets.receive(ticket, None, actor=user)) == ["workorders.handler_needed"]
    assert refused(lambda: tickets.receive(ticket, floor.carrier, actor=user)) == [
        "workorders.handler_not_there"
    ]
    with pytest.raises(PermissionDenied), transaction.atomic():
        tickets.receive(ticket, floor.carrier, actor=floor.carrier.user)


def test_the_timeline_names_the_handler_in_the_readers_language(floor: Floor) -> None:
    order = make_ticket(floor, "received").order
    Employee.objects.filter(pk=floor.handler.pk).update(name="Bai Xiaofeng", name_zh="白晓峰")
    for language, name in (("en", "Bai Xiaofeng"), ("zh-hans", "白晓峰")):
        with translation.override(language):
            assert name in [entry["text"] for entry in entries_of(order)]


def test_the_database_wants_a_handler_on_a_received_ticket(floor: Floor) -> None:
    ticket = make_ticket(floor)
    with pytest.raises(IntegrityError, match="received_ticket_has_a_named_handler"), transaction.atomic():
        TransferTicket.objects.filter(pk=ticket.pk).update(state=TicketState.RECEIVED)


def test_feedback_waits_for_a_word_with_the_agent(floor: Floor) -> None:
    ticket = make_ticket(floor, "received")
    found = refused(
        lambda: tickets.hand_in_slip(
            ticket, actor=floor.handler.user, handling="a", result="b", satisfaction="unknown"
        )
    )
    assert found == ["workorders.wrong_state"]
    with pytest.raises(IntegrityError, match="handler_spoke"), transaction.atomic():
        TransferTicket.objects.filter(pk=ticket.pk).update(
            state=TicketState.DONE, done_at=timezone.now(), ended_at=timezone.now()
        )


def test_a_slip_without_its_fields_is_refused_with_all_reasons(floor: Floor) -> None:
    ticket = make_ticket(floor, "in_progress")
    found = refused(
        lambda: tickets.hand_in_slip(
            ticket, actor=floor.handler.user, handling=" ", result="", satisfaction=""
        )
    )
    assert found == [
        "workorders.handling_needed",
        "workorders.result_needed",
        "workorders.satisfaction_needed",
    ]


def test_the_handler_cannot_tell_confirm_or_close(floor: Floor) -> None:
    order = make_ticket(floor, "done").order
    for act in (
        lambda: orders.inform(order, actor=floor.handler.user, means="phone", words="Done"),
        lambda: orders.confirm(order, actor=floor.handler.user),
        lambda: orders.close(order, actor=floor.handler.user),
        lambda: orders.cancel(order, actor=floor.handler.user, words="No"),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            act()


def test_a_coordinator_who_handled_it_does_not_close_it_either(floor: Floor) -> None:
    order = make_order(floor)
    ticket = send(order, floor, department=floor.coordination)
    ticket = tickets.receive(ticket, floor.coordinator, actor=floor.coordinator.user)
    tickets.contact(ticket, actor=floor.coordinator.user, words="Clear")
    tickets.hand_in_slip(
        ticket, actor=floor.coordinator.user, handling="a", result="b", satisfaction="unknown"
    )
    orders.inform(order, actor=floor.agent.user, means="phone", words="Done")
    orders.confirm(order, actor=floor.agent.user)
    with pytest.raises(PermissionDenied):
        orders.close(order, actor=floor.coordinator.user)


@pytest.mark.parametrize("state", ["new", "feedback", "informed"])
def test_the_agent_cannot_close_before_the_customer_is_informed_and_satisfied(
    floor: Floor, state: str
) -> None:
    order = make_order(floor) if state == "new" else make_ticket(floor, "done").order
    if state == "informed":
        orders.inform(order, actor=floor.agent.user, means="phone", words="Done")
    assert refused(lambda: orders.close(order, actor=floor.agent.user)) == ["workorders.wrong_state"]


@pytest.mark.parametrize("missing", [{"informed_at": None, "satisfied_at": None}, {"is_satisfied": None}])
def test_the_database_closes_nothing_without_both(floor: Floor, missing: dict[str, Any]) -> None:
    order = make_satisfied(floor)
    with pytest.raises(IntegrityError, match="closed_order_was_told"), transaction.atomic():
        WorkOrder.objects.filter(pk=order.pk).update(state=State.CLOSED, ended_at=timezone.now(), **missing)


def test_the_customer_is_not_satisfied_and_the_same_handler_has_it_again(floor: Floor) -> None:
    order = make_unsatisfied(floor)
    ticket = tickets.reprocess(
        order, actor=floor.agent.user, words="Faster", required_by=timezone.now() + HOUR
    )
    order.refresh_from_db()
    assert (order.state, order.loops) == (State.REPROCESSING, 1)
    assert (ticket.seq, ticket.handler, ticket.is_again) == (2, floor.handler, True)
    assert told("workorders.again") == {floor.handler.user_id}
    tickets.hand_in_slip(
        ticket, actor=floor.handler.user, handling="By courier", result="There", satisfaction="unknown"
    )
    orders.inform(order, actor=floor.agent.user, means="phone", words="There tomorrow")
    orders.confirm(order, actor=floor.agent.user)
    assert orders.close(order, actor=floor.agent.user).state == State.CLOSED


def test_processed_again_after_the_promise_is_over_the_customer_is_promised_anew(floor: Floor) -> None:
    import time_machine

    order = make_unsatisfied(floor)
    with time_machine.travel(timezone.now() + 3 * HOUR, tick=False):
        soon = timezone.now() + HOUR
        given = {"actor": floor.agent.user, "words": "Faster", "required_by": soon}
        assert refused(lambda: tickets.reprocess(order, **given)) == ["workorders.promise_in_the_past"]
        tickets.reprocess(order, promised_reply_at=soon, **given)
        order.refresh_from_db()
        assert order.promised_reply_at == soon
        assert "workorder.promised_reply" in running(order)


def again(floor: Floor, order: WorkOrder) -> None:
    """One more round that ends with a no."""
    ticket = tickets.reprocess(
        order, actor=floor.agent.user, words="Again", required_by=timezone.now() + HOUR
    )
    tickets.hand_in_slip(ticket, actor=floor.handler.user, handling="a", result="b", satisfaction="unknown")
    orders.inform(order, actor=floor.agent.user, means="phone", words="Done")
    orders.object_to(order, actor=floor.agent.user, words="No")


def test_the_third_no_goes_to_the_center_manager_who_alone_may_end_it(floor: Floor) -> None:
    order = make_unsatisfied(floor)
    again(floor, order)
    assert told("workorders.not_satisfied") == set()
    found = refused(lambda: orders.settle(order, actor=floor.manager.user, words="Enough"))
    assert found == ["workorders.too_early_to_settle"]
    again(floor, order)
    assert told("workorders.not_satisfied") == {floor.manager.user_id}
    with pytest.raises(PermissionDenied), transaction.atomic():
        orders.settle(order, actor=floor.agent.user, words="Enough")
    order = orders.settle(order, actor=floor.manager.user, words="Nothing more can be done")
    assert order.state == State.SETTLED


def test_two_returns_come_back_and_the_third_goes_to_coordination(floor: Floor) -> None:
    order = make_order(floor)
    for _round in range(2):
        ticket = send(order, floor)
        tickets.return_ticket(ticket, actor=floor.handler.user, words="Not ours")
        order.refresh_from_db()
        assert order.state == State.RETURNED
    ticket = send(order, floor, department=floor.delivery)
    tickets.return_ticket(ticket, actor=floor.carrier.user, words="Not ours either")
    order.refresh_from_db()
    assert (order.state, order.returns) == (State.TRANSFERRED, 2)
    last = order.tickets.get(ended_at=None)
    assert (last.department, last.is_last_resort) == (floor.coordination, True)
    found = refused(lambda: tickets.return_ticket(last, actor=floor.coordinator.user, words="No"))
    assert found == ["workorders.last_resort"]


def test_a_return_needs_a_reason(floor: Floor) -> None:
    ticket = make_ticket(floor)
    found = refused(lambda: tickets.return_ticket(ticket, actor=floor.handler.user, words=" "))
    assert found == ["workorders.reason_needed"]


def test_the_archive_is_read_only_for_services_and_database(floor: Floor) -> None:
    order = orders.close(make_satisfied(floor), actor=floor.agent.user)
    assert refused(lambda: orders.cancel(order, actor=floor.agent.user, words="x")) == [
        "workorders.wrong_state"
    ]
    assert refused(lambda: tickets.chase(order, actor=floor.leader.user)) == ["workorders.is_over"]
    assert refused(lambda: orders.reply(order, actor=floor.agent.user, means="phone", words="x")) == [
        "workorders.is_over"
    ]
    for act in (
        lambda: WorkOrder.objects.filter(pk=order.pk).update(content="Other"),
        lambda: TransferTicket.objects.filter(order=order).update(problem="Other"),
        lambda: FeedbackSlip.objects.filter(ticket__order=order).update(result="Other"),
        lambda: OrderEvent.objects.filter(order=order).delete(),
        lambda: order.replies.update(words="Other"),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            act()


def test_an_order_has_one_ticket_at_a_department_at_a_time(floor: Floor) -> None:
    ticket = make_ticket(floor)
    assert refused(lambda: send(ticket.order, floor)) == ["workorders.wrong_state"]
    with pytest.raises(IntegrityError, match="order_has_one_open_ticket"), transaction.atomic():
        TransferTicket.objects.create(
            order=ticket.order, seq=9, problem="p", reason="r", department=floor.cards,
            sent_at=timezone.now(), required_by=timezone.now(),
        )  # fmt: skip


def test_a_word_in_between_stops_the_first_reply_and_may_promise_anew(floor: Floor) -> None:
    order = make_order(floor)
    later = timezone.now() + 30 * HOUR
    order = orders.reply(
        order, actor=floor.agent.user, means="phone", words="Still looking", promised_reply_at=later
    )
    assert order.state == State.NEW
    assert running(order) == {"workorder.promised_reply", "workorder.done_normal"}
    assert Clock.objects.of(order).running().get(kind="workorder.promised_reply").due_at == later.replace(
        microsecond=0
    )


def test_chasing_tells_whoever_has_it_and_is_on_record(floor: Floor) -> None:
    ticket = make_ticket(floor)
    tickets.chase(ticket.order, actor=floor.leader.user, words="Please")
    assert told("workorders.chased") == {floor.handler.user_id, floor.second_handler.user_id}
    tickets.receive(ticket, floor.handler, actor=floor.handler.user)
    made = tickets.chase(ticket.order, actor=floor.leader.user)
    assert Message.objects.filter(kind="workorders.chased", key=f"chase:{made.pk}").count() == 1
    assert ticket.order.chases.count() == 2


def test_a_suggestion_keeps_its_reply_record(floor: Floor) -> None:
    order = make_order(floor, kind="suggestion")
    orders.answer(order, actor=floor.agent.user, means="letter", words="Thank you, we change it")
    orders.confirm(order, actor=floor.agent.user)
    order = orders.close(order, actor=floor.agent.user)
    assert order.replies.get().means == "letter"


def test_what_nobody_received_yesterday_comes_first_today_once(floor: Floor) -> None:
    ticket = make_ticket(floor)
    today = floor.site.today()
    assert tickets.raise_unreceived(floor.site, today) == 0
    tomorrow = today + datetime.timedelta(days=1)
    assert tickets.raise_unreceived(floor.site, tomorrow) == 1
    assert tickets.raise_unreceived(floor.site, tomorrow) == 0
    ticket.refresh_from_db()
    assert ticket.first_on == tomorrow
    assert told("workorders.first_today") == {floor.handler.user_id, floor.second_handler.user_id}


def test_an_upgraded_order_becomes_a_complaint_and_both_know_it(floor: Floor) -> None:
    ticket = make_ticket(floor)
    case = orders.upgrade(ticket.order, actor=floor.agent.user, words="Asks for money back")
    order = WorkOrder.objects.get(pk=ticket.order_id)
    ticket.refresh_from_db()
    assert (order.state, order.case, case.upgraded_from) == (State.UPGRADED, case, order)
    assert ticket.state == TicketState.DROPPED
    assert running(ticket) == running(order) == set()


def test_a_leavers_orders_and_tickets_go_to_the_successor(floor: Floor) -> None:
    from complaints.workorders import handing_over

    ticket = make_ticket(floor, "received")
    order = ticket.order
    found = handing_over.find([floor.agent.pk, floor.handler.pk])
    assert (len(found[floor.agent.pk]), len(found[floor.handler.pk])) == (1, 1)
    assert handing_over.hand_over(floor.agent, floor.officer, None) == 1
    assert handing_over.hand_over(floor.handler, floor.second_handler, None) == 1
    order.refresh_from_db()
    ticket.refresh_from_db()
    assert (order.owner, order.keeper) == (floor.agent, floor.officer)
    assert ticket.handler == floor.second_handler
    assert handing_over.find([floor.agent.pk, floor.handler.pk]) == {}


def test_whom_one_serves_is_whoever_has_an_open_order_with_one(floor: Floor) -> None:
    from complaints.workorders.serving import customers_of
    from tests.complaints.customers.factories import make_customer

    customer = make_customer(floor.site)
    order = make_order(floor, customer=customer)
    send(order, floor)
    assert list(customers_of([floor.agent.pk])) == [{"customer": customer.pk}]
    assert list(customers_of([floor.handler.pk])) == []


def test_permission_subject_is_in_the_matrix() -> None:
    from callcenter.access.matrix import MATRIX

    assert SUBJECT in MATRIX


def test_somebody_of_another_department_does_not_see_the_order(floor: Floor) -> None:
    order = make_ticket(floor).order
    assert WorkOrder.objects.visible_to(floor.handler.user).filter(pk=order.pk).exists()
    assert not WorkOrder.objects.visible_to(floor.carrier.user).filter(pk=order.pk).exists()


def test_facts_of_another_site_are_refused(floor: Floor) -> None:
    other = make_floor()
    found = refused(
        lambda: orders.record_order(floor.site, facts(floor, category=other.category), actor=floor.agent.user)
    )
    assert found == ["workorders.other_site"]
    assert connection.in_atomic_block


def test_a_complaint_that_was_passed_on_becomes_a_work_order_once(floor: Floor) -> None:
    from complaints.cases.models import State as CaseState
    from complaints.workorders.from_cases import order_url, take_over_url
    from tests.complaints.factories import make_case

    case = make_case(floor.site, CaseState.REDIRECTED, team=floor.team)
    assert take_over_url(case, floor.leader.user) != ""  # type: ignore[arg-type]
    promised = timezone.now() + HOUR
    order = orders.take_over_case(
        case, actor=floor.leader.user, category=floor.category, promised_reply_at=promised
    )
    assert (order.origin, order.owner, order.content) == (case, floor.leader, case.content)
    assert take_over_url(case, floor.leader.user) == ""  # type: ignore[arg-type]
    assert order_url(case, floor.leader.user) == order.get_absolute_url()  # type: ignore[arg-type]
    found = refused(
        lambda: orders.take_over_case(
            case, actor=floor.leader.user, category=floor.category, promised_reply_at=promised
        )
    )
    assert found == ["workorders.case_took_it"]


def test_only_a_complaint_that_was_passed_on_becomes_a_work_order(floor: Floor) -> None:
    from complaints.cases.models import State as CaseState
    from tests.complaints.factories import make_case

    case = make_case(floor.site, CaseState.RECEIVED, team=floor.team)
    found = refused(
        lambda: orders.take_over_case(
            case, actor=floor.leader.user, category=floor.category, promised_reply_at=timezone.now()
        )
    )
    assert found == ["workorders.case_not_redirected"]
