"""The deadline of an action."""

from django.utils.translation import gettext_lazy as _

from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.rules import Unit

ACTION = "records.action"

CLOCKS = (
    ClockKind(
        ACTION,
        _("Action"),
        _("What an incident or a meeting gave somebody to do is done by the end of its day."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="action.remind_hours"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
        ),
    ),
)
