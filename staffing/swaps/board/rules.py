"""May this person take that place of the board? Plain Python: facts in, every objection out."""

import datetime
from dataclasses import dataclass

from callcenter.objections import Objection
from staffing.roster.duties import Duty
from staffing.roster.limits import Policy, Weight
from staffing.swaps.rules import Person, Shift, comparable, led, on_holiday, on_leave, skilled, taking
from staffing.swaps.rules import SwapPolicy as SwapPolicy


@dataclass(frozen=True, slots=True)
class Offer:
    """What is on the board: the shift, or the overtime, as it would be worked. `free`: places left.

    `giver`: who gives it away, for a cover. `is_time_off`: the shift is taken off somebody instead.
    """

    shift: Shift
    free: int
    is_open: bool = True
    giver: Person | None = None
    is_time_off: bool = False
    spare_heads: int | None = (
        None  # heads above the minimum at the thinnest half hour; None: nothing is planned
    )
    leaderless: tuple[tuple[datetime.date, str], ...] = ()  # shifts that would lose their leader
    shift_heads: tuple[int, int] | None = None  # time off: people left in that shift, and its minimum


def objections(
    offer: Offer,
    person: Person,
    policy: SwapPolicy,
    roster: Policy,
    *,
    at: datetime.datetime,
    least: datetime.timedelta,
    off: Duty | None = None,
    has_place: bool = False,
) -> list[Objection]:
    """Every reason against giving `person` a place now; empty means go ahead.

    `least`: so long before it begins a place is taken at the latest. `off`: for time off, the person's own shift of the day.
    """
    found = []
    blocks = policy.coverage is Weight.BLOCK
    if not offer.is_open:
        found.append(Objection("swaps.board_closed"))
    if has_place:
        found.append(Objection("swaps.has_place"))
    if offer.free < 1:
        found.append(Objection("swaps.board_full"))
    if offer.giver is not None and offer.giver.employee_id == person.employee_id:
        return [*found, Objection("swaps.own_cover")]
    starts_at = off.starts_at if off else offer.shift.duty.starts_at
    if starts_at - at < least:
        figures = {"hours": int(least.total_seconds() // 3600), "at": starts_at}
        found.append(Objection("swaps.claim_too_late", figures, rules=("swap.claim_notice_hours",)))
    if offer.is_time_off:
        return found + _time_off(offer, person, off) + (coverage(offer, off) if blocks else [])
    found += [
        *on_leave(person, offer.shift),
        *skilled(person, offer.shift),
        *taking(person, [], offer.shift, roster),
    ]
    if blocks:
        found += coverage(offer, off)
    if offer.giver is not None:
        found += comparable(offer.giver, person, policy) + on_holiday(offer.shift)
        if not offer.shift.is_standing:
            figures = {"name": offer.giver.name, "on": offer.shift.duty.on}
            found.append(Objection("swaps.shift_is_gone", figures))
    return found


def _time_off(offer: Offer, person: Person, off: Duty | None) -> list[Objection]:
    """There is a shift to be off from, and enough people stay."""
    on = offer.shift.duty.on
    if off is None:
        return [Objection("swaps.nothing_to_be_off", {"name": person.name, "on": on})]
    if off.is_swapped:
        return [Objection("swaps.swapped_stays", {"on": on})]
    return []


def coverage(offer: Offer, off: Duty | None) -> list[Objection]:
    """What taking it would break: a leader in every shift, the minimum of the shift, heads needed in every half hour."""
    found = led(offer.leaderless)
    on = offer.shift.duty.on
    if offer.shift_heads is not None and off is not None and offer.shift_heads[0] < offer.shift_heads[1]:
        heads, needed = offer.shift_heads
        figures = {"code": off.code, "on": on, "heads": heads, "needed": needed}
        found.append(Objection("swaps.below_minimum", figures, rules=("swap.check_coverage",)))
    if off is not None and offer.spare_heads is not None and offer.spare_heads < 1:
        found.append(Objection("swaps.too_few_stay", {"on": on}, rules=("swap.check_coverage",)))
    return found
