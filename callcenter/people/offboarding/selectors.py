"""Reads about off-boarding: leavers whose account is open, and what each still has to hand over."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor
from callcenter.people.employees.models import Employee, Employment
from callcenter.people.offboarding.registry import Work, open_work


@dataclass(frozen=True)
class Checklist:
    """How far somebody's off-boarding is: leave recorded, work handed over, account closed."""

    employee: Employee
    work: list[Work]
    successor: Employee | None

    @property
    def count(self) -> int:
        return sum(len(one.items) for one in self.work)

    @property
    def is_handed_over(self) -> bool:
        return not self.work

    @property
    def is_closed(self) -> bool:
        return self.employee.user is None or not self.employee.user.is_active


def leavers(user: Actor) -> QuerySet[Employee]:
    """Who leaves or has left, and whose account is still open, the first to go first."""
    rows = Employee.objects.visible_to(user, Action.EDIT).filter(left_on__isnull=False, user__is_active=True)
    return rows.select_related("site", "user").order_by("left_on", "number")


def checklists(people: list[Employee]) -> list[Checklist]:
    """The check lists of these leavers, in queries that do not grow with them."""
    work = open_work([one.pk for one in people])
    latest = Employment.objects.filter(employee__in=people, period__startswith=F("employee__hired_on"))
    successors = {row.employee_id: row.successor for row in latest.select_related("successor")}
    return [Checklist(one, work[one.pk], successors.get(one.pk)) for one in people]
