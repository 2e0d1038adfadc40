"""Who hears of a request, and its deadline: messages and clocks, written in the transaction of the decision."""

from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.approvals.requests.models import FollowUp, Request, State, Step
from callcenter.clocks import services as clocks
from callcenter.clocks.models import Outcome
from callcenter.notifications.services import notify
from callcenter.people.delegations.selectors import deputies
from callcenter.people.models import Employee

KINDS = {
    State.APPROVED: "approvals.approved",
    State.REJECTED: "approvals.rejected",
    State.RETURNED: "approvals.returned",
    State.WITHDRAWN: "approvals.withdrawn",
}


def opened(request: Request, step: Step, *, actor: Actor) -> None:
    """A step waits for somebody: they and today's deputy are told, and its clock starts."""
    deputy = deputies([step.approver_id], request.site.today()).get(step.approver_id)
    _tell("approvals.waiting", request, [step.approver, deputy], key=f"{step.pk}")
    kind = request.kind_of
    if kind.clock:
        clocks.start_clock(
            kind.clock,
            step,
            site=request.site,
            actor=actor,
            team=request.team,
            department=request.department,
        )


def decided(request: Request, step: Step, *, actor: Actor, done: bool = True) -> None:
    """The step no longer waits: its clock stops."""
    if request.kind_of.clock:
        outcome = Outcome.DONE if done else Outcome.CANCELLED
        clocks.stop_running(request.kind_of.clock, step, actor=actor, outcome=outcome)


def handed_over(request: Request, step: Step) -> None:
    """Somebody else decides from now on; the deadline stays."""
    _tell("approvals.waiting", request, [step.approver], key=f"{step.pk}:{step.approver_id}")


def closed(request: Request) -> None:
    """The applicant hears how it went; the approver, when it was withdrawn."""
    whom: list[Employee | None] = [request.applicant]
    if request.state == State.WITHDRAWN:
        whom = [
            step.approver
            for step in request.steps.filter(round=request.round).select_related("approver__user")
        ]
    state = State(request.state)
    _tell(KINDS[state], request, whom, key=f"{request.pk}:{request.round}:{state}")


def skipped(request: Request, follow_up: FollowUp, *, actor: Actor) -> None:
    """The direct superior hears at once that an emergency went past them, and whoever has to tell them that they do."""
    _tell("approvals.passed_over", request, [follow_up.informs], key=f"{request.pk}")
    _tell("approvals.to_be_told", request, [follow_up.assignee], key=f"{request.pk}")
    clocks.start_clock(
        "approvals.follow_up",
        follow_up,
        site=request.site,
        actor=actor,
        due_at=follow_up.due_at,
        team=request.team,
        department=request.department,
    )


def told(follow_up: FollowUp, *, actor: Actor) -> None:
    """The direct superior has been told: its deadline stops."""
    clocks.stop_running("approvals.follow_up", follow_up, actor=actor)


def _tell(kind: str, request: Request, people: list[Employee | None], *, key: str) -> None:
    users = {one.user_id for one in people if one is not None and one.user_id is not None}
    figures = {
        "number": request.number,
        "kind": request.kind_of.title,
        "label": request.label,
        "applicant": request.applicant,
        "at": timezone.now(),
    }
    if users:
        notify(kind, recipients=users, subject=request, figures=figures, key=key, site_id=request.site_id)
