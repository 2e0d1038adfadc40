"""The kind of request that a correction is: shift leader, then director (domain §4.4)."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.web import cells
from staffing.attendance.corrections import services
from staffing.attendance.corrections.models import KIND
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.wording import codes_text, span_text


def facts(correction: Any) -> Facts:
    """The day as it stands, and what would change."""
    day = AttendanceDay.objects.filter(employee=correction.employee_id, on=correction.on).first()
    yield _("Day"), cells.day(correction.on)
    if day is not None:
        yield _("Shift"), span_text(day.starts_at, day.ends_at, day.shift_code)
        yield _("Punches as they count"), span_text(day.first_in, day.last_out)
        yield _("What the day says now"), codes_text(day)
    if correction.voids_punch:
        yield _("Is to count no more"), _moment(correction.voids_punch.occurred_at, correction.voids_punch)
    if correction.adds_at:
        yield _("Is to be added"), _moment(correction.adds_at, correction)
    if services.entered_by(correction):
        yield _("Asked by"), str(correction.asked_by.employee)


def _moment(at: Any, row: Any) -> str:
    return f"{cells.moment(at, seconds=True)} · {row.get_direction_display()}"


def parties(correction: Any) -> Collection[int]:
    """The shift leader who asked for it does not endorse it as well."""
    found = services.entered_by(correction)
    return (found,) if found else ()


CORRECTION = Kind(
    KIND,
    _("Correction of attendance"),
    target=lambda correction: Target(PostCode.DIRECTOR),
    facts=facts,
    parties=parties,
    on_approved=services.carry_out,
    on_rejected=services.turn_down,
    on_withdrawn=services.take_back,
    is_bulk_safe=True,
    icon="edit",
)
