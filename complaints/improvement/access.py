"""Who plans, does and verifies improvements."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from complaints.improvement.models import SUBJECT, Improvement


def may_plan(actor: Actor, improvement: Improvement) -> bool:
    """The service department of the site; the department that is responsible."""
    if may_verify(actor, improvement):
        return True
    reach, where = scope(actor, Action.EDIT, SUBJECT), position(actor)
    return reach is Scope.DEPARTMENT and improvement.department_id in where.department_ids


def may_finish(actor: Actor, improvement: Improvement) -> bool:
    """The owner by name; whoever may plan it."""
    return position(actor).employee_id == improvement.owner_id or may_plan(actor, improvement)


def may_verify(actor: Actor, improvement: Improvement) -> bool:
    """The service department (S2A-23(5)); who has done it does not verify it, which the service asks."""
    if actor is None:
        return True
    reach = scope(actor, Action.EDIT, SUBJECT)
    return reach is Scope.SITE and improvement.site_id in position(actor).site_ids
