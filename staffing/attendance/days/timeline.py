"""What happened to a day: punches, corrections, revisions, in one line of time."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.web import cells
from staffing.attendance.codes import CODES
from staffing.attendance.days.models import AttendanceDay
from staffing.attendance.days.selectors import DayFacts
from staffing.attendance.days.wording import length


@dataclass(frozen=True)
class Entry:
    """One line of it."""

    at: datetime.datetime
    who: str
    title: str
    text: str = ""
    icon: str = "point"
    url: str = ""


def timeline(row: AttendanceDay | None, facts: DayFacts) -> list[Entry]:
    """The latest first."""
    found = [
        Entry(
            seen.row.recorded_at,
            _name(seen.row.recorded_by),
            _("%(direction)s %(at)s recorded")
            % {
                "direction": seen.row.get_direction_display(),
                "at": cells.moment(seen.row.occurred_at, seconds=True),
            },
            f"{seen.row.get_source_display()} {seen.row.source_key}".strip(),
            "clock",
        )
        for seen in facts.punches
        if seen.is_own
    ]
    for each in facts.corrections:
        found.append(
            Entry(each.asked_at, _name(each.asked_by), _("Correction asked for"), each.reason, "edit")
        )
        if each.decided_at:
            found.append(
                Entry(each.decided_at, "", _("Correction: %(state)s") % {"state": each.get_state_display()})
            )
    if row is not None:
        found += [
            Entry(
                revision.made_at,
                "",
                _("Worked out anew: %(reason)s") % {"reason": revision.get_reason_display()},
                "; ".join(_changes(revision.before, revision.after)),
                "refresh",
            )
            for revision in row.revisions.all()
        ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _name(user: Any) -> str:
    return str(getattr(user, "employee", None) or user or "")


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Each figure that moved, as it was and as it is."""
    words = {
        "codes": _("codes"),
        "first_in": _("came"),
        "last_out": _("went"),
        "worked_seconds": _("worked"),
        "late_seconds": _("late"),
        "early_seconds": _("left early"),
        "absent_seconds": _("absence"),
        "leave_seconds": _("leave"),
        "overtime_seconds": _("overtime"),
        "starts_at": _("shift starts"),
        "ends_at": _("shift ends"),
        "shift_code": _("shift"),
    }
    return [
        f"{words[key]} {_shown(key, before.get(key))} → {_shown(key, after.get(key))}"
        for key in words
        if key in after
    ]


def _shown(key: str, value: Any) -> str:
    if key == "codes":
        return _(", ").join(str(CODES[code].label) for code in value or []) or cells.NOTHING
    if value in (None, ""):
        return cells.NOTHING
    if key in ("first_in", "last_out", "starts_at", "ends_at"):
        at = datetime.datetime.fromtimestamp(value, datetime.UTC)
        return timezone.localtime(at).strftime("%H:%M:%S")
    if key.endswith("_seconds"):
        return length(value)
    return str(value)
