"""How many patrols a shift needs, when the next is due, and what a patrol is refused for: plain Python."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from callcenter.objections import Objection


@dataclass(frozen=True)
class PatrolPolicy:
    """Rulebook patrol.*: at least one every `every`, at least `least` a shift, recorded within `record_within`."""

    every: datetime.timedelta = datetime.timedelta(hours=2)
    least: int = 3
    record_within: datetime.timedelta = datetime.timedelta(minutes=30)


@dataclass(frozen=True)
class Standing:
    """Where a shift stands with its patrols. `next_due_at` None: no more are needed."""

    done: int
    needed: int
    next_due_at: datetime.datetime | None
    longest_gap: datetime.timedelta

    def is_overdue(self, now: datetime.datetime) -> bool:
        return self.next_due_at is not None and self.next_due_at < now

    @property
    def missing(self) -> int:
        return max(self.needed - self.done, 0)


def needed(start: datetime.datetime, end: datetime.datetime, policy: PatrolPolicy) -> int:
    """Patrols of a shift [start, end): one in each full stretch of `every`, and never fewer than `least`."""
    return max(policy.least, int((end - start) / policy.every))


def standing(
    at: Sequence[datetime.datetime],
    start: datetime.datetime,
    end: datetime.datetime,
    policy: PatrolPolicy,
) -> Standing:
    """Where a shift stands with patrols at these moments; those outside [start, end) do not count.

    The next is due `every` after the last one (after the start for the first), and early enough that the missing ones
    fit evenly into what is left of the shift. When the number is reached and the end comes before, none is due.
    """
    within = sorted(moment for moment in at if start <= moment < end)
    wanted = needed(start, end, policy)
    last = within[-1] if within else start
    marks = [start, *within, end]
    gap = max(later - earlier for earlier, later in itertools.pairwise(marks))
    missing = wanted - len(within)
    by_rhythm = last + policy.every
    if missing > 0:
        due = min(by_rhythm, last + (end - last) / missing)
        return Standing(len(within), wanted, due, gap)
    return Standing(len(within), wanted, by_rhythm if by_rhythm < end else None, gap)


def objections(
    *, at: datetime.datetime, now: datetime.datetime, item_ids: Sequence[int], known_ids: Sequence[int]
) -> list[Objection]:
    """Every reason against a patrol as posted."""
    found = []
    if at > now + datetime.timedelta(minutes=1):
        found.append(Objection("patrols.in_future", field="at"))
    if now - at > datetime.timedelta(days=1):
        found.append(Objection("patrols.too_old", field="at"))
    if not known_ids:
        found.append(Objection("patrols.no_checklist"))
    if set(item_ids) - set(known_ids):
        found.append(Objection("patrols.not_on_list"))
    return found
