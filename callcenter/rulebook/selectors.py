"""The rulebook as pages, workbook and API show it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from callcenter.access.permissions import Actor
from callcenter.people.models import Site
from callcenter.rulebook import kinds, registry, wording
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.registry import Rule
from callcenter.rulebook.timeline import Origin, Piece, on_day
from callcenter.rulebook.values import pieces, today_at


@dataclass(frozen=True)
class Line:
    """One rule as of a day at a site: the piece that holds and the one after it."""

    rule: Rule
    piece: Piece
    following: Piece | None

    @property
    def value(self) -> str:
        return wording.amount(self.rule, self.piece.value)

    @property
    def next_value(self) -> str:
        return wording.amount(self.rule, self.following.value) if self.following else ""

    @property
    def default(self) -> str:
        return wording.amount(self.rule, self.rule.default)

    @property
    def is_default(self) -> bool:
        return self.piece.origin is Origin.DEFAULT

    @property
    def sentence(self) -> str:
        return wording.sentence(self.rule, self.piece.value)

    @property
    def source(self) -> str:
        return wording.source(self.rule)

    @property
    def basis(self) -> wording.Basis:
        return wording.basis(self.rule)

    @property
    def room(self) -> str:
        return wording.room(self.rule)

    @property
    def who(self) -> str:
        return wording.may_change(self.rule)


def line(rule: Rule, site: Site | None, on: datetime.date | None = None) -> Line:
    """The rule at the site on the day (default: its today)."""
    found = pieces(rule.key, site)
    piece = on_day(found, on or today_at(site))
    following = found[found.index(piece) + 1 :]
    return Line(rule, piece, following[0] if following else None)


def lines(
    site: Site | None,
    on: datetime.date,
    *,
    text: str = "",
    room: str = "",
    basis: str = "",
    is_changed: bool | None = None,
) -> list[Line]:
    """Every rule that fits. `text` is looked for in key, sentence (active language and English) and source."""
    found = (line(rule, site, on) for rule in registry.all_rules())
    return [
        one
        for one in found
        if (not room or one.rule.room == room)
        and (not basis or one.basis == basis)
        and (is_changed is None or is_changed is not one.is_default)
        and _mentions(one, text)
    ]


def _mentions(one: Line, text: str) -> bool:
    words = text.casefold().split()
    if not words:
        return True
    said = [one.rule.key, one.rule.source, one.source, one.room]
    for language in ("en", "zh-hans"):
        with override(language):
            said.append(one.sentence)
    everything = " ".join(said).casefold()
    return all(word in everything for word in words)


def grouped(found: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """By room, in the order of the rooms' names."""
    rooms: dict[str, list[Line]] = {}
    for one in found:
        rooms.setdefault(one.room, []).append(one)
    return sorted(rooms.items())


@dataclass(frozen=True)
class HistoryEntry:
    """A row of a rule's history in words. `state`: planned, standing, past, withdrawn or replaced."""

    row: RuleValue
    value: str
    state: str
    who: str
    withdrawn_who: str


def history(rule: Rule, actor: Actor, sites: Iterable[Site]) -> list[HistoryEntry]:
    """Every value ever set or planned that the actor may see, the latest day first. `sites`: those in sight."""
    rows = (
        RuleValue.objects.visible_to(actor)
        .filter(key=rule.key)
        .select_related("site", "set_by__employee", "withdrawn_by__employee")
        .order_by("-effective_on", "-pk")
    )
    holding = {on_day(pieces(rule.key, site), today_at(site)).pk for site in [None, *sites]}
    return [
        HistoryEntry(
            row,
            _said(rule, row.value),
            _state(row, holding),
            row.set_by.get_full_name() if row.set_by else "",
            row.withdrawn_by.get_full_name() if row.withdrawn_by else "",
        )
        for row in rows
    ]


def _said(rule: Rule, stored: Any) -> str:
    return "" if stored is None else wording.amount(rule, kinds.from_json(rule.kind, stored))


def _state(row: RuleValue, holding: set[int]) -> str:
    if row.withdrawn_at is not None:
        return "replaced" if row.is_replaced else "withdrawn"
    if row.effective_on > today_at(row.site):
        return "planned"
    return "standing" if row.pk in holding else "past"
