"""Shifts drawn as bars on a line of hours: SVG with percentages, so that nothing is styled inline."""

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from staffing.shifts.rules import DAY, Segment, SegmentKind, Segments, clock
from staffing.shifts.wording import in_words

NIGHT = ((0, 360), (1320, 1800), (2760, 2880))  # 22:00–06:00 as the light band behind
HEIGHT = {SegmentKind.WORK: (4, 16), SegmentKind.PAID_BREAK: (4, 16), SegmentKind.MEAL: (10, 4)}
LOOK = {SegmentKind.WORK: "work", SegmentKind.PAID_BREAK: "break", SegmentKind.MEAL: "meal"}


def horizon(shifts: Sequence[Segments]) -> int:
    """Minutes that the line shows: 24 h, or up to 48 h in steps of six where shifts run past midnight."""
    last = max((each.end for segments in shifts for each in segments), default=DAY)
    return max(DAY, -(-last // 360) * 360)


def bar(segments: Segments, colour: str, until: int) -> SafeString:
    """One shift on a line of `until` minutes; its words stand in for it."""
    night = "".join(
        _rect(start, min(end, until), until, 0, 24, "bar-night") for start, end in NIGHT if start < until
    )
    parts = "".join(_part(each, until) for each in sorted(segments, key=lambda one: one.start))
    return format_html(
        '<svg class="shift-bar s-{}" width="100%" height="24" role="img" aria-label="{}">{}</svg>',
        colour,
        in_words(segments),
        SafeString(night + parts),
    )


def scale(until: int) -> SafeString:
    """The hours under the bars, every three or six."""
    step = 180 if until <= DAY else 360
    ticks = "".join(
        f'<text x="{_share(minute, until)}" y="12" text-anchor="{_anchor(minute, until)}">'
        f"{conditional_escape(clock(minute % DAY if minute < until else minute))}</text>"
        for minute in range(0, until + 1, step)
    )
    return SafeString(f'<svg class="shift-scale" width="100%" height="16" aria-hidden="true">{ticks}</svg>')


def _part(each: Segment, until: int) -> str:
    top, height = HEIGHT[each.kind]
    return _rect(each.start, each.end, until, top, height, f"bar-{LOOK[each.kind]}")


def _rect(start: int, end: int, until: int, top: int, height: int, css: str) -> str:
    return (
        f'<rect class="{css}" x="{_share(start, until)}" width="{_share(end - start, until)}"'
        f' y="{top}" height="{height}"></rect>'
    )


def _share(minute: int, until: int) -> str:
    return f"{minute / until * 100:.3f}%"


def _anchor(minute: int, until: int) -> str:
    return "start" if minute == 0 else "end" if minute == until else "middle"
