"""When a complaint looks like another one, what may be merged, and what a merge makes of times: pure."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from callcenter.objections import Objection

RULES = ("complaint.duplicate_days", "complaint.duplicate_similarity_pct")


class Why(StrEnum):
    """What two complaints have in common."""

    ORDER = "order"
    POLICY = "policy"
    CUSTOMER = "customer"
    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"


# How much each says by itself, 0 to 1. Customer, phone and e-mail say the same thing: the same person.
WEIGHTS = {Why.ORDER: 0.6, Why.POLICY: 0.4}
SAME_PERSON = (Why.CUSTOMER, Why.PHONE, Why.EMAIL)
PERSON = 0.35
WORDS = 0.8  # of a text that is the same to the letter


def score(why: Iterable[Why], text_pct: int) -> int:
    """How likely it is the same complaint, 0 to 100: 100 · (1 − ∏ (1 − weight)) over what they have in common.

    Order 0.6, policy 0.4, the same person 0.35 however often (customer, phone, e-mail), text 0.8 · similarity.
    """
    found = set(why)
    rest = 1.0
    for what, weight in WEIGHTS.items():
        rest *= 1 - weight * (what in found)
    rest *= 1 - PERSON * bool(found.intersection(SAME_PERSON))
    rest *= 1 - WORDS * text_pct / 100 * (Why.TEXT in found)
    return round(100 * (1 - rest))


@dataclass(frozen=True)
class MergeFacts:
    """What the rule needs to know of one of the two."""

    pk: int
    reference: str
    site_id: int
    is_open: bool
    is_accepted: bool
    is_decided: bool  # the decision stands, or papers of it may be out
    received_at: datetime.datetime
    due_at: datetime.datetime | None
    has_child: bool = False
    asks_for_approval: bool = False  # a report of it lies with somebody for decision


def merge_objections(survivor: MergeFacts, merged: MergeFacts) -> list[Objection]:
    """Every reason against merging the second into the first."""
    if survivor.pk == merged.pk:
        return [Objection("cases.merge_itself", {"reference": survivor.reference})]
    found = []
    if survivor.site_id != merged.site_id:
        found.append(Objection("cases.merge_other_site"))
    for one in (survivor, merged):
        if not one.is_open:
            found.append(Objection("cases.merge_over", {"reference": one.reference}))
    if merged.is_accepted and not survivor.is_accepted:
        figures = {"accepted": merged.reference, "receipt": survivor.reference}
        found.append(Objection("cases.merge_into_accepted", figures))
    if merged.is_decided:
        found.append(Objection("cases.merge_decided", {"reference": merged.reference}))
    elif merged.asks_for_approval:
        found.append(Objection("cases.merge_being_decided", {"reference": merged.reference}))
    return found


def earliest_receipt(survivor: MergeFacts, merged: MergeFacts) -> datetime.datetime:
    """The survivor was received when the customer first spoke of it."""
    return min(survivor.received_at, merged.received_at)


def strictest_deadline(survivor: MergeFacts, merged: MergeFacts) -> datetime.datetime | None:
    """The earlier of the deadlines that run; None while the survivor has none."""
    if survivor.due_at is None or merged.due_at is None:
        return survivor.due_at
    return min(survivor.due_at, merged.due_at)
