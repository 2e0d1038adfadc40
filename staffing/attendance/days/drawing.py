"""A day as a bar: the shift, leave and overtime on a line of hours, with the punches on it. SVG in percent, no styles."""

import datetime
import zoneinfo
from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from staffing.attendance.days.selectors import DayFacts
from staffing.attendance.matching import Span

HOUR = 3600


def bar(on: datetime.date, facts: DayFacts, words: str, zone: zoneinfo.ZoneInfo) -> SafeString:
    """The picture; `words` say the same to those who do not see it."""
    start, end = _window(on, facts, zone)
    parts = [
        *(_rect(each, start, end, 14, 20, "day-there") for each in facts.stretches),
        *(_rect(each, start, end, 14, 20, "day-paid") for each in facts.paid),
        *(_rect(each, start, end, 14, 20, "day-overtime") for each in facts.overtime),
        *(_rect(each, start, end, 14, 20, "day-leave") for each in facts.leaves),
    ]
    for seen in facts.punches:
        at = int(seen.row.occurred_at.timestamp())
        if start <= at <= end:
            look = seen.row.direction if seen.counts else "other"
            parts.append(_mark(at, start, end, look))
    hours = "".join(_hour(each, start, end, zone) for each in range(start, end + 1, _step(start, end)))
    return format_html(
        '<svg class="day-bar" width="100%" height="60" role="img" aria-label="{}">{}</svg>',
        words,
        SafeString("".join(parts) + hours),
    )


def _window(on: datetime.date, facts: DayFacts, zone: zoneinfo.ZoneInfo) -> Span:
    """From the hour before the first thing to the hour after the last; the working day where there is nothing."""
    moments = [at for span in (*facts.stretches, *facts.overtime) for at in span]
    moments += [int(each.row.occurred_at.timestamp()) for each in facts.punches if each.is_own]
    if not moments:
        morning = int(datetime.datetime.combine(on, datetime.time(8), zone).timestamp())
        moments = [morning, morning + 10 * HOUR]
    return (min(moments) // HOUR - 1) * HOUR, -(-max(moments) // HOUR + -1) * HOUR


def _step(start: int, end: int) -> int:
    hours = (end - start) // HOUR
    return HOUR * (1 if hours <= 8 else 2 if hours <= 16 else 4)


def _share(at: int, start: int, end: int) -> str:
    return f"{(at - start) / (end - start) * 100:.3f}%"


def _rect(span: Span, start: int, end: int, top: int, height: int, css: str) -> str:
    first, last = max(span[0], start), min(span[1], end)
    if first >= last:
        return ""
    width = f"{(last - first) / (end - start) * 100:.3f}%"
    return f'<rect class="{css}" x="{_share(first, start, end)}" width="{width}" y="{top}" height="{height}" rx="2"></rect>'


def _mark(at: int, start: int, end: int, look: str) -> str:
    x = _share(at, start, end)
    return (
        f'<line class="day-mark is-{look}" x1="{x}" x2="{x}" y1="8" y2="40"></line>'
        f'<circle class="day-mark is-{look}" cx="{x}" cy="8" r="4"></circle>'
    )


def _hour(at: int, start: int, end: int, zone: zoneinfo.ZoneInfo) -> str:
    anchor = "start" if at == start else "end" if at == end else "middle"
    text = datetime.datetime.fromtimestamp(at, zone).strftime("%H:%M")
    return f'<text class="day-hour" x="{_share(at, start, end)}" y="54" text-anchor="{anchor}">{conditional_escape(text)}</text>'


def legend(facts: DayFacts) -> Sequence[tuple[str, str]]:
    """(look, words) of what is in the picture."""
    found = []
    if facts.paid:
        found.append(("day-paid", _("Working time")))
    if facts.stretches != facts.paid and facts.stretches:
        found.append(("day-there", _("Meal")))
    if facts.overtime:
        found.append(("day-overtime", _("Overtime")))
    if facts.leaves:
        found.append(("day-leave", _("Leave")))
    return found
