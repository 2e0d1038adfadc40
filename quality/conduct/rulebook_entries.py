"""Rules of conduct: what the manuals leave open or a site sets; money is off and the GM's alone (A15)."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

GM_ONLY = frozenset({PostCode.GM})

ENTRIES = [
    Rule(
        "conduct.statement_hours",
        Kind.INTEGER,
        24,
        _("Who is recorded has %(value)s for a statement before the leader confirms."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=168,
    ),
    Rule(
        "conduct.approval_from_points",
        Kind.INTEGER,
        5,
        _("From %(value)s on, a conduct record needs the director’s approval; a veto always does."),
        OUR_DEFAULT,
        unit="count",
        minimum=1,
        maximum=100,
    ),
    Rule(
        "conduct.contest_days",
        Kind.INTEGER,
        3,
        _(
            "A decided conduct record may be contested until the end of the %(value)s after it (working days)."
        ),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=30,
    ),
    Rule(
        "conduct.contest_decision_days",
        Kind.INTEGER,
        3,
        _("A contest is decided within %(value)s (working days)."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=30,
    ),
    Rule(
        "conduct.remind_hours",
        Kind.INTEGER,
        8,
        _("Windows of conduct records remind %(value)s before they end."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=72,
    ),
    Rule(
        "conduct.repeat_months",
        Kind.INTEGER,
        6,
        _(
            "The same item counts as repeated within %(value)s months: correction, oral warning, written warning, deduction."
        ),
        "S2C-2",
        unit="count",
        minimum=1,
        maximum=36,
    ),
    Rule(
        "conduct.half_day",
        Kind.DURATION,
        datetime.timedelta(hours=4),
        _("An absence of at most %(value)s costs the points of half a day."),
        OUR_DEFAULT,
        minimum=datetime.timedelta(hours=1),
        maximum=datetime.timedelta(hours=12),
    ),
    Rule(
        "conduct.takes_breaches",
        Kind.BOOLEAN,
        True,
        _("Confirmed breaches of attendance become conduct records by themselves."),
        "S2E-29",
    ),
    Rule(
        "conduct.takes_stop_orders",
        Kind.BOOLEAN,
        True,
        _("Stop-work orders of the floor become conduct records by themselves."),
        "S2F-11",
    ),
    Rule(
        "conduct.stop_work_item",
        Kind.TEXT,
        "FD-14",
        _("A stop-work order that names nothing else is recorded as %(value)s of the catalogue."),
        OUR_DEFAULT,
    ),
    Rule(
        "money.enabled",
        Kind.BOOLEAN,
        False,
        _(
            "Points are shown in money. Have it reviewed by a lawyer first: deductions from wages are restricted by law."
        ),
        OUR_DEFAULT,
        editable_by=GM_ONLY,
    ),
    Rule(
        "money.max_wage_pct",
        Kind.INTEGER,
        20,
        _("At most %(value)s of a month’s wage are deducted."),
        "P30",
        unit="%",
        minimum=0,
        maximum=20,
        editable_by=GM_ONLY,
    ),
    Rule(
        "money.per_point",
        Kind.DECIMAL,
        Decimal("10.00"),
        _("One point is %(value)s in the site’s currency, where money is enabled."),
        OUR_DEFAULT,
        minimum=Decimal(0),
        maximum=Decimal(1000),
        editable_by=GM_ONLY,
    ),
    Rule(
        "money.minimum_wage",
        Kind.DECIMAL,
        Decimal("2690.00"),
        _(
            "After any deduction at least %(value)s of a month’s wage are left: the minimum wage of the place."
        ),
        OUR_DEFAULT,
        minimum=Decimal(0),
        maximum=Decimal(100000),
        editable_by=GM_ONLY,
    ),
]
