"""The list of attendance days: its columns, filters and words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.attendance.access import SUBJECT
from staffing.attendance.codes import CODES
from staffing.attendance.days.filters import AttendanceDayFilter
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.wording import badges, codes_text, span_text


def _gravest(day: AttendanceDay) -> tuple[str, str] | None:
    found = badges(day)
    if not found:
        return None
    label, colour = found[0]
    return (label if len(found) == 1 else f"{label} +{len(found) - 1}"), colour


DAYS = Listing(
    key="attendance.days",
    title=_("Attendance"),
    columns=(
        Column(
            "number",
            pgettext_lazy("employee", "Number"),
            lambda day: day.employee.number,
            sort="employee__number",
            link=lambda day: day.get_absolute_url(),
        ),
        Column(
            "name",
            _("Name"),
            lambda day: str(day.employee),
            sort="employee__name",
            link=lambda day: day.get_absolute_url(),
        ),
        Column("team", _("Team"), lambda day: day.team, sort="team__code"),
        Column("on", _("Day"), lambda day: day.on, kind="date", sort="on"),
        Column(
            "shift",
            _("Shift"),
            lambda day: span_text(day.starts_at, day.ends_at, day.shift_code),
            sort="starts_at",
        ),
        Column(
            "punches", _("Came – went"), lambda day: span_text(day.first_in, day.last_out), sort="first_in"
        ),
        Column("code", _("Code"), _gravest, kind="badge"),
        Column("codes", _("All codes"), codes_text, wrap=True, default=False),
        Column(
            "worked",
            _("Time worked"),
            lambda day: day.worked_seconds or None,
            kind="duration",
            sort="worked_seconds",
        ),
        Column(
            "late",
            _("Came late"),
            lambda day: day.late_seconds or None,
            kind="duration",
            sort="late_seconds",
        ),
        Column(
            "overtime",
            _("Overtime"),
            lambda day: day.overtime_seconds or None,
            kind="duration",
            sort="overtime_seconds",
            default=False,
        ),
        Column("state", _("State"), lambda day: day.get_state_display(), sort="state", default=False),
        Column(
            "revision", _("Revision"), lambda day: day.revision, kind="number", sort="revision", default=False
        ),
    ),
    ordering=("-on", "starts_at", "employee__number"),
    filterset=AttendanceDayFilter,
    export_subject=SUBJECT,
    peek=True,
    remembers=False,
    empty_title=_("No shifts on this day"),
    empty_text=_("Days appear here when a published shift comes near, and when punches come in."),
    definitions=tuple((code.label, code.meaning) for code in CODES.values()),
)
