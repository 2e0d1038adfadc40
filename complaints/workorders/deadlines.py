"""The clocks of work orders (domain §7.2), and who hears of their steps. Ladders fire once: the engine's promise."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.access.posts import PostCode
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Clock, Outcome
from callcenter.clocks.rules import DayEnd, Unit
from callcenter.clocks.services import hand_over, running_clock, start_clock, stop_running
from callcenter.people.models import Employee, Site
from complaints.workorders.coordination.models import CoordinationRequest, PlanItem
from complaints.workorders.orders.models import WorkOrder
from complaints.workorders.states import Urgency
from complaints.workorders.tickets.models import TransferTicket

PROMISE = "workorder.promised_reply"
FIRST_REPLY = "workorder.first_reply"
DONE = {
    Urgency.NORMAL: "workorder.done_normal",
    Urgency.URGENT: "workorder.done_urgent",
    Urgency.CRITICAL: "workorder.done_critical",
}
UNCLAIMED = "workorder.unclaimed"
FIRST_CONTACT = "workorder.first_contact"
TICKET = "workorder.ticket"
COORDINATION = "workorder.coordination"
TASK = "workorder.task"
OF_ORDERS = (PROMISE, FIRST_REPLY, *DONE.values())
OF_TICKETS = (UNCLAIMED, FIRST_CONTACT, TICKET)


def users_of(people: Any) -> list[int]:
    """The log-ins of those employees who have one."""
    return list(people.filter(user__isnull=False).values_list("user", flat=True).distinct())


def at_department(site: Site, department_id: int) -> Any:
    """Who handles for a department today: its handlers by post, and who works in its teams with a post of this room."""
    from django.db.models import Q

    today = site.today()
    posts = (PostCode.DEPT_HANDLER, PostCode.COORDINATOR)
    holding = Employee.objects.filter(
        postholdings__department=department_id,
        postholdings__period__contains=today,
        postholdings__post__code__in=[post.value for post in posts],
    )
    placed = Employee.objects.holding(posts, today).filter(
        teammemberships__team__department=department_id, teammemberships__period__contains=today
    )
    found = Q(pk__in=holding.values("pk")) | Q(pk__in=placed.values("pk"))
    return Employee.objects.filter(found).employed(today)


def leaders_of(order: WorkOrder) -> Any:
    """The direct superiors of who answers for it."""
    today = order.site.today()
    return Employee.objects.superiors_of([order.responsible_id], today)


def coordinators_of(site: Site) -> Any:
    """Who coordinates at the site."""
    today = site.today()
    return Employee.objects.filter(site=site).holding([PostCode.COORDINATOR], today).employed(today)


def _of_order(order: Any, rung: Any) -> Iterable[int]:
    if rung.audience == "leader":
        return users_of(leaders_of(order))
    return [rung.clock.owner_id] if rung.clock.owner_id else []


def _of_ticket(ticket: Any, rung: Any) -> Iterable[int]:
    if rung.audience == "department":
        return users_of(at_department(ticket.order.site, ticket.department_id)) or users_of(
            coordinators_of(ticket.order.site)
        )
    if rung.audience == "leader":
        both = {*users_of(leaders_of(ticket.order)), *users_of(coordinators_of(ticket.order.site))}
        return sorted(both)
    return [rung.clock.owner_id] if rung.clock.owner_id else []


def _of_task(item: Any, rung: Any) -> Iterable[int]:
    people = users_of(at_department(item.request.site, item.department_id))
    if rung.audience == "coordinator":
        return sorted({*users_of(coordinators_of(item.request.site))})
    return people


NEAR = Step("near", _("Reminder"), When.BEFORE, offset="workorder.remind_minutes")
LATE = Step("late", _("Deadline"), notice="clocks.overdue")
LEADER = Step(
    "leader",
    _("To the leader"),
    When.AFTER,
    offset="workorder.escalate_hours",
    audience="leader",
    notice="clocks.overdue",
)
LADDER = (NEAR, LATE, LEADER)

CLOCKS = (
    ClockKind(
        PROMISE,
        _("Promised reply"),
        _("The customer hears from us when we said (S1-11)."),
        Unit.MOMENT,
        ladder=LADDER,
        recipients=_of_order,
    ),
    ClockKind(
        FIRST_REPLY,
        _("First reply"),
        _("A customer who was not answered on the spot hears from us within a working day (S1-33)."),
        Unit.OPEN_TIME,
        amount="workorder.first_reply_hours",
        ladder=LADDER,
        recipients=_of_order,
    ),
    ClockKind(
        DONE[Urgency.NORMAL],
        _("Completion of a normal order"),
        _("A normal work order is done within the working days of the rulebook."),
        Unit.WORKING_DAYS,
        amount="workorder.done_days",
        day_end=DayEnd.SAME_TIME,
        ladder=LADDER,
        recipients=_of_order,
    ),
    ClockKind(
        DONE[Urgency.URGENT],
        _("Completion of an urgent order"),
        _("An urgent work order is done within the hours of the rulebook, day and night."),
        Unit.ROUND_THE_CLOCK,
        amount="workorder.urgent_hours",
        ladder=LADDER,
        recipients=_of_order,
    ),
    ClockKind(
        DONE[Urgency.CRITICAL],
        _("Completion of a critical order"),
        _("A critical work order is done within the hours of the rulebook, day and night."),
        Unit.ROUND_THE_CLOCK,
        amount="workorder.critical_hours",
        ladder=LADDER,
        recipients=_of_order,
    ),
    ClockKind(
        UNCLAIMED,
        _("Ticket to be received"),
        _("A department receives a transfer ticket and names a handler; else it is brought up again."),
        Unit.ROUND_THE_CLOCK,
        amount="workorder.unclaimed_hours",
        ladder=(
            Step("again", _("To the department again"), audience="department", notice="workorders.unclaimed"),
            Step(
                "leader",
                _("To the coordinators and the leader"),
                When.AFTER,
                offset="workorder.unclaimed_again_hours",
                audience="leader",
                notice="workorders.unclaimed",
            ),
        ),
        recipients=_of_ticket,
    ),
    ClockKind(
        FIRST_CONTACT,
        _("Handler contacts the agent"),
        _("The named handler talks with who took the order (S1-15)."),
        Unit.OPEN_TIME,
        amount="workorder.first_contact_hours",
        ladder=LADDER,
        recipients=_of_ticket,
    ),
    ClockKind(
        TICKET,
        _("Required completion of a ticket"),
        _("A department is done with a transfer ticket by the time written on it (S1-34)."),
        Unit.MOMENT,
        ladder=LADDER,
        recipients=_of_ticket,
    ),
    ClockKind(
        COORDINATION,
        _("Required completion of a coordination"),
        _("What departments settle together is accepted by the time that was asked for (S1-20)."),
        Unit.MOMENT,
        ladder=(NEAR, LATE),
    ),
    ClockKind(
        TASK,
        _("Task of a coordination plan"),
        _("A department is done with its task by the end of its day; else it is coordinated anew (S1-22)."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="workorder.remind_minutes"),
            Step("late", _("Behind the plan"), audience="coordinator", notice="workorders.behind_plan"),
        ),
        recipients=_of_task,
    ),
)


def start_of_order(order: WorkOrder, *, actor: Actor) -> Clock:
    """The clocks of an order that is not answered yet; gives the one of its completion."""
    owner = order.owner.user
    common: dict[str, Any] = {"site": order.site, "actor": actor, "owner": owner, "team": order.team}
    done = start_clock(DONE[Urgency(order.urgency)], order, at=order.received_at, **common)
    if not order.is_answered_on_spot:
        start_clock(FIRST_REPLY, order, at=order.received_at, **common)
        promise(order, actor=actor)
    return done


def promise(order: WorkOrder, *, actor: Actor) -> None:
    """The promise that the order holds now runs, in place of an earlier one."""
    person = order.keeper or order.owner
    stop_running(PROMISE, order, actor=actor)
    start_clock(
        PROMISE,
        order,
        site=order.site,
        actor=actor,
        due_at=order.promised_reply_at,
        owner=person.user,
        team=order.team,
    )


def replied(order: WorkOrder, *, actor: Actor, is_answer: bool) -> None:
    """The customer has heard from us; with an answer the promise is kept."""
    stop_running(FIRST_REPLY, order, actor=actor)
    if is_answer:
        stop_running(PROMISE, order, actor=actor)


def stop_all(order: WorkOrder, *, actor: Actor, is_done: bool) -> None:
    """It is over."""
    outcome = Outcome.DONE if is_done else Outcome.CANCELLED
    for key in OF_ORDERS:
        stop_running(key, order, actor=actor, outcome=outcome)


def start_of_ticket(ticket: TransferTicket, *, actor: Actor) -> None:
    """Sent: it is to be received, and done by the time on it."""
    order = ticket.order
    common: dict[str, Any] = {"site": order.site, "actor": actor, "department": ticket.department}
    start_clock(TICKET, ticket, due_at=ticket.required_by, owner=_user(ticket.handler), **common)
    if ticket.handler_id is None:
        start_clock(UNCLAIMED, ticket, **common)


def received(ticket: TransferTicket, *, actor: Actor) -> datetime.datetime | None:
    """Received by a named handler; gives when they must have talked with the agent."""
    stop_running(UNCLAIMED, ticket, actor=actor)
    hand_over_ticket(ticket, actor=actor)
    clock = start_clock(
        FIRST_CONTACT,
        ticket,
        site=ticket.order.site,
        actor=actor,
        owner=_user(ticket.handler),
        department=ticket.department,
    )
    return clock.due_at


def hand_over_ticket(ticket: TransferTicket, *, actor: Actor) -> None:
    """The deadlines of a ticket belong to its handler."""
    for key in (TICKET, FIRST_CONTACT):
        clock = running_clock(key, ticket)
        if clock is not None:
            hand_over(clock, actor=None, owner=_user(ticket.handler), department=ticket.department)


def hand_over_order(order: WorkOrder, person: Employee) -> None:
    """The deadlines of an order belong to whoever answers for it now."""
    for key in OF_ORDERS:
        clock = running_clock(key, order)
        if clock is not None:
            hand_over(clock, actor=None, owner=person.user, team=order.team)


def stop_ticket(ticket: TransferTicket, *, actor: Actor, is_done: bool) -> None:
    """The ticket is over."""
    outcome = Outcome.DONE if is_done else Outcome.CANCELLED
    for key in OF_TICKETS:
        stop_running(key, ticket, actor=actor, outcome=outcome)


def start_of_coordination(request: CoordinationRequest, *, actor: Actor) -> None:
    person = request.coordinator
    start_clock(
        COORDINATION, request, site=request.site, actor=actor, due_at=request.required_by, owner=_user(person)
    )


def start_of_task(item: PlanItem, *, actor: Actor) -> None:
    """Due at the end of its day at the site."""
    site = item.request.site
    end = datetime.datetime.combine(item.due_on, datetime.time(23, 59, 59), site.zone)
    start_clock(TASK, item, site=site, actor=actor, due_at=end, department=item.department)


def _user(person: Employee | None) -> Any:
    return person.user if person is not None else None
