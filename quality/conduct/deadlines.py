"""The windows of a record: the statement, the contest, the decision on it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.rules import DayEnd, Unit

STATEMENT = "conduct.statement"
CONTEST = "conduct.contest"
CONTEST_DECISION = "conduct.contest_decision"


def who_decides(record: Any, rung: Any) -> Iterable[int]:
    """Whoever may decide the contest."""
    from quality.conduct.records.telling import deciders  # it notifies about models that name these kinds

    return sorted(deciders(record)) if record is not None else []


CLOCKS = (
    ClockKind(
        STATEMENT,
        _("Statement on a conduct record"),
        _("Who is recorded may say a word to it before anybody decides."),
        Unit.ROUND_THE_CLOCK,
        amount="conduct.statement_hours",
    ),
    ClockKind(
        CONTEST,
        _("Contest of a conduct record"),
        _("A decided conduct record may be contested until the end of the last day."),
        Unit.WORKING_DAYS,
        amount="conduct.contest_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(Step("near", _("Reminder"), When.BEFORE, offset="conduct.remind_hours"),),
    ),
    ClockKind(
        CONTEST_DECISION,
        _("Decision on a contest"),
        _("A contest of a conduct record is decided by the end of the last day."),
        Unit.WORKING_DAYS,
        amount="conduct.contest_decision_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="conduct.remind_hours"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
        ),
        recipients=who_decides,
    ),
)
