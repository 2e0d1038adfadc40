"""Rules of this room: numbers that the manuals leave open or that a site sets."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "customer.key_contacts",
        Kind.INTEGER,
        2,
        _("A key customer has at least %(value)s contact persons of ours."),
        "S2D-7",
        unit="count",
        minimum=2,
        maximum=6,
    ),
    Rule(
        "customer.report_hours",
        Kind.INTEGER,
        24,
        _("A contact report on a key customer is written within %(value)s of the contact."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=168,
    ),
    Rule(
        "customer.access_days",
        Kind.INTEGER,
        7,
        _("Leave to see a customer beyond one’s own holds for %(value)s."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=90,
    ),
    Rule(
        "customer.own_record_hours",
        Kind.INTEGER,
        24,
        _(
            "Whoever records a customer sees the record for %(value)s, also without a case or order of theirs."
        ),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=168,
    ),
    Rule(
        "customer.area_code",
        Kind.TEXT,
        "",
        _("A local number without an area code is in the area %(value)s."),
        OUR_DEFAULT,
    ),
]
