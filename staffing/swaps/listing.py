"""The list of swaps."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.swaps.filters import SwapFilter
from staffing.swaps.models import SUBJECT, Swap, SwapState
from staffing.swaps.telling import times

COLOURS = {
    SwapState.ASKED: "yellow",
    SwapState.CONFIRMED: "yellow",
    SwapState.ENDORSED: "yellow",
    SwapState.APPROVED: "green",
    SwapState.WORKED: "blue",
    SwapState.RETURNED: "green",
    SwapState.CLOSED: "grey",
    SwapState.DECLINED: "grey",
    SwapState.REJECTED: "red",
    SwapState.CANCELLED: "grey",
    SwapState.VOID: "red",
}


def state(swap: Swap) -> tuple[str, str]:
    """The state as a badge."""
    return swap.get_state_display(), COLOURS[SwapState(swap.state)]


def _shift(place: int) -> Any:
    def told(swap: Swap) -> str:
        sides = list(swap.shifts.all())
        if place >= len(sides):
            return ""
        row = sides[place].assignment
        return f"{row.on} {times(row.code, row.parts)}: {sides[place].giver} → {sides[place].taker}"

    return told


ALL = Listing(
    key="swaps.swaps",
    title=_("Swaps"),
    columns=(
        Column("number", pgettext_lazy("swap", "Number"), lambda s: s.number, sort="pk", link=lambda s: s.get_absolute_url()),
        Column("requester", _("Requester"), lambda s: s.requester, sort="requester__name"),
        Column("counterpart", _("Colleague"), lambda s: s.counterpart, sort="counterpart__name"),
        Column("first_on", _("First day"), lambda s: s.first_on, kind="date", sort="first_on"),
        Column("first", _("First shift"), _shift(0)),
        Column("second", _("Second shift"), _shift(1)),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("reason", _("Reason"), lambda s: s.reason, wrap=True, default=False),
        Column("asked_at", _("Asked"), lambda s: s.asked_at, kind="datetime", sort="asked_at"),
        Column("decided_at", _("Decided"), lambda s: s.decided_at, kind="datetime", sort="decided_at", default=False),
        Column("worked_at", _("Worked"), lambda s: s.worked_at, kind="datetime", sort="worked_at", default=False),
        Column("returned_at", _("Returned"), lambda s: s.returned_at, kind="datetime", sort="returned_at", default=False),
    ),
    ordering=("-asked_at", "-pk"),
    filterset=SwapFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No swaps yet"),
    empty_text=_("Swaps that agents ask for show here, with both shifts and who has to decide."),
)  # fmt: skip
