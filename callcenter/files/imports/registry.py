"""What can be imported: rooms register an importer per kind of file; files runs it as a job."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.functional import Promise

from callcenter.access.permissions import Actor
from callcenter.files.imports.options import Option

Text = str | Promise


@dataclass(frozen=True)
class Target:
    """A field that a file's column can be mapped to."""

    key: str
    label: Text
    required: bool = False
    help: Text = ""
    example: str = ""


@dataclass(frozen=True)
class RowError:
    """One thing wrong in the file: `row` counts lines as the user's spreadsheet does (the header is 1)."""

    row: int
    column: str
    reason: str  # a sentence in the language of the person who asked for the import
    value: str = ""


@dataclass(frozen=True)
class Mapping:
    """Which column feeds which target, and how the file is written.

    `columns`: target key to header text. `options`: what the importer's `options` declare (date format, constants, …).
    """

    columns: dict[str, str]
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class Source:
    """The file as uploaded, and what the user asked for."""

    path: Path
    name: str
    sha256: str
    site_id: int | None
    mapping: Mapping
    actor: Actor
    job_id: int | None = None
    params: dict[str, Any] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda done, total: None  # rows done, rows in all (0: not known)


@dataclass
class Outcome:
    """What a check found or an application did.

    `counts` are labelled figures for the summary page ("new", "changed", "unchanged", "rejected", …);
    `preview` shows the first rows as they would be stored. Errors past `error_limit` are counted, not kept.
    """

    rows: int = 0
    errors: list[RowError] = field(default_factory=list)
    error_count: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    preview_header: list[str] = field(default_factory=list)
    preview: list[list[Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # sentences for the user
    details: dict[str, Any] = field(default_factory=dict)  # JSON, the room's own


class Importer(Protocol):
    """How a room takes in a file. `check` writes nothing visible; `apply` runs inside one transaction.

    Both may run again after a crash and must then come to the same result. `apply` raises ImportRefused with the
    errors when a row does not fit: the transaction is rolled back, nothing of the file is kept.
    `readings` shows how options read: option key to a sentence about the first values (by target) of the file.
    """

    @property
    def kind(self) -> str: ...  # "people.employees"
    @property
    def label(self) -> Text: ...
    @property
    def targets(self) -> tuple[Target, ...]: ...
    @property
    def options(self) -> tuple[Option, ...]: ...  # what may be stated beside the columns
    @property
    def undo(self) -> Text: ...  # a sentence: how an applied file is taken back
    @property
    def needs_site(self) -> bool: ...
    @property
    def endings(self) -> tuple[str, ...]: ...  # (".csv", ".xlsx", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool: ...
    def guess_mapping(self, header: list[str]) -> Mapping: ...
    def presets(self) -> dict[str, Mapping]: ...  # named mappings that come with the product
    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]: ...
    def check(self, source: Source) -> Outcome: ...
    def apply(self, source: Source) -> Outcome: ...


class ImportRefused(Exception):
    """The file as a whole is refused; `outcome.errors` says why, row by row."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(f"{outcome.error_count or len(outcome.errors)} row errors")


_importers: dict[str, Importer] = {}


def register(*importers: Importer) -> None:
    """Offer importers; called in AppConfig.ready()."""
    for importer in importers:
        _importers[importer.kind] = importer


def get(kind: str) -> Importer:
    """The importer of that kind; KeyError when no room offers it."""
    return _importers[kind]


def offered() -> Iterable[Importer]:
    """Every importer, by kind."""
    return (importer for _, importer in sorted(_importers.items()))
