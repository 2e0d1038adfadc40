"""Kinds of clocks that the tests of this room start: one for each unit, with a ladder."""

from django.utils.translation import gettext_lazy as _

from callcenter.clocks import kinds
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.rules import DayEnd, Unit
from callcenter.rulebook import registry
from callcenter.rulebook.registry import Kind, Rule

RULES = [
    Rule("clocktests.reply_hours", Kind.INTEGER, 8, _("%(value)s"), unit="hour"),
    Rule("clocktests.close_days", Kind.INTEGER, 6, _("%(value)s"), unit="day"),
    Rule("clocktests.remind_hours", Kind.INTEGER, 2, _("%(value)s"), unit="hour"),
    Rule("clocktests.escalate_hours", Kind.INTEGER, 4, _("%(value)s"), unit="hour"),
    Rule("clocktests.chase_hours", Kind.INTEGER, 24, _("%(value)s"), unit="hour"),
    Rule("clocktests.may_pause", Kind.BOOLEAN, True, _("%(value)s")),
    Rule("clocktests.pause_hours", Kind.INTEGER, 72, _("%(value)s"), unit="hour"),
]
LADDER = (
    Step("reminder", _("Reminder"), When.BEFORE, offset="clocktests.remind_hours"),
    Step("overdue", _("Overdue")),
    Step("escalation", _("Escalation"), When.AFTER, offset="clocktests.escalate_hours", audience="chief"),
    Step(
        "chase",
        _("Chase"),
        When.AFTER,
        offset="clocktests.chase_hours",
        every="clocktests.chase_hours",
        most=3,
    ),
)
REPLY = ClockKind(
    "clocktests.reply",
    _("First reply"),
    _("An order is answered in time."),
    Unit.OPEN_TIME,
    amount="clocktests.reply_hours",
    ladder=LADDER,
    pause_allowed="clocktests.may_pause",
)
CLOSE = ClockKind(
    "clocktests.close",
    _("Close the case"),
    _("A case is closed in time."),
    Unit.CALENDAR_DAYS,
    amount="clocktests.close_days",
    day_end=DayEnd.END_OF_DAY,
    ladder=LADDER,
    pause_allowed="clocktests.may_pause",
    pause_cap="clocktests.pause_hours",
)
REPORT = ClockKind(
    "clocktests.report", _("Report"), _("The report is there in the morning."), Unit.MOMENT, ladder=LADDER[:2]
)


def declare() -> None:
    """Once for a process; a second time changes nothing."""
    registry.register(*RULES)
    kinds.define(REPLY, CLOSE, REPORT)
