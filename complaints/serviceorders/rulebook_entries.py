"""Rules of service orders."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "serviceorder.is_used",
        Kind.BOOLEAN,
        True,
        _("The site sends people to customers and keeps a service register: %(value)s."),
    ),
    Rule(
        "serviceorder.low_fee",
        Kind.DECIMAL,
        Decimal(200),
        _("A service fee up to %(value)s is collected on the spot; above it finance invoices first."),
        OUR_DEFAULT,
        minimum=Decimal(0),
        maximum=Decimal(100000),
    ),
]
