"""Who may do what with employees; the matrix decides, row by row."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, scope
from callcenter.people.employees.models import Employee

SUBJECT = "people.employee"


def may_import(actor: Actor) -> bool:
    """Whether the actor may send a staff list: who hires and edits at every site; `None` is the system itself."""
    wanted = (Action.CREATE, Action.EDIT)
    return actor is None or all(scope(actor, action, SUBJECT) is Scope.ALL for action in wanted)


def may_hire(actor: Actor) -> bool:
    """Whether the actor may take on people."""
    return may(actor, Action.CREATE, SUBJECT)


def may_view(actor: Actor, employee: Employee) -> bool:
    """Whether the actor may see this employee's record."""
    return Employee.objects.visible_to(actor).filter(pk=employee.pk).exists()


def may_edit(actor: Actor, employee: Employee) -> bool:
    """Whether the actor may change this employee's facts and history. `None` is the system itself."""
    if actor is None:
        return True
    reach = scope(actor, Action.EDIT, SUBJECT)
    if reach in (Scope.NONE, Scope.ALL):
        return reach is Scope.ALL
    return Employee.objects.visible_to(actor, Action.EDIT).filter(pk=employee.pk).exists()


def may_export(actor: Actor) -> bool:
    """Whether the actor may take lists of people out of the system."""
    return may(actor, Action.EXPORT, SUBJECT)
