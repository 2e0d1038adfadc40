"""Rules of this room (domain §7.2, §7.4, §13)."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule


def _count(
    key: str,
    default: int,
    sentence: str | Promise,
    *,
    unit: str,
    most: int,
    least: int = 1,
    source: str = OUR_DEFAULT,
) -> Rule:
    return Rule(
        f"workorder.{key}",
        Kind.INTEGER,
        default,
        sentence,
        source,
        unit=unit,
        minimum=least,
        maximum=most,
    )


ENTRIES = [
    _count(
        "first_reply_hours",
        8,
        _("A customer who was not answered on the spot hears from us within %(value)s of opening time."),
        unit="hour",
        most=80,
        source="S1-33",
    ),
    _count(
        "done_days", 3, _("A normal work order is done within %(value)s, working days."), unit="day", most=60
    ),
    _count("urgent_hours", 24, _("An urgent work order is done within %(value)s."), unit="hour", most=240),
    _count("critical_hours", 4, _("A critical work order is done within %(value)s."), unit="hour", most=72),
    _count(
        "unclaimed_hours",
        2,
        _("A transfer ticket that nobody received after %(value)s is brought up again."),
        unit="hour",
        most=72,
        source="P73",
    ),
    _count(
        "unclaimed_again_hours",
        2,
        _("%(value)s later the coordinators and the leader of who took the order hear of it."),
        unit="hour",
        most=72,
    ),
    _count(
        "first_contact_hours",
        4,
        _("The handler talks with who took the order within %(value)s of opening time."),
        unit="hour",
        most=40,
        source="S1-15",
    ),
    _count(
        "max_returns",
        2,
        _("An order is returned by departments at most %(value)s; then the coordination department has it."),
        unit="count",
        least=0,
        most=5,
    ),
    _count(
        "max_loops",
        3,
        _("After %(value)s unsatisfied answers the center manager hears of it and may end the order."),
        unit="count",
        most=10,
        source="S1-18",
    ),
    _count(
        "remind_minutes",
        60,
        _("Whoever answers for a work order or ticket is reminded %(value)s before it is due."),
        unit="min",
        least=5,
        most=2880,
    ),
    _count(
        "escalate_hours",
        4,
        _("%(value)s after a broken deadline the leader hears of it."),
        unit="hour",
        most=72,
    ),
    _count(
        "stuck_hours",
        24,
        _("An open work order without a step for %(value)s is stuck."),
        unit="hour",
        most=240,
        source="S2F-13",
    ),
    Rule(
        "workorder.coordination_department",
        Kind.TEXT,
        "",
        _(
            "The department with the code “%(value)s” gets what others returned too often; empty: the coordinators’."
        ),
        OUR_DEFAULT,
    ),
    _count(
        "focus_weeks",
        8,
        _("What is usual for a category is seen from %(value)s before, in weeks."),
        unit="count",
        least=2,
        most=52,
        source="S1-26",
    ),
    Rule(
        "workorder.focus_sigmas",
        Kind.DECIMAL,
        Decimal(2),
        _("More than the mean plus %(value)s standard deviations is far more than usual."),
        "S1-26",
        minimum=Decimal("0.5"),
        maximum=Decimal(6),
    ),
    _count(
        "focus_growth_percent",
        50,
        _("A category that grows by %(value)s from week to week needs a closer look."),
        unit="%",
        most=1000,
        source="S1-26",
    ),
    _count(
        "focus_least", 5, _("Below %(value)s orders in a week numbers say nothing."), unit="count", most=1000
    ),
    _count(
        "handling_target_hours",
        72,
        _("Handling a work order takes at most %(value)s on average."),
        unit="hour",
        most=720,
        source="S1-26",
    ),
    _count(
        "satisfied_percent",
        85,
        _("At least %(value)s of the customers asked are satisfied."),
        unit="%",
        most=100,
        source="S1-26",
    ),
    _count(
        "on_time_percent",
        95,
        _("At least %(value)s of the tickets are done by their required completion."),
        unit="%",
        most=100,
        source="S1-34",
    ),
    _count(
        "resolved_percent",
        90,
        _("At least %(value)s of the work orders that ended are resolved."),
        unit="%",
        most=100,
        source="S1-27",
    ),
]
