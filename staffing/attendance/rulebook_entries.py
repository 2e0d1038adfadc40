"""Rules of this room. When the sheet goes to human resources, `attendance.hand_in_day`, is declared by the calendar."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import OUR_DEFAULT, Kind, Rule

ANY_NETWORK = "-"

ENTRIES = [
    Rule(
        "attendance.rollcall_minutes",
        Kind.INTEGER,
        10,
        _("Everybody is there for the roll call %(value)s before the shift starts."),
        "S2E-16, S2F-12",
        unit="min",
        minimum=0,
        maximum=60,
    ),
    Rule(
        "attendance.late_grace",
        Kind.DURATION,
        datetime.timedelta(0),
        _("Who comes more than %(value)s after the start of the shift is late."),
        OUR_DEFAULT,
        minimum=datetime.timedelta(0),
        maximum=datetime.timedelta(minutes=30),
    ),
    Rule(
        "attendance.early_grace",
        Kind.DURATION,
        datetime.timedelta(0),
        _("Who goes more than %(value)s before the end of the shift leaves early."),
        OUR_DEFAULT,
        minimum=datetime.timedelta(0),
        maximum=datetime.timedelta(minutes=30),
    ),
    Rule(
        "attendance.breach_minutes",
        Kind.INTEGER,
        20,
        _("Being late by %(value)s or more without leave is a breach of discipline."),
        "S2E-29",
        unit="min",
        minimum=1,
        maximum=240,
    ),
    Rule(
        "attendance.breach_decide_days",
        Kind.INTEGER,
        1,
        _("The leader confirms or dismisses a breach of attendance within %(value)s (working days)."),
        OUR_DEFAULT,
        unit="day",
        minimum=1,
        maximum=31,
    ),
    Rule(
        "attendance.breach_remind_hours",
        Kind.INTEGER,
        4,
        _("The leader is reminded of a breach without a word %(value)s before its deadline."),
        OUR_DEFAULT,
        unit="hour",
        minimum=1,
        maximum=72,
    ),
    Rule(
        "attendance.tells_at_once",
        Kind.BOOLEAN,
        True,
        _(
            "Leaders are told at once who has not come and which breaches wait: %(value)s (no: where clocks send punches once a day)."
        ),
        OUR_DEFAULT,
    ),
    Rule(
        "attendance.missing_punch_absence_from",
        Kind.INTEGER,
        4,
        _("Missing punches of a period count as absences from number %(value)s on."),
        "P04",
        minimum=1,
        maximum=31,
    ),
    Rule(
        "attendance.absent_after_minutes",
        Kind.INTEGER,
        4,  # the shifts are looked at every minute: shown within five
        _("On the running day, who has not come %(value)s after the start of the shift is shown as absent."),
        OUR_DEFAULT,
        unit="min",
        minimum=0,
        maximum=120,
    ),
    Rule(
        "attendance.missing_out_after_minutes",
        Kind.INTEGER,
        60,
        _("A departure that was not punched is missing %(value)s after the end of the shift."),
        OUR_DEFAULT,
        unit="min",
        minimum=0,
        maximum=360,
    ),
    Rule(
        "attendance.match_before_minutes",
        Kind.INTEGER,
        360,
        _("A punch belongs to the next shift when it is at most %(value)s before its start."),
        OUR_DEFAULT,
        unit="min",
        minimum=30,
        maximum=720,
    ),
    Rule(
        "attendance.match_after_minutes",
        Kind.INTEGER,
        360,
        _("A punch belongs to the last shift when it is at most %(value)s after its end."),
        OUR_DEFAULT,
        unit="min",
        minimum=30,
        maximum=720,
    ),
    Rule(
        "attendance.split_gap_minutes",
        Kind.INTEGER,
        60,
        _("Free time of %(value)s or more within a split shift is punched out and in."),
        OUR_DEFAULT,
        unit="min",
        minimum=15,
        maximum=480,
    ),
    Rule(
        "attendance.duplicate_seconds",
        Kind.INTEGER,
        60,
        _("Two punches of a person within %(value)s are one."),
        OUR_DEFAULT,
        unit="s",
        minimum=0,
        maximum=600,
    ),
    Rule(
        "attendance.shortest_stay_minutes",
        Kind.INTEGER,
        10,
        _(
            "Two punches of a clock that knows no direction are one arrival when less than %(value)s lie between them."
        ),
        OUR_DEFAULT,
        unit="min",
        minimum=1,
        maximum=60,
    ),
    Rule(
        "attendance.web_punch",
        Kind.BOOLEAN,
        True,
        _("Clocking in and out in the browser is allowed: %(value)s."),
        OUR_DEFAULT,
    ),
    Rule(
        "attendance.networks",
        Kind.TEXT,
        ANY_NETWORK,
        _(
            "Clocking in and out in the browser is allowed from these networks: %(value)s (“-”: from everywhere)."
        ),
        OUR_DEFAULT,
    ),
    Rule(
        "attendance.drift_seconds",
        Kind.INTEGER,
        60,
        _("A device whose clock is off by %(value)s or more is noted on the punch."),
        OUR_DEFAULT,
        unit="s",
        minimum=5,
        maximum=3600,
    ),
    Rule(
        "attendance.closes_by_itself",
        Kind.BOOLEAN,
        True,
        _(
            "The month sheet that nobody has closed on the day it goes to human resources closes by itself: %(value)s."
        ),
        OUR_DEFAULT,
    ),
]
