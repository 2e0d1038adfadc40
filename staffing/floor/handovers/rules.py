"""What the business decides about handovers: required topics, who answers for a problem, who may leave the console. Plain Python.

Sources: domain §4.8 (S2E-6, S2E-16…20, P03, P72).
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from callcenter.objections import Objection

REQUIRED = ("equipment", "open_issues", "staff_changes")  # S2E-6, S2E-20


def topic_objections(topics: Mapping[str, str]) -> list[Objection]:
    """Which required topics say nothing; "nothing" is an answer, an empty field is none."""
    missing = [key for key in REQUIRED if not topics.get(key, "").strip()]
    return [Objection(f"floor.topic_{key}", field=key) for key in missing]


def side(
    found_at: datetime.datetime, given_at: datetime.datetime | None, taken_at: datetime.datetime | None
) -> str:
    """Who answers for a problem found then: the outgoing shift until it has signed, both until the incoming one has, then it."""
    if given_at is None or found_at < given_at:
        return "outgoing"
    if taken_at is None or found_at < taken_at:
        return "both"
    return "incoming"


@dataclass(frozen=True)
class Relief:
    """Somebody of the next shift: when it begins, and whether they are there."""

    key: int
    starts_at: datetime.datetime
    is_there: bool


def relief_for(
    ends_at: datetime.datetime,
    next_shift: Sequence[Relief],
    taken: Collection[int],
    window: datetime.timedelta,
) -> tuple[Relief | None, bool]:
    """Who relieves somebody whose shift ends then, and whether anybody is due at all.

    One relief frees one console: `taken` are those who have freed one. The first to begin goes first.
    """
    due = [each for each in next_shift if abs(each.starts_at - ends_at) <= window and each.key not in taken]
    there = sorted((each for each in due if each.is_there), key=lambda each: (each.starts_at, each.key))
    return (there[0] if there else None), bool(due)
