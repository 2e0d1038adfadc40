"""Who proposes, judges, reviews, draws up, decides. Nobody about themselves."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from complaints.cases import access as cases
from complaints.cases.dossier import Case
from complaints.cases.steps.models import Step, StepKind

SUBJECT = "complaints.liability"


def is_self(actor: Actor, employee_id: int | None) -> bool:
    """Whether the actor is that person."""
    return employee_id is not None and position(actor).employee_id == employee_id


def may_propose(actor: Actor, case: Case) -> bool:
    """The department that investigates, and the service department (S2A-22)."""
    if actor is None or may_judge(actor, case):
        return True
    where = position(actor)
    if scope(actor, Action.CREATE, SUBJECT) < Scope.DEPARTMENT or cases.is_concerned(actor, case):
        return False
    steps = Step.objects.filter(case=case, kind=StepKind.INVESTIGATE)
    mine = steps.filter(assignee=where.employee_id or 0) | steps.filter(department__in=where.department_ids)
    return mine.exists()


def may_judge(actor: Actor, case: Case) -> bool:
    """The service department (S2A-23(4)), nobody in a complaint about themselves."""
    if actor is None:
        return True
    reach = scope(actor, Action.CREATE, SUBJECT)
    is_of_site = reach is Scope.SITE and case.site_id in position(actor).site_ids
    return is_of_site and not cases.is_concerned(actor, case)


def is_gm_office(actor: Actor) -> bool:
    """Who reviews the month and draws up notices."""
    return actor is None or scope(actor, Action.CREATE, SUBJECT) is Scope.ALL


def may_propose_reward(actor: Actor, case: Case) -> bool:
    """Because of a complaint: the service department and the GM office, nobody in a complaint about themselves."""
    return may_judge(actor, case) or (is_gm_office(actor) and not cases.is_concerned(actor, case))


def proposes_rewards(actor: Actor) -> bool:
    """Whether there are complaints because of which the actor may propose one."""
    return actor is None or scope(actor, Action.CREATE, SUBJECT) >= Scope.SITE


def is_hr(actor: Actor) -> bool:
    """Who draws up and publishes Personnel Notices."""
    if actor is None:
        return True
    return scope(actor, Action.EDIT, SUBJECT) is Scope.ALL and not is_gm_office(actor)


def may_decide(actor: Actor) -> bool:
    """Whoever approves liability everywhere: the deputy GM and the GM."""
    return actor is not None and scope(actor, Action.APPROVE, SUBJECT) is Scope.ALL


def sees_reviews(actor: Actor) -> bool:
    """Reviews and notices of others: everybody beyond their own, but the departments."""
    return actor is None or scope(actor, Action.VIEW, SUBJECT) >= Scope.SITE
