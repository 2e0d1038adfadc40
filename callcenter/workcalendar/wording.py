"""Opening hours as people write and read them: "09:00–12:00, 13:00–18:00", "closed", "24 h"."""

import re

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from callcenter.objections import Objection, RuleViolation
from callcenter.workcalendar.rules import DAY, Day, Interval, Intervals, Week, clock_text, interval

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
SHORT_WEEKDAYS = (
    pgettext_lazy("Monday in a small calendar", "Mo"),
    pgettext_lazy("Tuesday in a small calendar", "Tu"),
    pgettext_lazy("Wednesday in a small calendar", "We"),
    pgettext_lazy("Thursday in a small calendar", "Th"),
    pgettext_lazy("Friday in a small calendar", "Fr"),
    pgettext_lazy("Saturday in a small calendar", "Sa"),
    pgettext_lazy("Sunday in a small calendar", "Su"),
)
CLOSED = {"", "-", "—", "closed", "off", "shut", "休", "休息", "不营业"}
ROUND_THE_CLOCK = {"24h", "24", "24hours", "allday", "全天", "24小时"}
WHOLE_DAY: Interval = (0, DAY)
TIME = r"(\d{1,2}(?::\d{2}(?::\d{2})?)?)"
PIECE = re.compile(rf"{TIME}[-–—~至到]{TIME}")


def day_name(day: Day) -> str:
    """The name of a special day in the reader's language."""
    return day.named(get_language() or "en")


def intervals_of(text: str) -> Intervals:
    """What "9-12, 13:00–18:00" says, in order; nothing for "closed". RuleViolation names what cannot be read.

    Full-width signs, "9" for 09:00, commas, semicolons or blanks between intervals; an end before its start is next day's.
    """
    plain = _half_width(text).strip().casefold()
    if plain in CLOSED:
        return ()
    if plain.replace(" ", "") in ROUND_THE_CLOCK:
        return (WHOLE_DAY,)
    pieces = re.sub(r"\s*([-–—~至到])\s*", r"\1", plain)
    found = []
    for piece in filter(None, re.split(r"[,;，；、\s]+", pieces)):
        match = PIECE.fullmatch(piece)
        if match is None:
            raise RuleViolation(Objection("workcalendar.not_hours", {"text": piece}))
        found.append(interval(*(_with_minutes(time) for time in match.groups())))
    return tuple(sorted(found))


def hours_text(intervals: Intervals) -> str:
    """The hours as they are read, in the reader's language."""
    if not intervals:
        return _("closed")
    return written(intervals)


def written(intervals: Intervals) -> str:
    """The hours as `intervals_of` reads them back, in any language; empty when closed."""
    if tuple(intervals) == (WHOLE_DAY,):
        return "24h"
    return ", ".join(
        f"{clock_text(start)}–{clock_text(end % DAY if end > DAY else end)}" for start, end in intervals
    )


def week_lines(week: Week) -> list[tuple[str, str]]:
    """Monday to Sunday with its hours; days in a row with the same hours are one line: "Monday – Friday"."""
    lines: list[tuple[int, int]] = []
    for day in range(7):
        if lines and week[lines[-1][1]] == week[day]:
            lines[-1] = (lines[-1][0], day)
        else:
            lines.append((day, day))
    return [
        (
            str(WEEKDAYS[first])
            if first == last
            else _("%(first)s – %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]},
            hours_text(week[first]),
        )
        for first, last in lines
    ]


def weekly_hours(week: Week) -> float:
    """Hours open in a week."""
    return sum(end - start for day in week for start, end in day) / 3600


def _with_minutes(time: str) -> str:
    return time if ":" in time else f"{time}:00"


def _half_width(text: str) -> str:
    """Full-width digits, colons and hyphens as plain ones."""
    return "".join(chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in text)
