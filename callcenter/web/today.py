"""Today: rooms register to-do providers and live panels; everyone's home shows those of the user's posts."""

import contextlib
import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise

from callcenter.access.permissions import position
from callcenter.access.posts import PostCode

log = logging.getLogger(__name__)
SOON = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Todo:
    """One thing to do. `due_at` orders the list and tells its tone; without one it comes last, with `tone` "late" or ""."""

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


@dataclass(frozen=True)
class _Registered:
    """A panel of a room: who is shown it and where in the order."""

    order: int
    posts: frozenset[PostCode]
    provider: PanelProvider
    styles: tuple[str, ...]

    def is_for(self, posts: frozenset[PostCode]) -> bool:
        return not self.posts or bool(self.posts & posts)


_panels: list[_Registered] = []


def register_todo(provider: TodoProvider) -> None:
    """Add a provider `todo(request) -> list[Todo]`; called in AppConfig.ready()."""
    _todos.append(provider)


def register_panel(
    provider: PanelProvider,
    *,
    posts: tuple[PostCode, ...] = (),
    order: int = 100,
    styles: tuple[str, ...] = (),
) -> None:
    """Add a panel `panel(request) -> Panel | None` for these posts (none: everybody).

    `styles` are static files that it is drawn with: Today loads them with itself, so that a panel that arrives stays
    where it is first painted.
    """
    _panels.append(_Registered(order, frozenset(posts), provider, styles))
    _panels.sort(key=lambda panel: panel.order)


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
    now = timezone.now()
    return sorted((_toned(todo, now) for todo in found), key=lambda todo: todo.due_at or far), failed


def _toned(todo: Todo, now: datetime.datetime) -> Todo:
    """The same urgency means the same in every room: late when it is past, soon within a day."""
    if todo.due_at is None:
        return todo
    tone = "late" if todo.due_at <= now else "soon" if todo.due_at <= now + SOON else ""
    return replace(todo, tone=tone)


@dataclass(frozen=True)
class Shown:
    """A panel as rendered; `html` empty: it failed."""

    title: str | Promise
    html: str
    url: str = ""
    wide: bool = False


def expected(request: HttpRequest) -> tuple[int, list[str]]:
    """How many panels the user's posts may have at most, and the style sheets of them all."""
    own = _of(request)
    return len(own), list(dict.fromkeys(style for panel in own for style in panel.styles))


def _of(request: HttpRequest) -> list[_Registered]:
    held = position(request.user).posts
    return [panel for panel in _panels if panel.is_for(held)]


def panels(request: HttpRequest) -> list[Shown]:
    """The panels of the user's posts, each rendered on its own: one that fails shows a sentence, not an error page."""
    shown = []
    for registered in _of(request):
        panel, html = None, ""
        try:
            with _guarded():
                panel = registered.provider(request)
                if panel is None:
                    continue
                html = render_to_string(panel.template, panel.context, request=request)
        except Exception:
            log.exception("the panel %s failed", registered.provider)
        shown.append(
            Shown(
                panel.title if panel else "", html, panel.url if panel else "", panel.wide if panel else False
            )
        )
    return shown
