"""Deadlines of carrying out and of collecting, with who hears of their steps."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.rules import DayEnd, Unit
from complaints.remedies.duties.models import Duty
from complaints.remedies.executions.models import KIND
from complaints.remedies.executions.people import handlers, managers, signers
from complaints.remedies.executions.rules import NextStep
from complaints.remedies.receivables.models import CLOCK

MANAGERS = "managers"


def of_an_execution(execution: Any, rung: Any) -> Iterable[User | int]:
    """Whose turn it is, and the owner of the complaint; managers when it stays undone."""
    if execution is None:
        return [rung.clock.owner_id] if rung.clock.owner_id else []
    owner = [rung.clock.owner_id] if rung.clock.owner_id else []
    if rung.audience == MANAGERS:
        return managers(execution.site) + owner
    if execution.next_step == NextStep.SIGN:
        return signers(execution.site) + owner
    return (handlers(execution.site, execution.duty) if execution.duty else []) + owner


def of_a_receivable(receivable: Any, rung: Any) -> Iterable[User | int]:
    """The salesperson; without one the handlers of sales."""
    if rung.clock.owner_id:
        return [rung.clock.owner_id]
    return handlers(receivable.site, Duty.SALES) if receivable is not None else []


CLOCKS = (
    ClockKind(
        KIND,
        _("Execution of a remedy"),
        _("What was approved and accepted is carried out in time, also after the complaint is closed."),
        Unit.CALENDAR_DAYS,
        amount="complaint.execution_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="complaint.execution_remind_days"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
            Step(
                "managers",
                _("Center manager and deputy GM"),
                When.AFTER,
                offset="complaint.execution_escalate_days",
                audience=MANAGERS,
                notice="clocks.overdue",
            ),
        ),
        recipients=of_an_execution,
    ),
    ClockKind(
        CLOCK,
        _("Receivable"),
        _("After a complaint that is not upheld the invoice is collected on its normal term."),
        Unit.CALENDAR_DAYS,
        amount="complaint.receivable_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="complaint.receivable_remind_days"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
        ),
        recipients=of_a_receivable,
    ),
)
