"""Reads about requests: lists with the open step and its deadline, one request with its chain, what waits on Today."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from callcenter.access.permissions import Actor, position
from callcenter.access.posts import PostCode
from callcenter.approvals import access, kinds
from callcenter.approvals.requests.models import FollowUp, Request, State, Step, StepState
from callcenter.clocks.models import Clock
from callcenter.people.delegations.selectors import deputies
from callcenter.people.models import Employee


def with_open_step(rows: QuerySet[Request], *, in_list: bool = False) -> QuerySet[Request]:
    """Load the applicant, the step that is to be decided with its approver, and when that is due; no query for each row.

    `in_list`: the subjects come with what the facts of their kinds need.
    """
    due = Clock.objects.running().filter(
        subject_type=ContentType.objects.get_for_model(Step), subject_id=OuterRef("open_step__pk")
    )
    found: Any = rows.annotate(
        open_step=FilteredRelation("steps", condition=Q(steps__state=StepState.OPEN))
    ).annotate(step_id=F("open_step__pk"), due_at=Subquery(due.values("due_at")[:1]))
    asked: QuerySet[Request] = found.select_related("applicant", "site", "open_step__approver")
    if not in_list:
        return asked.prefetch_related("subject")
    subjects = [kind.in_lists() for kind in kinds.all_kinds() if kind.in_lists is not None]
    return asked.prefetch_related(GenericPrefetch("subject", subjects))


def open_step(request: Any) -> Step | None:
    """The step that `with_open_step` loaded."""
    return getattr(request, "open_step", None)


def facts_line(request: Request) -> str:
    """The facts of a request in one line, for lists."""
    if request.subject is None:
        return request.reason
    if request.kind_of.in_short is not None:
        return request.kind_of.in_short(request)
    return " · ".join(f"{label}: {value}" for label, value in request.kind_of.facts(request.subject))


@dataclass(frozen=True)
class Level:
    """One step of the chain as the page draws it."""

    step: Step
    post: str
    deputy: Employee | None
    due_at: datetime.datetime | None
    is_now: bool

    @property
    def colour(self) -> str:
        return COLOURS[StepState(self.step.state)]

    @property
    def icon(self) -> str:
        return ICONS[StepState(self.step.state)]


COLOURS = {
    StepState.WAITING: "grey",
    StepState.OPEN: "yellow",
    StepState.APPROVED: "green",
    StepState.REJECTED: "red",
    StepState.RETURNED: "blue",
    StepState.RECUSED: "grey",
    StepState.SKIPPED: "yellow",
    StepState.DROPPED: "grey",
}
ICONS = {
    StepState.WAITING: "circle-dashed",
    StepState.OPEN: "hourglass",
    StepState.APPROVED: "check",
    StepState.REJECTED: "x",
    StepState.RETURNED: "arrow-back-up",
    StepState.RECUSED: "user-off",
    StepState.SKIPPED: "arrow-up",
    StepState.DROPPED: "minus",
}


def chain(request: Request) -> list[Level]:
    """Every step of every round in order: who, as what, when, why, on whose behalf."""
    steps = list(
        request.steps.select_related("approver", "acted_by", "on_behalf_of").order_by("round", "place")
    )
    current = [step for step in steps if step.state == StepState.OPEN]
    standing_in = deputies([step.approver_id for step in current], request.site.today())
    kind = ContentType.objects.get_for_model(Step)
    dues = dict(
        Clock.objects.filter(subject_type=kind, subject_id__in=[step.pk for step in steps]).values_list(
            "subject_id", "due_at"
        )
    )
    return [
        Level(
            step,
            str(PostCode(step.post).label) if step.post else "",
            standing_in.get(step.approver_id) if step.state == StepState.OPEN else None,
            dues.get(step.pk),
            step.state == StepState.OPEN,
        )
        for step in steps
    ]


def after(request: Request, step: Step | None) -> Employee | None:
    """Who is asked after this step; None when it is the last."""
    if step is None:
        return None
    rows = request.steps.filter(round=step.round, state=StepState.WAITING).select_related("approver")
    following = rows.order_by("place").first()
    return following.approver if following else None


def on_the_desk(user: Actor) -> QuerySet[Request]:
    """What the user has to do about requests, in one question: decide, put right, or tell a superior afterwards."""
    me = position(user).employee_id or 0
    waiting = Q(pk__in=Request.objects.waiting_for(user).values("pk"))
    back = Q(applicant=me, state=State.RETURNED)
    to_tell = Q(follow_up__assignee=me, follow_up__done_at=None)
    rows = with_open_step(Request.objects.filter(waiting | back | to_tell))
    rows = rows.select_related("applicant", "open_step__approver", "follow_up__informs")  # type: ignore[misc]
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def to_tell(user: Actor) -> QuerySet[FollowUp]:
    """The direct superiors whom the user still has to tell."""
    rows = FollowUp.objects.filter(assignee=position(user).employee_id or 0, done_at=None)
    return rows.select_related("request", "informs")


def acting_for(user: Actor, request: Request, step: Step | None) -> Employee | None:
    """For whom the user would decide this step: None for themselves."""
    if step is None or not access.may_decide(user, request, step):
        return None
    return None if step.approver_id == position(user).employee_id else step.approver
