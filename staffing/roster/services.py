"""The door of the room: drawing up (`drafting`), and changing what is published one shift at a time (`moving`)."""

from staffing.roster.cells import CellEdit
from staffing.roster.drafting import create_roster, edit_cells
from staffing.roster.moving import add_overtime, add_shift, exchange, hand_over, redeploy, take_back

__all__ = [
    "CellEdit",
    "add_overtime",
    "add_shift",
    "create_roster",
    "edit_cells",
    "exchange",
    "hand_over",
    "redeploy",
    "take_back",
]
