"""Rules of this room: numbers that the manuals leave open or that a site sets."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "bulletin.remind_minutes",
        Kind.INTEGER,
        60,
        _("Who has not read every bulletin is reminded %(value)s before the shift."),
        OUR_DEFAULT,
        unit="min",
        minimum=5,
        maximum=24 * 60,
    ),
]
