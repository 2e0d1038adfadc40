"""Who may do what with employees; the matrix decides, row by row."""

from collections.abc import Iterable

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.employees.models import Employee

SUBJECT = "people.employee"


def may_import(actor: Actor) -> bool:
    """Whether the actor may send a staff list: who hires and edits at every site; `None` is the system itself."""
    wanted = (Action.CREATE, Action.EDIT)
    return actor is None or all(scope(actor, action, SUBJECT) is Scope.ALL for action in wanted)


def may_hire(actor: Actor, *site_ids: int) -> bool:
    """Whether the actor may take on people; with sites: at each of them."""
    return may(actor, Action.CREATE, SUBJECT) and _reaches(actor, Action.CREATE, site_ids)


def may_move_to(actor: Actor, site_id: int) -> bool:
    """Whether the actor may put people into that site's teams. `None` is the system itself."""
    return actor is None or _reaches(actor, Action.EDIT, (site_id,))


def _reaches(actor: Actor, action: Action, site_ids: Iterable[int]) -> bool:
    return scope(actor, action, SUBJECT) is Scope.ALL or set(site_ids) <= position(actor).site_ids


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
