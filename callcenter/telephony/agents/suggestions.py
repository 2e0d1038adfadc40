"""Who a switch agent may be, by number or name."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

LIKE_ENOUGH = 0.75  # of 1; below that a likeness of names is chance


@dataclass(frozen=True)
class Candidate:
    """An employee as the comparison sees them."""

    pk: int
    number: str
    names: tuple[str, ...]


def suggested(code: str, candidates: Iterable[Candidate]) -> int | None:
    """The employee whose number is in the code ("Agent/1017"), whose name it is, or the one most like it; else None.

    Two that fit equally well are no suggestion.
    """
    words = {word.casefold() for word in re.split(r"[^\w-]+", code) if word}
    scored: list[tuple[float, int]] = []
    for candidate in candidates:
        names = {part.casefold() for name in candidate.names for part in (name, *name.split()) if part}
        if candidate.number.casefold() in words or _digits(candidate.number) & {
            _bare(word) for word in words
        }:
            scored.append((3, candidate.pk))
        elif code.casefold() in {name.casefold() for name in candidate.names}:
            scored.append((2, candidate.pk))
        elif words & names:
            scored.append((1.5, candidate.pk))
        else:
            likeness = max(
                (difflib.SequenceMatcher(None, code.casefold(), name).ratio() for name in names), default=0
            )
            if likeness >= LIKE_ENOUGH:
                scored.append((likeness, candidate.pk))
    scored.sort(reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]


def _digits(number: str) -> set[str]:
    """The number's digits without leading zeros, when there are at least three: E01017 is 1017."""
    bare = _bare(number)
    return {bare} if len(bare) >= 3 else set()


def _bare(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits.lstrip("0")
