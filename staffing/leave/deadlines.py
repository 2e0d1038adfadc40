"""The clocks of leave: the decision before it begins (S2E-22), the medical certificate (S2E-26)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.approvals.deadlines import deciders
from callcenter.approvals.requests.models import Step as Level
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit
from staffing.leave.models import REQUEST_KIND
from staffing.leave.telling import DECISION, SLIP, superiors


def recipients(leave: Any, rung: Rung) -> Iterable[User | int]:
    """The employee; past the deadline the direct superior as well."""
    if leave is None:
        return []
    own = [leave.employee.user_id] if leave.employee.user_id else []
    if rung.audience != "above":
        return own
    return [*own, *superiors(leave.employee, leave.site.today())]


def page_of(leave: Any) -> str:
    """A message of a deadline leads to the leave itself."""
    return str(leave.get_absolute_url())


def of_decision(leave: Any, rung: Rung) -> Iterable[User | int]:
    """Who has to decide now, with today's deputy; their superior too once it has begun, and the employee in words of their own.

    The employee's own turn where it came back to be put right.
    """
    if leave is None:
        return []
    own = [leave.employee.user_id] if leave.employee.user_id else []
    if rung.audience == "employee":
        return [] if leave.is_late else own  # of a late request they know that it does not count yet
    steps = Level.objects.filter(request__kind=REQUEST_KIND, request__subject_id=leave.pk, state="open")
    step = steps.select_related("request__site").first()
    if step is None:
        return own
    above = superiors(step.approver, leave.site.today()) if rung.audience == "superior" else []
    return [*deciders(step, rung), *above]


CLOCKS = (
    ClockKind(
        DECISION,
        _("Decision on a leave"),
        _("Leave is decided before it begins; a late request before its first shift has ended (S2E-22)."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="leave.undecided_remind_hours"),
            Step("due", _("Deadline"), audience="superior", notice="clocks.overdue"),
            Step("told", _("The employee is told"), audience="employee", notice="leave.begins_undecided"),
        ),
        recipients=of_decision,
        url=page_of,
        follows_rules=("leave.undecided_at_end",),
    ),
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
        url=page_of,
        follows_rules=("leave.sick_certificate_from_days", "leave.sick_slip_due"),
    ),
)
