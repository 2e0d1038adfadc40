"""Cursor pages: constant cost at any depth."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from callcenter.keys import KeysFirst


class CursorPages(CursorPagination):
    """Ordered by key, newest first unless the viewset says otherwise; `page_size` up to 1,000."""

    ordering: str | tuple[str, ...] = "-pk"
    page_size_query_param = "page_size"
    max_page_size = 1000

    def decode_cursor(self, request: Request) -> Any:
        """Where to go on; a cursor that is none of ours is not valid, rather than a page that is not there."""
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise ValidationError({self.cursor_query_param: [_("This cursor is not valid.")]}) from None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The page as it is: `next` and `previous` are whole addresses, null at the ends."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link | {"description": _("Address of the next page; null on the last.")},
                "previous": link | {"description": _("Address of the page before; null on the first.")},
                "results": schema,
            },
        }


class KeysFirstPages(CursorPages):
    """Pages of wide rows: the view's `wide(rows)` says what is read with each, once the keys of the page are found."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        keys_first: Any = KeysFirst(queryset, view.wide)
        return super().paginate_queryset(keys_first, request, view)
