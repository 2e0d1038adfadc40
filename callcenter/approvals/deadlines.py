"""The deadlines of approvals: for each decision, and for what has to be told after an emergency."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.approvals.line import line_above
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit
from callcenter.people.delegations.selectors import deputies
from callcenter.people.models import Employee
from callcenter.rulebook.registry import Kind, Rule

RULES = (
    Rule(
        "approvals.decide_within_days",
        Kind.INTEGER,
        1,
        _("Each level of a request is decided within %(value)s (working days)."),
        unit="day",
        minimum=1,
        maximum=30,
    ),
    Rule(
        "approvals.remind_before_hours",
        Kind.INTEGER,
        2,
        _("Who has to decide is reminded %(value)s before the deadline."),
        unit="hour",
        minimum=0,
        maximum=72,
    ),
    Rule(
        "approvals.escalate_after_hours",
        Kind.INTEGER,
        24,
        _("The superior of who has to decide hears of it %(value)s after the deadline."),
        unit="hour",
        minimum=0,
        maximum=240,
    ),
)


def deciders(subject: Any, rung: Rung) -> Iterable[User | int]:
    """The approver and today's deputy; on the last rung of the ladder the approver's superior."""
    if subject is None:
        return []
    today = subject.request.site.today()
    if rung.audience == "above":
        above = line_above(subject.approver_id, today)[:1]
        return _logins([person.employee_id for person in above])
    deputy = deputies([subject.approver_id], today).get(subject.approver_id)
    return _logins([subject.approver_id, *([deputy.pk] if deputy else [])])


def tellers(subject: Any, rung: Rung) -> Iterable[User | int]:
    """Who has to tell the direct superior; past the deadline the direct superior as well."""
    if subject is None:
        return []
    return _logins([subject.assignee_id, *([subject.informs_id] if rung.audience == "above" else [])])


def _logins(employee_ids: Iterable[int]) -> list[int]:
    rows = Employee.objects.filter(pk__in=list(employee_ids), user__is_active=True)
    return list(rows.values_list("user_id", flat=True).distinct())


def _address(subject: Any) -> str:
    return str(subject.request.get_absolute_url())


CLOCKS = (
    ClockKind(
        "approvals.step",
        _("Decision on a request"),
        _("Each level decides within the days of the rulebook; after that its own superior hears of it."),
        Unit.WORKING_DAYS,
        amount="approvals.decide_within_days",
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="approvals.remind_before_hours"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
            Step(
                "late",
                _("To the superior"),
                When.AFTER,
                offset="approvals.escalate_after_hours",
                audience="above",
                notice="clocks.overdue",
            ),
        ),
        recipients=deciders,
        url=_address,
    ),
    ClockKind(
        "approvals.follow_up",
        _("Telling the direct superior"),
        _("After an emergency that went past the direct superior, they are told the same day (S2E-2)."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="approvals.remind_before_hours"),
            Step("due", _("Deadline"), audience="above", notice="clocks.overdue"),
        ),
        recipients=tellers,
        url=_address,
    ),
)
