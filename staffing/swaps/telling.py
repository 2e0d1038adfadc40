"""Who hears of a swap: the two of them and the leaders, written in the transaction of the act."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from callcenter.approvals.models import Step
from callcenter.notifications.services import notify
from callcenter.people.models import Employee
from staffing.roster.models import Assignment
from staffing.shifts.rules import Segments, clock, span
from staffing.swaps.models import KIND, Mishap, Swap, SwapState


def asked(swap: Swap, gives: Assignment, takes: Assignment) -> None:
    """The colleague hears what they are asked for."""
    words = {"gives": shift_text(gives), "takes": shift_text(takes)}
    _tell("swaps.asked", swap, [swap.counterpart], key=f"{swap.pk}", **words)


def answered(swap: Swap) -> None:
    """The requester hears the answer."""
    _tell("swaps.answered", swap, [swap.requester], key=f"{swap.pk}")


def decided(swap: Swap) -> None:
    """Both, and the leaders who were asked, hear how it went."""
    people = [swap.requester, swap.counterpart, *leaders(swap)]
    _tell("swaps.decided", swap, people, key=f"{swap.pk}:{swap.state}")


def ended(swap: Swap) -> None:
    """Both, and the leaders who were asked, hear that it was called off."""
    people = [swap.requester, swap.counterpart, *leaders(swap)]
    _tell("swaps.ended", swap, people, key=f"{swap.pk}:{swap.state}", words=swap.decision)


def mishap(found: Mishap) -> None:
    """The leaders hear that they have to say who answers for an empty shift."""
    swap = found.shift.swap
    _tell("swaps.mishap", swap, leaders(swap), key=f"{found.pk}")


def leaders(swap: Swap) -> list[Employee]:
    """Who has been asked about the swap, or decided for them."""
    steps = Step.objects.filter(request__kind=KIND, request__subject_id__in=swap.shifts.values("pk"))
    steps = steps.exclude(state="waiting")
    asked_of = Q(pk__in=steps.values("approver")) | Q(pk__in=steps.values("acted_by"))
    return list(Employee.objects.filter(asked_of).select_related("user"))


def shift_text(row: Assignment) -> str:
    """A shift in a few signs: "2026-03-12 D 08:00–16:30"."""
    return f"{row.on} {times(row.code, row.parts)}"


def times(code: str, parts: Segments) -> str:
    """Code and hours in wall-clock time: "D 08:00–16:30"."""
    first, last = span(parts)
    return f"{code} {clock(first)}–{clock(last)}".strip()


def _tell(kind: str, swap: Swap, people: Iterable[Employee], *, key: str, **figures: Any) -> None:
    users = {one.user_id for one in people if one.user_id is not None}
    shown = {
        "number": swap.number,
        "requester": swap.requester,
        "counterpart": swap.counterpart,
        "state": SwapState(swap.state).label,
        **figures,
    }
    if users:
        notify(kind, recipients=users, subject=swap, figures=shown, key=key, site_id=swap.site_id)
