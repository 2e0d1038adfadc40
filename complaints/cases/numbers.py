"""Numbers of complaints: given at acceptance, one after the other, without a gap (domain §6.2)."""

import datetime
import string

from django.db import connection

from callcenter.people.models import Site
from callcenter.rulebook.values import value

NEXT = """
    INSERT INTO cases_numberseries (series, last) VALUES (%s, 1)
    ON CONFLICT (series) DO UPDATE SET last = cases_numberseries.last + 1
    RETURNING last
"""
PARTS = frozenset({"yyyymm", "yyyy", "mm", "site", "seq"})


def is_format(text: str) -> bool:
    """Whether the text can number complaints: known parts only, and the running number once."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        text.format(**_parts("site", datetime.date(2026, 11, 1)), seq=1)
    except (ValueError, KeyError, IndexError, AttributeError):
        return False
    return (
        len(text) <= 30
        and set(names) <= PARTS
        and names.count("seq") == 1
        and bool({"yyyymm", "yyyy"} & set(names))
    )


def _parts(site: str, on: datetime.date) -> dict[str, str]:
    return {"yyyymm": f"{on:%Y%m}", "yyyy": f"{on:%Y}", "mm": f"{on:%m}", "site": site}


def next_number(site: Site, on: datetime.date) -> tuple[str, str, int]:
    """The number, its series, its place in it, for a complaint that is accepted on that day (of the site).

    Call it inside the transaction of the acceptance, so that none is lost (`draw`).
    """
    pattern = value("complaint.number_format", site, on=on)
    parts = _parts(site.code.upper(), on)
    series = _with(pattern, parts, "*")
    seq = draw(series)
    return pattern.format(**parts, seq=seq), series, seq


def draw(series: str) -> int:
    """The next place in a series, from 1. Call it inside the transaction that uses it: the row of the series is locked until
    it ends, and a transaction that is taken back gives its place back.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series])
        seq: int = cursor.fetchone()[0]
    return seq


def _with(pattern: str, parts: dict[str, str], seq: str) -> str:
    """The pattern with a mark in the place of the running number: what numbers of one series share."""
    return "".join(
        text + ("" if name is None else seq if name == "seq" else parts[name])
        for text, name, _, _ in string.Formatter().parse(pattern)
    )
