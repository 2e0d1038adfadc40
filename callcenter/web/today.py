"""Today: rooms register to-do providers and live panels; everyone's home shows those of the user's posts."""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
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


def todos(request: HttpRequest) -> tuple[list[Todo], bool]:
    """What is to do, the earliest due first, and whether some provider failed."""
    found: list[Todo] = []
    failed = False
    for provider in _todos:
        try:
            with transaction.atomic():
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


def panels(request: HttpRequest) -> list[Shown]:
    """The panels of the user's posts, each rendered on its own: one that fails shows a sentence, not an error page."""
    held = position(request.user).posts
    shown = []
    for _order, posts, provider in _panels:
        if posts and not posts & held:
            continue
        panel, html = None, ""
        try:
            with transaction.atomic():
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
