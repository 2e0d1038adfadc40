"""Objections: why something is refused, as a stable code with its figures, and the sentence in the reader's language."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class Objection:
    """One reason against an action: `code` such as "people.team_overlap", `figures` for its sentence, `field` where it shows.

    `rules` names the rulebook entries it rests on.
    """

    code: str
    figures: dict[str, Any] = field(default_factory=dict)
    field: str = ""
    rules: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The reason for people, in the active language."""
        return str(_sentences[self.code]) % {name: _said(value) for name, value in self.figures.items()}


def _said(value: object) -> object:
    """A moment is said in the reader's time zone, to the minute; everything else says itself."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value


class RuleViolation(Exception):
    """A use case was refused; carries every objection, not only the first."""

    def __init__(self, objections: Objection | Iterable[Objection]) -> None:
        self.objections = [objections] if isinstance(objections, Objection) else list(objections)
        super().__init__("; ".join(objection.code for objection in self.objections))

    @property
    def sentences(self) -> list[str]:
        return [objection.sentence for objection in self.objections]


def refuse(found: Iterable[Objection]) -> None:
    """Raise with every objection when there is any."""
    if objections := list(found):
        raise RuleViolation(objections)


def define(sentences: Mapping[str, str | Promise]) -> None:
    """Declare the sentences (lazy gettext, %(name)s placeholders) of a room's objection codes. Each code once."""
    for code, sentence in sentences.items():
        if _sentences.setdefault(code, sentence) is not sentence and str(_sentences[code]) != str(sentence):
            raise ValueError(f"objection code {code!r} has two sentences")
