"""Rules of documents: when they are drafted, due and archived."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import Kind, Rule

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ENTRIES = [
    Rule("report.daily_wanted", Kind.BOOLEAN, True, _("The site writes a daily report."), source="S2F-9"),
    Rule(
        "report.daily_draft_at",
        Kind.TIME,
        datetime.time(0, 30),
        _("The draft of a daily report is made at %(value)s of the next day."),
    ),
    Rule(
        "report.daily_due",
        Kind.TIME,
        datetime.time(9, 30),
        _("The writer submits the daily report by %(value)s of the next day."),
        source="S2F-9",
    ),
    Rule(
        "report.daily_review_due",
        Kind.TIME,
        datetime.time(11),
        _("The reviewer signs the daily report by %(value)s of the next day."),
        source="S0-3",
    ),
    Rule(
        "report.reminder",
        Kind.DURATION,
        HOUR,
        _("Whoever has a report to submit or to sign is reminded %(value)s before it is due."),
        minimum=datetime.timedelta(minutes=5),
        maximum=2 * DAY,
    ),
    Rule(
        "report.escalation",
        Kind.DURATION,
        HOUR,
        _("%(value)s after a report was due, the next level is told."),
        minimum=datetime.timedelta(minutes=5),
        maximum=7 * DAY,
    ),
    Rule(
        "report.rework",
        Kind.DURATION,
        HOUR,
        _("A returned report is due again after %(value)s, and not before its first deadline."),
        minimum=datetime.timedelta(minutes=15),
        maximum=7 * DAY,
    ),
    Rule(
        "report.catch_up_days",
        Kind.INTEGER,
        7,
        _("Drafts that were not made in time are made up for the last %(value)s."),
        unit="day",
        minimum=1,
        maximum=62,
    ),
    Rule(
        "report.archive_days",
        Kind.INTEGER,
        7,
        _("A distributed report is archived after %(value)s."),
        unit="day",
        minimum=1,
        maximum=366,
    ),
]
