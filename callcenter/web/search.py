"""Global search: rooms register a provider each, the results page shows what they find."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from callcenter.accounts.models import User

log = logging.getLogger(__name__)
PER_PROVIDER = 8


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    label: str
    detail: str
    url: str
    icon: str = "point"


Provider = Callable[[User, str], list[Hit]]
_providers: list[tuple[int, str | Promise, Provider]] = []


def register(title: str | Promise, provider: Provider, *, order: int = 100) -> None:
    """Add a provider `search(user, text) -> hits`; it keeps to what the user may see and to a handful of hits."""
    _providers.append((order, title, provider))
    _providers.sort(key=lambda entry: entry[0])


def find(user: User, text: str) -> list[tuple[str | Promise, list[Hit]]]:
    """What each provider finds, in order, those without hits left out. A failing provider is logged and skipped."""
    text = text.strip()
    if not text:
        return []
    found = []
    for _order, title, provider in _providers:
        try:
            hits = provider(user, text)[:PER_PROVIDER]
        except Exception:
            log.exception("the search provider %s failed", title)
            continue
        if hits:
            found.append((title, hits))
    return found
