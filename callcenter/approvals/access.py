"""Who may ask, and who is asked: the line decides, the matrix says who may look on."""

import datetime

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, position
from callcenter.approvals import rules
from callcenter.approvals.requests.models import SUBJECT, FollowUp, Request, RequestQuerySet, State, Step
from callcenter.objections import Objection
from callcenter.people.delegations.selectors import acts_for
from callcenter.people.models import Employee


def may_ask(actor: Actor, applicant: Employee) -> bool:
    """Whether the actor may ask for the applicant: for oneself. `None`: a room that has asked its own rule."""
    return actor is None or (
        may(actor, Action.CREATE, SUBJECT) and position(actor).employee_id == applicant.pk
    )


def may_see(actor: Actor, request: Request) -> bool:
    """Whether the request is in the actor's sight: asked before anything is said about it."""
    return RequestQuerySet(Request).visible_to(actor).filter(pk=request.pk).exists()


def is_applicant(actor: Actor, request: Request) -> bool:
    """Whether it is the actor's own."""
    return position(actor).employee_id == request.applicant_id


def deciding_objections(actor: Actor, request: Request, step: Step) -> list[Objection]:
    """Why the actor may not decide this step."""
    me = position(actor).employee_id
    return rules.acting_objections(
        me,
        step.approver_id,
        stands_in_for=acts_for(me, _today(actor, request)),
        applicant=request.applicant_id,
        parties=request.kind_of.parties(request.subject),
    )


def may_decide(actor: Actor, request: Request, step: Step | None) -> bool:
    """Whether the actor may decide now: for buttons; the service asks again."""
    is_open = request.state == State.OPEN and step is not None
    return is_open and step is not None and not deciding_objections(actor, request, step)


def may_report_back(actor: Actor, follow_up: FollowUp) -> bool:
    """Whether it is the actor who has to tell the direct superior."""
    return position(actor).employee_id == follow_up.assignee_id


def _today(actor: Actor, request: Request) -> datetime.date:
    return position(actor).today or request.site.today()
