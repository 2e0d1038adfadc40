"""What a rule's value is on every day: site before company before default; plain Python."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Whose value it is."""

    SITE = "site"
    COMPANY = "company"
    DEFAULT = "default"


@dataclass(frozen=True)
class Entry:
    """A stored value from its day on. `value` None: no value of its own from here."""

    effective_on: datetime.date
    value: Any
    pk: int = 0


@dataclass(frozen=True)
class Piece:
    """The value on the days [start, end); an open side is None. `pk`: the RuleValue it rests on, 0 for the default."""

    start: datetime.date | None
    end: datetime.date | None
    value: Any
    origin: Origin
    pk: int = 0


def timeline(default: Any, company: Sequence[Entry], own: Sequence[Entry]) -> list[Piece]:
    """Every day from the beginning to the end of time, in order, without gaps. `company` and `own` are sorted by day."""
    starts = sorted({entry.effective_on for entry in (*company, *own)})
    pieces: list[Piece] = []
    for start, end in zip([None, *starts], [*starts, None], strict=True):
        piece = Piece(start, end, *_standing(default, company, own, start))
        if pieces and (pieces[-1].origin, pieces[-1].pk) == (piece.origin, piece.pk):
            pieces[-1] = Piece(pieces[-1].start, end, piece.value, piece.origin, piece.pk)
        else:
            pieces.append(piece)
    return pieces


def _standing(
    default: Any, company: Sequence[Entry], own: Sequence[Entry], on: datetime.date | None
) -> tuple[Any, Origin, int]:
    for origin, entries in ((Origin.SITE, own), (Origin.COMPANY, company)):
        begun = [entry for entry in entries if on is not None and entry.effective_on <= on]
        if begun and begun[-1].value is not None:
            return begun[-1].value, origin, begun[-1].pk
    return default, Origin.DEFAULT, 0


def on_day(pieces: Iterable[Piece], day: datetime.date) -> Piece:
    """The piece that holds on the day."""
    return next(piece for piece in pieces if piece.end is None or day < piece.end)


def between(pieces: Iterable[Piece], start: datetime.date, end: datetime.date) -> list[Piece]:
    """The pieces of the days [start, end), cut to them."""
    return [
        Piece(
            max(piece.start or start, start), min(piece.end or end, end), piece.value, piece.origin, piece.pk
        )
        for piece in pieces
        if (piece.end is None or start < piece.end) and (piece.start is None or piece.start < end)
    ]
