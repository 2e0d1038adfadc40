"""What follows an approved swap: worked, returned, closed; and what when a swapped shift stayed empty (S2E-35)."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from staffing.swaps import access, telling
from staffing.swaps.models import OPEN, RUNNING, Mishap, Swap, SwapShift, SwapState
from staffing.swaps.services import cancel

BATCH = 200


@transaction.atomic
def note_progress(swap: Swap, *, now: datetime.datetime | None = None) -> Swap:
    """Move an approved swap on by the ends of its shifts: worked, then returned where there is a return, then closed."""
    swap = Swap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
    now = now or timezone.now()
    sides = list(swap.shifts.filter(replacement__isnull=False).select_related("replacement"))
    if swap.state not in RUNNING or len(sides) != swap.shifts.count():
        return swap
    worked, returned = _ends(sides, is_return=False), _ends(sides, is_return=True)
    if swap.worked_at is None and worked is not None and worked <= now:
        swap.worked_at, swap.state = worked, SwapState.WORKED
        audit.record(None, "swaps.swap.worked", swap)
        if returned is None:
            swap.state = SwapState.CLOSED
    if returned is not None and swap.worked_at is not None and returned <= now:
        swap.returned_at, swap.state = returned, SwapState.CLOSED
        audit.record(None, "swaps.swap.returned", swap)
    swap.save(update_fields=["state", "worked_at", "returned_at"])
    return swap


def _ends(sides: Sequence[SwapShift], *, is_return: bool) -> datetime.datetime | None:
    """When the last shift of that way ends; None where there is none."""
    rows = [side.replacement for side in sides if side.is_return is is_return]
    return max((row.ends_at for row in rows if row is not None), default=None)


def follow_up(now: datetime.datetime | None = None) -> int:
    """Move on every swap whose shift has ended; call off what began undecided and what lost a shift; how many."""
    now = now or timezone.now()
    begun, gone = Q(shifts__assignment__starts_at__lte=now), Q(shifts__assignment__cancelled_at__isnull=False)
    late = Swap.objects.filter(begun | gone, state__in=OPEN).distinct()
    ended = Swap.objects.filter(state__in=RUNNING, shifts__replacement__ends_at__lte=now).distinct()
    done = 0
    for swap in late.order_by("pk")[:BATCH]:
        cancel(swap, actor=None, words="")
        done += 1
    for swap in ended.order_by("pk")[:BATCH]:
        before = swap.state
        done += note_progress(swap, now=now).state != before
    return done


@transaction.atomic
def report_empty(shift: SwapShift, *, actor: Actor = None) -> Mishap:
    """A swapped shift stayed empty: the leaders are asked who answers for it. Attendance calls this; once for a shift."""
    shift = (
        SwapShift.objects.select_for_update(of=("self",))
        .select_related("swap__requester", "swap__counterpart", "swap__site")
        .get(pk=shift.pk)
    )
    require(access.may_split(actor, shift.swap))
    row = shift.replacement
    if row is None or row.cancelled_at is not None or row.starts_at > timezone.now():
        raise RuleViolation(Objection("swaps.not_begun", {"number": shift.swap.number}))
    found, is_new = Mishap.objects.get_or_create(shift=shift)
    if is_new:
        telling.mishap(found)
        audit.record(actor, "swaps.mishap.reported", shift.swap, after={"taker": shift.taker.number})
    return found


@transaction.atomic
def split_responsibility(mishap: Mishap, *, requester_share: int, note: str, actor: Actor) -> Mishap:
    """Record in per cent who answers for the empty shift; the rest is the colleague's. Said once."""
    rows = Mishap.objects.select_for_update(of=("self",))
    mishap = rows.select_related("shift__swap__site").get(pk=mishap.pk)
    swap = mishap.shift.swap
    require(access.may_split(actor, swap))
    found = []
    if mishap.recorded_at is not None:
        found.append(Objection("swaps.split_already"))
    if not 0 <= requester_share <= 100:
        found.append(Objection("swaps.shares", {}, "requester_share"))
    if not note.strip():
        found.append(Objection("swaps.note_needed", {}, "note"))
    if found:
        raise RuleViolation(found)
    mishap.requester_share, mishap.counterpart_share = requester_share, 100 - requester_share
    mishap.note, mishap.recorded_by, mishap.recorded_at = note.strip(), user_of(actor), timezone.now()
    mishap.save(update_fields=["requester_share", "counterpart_share", "note", "recorded_by", "recorded_at"])
    after = {"requester": requester_share, "counterpart": 100 - requester_share}
    audit.record(actor, "swaps.mishap.split", swap, after=after, reason=mishap.note)
    return mishap
