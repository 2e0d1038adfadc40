"""Cursor pages: constant cost at any depth."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """Ordered by key, newest first unless the viewset says otherwise; `page_size` up to 1,000."""

    ordering = "-pk"
    page_size_query_param = "page_size"
    max_page_size = 1000
