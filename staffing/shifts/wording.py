"""Times of a shift as people write and read them: "08:30–15:00, 20:00–23:00"; codes of a cycle: "E E L L - -"."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from callcenter.objections import Objection, RuleViolation
from staffing.shifts.rules import DAY, Segments, clock, paid_minutes, told

TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
PIECE = re.compile(rf"{TIME}\s*[-–—~至到]\s*{TIME}")
OFF = frozenset({"", "-", "–", "—", "·", "off", "休", "休息"})


def times_of(text: str, field: str = "work") -> tuple[tuple[int, int], ...]:
    """What is written, in minutes; of working time each that is earlier than the one before it is the next day's.

    Full-width signs, "9" for 09:00, commas, semicolons or blanks between the parts. RuleViolation names what is not read.
    """
    plain = _half_width(text).strip()
    found: list[tuple[int, int]] = []
    after, at = 0, 0
    for match in PIECE.finditer(plain):
        if plain[at : match.start()].strip(" ,;，；、\t\n"):
            raise _unread(plain[at : match.start()], field)
        at, ends = match.end(), []
        after = after if field == "work" else 0
        for hours, minutes in (match.group(1, 2), match.group(3, 4)):
            minute = int(hours) * 60 + int(minutes or 0)
            if minute > DAY or int(minutes or 0) > 59:
                raise _unread(match.group(), field)
            while minute < after:
                minute += DAY
            after = minute
            ends.append(minute)
        if ends[0] == ends[1]:
            ends[1] += DAY
        found.append((ends[0], ends[1]))
    if plain[at:].strip(" ,;，；、\t\n"):
        raise _unread(plain[at:], field)
    return tuple(found)


def written(spans: Sequence[tuple[int, int]]) -> str:
    """As `times_of` reads it back."""
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans)


def in_words(segments: Segments) -> str:
    """A whole shift in a line: "08:30–15:00, 20:00–23:00 · meal 12:00–12:30 · break 10:00–10:15"."""
    work, meals, breaks = told(segments)
    words = [written(work)]
    if meals:
        words.append(_("meal %(times)s") % {"times": written(meals)})
    if breaks:
        words.append(_("paid break %(times)s") % {"times": written(breaks)})
    return " · ".join(words)


def hours_of(segments: Segments) -> str:
    """Working time as h:mm."""
    minutes = paid_minutes(segments)
    return f"{minutes // 60}:{minutes % 60:02}"


def cycle_of(text: str) -> list[str]:
    """The codes of a cycle, "" for a day off; parts may be repeated: "E*4 -*2" is four on, two off."""
    found: list[str] = []
    for word in re.split(r"[\s,;，；、|]+", _half_width(text).strip()):
        code, times, count = word.partition("*")
        if times and not (count.isascii() and count.isdigit() and 0 < int(count) <= 400):
            raise RuleViolation(Objection("shifts.not_a_place", {"text": word}, "cycle"))
        found += [code if code.casefold() not in OFF else ""] * (int(count) if times else 1)
    return found if any(found) else []


def cycle_text(codes: Sequence[str]) -> str:
    """As `cycle_of` reads it back."""
    return " ".join(code or "-" for code in codes)


def _unread(text: str, field: str) -> RuleViolation:
    return RuleViolation(Objection("shifts.not_times", {"text": text.strip(" ,;，；、")}, field))


def _half_width(text: str) -> str:
    """Full-width digits, letters, colons and hyphens as plain ones."""
    return "".join(chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in text)
