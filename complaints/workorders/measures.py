"""Measures of this room (S1-27): each rests on base counts that add up, so a percentage is never averaged."""

import datetime

from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.measures.registry import Base, Combine, Good, Measure, Unit
from callcenter.people.models import Site
from complaints.cases.measures import bounds
from complaints.workorders.orders.models import OrderEvent, WorkOrder
from complaints.workorders.states import State, TicketState
from complaints.workorders.tickets.models import TransferTicket

BASES = (
    Base("orders_received", _("Work orders received")),
    Base("orders_open", _("Open work orders"), combine=Combine.LAST, help=_("At the end of the day.")),
    Base("orders_ended", _("Work orders ended")),
    Base("orders_resolved", _("Work orders resolved")),
    Base("orders_resolved_on_spot", _("Work orders resolved on the spot")),
    Base("order_handling_seconds", _("Seconds from receipt to close"), Unit.SECONDS),
    Base("order_customers_asked", _("Customers asked whether they are satisfied")),
    Base("order_customers_satisfied", _("Customers satisfied")),
    Base("tickets_due", _("Transfer tickets due")),
    Base("tickets_on_time", _("Transfer tickets done on time")),
    Base("tickets_returned", _("Transfer tickets returned")),
)


def _count(key: str, label: object, base: str, good: Good = Good.NEITHER, source: str = "S1-27") -> Measure:
    return Measure(f"work_orders.{key}", label, label, Unit.COUNT, {base: 1}, {}, good, source=source)  # type: ignore[arg-type]


MEASURES = (
    _count("received", _("Work orders received"), "orders_received"),
    _count("ended", _("Work orders ended"), "orders_ended"),
    _count("open", _("Open work orders"), "orders_open"),
    _count("returned", _("Transfer tickets returned"), "tickets_returned", Good.LOWER, "S1-34"),
    Measure(
        "work_orders.resolution_rate",
        _("Resolution rate of work orders"),
        _("closed to the customer’s satisfaction ÷ ended (closed, ended by the manager, upgraded)"),
        Unit.PERCENT,
        {"orders_resolved": 1},
        {"orders_ended": 1},
        good=Good.HIGHER,
        target="workorder.resolved_percent",
        source="S1-27",
    ),
    Measure(
        "work_orders.on_the_spot",
        _("Resolved on the spot"),
        _("closed with the first answer on the spot ÷ ended"),
        Unit.PERCENT,
        {"orders_resolved_on_spot": 1},
        {"orders_ended": 1},
        good=Good.HIGHER,
        source="S1-33",
    ),
    Measure(
        "work_orders.satisfaction",
        _("Satisfaction with work orders"),
        _("customers who said they are satisfied ÷ customers asked, every round counted"),
        Unit.PERCENT,
        {"order_customers_satisfied": 1},
        {"order_customers_asked": 1},
        good=Good.HIGHER,
        target="workorder.satisfied_percent",
        source="S1-27",
    ),
    Measure(
        "work_orders.on_time",
        _("Tickets done on time"),
        _("tickets done by their required completion ÷ tickets due"),
        Unit.PERCENT,
        {"tickets_on_time": 1},
        {"tickets_due": 1},
        good=Good.HIGHER,
        target="workorder.on_time_percent",
        source="S1-34",
    ),
    Measure(
        "work_orders.handling_time",
        _("Handling time of work orders"),
        _("seconds from receipt to close ÷ orders closed"),
        Unit.SECONDS,
        {"order_handling_seconds": 1},
        {"orders_resolved": 1},
        good=Good.LOWER,
        source="S1-25",
    ),
)


def counts_of_day(site: Site, day: datetime.date) -> dict[str, int]:
    """The base counts of work orders on a day of the site. Three queries, however many orders.

    Orders count on the day they came and ended, what customers said and returns on the day of it, tickets on the day they were due.
    """
    start, end = bounds(site, day)
    within = Q(at__gte=start, at__lt=end)
    ended = Q(ended_at__gte=start, ended_at__lt=end)
    alive = WorkOrder.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=start), site=site, received_at__lt=end
    )
    found = alive.order_by().aggregate(
        orders_received=Count("pk", filter=Q(received_at__gte=start)),
        orders_open=Count("pk", filter=Q(ended_at=None) | Q(ended_at__gte=end)),
        orders_ended=Count("pk", filter=ended & Q(state__in=[State.CLOSED, State.SETTLED, State.UPGRADED])),
        orders_resolved=Count("pk", filter=ended & Q(state=State.CLOSED)),
        orders_resolved_on_spot=Count(
            "pk", filter=ended & Q(state=State.CLOSED, is_answered_on_spot=True, loops=0)
        ),
        handling=Sum(F("ended_at") - F("received_at"), filter=ended & Q(state=State.CLOSED)),
    )
    handling = found.pop("handling") or datetime.timedelta()
    said = OrderEvent.objects.filter(within, order__site=site).order_by()
    tickets = TransferTicket.objects.filter(
        order__site=site, required_by__gte=start, required_by__lt=end
    ).order_by()
    is_due = Q(state=TicketState.DONE) | Q(ended_at=None, required_by__lt=timezone.now())
    return (
        found
        | {"order_handling_seconds": round(handling.total_seconds())}
        | said.aggregate(
            order_customers_asked=Count("pk", filter=Q(transition__in=["confirm", "object"])),
            order_customers_satisfied=Count("pk", filter=Q(transition="confirm")),
            tickets_returned=Count("pk", filter=Q(transition="return")),
        )
        | tickets.aggregate(
            tickets_due=Count("pk", filter=is_due),
            tickets_on_time=Count("pk", filter=Q(state=TicketState.DONE, done_at__lte=F("required_by"))),
        )
    )
