"""Order and pages of a list: numbered with a total, or by key for very large tables."""

import base64
import binascii
import datetime
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from callcenter.keys import KeysFirst

if TYPE_CHECKING:
    from callcenter.web.listing import Listing

Rows = QuerySet[Any] | KeysFirst
MOST = 10_000  # rows that numbered pages show


@dataclass(frozen=True)
class Page:
    """One page of rows. Numbered lists know `total`, `first`, `last`; keyset lists only what comes before and after."""

    items: list[Any]
    total: int | None = None
    has_more: bool = False  # than `total`: nobody turns further, a filter finds the rest
    number: int = 1
    pages: int = 1
    first: int = 0
    last: int = 0
    numbers: list[int | str] = field(default_factory=list)
    previous: dict[str, str] | None = None  # query parameters of the page before
    next: dict[str, str] | None = None


class BoundedPaginator(Paginator):
    """Numbered pages of the first MOST rows. It counts no further: a million rows are not counted to show fifty."""

    has_more = False

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        found: int = rows.order_by()[: MOST + 1].count()
        self.has_more = found > MOST
        return min(found, MOST)


def order_of(sort: str, listing: "Listing") -> tuple[str, tuple[str, ...]]:
    """The asked sort if the list has it (else ""), and the order_by fields that follow from it."""
    by_key = {column.key: column.sort for column in listing.columns if column.sort}
    key = sort.removeprefix("-")
    if key not in by_key:
        return "", listing.ordering
    field_name = by_key[key]
    if sort.startswith("-"):
        field_name = field_name[1:] if field_name.startswith("-") else f"-{field_name}"
    bare = field_name.lstrip("-")
    return sort, (field_name, *(name for name in listing.ordering if name.lstrip("-") != bare))


def page_of(
    request: HttpRequest, queryset: QuerySet[Any], listing: "Listing", ordering: tuple[str, ...]
) -> Page:
    """The asked page."""
    if listing.keyset:
        walked = queryset if listing.wide is None else KeysFirst(queryset, listing.wide)
        return _keyset_page(request, walked, listing.page_size, ordering)
    rows: Any = queryset.order_by(*ordering)
    if listing.wide is not None:
        rows = KeysFirst(rows, listing.wide)
    paginator = BoundedPaginator(rows, listing.page_size)
    page = paginator.get_page(request.GET.get("page"))
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return Page(
        items=list(page.object_list),
        total=paginator.count,
        has_more=paginator.has_more,
        number=page.number,
        pages=paginator.num_pages,
        first=page.start_index(),
        last=page.end_index(),
        numbers=list(numbers),
        previous={"page": str(page.number - 1)} if page.has_previous() else None,
        next={"page": str(page.number + 1)} if page.has_next() else None,
    )


def _keyset_page(request: HttpRequest, queryset: Rows, size: int, ordering: tuple[str, ...]) -> Page:
    """The rows after or before a key. One row more than the page is read to know whether there is more."""
    after = _decode(request.GET.get("after", ""), len(ordering))
    before = _decode(request.GET.get("before", ""), len(ordering)) if after is None else None
    if before is not None:
        turned = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in ordering)
        found = list(_behind(queryset, turned, before)[: size + 1])
        items = found[:size][::-1]
        has_previous, has_next = len(found) > size, bool(items)
    else:
        found = list(_behind(queryset, ordering, after)[: size + 1])
        items = found[:size]
        has_previous, has_next = after is not None, len(found) > size
    return Page(
        items=items,
        previous={"before": _encode(items[0], ordering)} if has_previous and items else None,
        next={"after": _encode(items[-1], ordering)} if has_next and items else None,
    )


def _behind(queryset: Rows, ordering: tuple[str, ...], key: list[Any] | None) -> Rows:
    """The rows in that order from behind the key; from the first where the key is none of this list's."""
    ordered = queryset.order_by(*ordering)
    try:
        return ordered if key is None else ordered.filter(_beyond(ordering, key))
    except (ValueError, TypeError, ArithmeticError, ValidationError):
        return ordered


def _beyond(ordering: tuple[str, ...], key: list[Any]) -> Q:
    """Rows behind `key` in that order: a > x or (a = x and b > y)…, with a >= x in front for the index."""
    condition = Q()
    for name, value in reversed(list(zip(ordering, key, strict=True))):
        bare, test = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        beyond = Q(**{f"{bare}__{test}": value})
        condition = Q(**{f"{bare}__{test}e": value}) & (beyond | condition) if condition else beyond
    return condition


def _value(item: Any, name: str) -> Any:
    for part in name.lstrip("-").split("__"):
        item = item[part] if isinstance(item, dict) else getattr(item, part)
    return item


def _encode(item: Any, ordering: tuple[str, ...]) -> str:
    """The row's key as a token for the address."""
    parts = []
    for name in ordering:
        value = _value(item, name)
        if isinstance(value, datetime.datetime):
            parts.append(["m", value.astimezone(datetime.UTC).isoformat()])
        elif isinstance(value, datetime.date):
            parts.append(["d", value.isoformat()])
        elif isinstance(value, datetime.timedelta):
            parts.append(["t", repr(value.total_seconds())])
        elif isinstance(value, Decimal):
            parts.append(["n", str(value)])
        else:
            parts.append(["", value])
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _decode(token: str, size: int) -> list[Any] | None:
    """The key in a token, None when there is none or somebody changed it."""
    if not token:
        return None
    read = {
        "m": datetime.datetime.fromisoformat,
        "d": datetime.date.fromisoformat,
        "t": lambda text: datetime.timedelta(seconds=float(text)),
        "n": Decimal,
        "": lambda value: value if isinstance(value, str | int | float) else str(value),
    }
    try:
        parts = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        key = [read[kind](value) for kind, value in parts]
    except (ValueError, KeyError, TypeError, ArithmeticError, binascii.Error):
        return None
    return key if len(key) == size else None
