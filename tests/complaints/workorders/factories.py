"""Makers of work orders: a floor with its departments, orders taken to any state through the services."""

import datetime
import itertools
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Employee, PostHolding, Site, Team
from complaints.workorders.models import Category, TransferTicket, WorkOrder
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.services import OrderFacts
from complaints.workorders.states import OrderChannel
from complaints.workorders.tickets import services as tickets
from tests.factories import make_department, make_employee, make_site, make_team

_numbers = itertools.count(1)
HOUR = datetime.timedelta(hours=1)


@dataclass
class Floor:
    """A site with an agent, their leader, coordinators, managers, and two departments that handle."""

    site: Site
    team: Team
    agent: Employee
    leader: Employee
    director: Employee
    manager: Employee
    officer: Employee
    coordinator: Employee
    coordination: Department
    cards: Department
    handler: Employee
    second_handler: Employee
    delivery: Department
    carrier: Employee
    category: Category
    extra: dict[str, Any] = field(default_factory=dict)


def make_floor(**site: Any) -> Floor:
    """Everybody whom an order meets."""
    place = make_site(**site)
    team = make_team(make_department(place, name="Phone center"))
    manager = make_employee(PostCode.CENTER_MANAGER, site=place)
    director = make_employee(PostCode.DIRECTOR, site=place, superior=manager)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    agent = make_employee(PostCode.AGENT, team=team, superior=leader)
    officer = make_employee(PostCode.COMPLAINT_OFFICER, site=place, superior=director)
    coordination = make_department(place, name="Coordination")
    cards, delivery = make_department(place, name="Cards"), make_department(place, name="Delivery")
    coordinator = make_employee(PostCode.COORDINATOR, team=make_team(coordination), superior=director)
    cards_team = make_team(cards)
    handler = make_employee(PostCode.DEPT_HANDLER, team=cards_team)
    second = make_employee(PostCode.DEPT_HANDLER, team=cards_team)
    carrier = make_employee(PostCode.DEPT_HANDLER, team=make_team(delivery))
    return Floor(
        place, team, agent, leader, director, manager, officer, coordinator, coordination, cards, handler, second,
        delivery, carrier, make_category(place),
    )  # fmt: skip


def make_category(site: Site, **fields: Any) -> Category:
    number = next(_numbers)
    defaults = {"code": f"category-{number}", "name": f"Category {number}", "name_zh": f"类别{number}"}
    return Category.objects.create(site=site, **(defaults | fields))


def facts(floor: Floor, **changed: Any) -> OrderFacts:
    """What an agent hears on the phone, promised in two hours."""
    given: dict[str, Any] = {
        "channel": OrderChannel.PHONE,
        "category": floor.category,
        "content": "The card was swallowed by the machine",
        "contact_phone": "13800138000",
        "promised_reply_at": timezone.now() + 2 * HOUR,
    }
    return OrderFacts(**(given | changed))


def make_order(floor: Floor, **changed: Any) -> WorkOrder:
    """An order that the floor's agent took."""
    return orders.record_order(floor.site, facts(floor, **changed), actor=floor.agent.user)


def send(order: WorkOrder, floor: Floor, **changed: Any) -> TransferTicket:
    """Transferred to the cards department."""
    given: dict[str, Any] = {
        "problem": "Card kept",
        "reason": "Only they can open the machine",
        "required_by": timezone.now() + 24 * HOUR,
    }
    department = changed.pop("department", floor.cards)
    return tickets.transfer(order, department, actor=floor.agent.user, **(given | changed))


def make_ticket(floor: Floor, state: str = "sent", **changed: Any) -> TransferTicket:
    """A ticket taken as far as asked: sent, received, in_progress, done."""
    ticket = send(make_order(floor), floor, **changed)
    user = floor.handler.user
    if state in ("received", "in_progress", "done"):
        ticket = tickets.receive(ticket, floor.handler, actor=user)
    if state in ("in_progress", "done"):
        ticket = tickets.contact(ticket, actor=user, words="Which machine: at the gate")
    if state == "done":
        tickets.hand_in_slip(
            ticket, actor=user, handling="Opened", result="Card sent", satisfaction="unknown"
        )
        ticket.refresh_from_db()
    return ticket


def make_unsatisfied(floor: Floor) -> WorkOrder:
    """An order whose customer has said no once."""
    order = make_ticket(floor, "done").order
    orders.inform(order, actor=floor.agent.user, means="phone", words="It is on its way")
    return orders.object_to(order, actor=floor.agent.user, words="Too slow")


def make_satisfied(floor: Floor) -> WorkOrder:
    """An order that only wants closing."""
    order = make_ticket(floor, "done").order
    orders.inform(order, actor=floor.agent.user, means="phone", words="It is on its way")
    return orders.confirm(order, actor=floor.agent.user)


def also(employee: Employee, post: PostCode, department: Department) -> None:
    """One more post for a department."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from tests.factories import HIRED_ON, make_post

    PostHolding.objects.create(
        employee=employee,
        post=make_post(post),
        department=department,
        period=DateRange(HIRED_ON, None),
        is_primary=False,
    )
