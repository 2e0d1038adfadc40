"""The tabs over the pages that belong together, for `components/tabs.html`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse


def page_tabs(
    pages: Iterable[tuple[str, str]], active: str, args: Sequence[object] = ()
) -> list[dict[str, Any]]:
    """One tab for each page (name of its address, label); `active` is the name of the one shown."""
    return [
        {"label": label, "url": reverse(name, args=args), "active": name == active} for name, label in pages
    ]
