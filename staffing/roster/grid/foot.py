"""The rows under the days of the grid: how many people are there, and how many are missing when it is worst."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from staffing.roster.coverage import Coverage, Slot
from staffing.roster.grid.month import Grid
from staffing.roster.telling import clock
from staffing.shifts.models import ShiftType

Mark = tuple[str, str, str]  # text, tone "", "bad" or "good", words
Row = tuple[str, dict[datetime.date, Mark]]


def rows(grid: Grid, days: Iterable[datetime.date]) -> list[Row]:
    """Shifts that have a minimum; the worst half hour against the heads needed; people on each day."""
    days = list(days)
    totals = dict.fromkeys(days, 0)
    for (on, _code), count in grid.heads.items():
        if on in totals:
            totals[on] += count
    found: list[Row] = [
        (f"{kind.code} ≥ {kind.minimum_heads}", _minimum(grid, kind, days))
        for kind in grid.kinds.values()
        if kind.minimum_heads and kind.is_active
    ]
    if grid.coverage is not None and grid.coverage.has_needs:
        found.append((_("Worst half hour"), _worst(grid.coverage, days)))
    found.append((_("Heads"), {on: (str(count), "", "") for on, count in totals.items()}))
    return found


def _worst(coverage: Coverage, days: Iterable[datetime.date]) -> dict[datetime.date, Mark]:
    found = {}
    for on in days:
        slots = [slot for slot in coverage.days.get(on, []) if slot.needed]
        if slots:
            worst = min(slots, key=lambda slot: slot.heads - slot.needed)
            found[on] = _mark(worst)
    return found


def _mark(slot: Slot) -> Mark:
    over = slot.heads - slot.needed
    words = _("%(start)s–%(end)s: %(heads)s of %(needed)s") % {
        "start": clock(slot.start),
        "end": clock(slot.end),
        "heads": slot.heads,
        "needed": slot.needed,
    }
    if over < 0:
        return f"−{-over}", "bad", words
    return f"+{over}" if over else "✓", "good", words


def _minimum(grid: Grid, kind: ShiftType, days: Iterable[datetime.date]) -> dict[datetime.date, Mark]:
    found = {}
    for on in days:
        there = grid.heads[on, kind.code]
        is_short = there < kind.minimum_heads
        words = _("%(heads)s of at least %(needed)s") % {"heads": there, "needed": kind.minimum_heads}
        found[on] = (f"{there}!" if is_short else str(there), "bad" if is_short else "", words)
    return found
