"""Rules of liability: what the manual leaves open."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "report.gm_review_due_day",
        Kind.INTEGER,
        9,
        _(
            "The GM office has reviewed last month’s closed complaints by the end of day %(value)s of the month."
        ),
        "S2A-37",
        minimum=1,
        maximum=28,
    ),
    Rule(
        "liability.remind_days",
        Kind.INTEGER,
        2,
        _("The GM office is reminded of its review %(value)s before it is due."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=8,
    ),
    Rule(
        "liability.contest_days",
        Kind.INTEGER,
        5,
        _("A Reward/Penalty Notice may be contested within %(value)s (working days); then it is executed."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=30,
    ),
    Rule(
        "liability.remind_hours",
        Kind.INTEGER,
        24,
        _("The window of a notice reminds %(value)s before it ends."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=72,
    ),
    Rule(
        "liability.hour_rate",
        Kind.DECIMAL,
        Decimal("60.00"),
        _("An hour of handling a complaint costs %(value)s in the site’s currency."),
        OUR_DEFAULT,
        minimum=Decimal(0),
        maximum=Decimal(10000),
    ),
    Rule(
        "liability.proposes_for_overdue",
        Kind.BOOLEAN,
        True,
        _(
            "At the end of the month a deduction (PR-03) is proposed for the owner of every overdue complaint."
        ),
        OUR_DEFAULT,
    ),
]
