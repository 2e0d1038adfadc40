"""Quantities of goods as people write them."""

from decimal import Decimal

from django import template

from callcenter.web.cells import NOTHING
from complaints.remedies.rules import plain

register = template.Library()


@register.filter
def quantity(value: Decimal | None) -> str:
    """12.500 as 12.5; nothing as a dash."""
    return NOTHING if value is None else plain(value)
