"""The cells of a list as HTML, made in Python: a template for each of hundreds of cells took most of a page's time."""

from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from callcenter.web import cells
from callcenter.web.templatetags.shell import yes_mark


def opening(kind: str, label: str | Promise, *, wraps: bool = False) -> SafeString:
    """The start tag of a column's cells; the label stands beside the value on a phone."""
    return format_html('<td class="cell-{}{}" data-label="{}">', kind, " cell-wrap" if wraps else "", label)


def cell(opening: str, content: str) -> str:
    """The whole cell; one that says nothing is marked, because a phone leaves its line out."""
    if content == cells.NOTHING:
        opening = opening.replace('class="', 'class="cell-none ', 1)
    return f"{opening}{content}</td>"


def inside(value: Any, kind: str, url: str | None) -> SafeString:
    """One value by its kind (see web.listing.Column), as a link where there is an address."""
    if kind == "badge" and value:
        label, colour = value
        shown = SafeString(
            f'<span class="badge badge-state badge-{conditional_escape(colour or "grey")}">'
            f"{conditional_escape(label)}</span>"
        )
    elif kind == "bool":
        shown = conditional_escape(yes_mark(value))
    else:
        shown = conditional_escape(cells.shown(value, kind))
    return SafeString(f'<a href="{conditional_escape(url)}">{shown}</a>') if url else shown
