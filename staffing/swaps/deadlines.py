"""The deadline of a colleague's answer to a swap."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit

ANSWER = "swaps.answer"


def people(subject: Any, rung: Rung) -> Iterable[User | int]:
    """The colleague who is asked; past the deadline the requester as well."""
    if subject is None:
        return []
    both = [subject.counterpart, *([subject.requester] if rung.audience == "both" else [])]
    return [one.user_id for one in both if one.user_id]


CLOCKS = (
    ClockKind(
        ANSWER,
        _("Answer to a swap"),
        _("Who is asked for a swap answers within the hours of the rulebook and before the shift begins."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="swap.answer_remind_hours"),
            Step("due", _("Deadline"), audience="both", notice="clocks.overdue"),
        ),
        recipients=people,
        follows_rules=("swap.answer_hours",),
    ),
)
