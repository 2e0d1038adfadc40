"""Moves as a form posts them and as an address carries those to undo: "slot:seen:to", moments in seconds."""

import datetime
from collections.abc import Iterable

from django.core import signing

from staffing.floor.breaks.moving.services import Step

SALT = "floor.breaks.moved"
UNDO_SECONDS = 15 * 60


def text_of(step: Step) -> str:
    """As `step_of` reads it."""
    return f"{step.slot}:{int(step.seen.timestamp())}:{int(step.to.timestamp())}"


def step_of(text: str) -> Step | None:
    """None for what is no move."""
    parts = text.split(":")
    if len(parts) != 3 or not all(each.isascii() and each.isdigit() and len(each) < 12 for each in parts):
        return None
    slot, seen, to = map(int, parts)
    return Step(slot, _moment(seen), _moment(to))


def _moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def undo_text(steps: Iterable[Step]) -> str:
    """What the address of the board carries after a move."""
    return signing.dumps([text_of(step.back) for step in steps], salt=SALT, compress=True)


def undo_steps(text: str) -> list[str]:
    """The moves that undo the last ones, as the form posts them; [] where there are none or it is too late."""
    try:
        found = signing.loads(text, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return []
    return [str(each) for each in found]
