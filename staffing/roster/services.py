"""The door of the room: drawing up (`drafting`), publishing (`publishing`), and changing what is published (`moving`)."""

from staffing.roster.cells import CellEdit
from staffing.roster.drafting import create_roster, edit_cells
from staffing.roster.moving import (
    add_overtime,
    add_shift,
    cut_short,
    exchange,
    hand_over,
    redeploy,
    take_back,
)
from staffing.roster.planning.heads import set_heads
from staffing.roster.planning.induction import record_induction, withdraw_induction
from staffing.roster.planning.offering import make_offer
from staffing.roster.publishing import let_pass, publish_roster

__all__ = [
    "CellEdit",
    "add_overtime",
    "add_shift",
    "create_roster",
    "cut_short",
    "edit_cells",
    "exchange",
    "hand_over",
    "let_pass",
    "make_offer",
    "publish_roster",
    "record_induction",
    "redeploy",
    "set_heads",
    "take_back",
    "withdraw_induction",
]
