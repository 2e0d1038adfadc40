"""Today: rooms register to-do providers and live panels; everyone's home shows those of the user's posts."""

import contextlib
import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise

from callcenter.access.permissions import position
from callcenter.access.posts import PostCode

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Todo:
    """One thing to do. `tone`: "late", "soon" or ""; `due_at` orders the list, without one it comes last."""

    title: str | Promise
    detail: str | Promise
    url: str
    due_at: datetime.datetime | None = None
    tone: str = ""
    icon: str = "circle"


@dataclass(frozen=True)
class Panel:
    """One live panel: a template and what it needs. `wide` takes the full width."""

    title: str | Promise
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Figure:
    """One number of a panel: `value` as it is written, `url` the rows it counts, `tone` good, warn, bad or empty."""

    label: str | Promise
    value: str
    hint: str | Promise = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of a panel: what it is, a smaller line under it, a date or number at its end."""

    title: str | Promise
    detail: str | Promise = ""
    url: str = ""
    end: str | Promise = ""
    icon: str = "point"
    tone: str = ""  # "late", "soon" or ""


def facts(
    title: str | Promise,
    *,
    figures: Iterable[Figure] = (),
    entries: Iterable[Entry] = (),
    note: str | Promise = "",
    url: str = "",
    wide: bool = False,
) -> Panel:
    """A panel of figures, then entries, then a quiet note: what most rooms show."""
    context = {"figures": list(figures), "entries": list(entries), "note": note}
    return Panel(title, "web/today_facts.html", context, url, wide)


TodoProvider = Callable[[HttpRequest], list[Todo]]
PanelProvider = Callable[[HttpRequest], Panel | None]
_todos: list[TodoProvider] = []
_panels: list[tuple[int, frozenset[PostCode], PanelProvider]] = []


def register_todo(provider: TodoProvider) -> None:
    """Add a provider `todo(request) -> list[Todo]`; called in AppConfig.ready()."""
    _todos.append(provider)


def register_panel(provider: PanelProvider, *, posts: tuple[PostCode, ...] = (), order: int = 100) -> None:
    """Add a panel `panel(request) -> Panel | None` for these posts (none: everybody)."""
    _panels.append((order, frozenset(posts), provider))
    _panels.sort(key=lambda entry: entry[0])


def _guarded() -> contextlib.AbstractContextManager[object]:
    """Keeps a failed query from spoiling those after it: that takes a savepoint only inside a transaction."""
    return transaction.atomic() if connection.in_atomic_block else contextlib.nullcontext()


def todos(request: HttpRequest) -> tuple[list[Todo], bool]:
    """What is to do, the earliest due first, and whether some provider failed."""
    found: list[Todo] = []
    failed = False
    for provider in _todos:
        try:
            with _guarded():
                found += provider(request)
        except Exception:
            log.exception("the to-do provider %s failed", provider)
            failed = True
    far = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return sorted(found, key=lambda todo: todo.due_at or far), failed


@dataclass(frozen=True)
class Shown:
    """A panel as rendered; `html` empty: it failed."""

    title: str | Promise
    html: str
    url: str = ""
    wide: bool = False


def places(request: HttpRequest) -> int:
    """How many panels the user's posts may have at most: the room to keep free while they are on their way."""
    held = position(request.user).posts
    return sum(not posts or bool(posts & held) for _order, posts, _provider in _panels)


def panels(request: HttpRequest) -> list[Shown]:
    """The panels of the user's posts, each rendered on its own: one that fails shows a sentence, not an error page."""
    held = position(request.user).posts
    shown = []
    for _order, posts, provider in _panels:
        if posts and not posts & held:
            continue
        panel, html = None, ""
        try:
            with _guarded():
                panel = provider(request)
                if panel is None:
                    continue
                html = render_to_string(panel.template, panel.context, request=request)
        except Exception:
            log.exception("the panel %s failed", provider)
        shown.append(
            Shown(
                panel.title if panel else "", html, panel.url if panel else "", panel.wide if panel else False
            )
        )
    return shown
