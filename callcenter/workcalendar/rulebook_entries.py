"""Rules of this room."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

STRICT, INCLUSIVE = "strict", "inclusive"

ENTRIES = [
    Rule(
        "workcalendar.holiday_region",
        Kind.TEXT,
        "-",
        _("Public holidays follow the region %(value)s of the site’s country (“-”: the whole country)."),
        OUR_DEFAULT,
    ),
    Rule(
        "meeting.all_agent",
        Kind.CHOICE,
        STRICT,
        _(
            "The meeting of all agents is on the Friday before the 25th; a 25th that is a Friday counts: %(value)s."
        ),
        "S2E-8",
        choices=((STRICT, _("no, the Friday before")), (INCLUSIVE, _("yes, that day"))),
    ),
    Rule(
        "meeting.all_agent_before_day",
        Kind.INTEGER,
        25,
        _("The meeting of all agents is on the last Friday before day %(value)s of the month."),
        "S2E-8",
        minimum=2,
        maximum=28,
    ),
    Rule(
        "exam.held_by_day",
        Kind.INTEGER,
        15,
        _("The monthly exam is held by day %(value)s of the month."),
        OUR_DEFAULT,
        minimum=1,
        maximum=28,
    ),
    Rule(
        "roster.publish_day",
        Kind.INTEGER,
        25,
        _("Next month’s roster is published by day %(value)s of the month."),
        "P06",
        minimum=1,
        maximum=28,
    ),
    Rule(
        "attendance.hand_in_day",
        Kind.INTEGER,
        25,
        _("Attendance goes to human resources by day %(value)s of the month."),
        "P03",
        minimum=1,
        maximum=28,
    ),
    Rule(
        "quality.report_before_day",
        Kind.INTEGER,
        22,
        _("Shift leaders hand in their service quality report before day %(value)s of the month."),
        "S2F-8",
        minimum=2,
        maximum=28,
    ),
    Rule(
        "complaint.review_before_day",
        Kind.INTEGER,
        10,
        _("The GM office reviews the complaints of last month before day %(value)s."),
        "S2A-37",
        minimum=2,
        maximum=28,
    ),
]
