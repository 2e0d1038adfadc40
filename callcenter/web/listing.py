"""One workbench for every list: columns, filters, sort, saved views, pages, Excel of exactly what is shown.

A list remembers where you were: its last query string is kept in the session and comes back when it is opened plain.
`?clear=1` forgets it. Every part works without JavaScript; htmx swaps the block `#listing`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may
from callcenter.web import listing_export, listing_filters, listing_pages, markup
from callcenter.web.models import SavedView
from callcenter.web.saved_views import NOT_KEPT, kept_query

Text = str | Promise
Rows = Callable[[Any, Actor], QuerySet[Any]]
Sums = Callable[[QuerySet[Any], HttpRequest], Iterable[Any]]


@dataclass(frozen=True)
class Column:
    """One column: `value(row)` gives a typed Python value, shown and exported by `kind`.

    Kinds: text, number, seconds (m:ss), duration (h:mm:ss), percent, date, datetime (site zone), bool, badge.
    `sort` is an order_by expression; empty: not sortable (keyset lists: a column without nulls, with an index).
    `link(row)` makes the cell a link. `default` False: hidden until chosen. A badge's value is `(label, colour)`.
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    kind: str = "text"
    sort: str = ""
    link: Callable[[Any], str | None] | None = None
    default: bool = True
    help: Text = ""
    wrap: bool = False  # sentences: may take several lines, everything else keeps to one


@dataclass(frozen=True)
class BulkAction:
    """Something done to the chosen rows: posts their keys as `selected` to `url`, which checks and answers with a redirect.

    `takes_matching`: it can also be done to all rows that the filters leave, on every page: then `matching` holds the
    list's query string.
    """

    label: Text
    url: Text
    icon: str = "check"
    confirm: Text = ""
    takes_matching: bool = False


def exportable(rows: Any, user: Actor) -> QuerySet[Any]:
    """Of the list's rows those that the user may take away: seeing more grants no file of it."""
    return rows.visible_to(user, Action.EXPORT)


@dataclass(frozen=True)
class Listing:
    """What a list page is: its key (for saved views), columns, filters, order and words for when it is empty.

    A filter named `q` in the filterset becomes the search box. `export_subject`: who may EXPORT that subject of the
    matrix sees the Excel button, and `export_rows` keeps the rows that the grant reaches; empty: everybody who sees
    the list takes all of it; `may_take` refuses some of them (whoever leaves takes no customers along). `bulk` shows check boxes and these actions. `sums(rows, request)` gives figures (label,
    value, hint) over all rows that the filters leave, whatever page is shown; `sums_when_asked`: only with `?sums=1`,
    for tables too large to be summed at every look.
    """

    key: str  # "people.employees"
    title: Text
    columns: tuple[Column, ...]
    ordering: tuple[str, ...]  # unique at the end, so that pages never overlap
    filterset: type[django_filters.FilterSet] | None = None
    empty_title: Text = ""
    empty_text: Text = ""
    page_size: int = 50
    keyset: bool = False  # very large tables: next/previous by key, no total count
    wide: Callable[[Any], QuerySet[Any]] | None = (
        None  # of a keyset list: what is read with each row, once the keys of the page are found in an index
    )
    export_subject: str = ""
    export_rows: Rows = exportable
    may_take: Callable[[Actor], bool] | None = None
    bulk: tuple[BulkAction, ...] = ()
    remembers: bool = True
    peek: bool = (
        False  # the rows' addresses mark with `data-peek` what a look from the list shows in the side panel
    )
    definitions: tuple[tuple[Text, Text], ...] = field(
        default=()
    )  # (term, meaning), the workbook's last sheet
    sums: Sums | None = None
    sums_when_asked: bool = False


