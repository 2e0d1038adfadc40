"""The bell of the top bar: notifications provides what it shows, web sits below."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Bell:
    """How much is unread, as a number and as people say it; the page, the latest lines, and where to ask again."""

    unread: int
    count: str  # "", "7", "99+"
    label: str
    url: str
    latest_url: str
    count_url: str


_provider: Callable[[HttpRequest], Bell | None] = lambda request: None  # noqa: E731


def provide(provider: Callable[[HttpRequest], Bell | None]) -> None:
    """Called once by notifications at start."""
    global _provider
    _provider = provider


def of(request: HttpRequest) -> Bell | None:
    """The bell of whoever asks; one cheap query a page."""
    return _provider(request)
