"""What the rulebook says about notifications: quiet hours, digest, attempts, how long messages are kept."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import Kind, Rule

RULES = (
    Rule(
        "notifications.quiet_from",
        Kind.TIME,
        datetime.time(22),
        _("Quiet hours, for people who chose none of their own, begin at %(value)s."),
    ),
    Rule(
        "notifications.quiet_until",
        Kind.TIME,
        datetime.time(7),
        _("Quiet hours end at %(value)s; what was held back then goes out together."),
    ),
    Rule(
        "notifications.quiet_on_closed_days",
        Kind.BOOLEAN,
        True,
        _("Days on which the site is closed are quiet as a whole, for people who did not choose otherwise."),
    ),
    Rule(
        "notifications.digest_at",
        Kind.TIME,
        datetime.time(8, 30),
        _("The daily digest goes out at %(value)s."),
    ),
    Rule(
        "notifications.first_wait",
        Kind.DURATION,
        datetime.timedelta(minutes=1),
        _("A delivery that failed is tried again after %(value)s, then after twice as long each time."),
        minimum=datetime.timedelta(seconds=1),
        maximum=datetime.timedelta(hours=1),
    ),
    Rule(
        "notifications.most_attempts",
        Kind.INTEGER,
        8,
        _("A delivery is given up after %(value)s attempts."),
        unit="count",
        minimum=1,
        maximum=50,
    ),
    Rule(
        "notifications.give_up_after",
        Kind.INTEGER,
        72,
        _("A delivery whose channel stays out of reach is given up after %(value)s."),
        unit="hour",
        minimum=1,
        maximum=720,
    ),
    Rule(
        "notifications.most_enclosed",
        Kind.INTEGER,
        5,
        _("An e-mail carries files of at most %(value)s; larger ones are left on the page that it leads to."),
        unit="MB",
        minimum=0,
        maximum=25,
    ),
    Rule(
        "notifications.job_rings_after",
        Kind.DURATION,
        datetime.timedelta(seconds=10),
        _("An import or export that took %(value)s or longer rings the bell of who asked for it."),
        minimum=datetime.timedelta(0),
        maximum=datetime.timedelta(hours=1),
    ),
    Rule(
        "notifications.keep_days",
        Kind.INTEGER,
        180,
        _("Notifications are kept for %(value)s."),
        unit="day",
        minimum=7,
        maximum=3650,
    ),
)
