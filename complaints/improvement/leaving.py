"""Improvements as open work of a leaver: somebody by name always answers for them (S2A-27)."""

from collections.abc import Collection

from callcenter.access.permissions import Actor
from callcenter.people.models import Employee
from callcenter.people.offboarding.registry import Found, Item
from complaints.improvement.models import Improvement, ImprovementState
from complaints.improvement.services import give


def find(employee_ids: Collection[int]) -> Found:
    """By leaver: what they own and has not proved effective; what is measured may be opened again."""
    found: Found = {}
    rows = Improvement.objects.filter(owner__in=employee_ids).select_related("case")
    for one in rows.exclude(state=ImprovementState.EFFECTIVE).defer("case__search").order_by("due_on", "pk"):
        found.setdefault(one.owner_id, []).append(Item(str(one), one.get_absolute_url()))
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """All of it to the successor, with its days; how many."""
    rows = list(
        Improvement.objects.filter(owner=leaver).exclude(state=ImprovementState.EFFECTIVE).order_by("pk")
    )
    for one in rows:
        give(one, successor, actor=None)
    return len(rows)
