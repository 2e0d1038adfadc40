"""Measures of this room (S1-27): each rests on base counts that add up, so a percentage is never averaged."""

from django.utils.translation import gettext_lazy as _

from callcenter.measures.registry import Base, Good, Measure, Unit

BASES = (
    Base("orders_ended", _("Work orders ended")),
    Base("orders_resolved", _("Work orders resolved")),
    Base("orders_resolved_on_spot", _("Work orders resolved on the spot")),
    Base("order_handling_seconds", _("Seconds from receipt to close"), Unit.SECONDS),
    Base("order_customers_asked", _("Customers asked whether they are satisfied")),
    Base("order_customers_satisfied", _("Customers satisfied")),
    Base("tickets_due", _("Transfer tickets due")),
    Base("tickets_on_time", _("Transfer tickets done on time")),
)

MEASURES = (
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
