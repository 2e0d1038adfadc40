"""Complaints as open work of a leaver: those they answer for, and steps they do (S2A-17: always somebody by name)."""

from collections.abc import Collection

from callcenter.access.permissions import Actor
from callcenter.people.models import Employee
from callcenter.people.offboarding.registry import Found, Item
from complaints.cases.accepting import assign
from complaints.cases.dossier import Case
from complaints.cases.states import OPEN
from complaints.cases.steps.models import BY_DEPARTMENTS, Step, StepDepartment, StepState
from complaints.cases.steps.services import change_step

UNDONE = (StepState.WAITING, StepState.RUNNING)


def find(employee_ids: Collection[int]) -> Found:
    """By leaver: open complaints, then open steps of other people's complaints."""
    found: Found = {}
    for case in Case.objects.filter(owner__in=employee_ids, state__in=OPEN).defer("search").order_by("pk"):
        found.setdefault(case.owner_id, []).append(Item(str(case), case.get_absolute_url()))
    steps = Step.objects.filter(assignee__in=employee_ids, kind__in=BY_DEPARTMENTS, state__in=UNDONE)
    for step in steps.select_related("case").defer("case__search").order_by("pk"):
        if step.assignee_id is not None and step.case.owner_id != step.assignee_id:
            found.setdefault(step.assignee_id, []).append(Item(str(step), step.get_absolute_url()))
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """All of it to the successor, and the steps that would come to the leaver; how many complaints and steps."""
    moved = 0
    for case in Case.objects.filter(owner=leaver, state__in=OPEN).order_by("pk"):
        assign(case, successor, actor=None)
        moved += 1
    steps = Step.objects.filter(assignee=leaver, kind__in=BY_DEPARTMENTS, state__in=UNDONE)
    for step in steps.select_related("case").order_by("pk"):
        change_step(step, actor=None, assignee=successor)
        moved += 1
    StepDepartment.objects.filter(assignee=leaver).update(assignee=successor)
    return moved
