"""Rules of this room: numbers that the manuals leave open or that a site sets."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

DAYS = (
    ("monday", _("Monday")),
    ("tuesday", _("Tuesday")),
    ("wednesday", _("Wednesday")),
    ("thursday", _("Thursday")),
    ("friday", _("Friday")),
    ("saturday", _("Saturday")),
    ("sunday", _("Sunday")),
)

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
    Rule(
        "patrol.every_hours",
        Kind.INTEGER,
        2,
        _("The floor is patrolled at least every %(value)s."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=12,
    ),
    Rule(
        "patrol.least_per_shift",
        Kind.INTEGER,
        3,
        _("Each shift has at least %(value)s patrols."),
        OUR_DEFAULT,
        unit="count",
        minimum=0,
        maximum=24,
    ),
    Rule(
        "patrol.record_within_minutes",
        Kind.INTEGER,
        30,
        _("A patrol that is recorded more than %(value)s afterwards is marked as recorded late."),
        OUR_DEFAULT,
        unit="min",
        minimum=1,
        maximum=24 * 60,
    ),
    Rule(
        "patrol.repeated_from",
        Kind.INTEGER,
        2,
        _("Who is found %(value)s times in a week is named in the analysis of patrols."),
        OUR_DEFAULT,
        unit="count",
        minimum=2,
        maximum=50,
    ),
    Rule(
        "patrol.analysis_day",
        Kind.CHOICE,
        "monday",
        _("The patrols of a week are analysed by the next %(value)s."),
        OUR_DEFAULT,
        choices=DAYS,
    ),
]
