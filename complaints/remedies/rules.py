"""What speaks against an act on a paper. Plain Python (S2A-39 to S2A-42)."""

import datetime
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from callcenter.objections import Objection

CENT = Decimal("0.01")


def drawing(
    *, is_approved: bool, fits: bool, measure: Decimal, approved: Decimal, taken: Decimal, field: str
) -> list[Objection]:
    """Why no paper is drawn up: nothing is decided, another paper belongs to this remedy, or more than what is left.

    `measure`, `approved`, `taken`: money of certificates or quantity of slips; `taken` by other papers that are not void.
    """
    found = []
    if not is_approved:
        found.append(Objection("remedies.not_approved"))
    if not fits:
        found.append(Objection("remedies.other_paper"))
    if measure <= 0:
        found.append(Objection("remedies.nothing", {}, field))
    elif taken + measure > approved:
        figures: dict[str, Any] = {
            "approved": approved,
            "taken": taken,
            "left": max(approved - taken, Decimal(0)),
        }
        if field == "quantity":
            figures = {name: plain(value) for name, value in figures.items()}
        found.append(Objection(f"remedies.{field}_above_approved", figures, field))
    return found


def texts(**given: str) -> list[Objection]:
    """The fields that are empty although the paper needs them."""
    return [Objection("remedies.text_needed", {}, name) for name, text in given.items() if not text.strip()]


def state(number: str, state: str, label: Any, allowed: Collection[str]) -> list[Objection]:
    """Whether the paper stands where this act takes it from: no step is left out."""
    return [] if state in allowed else [Objection("remedies.wrong_state", {"number": number, "state": label})]


def second_role(me: int | None, *signed: int | None) -> list[Objection]:
    """Nobody signs two roles of one paper."""
    return [Objection("remedies.two_roles")] if me in signed else []


def customer_signature(
    signed_on: datetime.date, *, drawn_on: datetime.date, today: datetime.date
) -> list[Objection]:
    """The customer signs after the paper was drawn up, and not ahead of time."""
    if signed_on > today:
        return [Objection("remedies.in_future", {}, "signed_on")]
    if signed_on < drawn_on:
        return [Objection("remedies.before_the_paper", {"on": drawn_on}, "signed_on")]
    return []


def posting(
    voucher_no: str, posting_on: datetime.date, *, drawn_on: datetime.date, today: datetime.date
) -> list[Objection]:
    """A voucher has a number and a date between the paper and today."""
    found = []
    if not voucher_no.strip():
        found.append(Objection("remedies.voucher_needed", {}, "voucher_no"))
    if posting_on > today:
        found.append(Objection("remedies.in_future", {}, "posting_on"))
    elif posting_on < drawn_on:
        found.append(Objection("remedies.before_the_paper", {"on": drawn_on}, "posting_on"))
    return found


def counting(
    quantity: Decimal, *, slip: Decimal, received: Decimal, arrived_on: datetime.date, today: datetime.date
) -> list[Objection]:
    """A delivery is of something, has arrived, and is no more than the slip still expects."""
    found = []
    if quantity <= 0:
        found.append(Objection("remedies.nothing", {}, "quantity"))
    elif received + quantity > slip:
        figures = {"slip": plain(slip), "received": plain(received), "left": plain(slip - received)}
        found.append(Objection("remedies.more_than_the_slip", figures, "quantity"))
    if arrived_on > today:
        found.append(Objection("remedies.in_future", {}, "arrived_on"))
    return found


def goods_match(*, slip: Decimal, received: Decimal, same_goods: bool) -> list[Objection]:
    """The warehouse signs only for the goods of the slip, all of them (S2A-42)."""
    found = []
    if not same_goods:
        found.append(Objection("remedies.other_goods", {}, "same_goods"))
    if received != slip:
        found.append(Objection("remedies.goods_missing", {"slip": plain(slip), "received": plain(received)}))
    return found


def quantities_match(*, approved: Decimal, returned: Decimal) -> list[Objection]:
    """Finance posts only when what was approved is what came back (S2A-41)."""
    if approved == returned:
        return []
    return [
        Objection("remedies.quantity_mismatch", {"approved": plain(approved), "returned": plain(returned)})
    ]


def plain(quantity: Decimal) -> str:
    """12.500 as 12.5, 12.000 as 12."""
    return f"{Decimal(quantity).normalize():f}"
