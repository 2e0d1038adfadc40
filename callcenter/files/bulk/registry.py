"""What can be done to many rows as a job: rooms register an act per kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from callcenter.access.permissions import Actor
from callcenter.files.jobs.models import Job

Text = str | Promise


@dataclass(frozen=True)
class Thing:
    """One of the rows: what it is called, its page, and itself."""

    title: str
    url: str
    row: Any


@dataclass(frozen=True)
class Act:
    """An act of a room on many rows.

    `may(actor)`: whether they may at all, asked again before each stretch. `load(job, keys, actor)` gives the things
    that this person sees, by key. `do(job, row, actor)` does one, locks and checks by itself, and says what it was
    before; None: nothing was to be done. It refuses with RuleViolation. `ended(job, counts)` is called once, in the
    transaction that ends the job. `again`: a sentence on how the act is taken back.
    """

    kind: str
    may: Callable[[Actor], bool]
    load: Callable[[Job, Sequence[int], Actor], Mapping[int, Thing]]
    do: Callable[[Job, Any, Actor], str | None]
    ended: Callable[[Job, dict[str, int]], None]
    again: Text = ""


_acts: dict[str, Act] = {}


def register(act: Act) -> None:
    """Offer an act; called in AppConfig.ready()."""
    _acts[act.kind] = act


def get(kind: str) -> Act:
    """The act of that kind; KeyError when no room offers it."""
    return _acts[kind]
