"""A day in words: its codes, each with its figures, the reason behind it and the rule it rests on."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.rulebook.citations import Citation, cite
from callcenter.web import cells
from staffing.attendance import rules
from staffing.attendance.codes import CODES, DETAILS, Code
from staffing.attendance.days.models import AttendanceDay, Figures

WITH_LENGTH = frozenset(
    {rules.LATE, rules.LATE_BREACH, rules.EARLY, rules.OVERTIME, rules.OFF_POST, rules.OFF_POST_BREACH}
)


@dataclass(frozen=True)
class Line:
    """One finding as people read it."""

    code: Code
    figure: str
    citations: list[Citation]
    note: str = ""


def length(seconds: int) -> str:
    """59 s, 12 min, 12 min 5 s, 1 h 5 min: to the second below an hour, since seconds count."""
    if seconds < 60:
        return _("%(count)d s") % {"count": seconds}
    if seconds < 3600 and seconds % 60:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": seconds // 60, "seconds": seconds % 60}
    return cells.span(seconds)


def figure(finding: rules.Finding) -> str:
    """The figure of a finding: how late, how long absent and why, which punch is missing."""
    if finding.code == rules.STRAY:
        at = datetime.datetime.fromtimestamp(int(finding.detail), datetime.UTC)
        return timezone.localtime(at).strftime("%H:%M:%S")
    detail = str(DETAILS.get(finding.detail, "")) % {} if finding.detail else ""
    parts = []
    if finding.so_far:
        parts.append(_("so far"))
    elif finding.code in WITH_LENGTH or (finding.code == rules.ROLLCALL_LATE and finding.seconds):
        parts.append(length(finding.seconds))
    elif finding.code in (rules.ABSENT, rules.ON_LEAVE, rules.OVERTIME_MISSED) and finding.seconds:
        parts.append(cells.span(finding.seconds))
    if detail:
        parts.append(detail)
    return " · ".join(parts)


def lines(day: AttendanceDay, *, missing_place: int | None = None, absence_from: int = 0) -> list[Line]:
    """Every finding of a day with the rules of that day that it rests on."""
    found = []
    for each in day.found:
        code = CODES[each.code]
        note = ""
        if each.code == rules.MISSING_PUNCH and missing_place:
            note = _("The %(place)s. missing punch of the period.") % {"place": missing_place}
            if absence_from and missing_place >= absence_from:
                note += " " + _("It counts as an absence.")
        found.append(Line(code, figure(each), [cite(key, day.site, day.on) for key in code.rules], note))
    return found


def badges(day: Figures) -> list[tuple[str, str]]:
    """(words, colour) of each code."""
    return [(_label(key, day), CODES[key].colour) for key in day.codes]


def _label(key: str, day: Figures) -> str:
    so_far = any(each.so_far for each in day.found if each.code == key)
    label = str(CODES[key].label)
    return _("%(code)s so far") % {"code": label} if so_far else label


def codes_text(day: Figures) -> str:
    """The codes as one line: "Late 5 min, Punch missing"."""
    words = []
    for each in day.found:
        shown = figure(each)
        words.append(f"{CODES[each.code].label} {shown}".strip())
    return _(", ").join(words) or _("Nothing to say: there in time and to the end")


def span_text(start: Any, end: Any, code: str = "") -> str:
    """07:52 – 16:31; a dash for what is not known; the name of the shift before it."""
    if start is None and end is None:
        return code or cells.NOTHING
    text = " – ".join(
        timezone.localtime(at).strftime("%H:%M") if at else cells.NOTHING for at in (start, end)
    )
    return f"{code} {text}".strip()
