"""Who may name deputies: everybody for themselves, HR for anybody."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.delegations.models import SUBJECT, Delegation
from callcenter.people.employees.models import Employee


def may_name(actor: Actor, employee: Employee) -> bool:
    """Whether the actor may name a deputy for this employee. `None` is the system itself."""
    if actor is None:
        return True
    reach = scope(actor, Action.CREATE, SUBJECT)
    return reach is Scope.ALL or (reach >= Scope.OWN and position(actor).employee_id == employee.pk)


def names_for_others(actor: Actor) -> bool:
    """Whether the actor names deputies of other people."""
    return actor is None or scope(actor, Action.CREATE, SUBJECT) is Scope.ALL


def may_name_own(actor: Actor) -> bool:
    """Whether the actor may name a deputy at all."""
    return may(actor, Action.CREATE, SUBJECT)


def may_end(actor: Actor, delegation: Delegation) -> bool:
    """Whether the actor may end it: the absent one, HR."""
    return may_name(actor, delegation.employee)
