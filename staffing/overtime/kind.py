"""The kind of request that overtime is: up to the director, past whoever assigned it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.rulebook.values import value
from callcenter.web.cells import day
from staffing.overtime import services
from staffing.overtime.models import KIND
from staffing.overtime.selectors import hours_of
from staffing.overtime.services import month_days
from staffing.overtime.wording import hours, times


def facts(overtime: Any) -> Facts:
    """When, how long, and how much of the month's limit it uses."""
    yield _("When"), f"{day(overtime.on)} {times(overtime)} ({hours(overtime.minutes)})"
    last = max(month_days(overtime.on))
    so_far = hours_of(overtime.site, [overtime.employee_id], last.replace(day=1), last)
    most = value("roster.max_ot_month", overtime.site, on=overtime.on)
    words = _("%(hours)s of %(most)s hours") % {
        "hours": hours(so_far[overtime.employee_id].total),
        "most": most,
    }
    yield _("Overtime of the month so far"), words
    if overtime.assigned_by is not None:
        yield _("Assigned by"), overtime.assigned_by
    if overtime.override_reason:
        yield _("Why above the limits"), overtime.override_reason


OVERTIME = Kind(
    KIND,
    _("Overtime"),
    target=lambda overtime: Target(PostCode.DIRECTOR),
    facts=facts,
    in_short=lambda request: str(request.reason),
    parties=lambda overtime: {overtime.assigned_by_id} if overtime.assigned_by_id else set(),
    on_approved=services.approved,
    on_rejected=services.rejected,
    on_withdrawn=services.withdrawn,
    is_bulk_safe=True,
    icon="clock-hour-4",
)
