"""Requests as open work of a leaver: what waits for them, what they asked for, what they have yet to tell."""

import datetime
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.approvals import rules, telling
from callcenter.approvals.line import line_above
from callcenter.approvals.requests.models import RUNNING, FollowUp, Request, State, Step, StepState
from callcenter.approvals.services import withdraw
from callcenter.audit import services as audit
from callcenter.people.models import Employee
from callcenter.people.offboarding.registry import Found, Item

UNDECIDED = (StepState.OPEN, StepState.WAITING)


def find(employee_ids: Collection[int]) -> Found:
    """Running requests in which they decide now or later, their own, and direct superiors whom they have yet to tell."""
    found: Found = {}

    def add(employee_id: int, request: Request) -> None:
        item = Item(str(request), request.get_absolute_url())
        if item not in found.setdefault(employee_id, []):
            found[employee_id].append(item)

    steps = Step.objects.filter(approver__in=employee_ids, state__in=UNDECIDED)
    for step in steps.select_related("request").order_by("request"):
        add(step.approver_id, step.request)
    for request in Request.objects.filter(applicant__in=employee_ids, state__in=RUNNING).order_by("pk"):
        add(request.applicant_id, request)
    for told in FollowUp.objects.filter(assignee__in=employee_ids, done_at=None).select_related("request"):
        add(told.assignee_id, told.request)
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """Give the leaver's decisions to the successor and withdraw what they asked for themselves; how many requests.

    A request never comes to its own applicant or to a party: the next one up the leaver's line decides then. Where the
    successor decides later in the chain anyway, the leaver's level falls away.
    """
    concerned = Q(pk__in=Step.objects.filter(approver=leaver, state__in=UNDECIDED).values("request"))
    rows = Request.objects.select_for_update(of=("self",)).filter(concerned, state=State.OPEN).order_by("pk")
    moved = 0
    for request in rows.select_related("applicant__user", "site", "team", "department"):
        _give(request, leaver, successor, actor)
        moved += 1
    for request in Request.objects.filter(applicant=leaver, state__in=RUNNING).order_by("pk"):
        withdraw(request, actor=None, comment=_("The applicant has left."))
        moved += 1
    for told in FollowUp.objects.select_for_update().filter(assignee=leaver, done_at=None):
        _tell_instead(told, leaver, successor, actor)
        moved += 1
    return moved


def _give(request: Request, leaver: Employee, successor: Employee, actor: Actor) -> None:
    steps = request.steps.filter(round=request.round, state__in=UNDECIDED).order_by("place")
    before = [step for step in steps.select_related("approver__user") if step.approver_id == leaver.pk]
    later = {step.approver_id for step in steps}
    for step in before:
        taker = _taker(request, leaver, successor)
        if taker is None:
            continue  # the chain has a gap; it stays the leaver's open work until HR closes it
        if taker.pk in later:
            _drop(request, step, actor)
            continue
        step.approver = taker
        step.save(update_fields=["approver"])
        if step.state == StepState.OPEN:
            telling.handed_over(request, step)
    audit.record(
        actor,
        "approvals.request.handed_over",
        request,
        before={"decides": leaver.number},
        after={"decides": successor.number, "steps": len(before)},
    )


def _taker(request: Request, leaver: Employee, successor: Employee) -> Employee | None:
    excluded = {request.applicant_id, leaver.pk, *request.kind_of.parties(request.subject)}
    if successor.pk not in excluded:
        return successor
    on = request.line_on
    if leaver.left_on is not None:  # with the first day away their own line has ended
        on = min(on, leaver.left_on - datetime.timedelta(days=1))
    person, _found = rules.next_above(line_above(leaver.pk, on), excluded=excluded)
    return Employee.objects.select_related("user").get(pk=person.employee_id) if person else None


def _drop(request: Request, step: Step, actor: Actor) -> None:
    """The level falls away; if it was open the next one opens."""
    was_open = step.state == StepState.OPEN
    if was_open:
        telling.decided(request, step, actor=actor, done=False)
    step.state, step.decided_at = StepState.DROPPED, timezone.now()
    step.save(update_fields=["state", "decided_at"])
    following = (
        request.steps.filter(round=request.round, state=StepState.WAITING)
        .select_related("approver__user")
        .order_by("place")
        .first()
    )
    if was_open and following is not None:
        following.state, following.opened_at = StepState.OPEN, timezone.now()
        following.save(update_fields=["state", "opened_at"])
        telling.opened(request, following, actor=actor)


def _tell_instead(told: FollowUp, leaver: Employee, successor: Employee, actor: Actor) -> None:
    """The successor tells the direct superior; when that is the superior, handing over has told them."""
    if told.informs_id == successor.pk:
        told.done_at, told.note = timezone.now(), f"{leaver.number} → {successor.number}"
        told.save(update_fields=["done_at", "note"])
        telling.told(told, actor=actor)
    else:
        told.assignee = successor
        told.save(update_fields=["assignee"])
    audit.record(
        actor,
        "approvals.request.handed_over",
        told.request,
        before={"tells": leaver.number},
        after={"tells": successor.number},
    )
