"""Rules of this room."""

from django.utils.translation import gettext_lazy as _

from callcenter.rulebook.registry import Kind, Rule

ENTRIES = [
    Rule(
        "clocks.oldest_step_hours",
        Kind.INTEGER,
        24,
        _(
            "Reminders and escalations more than %(value)s in the past are not sent when a deadline is recorded late."
        ),
        unit="hour",
        minimum=0,
        maximum=24 * 31,
    ),
    Rule(
        "clocks.soon_hours",
        Kind.INTEGER,
        24,
        _("A deadline is shown as due soon %(value)s before it."),
        unit="hour",
        minimum=1,
        maximum=24 * 14,
    ),
]