def list_page(
    request: HttpRequest,
    queryset: QuerySet[Any],
    listing: Listing,
    *,
    template: str = "web/list.html",
    context: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """Answer a list request: the page, the table alone (htmx), or a workbook (`?export=xlsx`, `?export=csv`).

    `template` extends web/list.html (blocks `actions`, `before_list`, `empty`, and those of base.html).
    """
    views = SavedView.objects.filter(user=request.user.pk, listing=listing.key)
    elsewhere = _remembered(request, listing, views)
    if elsewhere is not None:
        return redirect(f"{request.path}?{elsewhere}" if elsewhere else request.path)
    filters = listing_filters.apply(request, queryset, listing)
    sort, ordering = listing_pages.order_of(request.GET.get("sort", ""), listing)
    columns = _columns(request, listing)
    if request.GET.get("export"):
        if not may_export(request, listing):
            raise PermissionDenied
        taken = filters.queryset
        if listing.export_subject:
            taken = listing.export_rows(taken, request.user)
        return listing_export.respond(request, taken.order_by(*ordering), listing, columns, filters.chips)
    page = listing_pages.page_of(request, filters.queryset, listing, ordering)
    _remember(request, listing)
    shown = context | {} if context else {}
    shown |= {
        "listing": listing,
        "takes_matching": any(action.takes_matching for action in listing.bulk),
        "filters": filters,
        "columns": [_heading(column, sort) for column in columns],
        "rows": _lines(page.items, columns),
        "page": page,
        "sort": request.GET.get("sort", ""),
        "column_choice": [(column, column in columns) for column in listing.columns],
        "saved_views": views,
        "current_view": request.GET.get("view", ""),
        "kept_query": kept_query(request.GET.urlencode()),
        "kept_pairs": _pairs(request),
        "may_export": may_export(request, listing),
        "sums": _sums(request, filters.queryset, listing),
        "may_sum": listing.sums is not None and listing.sums_when_asked,
    }
    if request.headers.get("HX-Target") == "listing":
        return render(request, "web/list.html#listing", shown)
    return render(request, template, shown)


def _sums(request: HttpRequest, rows: QuerySet[Any], listing: Listing) -> list[Any]:
    if listing.sums is None or (listing.sums_when_asked and not request.GET.get("sums")):
        return []
    return list(listing.sums(rows, request))


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """The query parameters that a form of the toolbar hands on."""
    return [
        (key, value)
        for key, values in request.GET.lists()
        if key not in NOT_KEPT
        for value in values
        if value
    ]


def may_export(request: HttpRequest, listing: Listing) -> bool:
    """Whether the user may take this list away as a file."""
    if listing.may_take is not None and not listing.may_take(request.user):
        return False
    if not listing.export_subject:
        return True
    return may(request.user, Action.EXPORT, listing.export_subject)


def _columns(request: HttpRequest, listing: Listing) -> tuple[Column, ...]:
    """The chosen columns in the listing's order; without a choice those shown by default."""
    chosen = {key for part in request.GET.getlist("columns") for key in part.split(",")}
    picked = tuple(column for column in listing.columns if column.key in chosen)
    return picked or tuple(column for column in listing.columns if column.default)


@dataclass(frozen=True)
class Heading:
    column: Column
    sort_to: str  # what a click on the heading asks for; empty: not sortable
    aria_sort: str  # "ascending", "descending" or ""


def _heading(column: Column, sort: str) -> Heading:
    if not column.sort:
        return Heading(column, "", "")
    if sort == column.key:
        return Heading(column, f"-{column.key}", "ascending")
    if sort == f"-{column.key}":
        return Heading(column, column.key, "descending")
    return Heading(column, column.key, "")


@dataclass(frozen=True)
class Cell:
    column: Column
    value: Any
    url: str | None


@dataclass(frozen=True)
class Line:
    key: Any
    cells: list[Cell]
    url: str  # the first link of the row, opened with Enter
    openings: list[SafeString]  # the start tag of each cell

    @property
    def html(self) -> SafeString:
        """The row's cells as they stand in the table."""
        return SafeString(
            "".join(
                markup.cell(opening, markup.inside(cell.value, cell.column.kind, cell.url))
                for opening, cell in zip(self.openings, self.cells, strict=True)
            )
        )


def _lines(items: list[Any], columns: tuple[Column, ...]) -> list[Line]:
    openings = [markup.opening(column.kind, column.label, wraps=column.wrap) for column in columns]
    return [_row(item, columns, openings) for item in items]


def _row(item: Model | dict[str, Any], columns: tuple[Column, ...], openings: list[SafeString]) -> Line:
    cells = [
        Cell(column, column.value(item), column.link(item) if column.link else None) for column in columns
    ]
    key = item["pk"] if isinstance(item, dict) else item.pk
    return Line(key, cells, next((cell.url for cell in cells if cell.url), ""), openings)


def _memory_key(request: HttpRequest, listing: Listing) -> str:
    return f"{listing.key}@{request.path}"


def _remembered(request: HttpRequest, listing: Listing, views: Iterable[SavedView]) -> str | None:
    """The query string to go to when the list is opened plain: the last one, else the default view's; None: stay."""
    if not listing.remembers or request.method != "GET" or not hasattr(request, "session"):
        return None
    kept = request.session.get("lists", {})
    if "clear" in request.GET:
        if kept.pop(_memory_key(request, listing), None) is not None:
            request.session["lists"] = kept
        request.session["lists_cleared"] = _memory_key(request, listing)
        return ""
    if request.GET:
        return None
    if request.session.get("lists_cleared") == _memory_key(request, listing):
        return None
    if kept.get(_memory_key(request, listing)):
        return str(kept[_memory_key(request, listing)])
    default = next((view for view in views if view.is_default), None)
    return f"{default.query}&view={default.pk}" if default and default.query else None


def _remember(request: HttpRequest, listing: Listing) -> None:
    """Keep the query string of a list that is shown; the session is written only when it changed."""
    if not listing.remembers or not hasattr(request, "session") or not request.GET:
        return
    query = request.GET.urlencode()
    kept = request.session.get("lists", {})
    if len(query) <= 2000 and kept.get(_memory_key(request, listing)) != query:
        kept = dict(list(kept.items())[-30:])
        kept[_memory_key(request, listing)] = query
        request.session["lists"] = kept
    if request.session.get("lists_cleared") == _memory_key(request, listing):
        del request.session["lists_cleared"]
