"""One workbench for every list: columns, filters, sort, saved views, pages, Excel of exactly what is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """One column: `value(row)` gives a typed Python value, shown and exported by `kind`.

    Kinds: text, number, seconds (m:ss), duration (h:mm:ss), percent, date, datetime (site zone), bool, badge.
    `sort` is an order_by expression; empty: not sortable. `link(row)` makes the cell a link.
    `default` False: hidden until chosen. A badge's value is `(label, colour)`.
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    kind: str = "text"
    sort: str = ""
    link: Callable[[Any], str | None] | None = None
    default: bool = True
    help: Text = ""


@dataclass(frozen=True)
class Listing:
    """What a list page is: its key (for saved views), columns, filters, order and words for when it is empty."""

    key: str  # "people.employees"
    title: Text
    columns: tuple[Column, ...]
    ordering: tuple[str, ...]  # unique at the end, so that pages never overlap
    filterset: type[django_filters.FilterSet] | None = None
    empty_title: Text = ""
    empty_text: Text = ""
    page_size: int = 50
    keyset: bool = False  # very large tables: next/previous by key, no total count


def list_page(
    request: HttpRequest,
    queryset: QuerySet[Model],
    listing: Listing,
    *,
    template: str = "web/list.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer a list request: the page, the table alone (htmx), or a workbook (`?export=xlsx`)."""
    raise NotImplementedError
