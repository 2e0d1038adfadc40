"""Addresses of the list of complaints with just the rows that a figure counts."""

from urllib.parse import urlencode

from callcenter.web.addresses import address


def case_list(**filters: object) -> str:
    """The list with these filters; those that are empty are left out."""
    asked = {name: value for name, value in filters.items() if value not in (None, "")}
    return f"{address('cases:index')}?{urlencode(asked)}"
