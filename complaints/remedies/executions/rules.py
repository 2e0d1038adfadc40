"""What is to be done next for an approved remedy, from its papers. Plain Python (domain §6.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

CERTIFIED = frozenset({"discount", "compensation"})
RETURNED = frozenset({"return", "reprocessing"})


class NextStep(StrEnum):
    DRAW_UP = "draw_up"
    SIGN = "sign"
    HAND_OUT = "hand_out"
    CUSTOMER = "customer"
    FILE = "file"
    SEND = "send"
    RECEIVE = "receive"
    HAND_ON = "hand_on"
    POST = "post"
    CARRY_OUT = "carry_out"
    NOTHING = "nothing"


DUTY_OF = {
    NextStep.DRAW_UP: "sales",
    NextStep.HAND_OUT: "sales",
    NextStep.CUSTOMER: "sales",
    NextStep.FILE: "sales",
    NextStep.SEND: "sales",
    NextStep.RECEIVE: "warehouse",
    NextStep.HAND_ON: "warehouse",
    NextStep.POST: "finance",
}
# What a paper in that state waits for, the earliest first.
OF_A_CERTIFICATE = {
    "draft": NextStep.SIGN,
    "signed": NextStep.HAND_OUT,
    "issued": NextStep.CUSTOMER,
    "confirmed": NextStep.FILE,
    "filed": NextStep.POST,
}
OF_A_SLIP = {
    "draft": NextStep.SIGN,
    "signed": NextStep.SEND,
    "sent": NextStep.RECEIVE,
    "received": NextStep.HAND_ON,
    "handed_on": NextStep.POST,
}


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper that is not void: its state, how much it is for (money or pieces), and whether finance has posted it."""

    state: str
    measure: Decimal
    is_posted: bool


def needs_paper(kind: str, amount: Decimal) -> bool:
    """Discounts and compensations need a certificate, goods that come back a slip; words need none."""
    return (kind in CERTIFIED and amount > 0) or kind in RETURNED


def next_step(kind: str, approved: Decimal, papers: Sequence[PaperFacts]) -> NextStep:
    """What is to be done next; NOTHING once papers for all that was approved are posted.

    Of several papers the one that is furthest behind counts. `approved`: the amount, or the quantity of goods.
    """
    if kind not in CERTIFIED | RETURNED or (kind in CERTIFIED and approved <= 0):
        return NextStep.CARRY_OUT
    table = OF_A_CERTIFICATE if kind in CERTIFIED else OF_A_SLIP
    order = list(table)
    waiting = [paper for paper in papers if not paper.is_posted]
    if waiting:
        behind = min(waiting, key=lambda paper: order.index(paper.state))
        is_short = sum((paper.measure for paper in papers), Decimal(0)) < approved
        if is_short and kind in RETURNED and behind.state == "handed_on":
            return NextStep.DRAW_UP  # nothing is posted before all that was approved has come back
        return table[behind.state]
    if sum((paper.measure for paper in papers), Decimal(0)) < approved:
        return NextStep.DRAW_UP
    return NextStep.NOTHING
