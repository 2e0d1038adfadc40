"""Rules of this room: what makes a night shift (domain §4.1)."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ENTRIES = [
    Rule(
        "shift.night_start",
        Kind.TIME,
        datetime.time(22),
        _("The night begins at %(value)s."),
        OUR_DEFAULT,
    ),
    Rule("shift.night_end", Kind.TIME, datetime.time(6), _("The night ends at %(value)s."), OUR_DEFAULT),
    Rule(
        "shift.night_minutes",
        Kind.INTEGER,
        120,
        _("A shift that works at least %(value)s within the night is a night shift."),
        OUR_DEFAULT,
        unit="min",
        minimum=1,
        maximum=12 * 60,
    ),
]
