"""What can be done about a shift of one's own: rooms above (swaps, leave) offer it, My shifts shows it under the shift."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may
from staffing.roster.models import Assignment


@dataclass(frozen=True)
class Offer:
    """A link under every shift that has not begun: its words, who may follow it (CREATE on `subject`), and its address."""

    label: str | Promise
    icon: str
    subject: str
    address: Callable[[Assignment], str]


_offers: list[Offer] = []


def offer(label: str | Promise, icon: str, subject: str, address: Callable[[Assignment], str]) -> None:
    """Show a link under one's own shifts; called in AppConfig.ready(). Overtime, which is asked for itself, has none."""
    if not any(each.subject == subject for each in _offers):
        _offers.append(Offer(label, icon, subject, address))


def of(row: Assignment, user: Actor, now: datetime.datetime) -> list[tuple[str | Promise, str, str]]:
    """(words, icon, address) of what this user can do about their shift; nothing once it has begun."""
    if row.shift_type_id is None or row.starts_at <= now:
        return []
    return [
        (each.label, each.icon, each.address(row))
        for each in _offers
        if may(user, Action.CREATE, each.subject)
    ]
