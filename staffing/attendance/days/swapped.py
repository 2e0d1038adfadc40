"""Swapped shifts that stayed empty: the swap is told, and its leaders are asked who answers for it (S2E-35, S2E-36)."""

import datetime
from collections.abc import Collection
from typing import Any

from staffing.attendance import rules
from staffing.swaps.after import report_empty
from staffing.swaps.models import SwapShift, SwapState

EMPTY = (rules.SWAP_MISHAP, rules.LEAVE_ON_SWAP)


def is_left_empty(findings: list[list[Any]]) -> bool:
    """Whether a shift that came by a swap is over and nobody was there."""
    return any(code == rules.ABSENT and why in EMPTY and not so_far for code, _s, why, so_far in findings)


def report_empty_shifts(days: Collection[tuple[int, datetime.date]]) -> int:
    """Report the empty swapped shifts of these days (employee id, day), each once; how many were new."""
    wanted = set(days)
    if not wanted:
        return 0
    rows = SwapShift.objects.filter(
        taker__in={pk for pk, _on in wanted},
        replacement__on__in={on for _pk, on in wanted},
        replacement__cancelled_at=None,
        mishap=None,
    ).exclude(swap__state=SwapState.VOID)
    found = [row for row in rows.select_related("replacement") if _day_of(row) in wanted]
    for shift in found:
        report_empty(shift, actor=None)
    return len(found)


def _day_of(row: SwapShift) -> tuple[int, datetime.date]:
    assert row.replacement is not None
    return row.taker_id, row.replacement.on
