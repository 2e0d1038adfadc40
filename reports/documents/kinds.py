"""Kinds of documents, declared by the room that has their figures: who writes, who signs, who gets them, when, with what in them."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from callcenter import rulebook
from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from reports.rollups.periods import ONE_DAY, Kind, Period, period_of

Text = str | Promise
Figures = dict[str, Any]  # JSON-ready; reports.documents.figures says its shape


class SectionType(StrEnum):
    """How a section is written: free text, lines of several columns, or a number for each of some names."""

    TEXT = "text"
    LINES = "lines"
    COUNTS = "counts"


@dataclass(frozen=True)
class Section:
    """A part that the writer fills in. `columns` are those of LINES, `names` those of COUNTS, each (key, label).

    A required section is filled in, or the writer says that there is nothing to report.
    """

    key: str
    title: Text
    type: SectionType = SectionType.TEXT
    help: Text = ""
    is_required: bool = False
    columns: tuple[Text, ...] = ()
    names: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Due:
    """A moment after the end of the period: so many days on, at the time that the rulebook has for `key`, at the site."""

    key: str
    days: int = 0

    def at(self, site: Site, period: Period) -> datetime.datetime:
        """The instant; by the value of the day that it falls on."""
        day = period.end + ONE_DAY * self.days
        return datetime.datetime.combine(day, rulebook.value(self.key, site, on=day), site.zone)


@dataclass(frozen=True)
class Reviewer:
    """One step of the chain: the post that signs."""

    post: PostCode


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document. `figures(site, period)` gives what is frozen in it; None: it has no figures of its own yet.

    `code` begins its public numbers. `switch`: rulebook key of a boolean that says whether a site writes it at all.
    `figures_url(site, period)`: where the same figures live on. `days`: the period kind whose end calls for a document.
    """

    key: str  # "daily"
    code: str  # "DR"
    title: Text
    period: Kind
    draft: Due
    writers: tuple[PostCode, ...]
    writing: Due
    chain: tuple[Reviewer, ...]
    review: Due
    receivers: tuple[PostCode, ...]
    sections: tuple[Section, ...]
    figures: Callable[[Site, Period], Figures | None]
    figures_url: Callable[[Site, Period], str]
    switch: str = ""
    sources: tuple[Text, ...] = field(default=())  # what its figures rest on, in words

    def period_at(self, site: Site, day: datetime.date) -> Period:
        """The period of this kind that the day lies in."""
        return period_of(self.period, day, start_day=site.statistics_start_day)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def is_wanted(self, site: Site, period: Period) -> bool:
        """Whether the site writes it for that period."""
        return not self.switch or bool(rulebook.value(self.switch, site, on=period.last))


_kinds: dict[str, DocumentKind] = {}


def define(*kinds: DocumentKind) -> None:
    """Declare kinds; called in AppConfig.ready(). ValueError for a key or a code that is taken."""
    for kind in kinds:
        codes = {other.code for other in _kinds.values() if other.key != kind.key}
        if kind.code in codes or _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"the document kind {kind.key!r} is declared twice")
        if not kind.chain:
            raise ValueError(f"nobody signs documents of the kind {kind.key!r}")


def get(key: str) -> DocumentKind:
    """The kind of that key; KeyError when no room declares it."""
    return _kinds[key]


def all_kinds() -> Iterator[DocumentKind]:
    """Every kind, in the order declared."""
    yield from _kinds.values()


def titles() -> list[tuple[str, Text]]:
    """Every kind with its title: for filters."""
    return [(kind.key, kind.title) for kind in _kinds.values()]
