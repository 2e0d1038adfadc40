"""Carrying a swap out in the roster, and taking it back: both shifts of its day, then both of a separate return day."""

from collections.abc import Sequence

from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.objections import Objection, RuleViolation
from staffing.roster import services as roster
from staffing.roster.models import Assignment, Origin
from staffing.swaps.models import Swap, SwapShift


def exchanges(sides: Sequence[SwapShift]) -> list[tuple[SwapShift, SwapShift]]:
    """The shifts that change places with each other, the earlier exchange first: one, or two with a separate return day."""
    ordered = sorted(sides, key=lambda side: (side.assignment.starts_at, side.pk))
    if len(ordered) == 2:
        return [(ordered[0], ordered[1])]
    there = [side for side in ordered if not side.is_return]
    back = [side for side in ordered if side.is_return]
    return [(there[0], there[1]), (back[0], back[1])]


def carry_out(swap: Swap, *, actor: Actor) -> list[SwapShift]:
    """Exchange the shifts; the rows of the roster give way to new ones with the other person. The sides, in order of time."""
    sides = list(swap.shifts.select_related("assignment", "taker"))
    for pair in exchanges(sides):
        new = roster.exchange(pair[0].assignment, pair[1].assignment, actor=actor, reason=swap.reason)
        for side, made in zip(pair, new, strict=True):
            side.replacement, side.is_open = made, False
            side.save(update_fields=["replacement", "is_open"])
    return [side for pair in exchanges(sides) for side in pair]


def take_back(swap: Swap, *, actor: Actor, words: str) -> None:
    """Exchange the new shifts once more; refused when one of them has begun or is no longer there."""
    sides = list(swap.shifts.select_related("assignment", "replacement"))
    rows = [side.replacement for side in sides if side.replacement is not None]
    stand = Assignment.objects.published().filter(pk__in=[row.pk for row in rows])
    is_whole = len(rows) == len(sides) == stand.count()
    if not is_whole or min(row.starts_at for row in rows) <= timezone.now():
        raise RuleViolation(Objection("swaps.begun", {"number": swap.number}))
    for one, two in exchanges(sides):
        assert one.replacement is not None
        assert two.replacement is not None
        roster.exchange(one.replacement, two.replacement, actor=actor, reason=words, origin=Origin.CORRECTION)
