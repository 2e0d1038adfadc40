"""Amounts of leave in words: `{% load leave %}{{ amount|quantity:unit }}`."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from callcenter.web import cells
from staffing.leave.selectors import Balance
from staffing.leave.sentences import plain
from staffing.leave.sentences import quantity as words

register = template.Library()


@register.filter
def quantity(amount: Decimal, unit: str) -> str:
    """1.5 days, 4 hours."""
    return words(amount, unit)


@register.filter
def signed(amount: Decimal, unit: str) -> str:
    """+5 days, −1.5 days."""
    sign = "+" if amount > 0 else "−"
    return sign + words(abs(amount), unit)


@register.simple_tag
def balance_hint(balance: Balance) -> str:
    """What is behind a balance: reserved, taken, what expires next."""
    said = []
    if balance.reserved:
        said.append(_("%(amount)s reserved") % {"amount": plain(balance.reserved)})
    if balance.taken:
        said.append(_("%(amount)s taken") % {"amount": plain(balance.taken)})
    if balance.foreseen:
        said.append(_("%(amount)s on next year’s days") % {"amount": plain(balance.foreseen)})
    for day, amount in balance.expires[:1]:
        said.append(_("%(amount)s until %(day)s") % {"amount": plain(amount), "day": cells.date(day)})
    return " · ".join(said)
