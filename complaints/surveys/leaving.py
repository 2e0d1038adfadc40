"""Callbacks of somebody who leaves: a successor takes them over."""

from collections.abc import Collection

from callcenter.access.permissions import Actor
from callcenter.people.models import Employee
from callcenter.people.offboarding.registry import Found, Item
from complaints.surveys.callbacks.models import OPEN, Callback
from complaints.surveys.callbacks.services import reassign


def find(employee_ids: Collection[int]) -> Found:
    """The open ones of each. One query."""
    found: Found = {}
    rows = Callback.objects.filter(owner__in=employee_ids, state__in=OPEN).select_related("case")
    for one in rows:
        found.setdefault(one.owner_id, []).append(Item(str(one), one.get_absolute_url()))
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """All of them; how many."""
    rows = list(Callback.objects.filter(owner=leaver, state__in=OPEN).order_by("pk"))
    for one in rows:
        reassign(one, successor, actor=None)
    return len(rows)
