"""The clock of the medical certificate (S2E-26)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit
from staffing.leave.telling import SLIP, superiors


def recipients(leave: Any, rung: Rung) -> Iterable[User | int]:
    """The employee; past the deadline the direct superior as well."""
    if leave is None:
        return []
    own = [leave.employee.user_id] if leave.employee.user_id else []
    if rung.audience != "above":
        return own
    return [*own, *superiors(leave.employee, leave.site.today())]


CLOCKS = (
    ClockKind(
        SLIP,
        _("Medical certificate"),
        _(
            "The certificate of sick leave is handed in by the day of the rulebook, without a gap in its dates (S2E-26)."
        ),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="leave.slip_remind_hours"),
            Step("due", _("Deadline"), audience="above", notice="clocks.overdue"),
        ),
        recipients=recipients,
        follows_rules=("leave.sick_certificate_from_days", "leave.sick_slip_due"),
    ),
)
