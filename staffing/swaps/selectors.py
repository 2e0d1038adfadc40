"""Reads about swaps: requests to the leaders, what attendance asks, what lists show."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet

from callcenter.approvals.requests.models import RUNNING as RUNNING_REQUESTS
from callcenter.approvals.requests.models import Request
from staffing.swaps.models import KIND, Mishap, Swap, SwapShift, SwapState


def requests_of(swap: Swap) -> QuerySet[Request]:
    """What the leaders were asked about it, the first asked first."""
    return Request.objects.filter(
        kind=KIND,
        subject_type=ContentType.objects.get_for_model(SwapShift),
        subject_id__in=swap.shifts.values("pk"),
    ).order_by("pk")


def running_requests(swap: Swap) -> QuerySet[Request]:
    """The one that is not decided yet, if any."""
    return requests_of(swap).filter(state__in=RUNNING_REQUESTS)


def listed(rows: QuerySet[Swap]) -> QuerySet[Swap]:
    """With what a line of a list shows; two queries, however many rows."""
    sides = SwapShift.objects.select_related("assignment", "giver", "taker").order_by("assignment__starts_at")
    return rows.select_related("site", "requester", "counterpart").prefetch_related(Prefetch("shifts", sides))


@dataclass(frozen=True)
class SwappedShift:
    """A swapped shift of somebody as attendance needs it. `share`: per cent of the blame where it stayed empty and the
    leader has said so; None while nobody has."""

    assignment_id: int
    employee_id: int
    on: datetime.date
    swap_number: str
    is_return: bool
    is_reported: bool = False
    share: int | None = None
    other_employee_id: int = 0
    other_share: int | None = None


def swapped_shifts(
    employee_ids: Collection[int], first: datetime.date, last: datetime.date
) -> list[SwappedShift]:
    """The shifts on [first, last] that these people took over by an approved swap; one query.

    `employee_id` is who had to work it. Attendance names an empty one with `after.report_empty` and reads here who
    answers for it, in per cent, once the leader has recorded that.
    """
    rows = SwapShift.objects.filter(
        taker__in=employee_ids,
        replacement__on__gte=first,
        replacement__on__lte=last,
        replacement__cancelled_at=None,
    ).exclude(swap__state=SwapState.VOID)
    return [_swapped(row) for row in rows.select_related("swap", "replacement", "mishap")]


def _swapped(row: SwapShift) -> SwappedShift:
    found: Mishap | None = getattr(row, "mishap", None)
    is_requester = row.taker_id == row.swap.requester_id
    shares = (found.requester_share, found.counterpart_share) if found else (None, None)
    own, other = shares if is_requester else shares[::-1]
    assert row.replacement is not None
    return SwappedShift(
        row.replacement.pk,
        row.taker_id,
        row.replacement.on,
        row.swap.number,
        row.is_return,
        is_reported=found is not None,
        share=own,
        other_employee_id=row.giver_id,
        other_share=other,
    )
