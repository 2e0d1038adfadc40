"""Calling back after a complaint: the task, its attempts, the answer (S1-17, S1-36). What follows an unsatisfied one: follow_up.

Locks are taken in this order: the callback, the invitation.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from callcenter.access.permissions import Actor, position, user_of
from callcenter.audit.services import record
from callcenter.clocks import services as clocks
from callcenter.clocks.models import Outcome
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, Team
from callcenter.rulebook.values import value
from complaints.cases import log
from complaints.cases.models import Case
from complaints.cases.owners import service_manager
from complaints.cases.states import State
from complaints.customers.contacts.services import owe_report
from complaints.surveys import permits
from complaints.surveys.callbacks import rules
from complaints.surveys.callbacks.deadlines import CALLBACK, managers
from complaints.surveys.callbacks.models import (
    OPEN,
    UNSATISFIED,
    Attempt,
    Callback,
    CallbackState,
    Reach,
)
from complaints.surveys.ratings import services as ratings
from complaints.surveys.ratings.models import Response
from complaints.surveys.sources import get

CLOSES = (State.CLOSED, State.NOT_ACCEPTED)
FARTHEST = datetime.timedelta(days=14)  # a wish to be called later than that is no call back any more


def case_moved(case: Case, transition: str, actor: Actor) -> None:
    """Told by cases in the transaction of the close: every closed complaint is called back, none is left out."""
    if case.state in CLOSES and transition in ("close", "refuse_decision"):
        begin(case, actor=actor)


@transaction.atomic
def begin(case: Case, *, actor: Actor) -> Callback:
    """Make the task: a named person, due by the rulebook. Once for each round of a complaint."""
    case = Case.objects.select_for_update(of=("self",)).select_related("site", "owner__user").get(pk=case.pk)
    running = Callback.objects.filter(case=case, state__in=OPEN).select_related("owner").first()
    if running is not None:
        return running
    owner = caller(case)
    made = Callback(case=case, site=case.site, owner=owner, loop=round_of(case), due_at=timezone.now())
    made.next_at = made.due_at
    made.save(force_insert=True)
    clock = clocks.start_clock(CALLBACK, made, site=case.site, actor=None, owner=owner.user)
    made.due_at = made.next_at = clock.due_at or made.due_at
    made.save(update_fields=["due_at", "next_at"])
    record(actor, "surveys.callback.made", made, after={"owner": owner.number, "round": made.loop})
    log.note(case, "callback_made", actor=actor, data={"owner": str(owner), "round": made.loop})
    _tell("surveys.callback_given", made, [owner.user_id])
    return made


def round_of(case: Case) -> int:
    """1, and one more for each time that this complaint, or a form before it, left the customer unsatisfied."""
    root = case.root_id or case.pk
    chain = Q(case=root) | Q(case__root=root)
    before = Callback.objects.filter(chain, state__in=UNSATISFIED).count()
    own = Callback.objects.filter(case=case).count()
    return max(before, own) + 1


def caller(case: Case) -> Employee:
    """Who calls: of the team of the rulebook who has the fewest calls open, else the owner, else the service manager."""
    code = str(value("survey.callback_team", case.site)).strip()
    team = Team.objects.filter(code__iexact=code, department__site=case.site).first() if code else None
    if team is not None:
        today = case.site.today()
        members = Employee.objects.employed(today).filter(
            teammemberships__team=team, teammemberships__period__contains=today, user__is_active=True
        )
        members = members.exclude(pk__in=[case.about_id or 0, case.owner_id])
        busy = Callback.objects.filter(state__in=OPEN, owner__in=members)
        load = dict(busy.values_list("owner").annotate(open=Count("pk")))
        found = sorted(members.select_related("user"), key=lambda one: (load.get(one.pk, 0), one.number))
        if found:
            return found[0]
    owner = case.owner
    if owner.user is not None and owner.user.is_active and owner.is_employed(case.site.today()):
        return owner
    return service_manager(case.site, not_about=case.about_id)


@transaction.atomic
def log_attempt(
    callback: Callback,
    reach: Reach,
    *,
    actor: Actor,
    words: str = "",
    next_at: datetime.datetime | None = None,
) -> Callback:
    """Write down a try: not reached, reached, or when the customer wants to be called again."""
    callback = _locked(callback.pk)
    permits.require_call(actor, callback)
    now = timezone.now()
    refuse(_from_here("log_attempt", callback))
    if reach == Reach.LATER:
        refuse(_against_moment(next_at, now))
    else:
        next_at = None
    tried = Attempt.objects.create(
        callback=callback, at=now, by=user_of(actor), reach=reach, next_at=next_at, words=words.strip()
    )
    _owe_report(callback, tried, actor)
    callback.missed += reach == Reach.NOT_REACHED
    callback.next_at = next_at or callback.next_at
    callback.save(update_fields=["missed", "next_at"])
    after = {"result": str(reach), "next_at": next_at.isoformat() if next_at else None}
    record(actor, "surveys.callback.attempted", callback, after=after)
    return callback


def _owe_report(callback: Callback, tried: Attempt, actor: Actor) -> None:
    """A key customer who was spoken to wants a report (S2D-7) of who called. Where nobody was reached there was no contact."""
    customer = callback.case.customer
    if customer is None or tried.reach == Reach.NOT_REACHED:
        return
    person = Employee.objects.filter(pk=position(actor).employee_id or 0).first() or callback.owner
    owe_report(
        customer, person, source=f"surveys.attempt:{tried.pk}", title=callback.case.reference, at=tried.at, actor=actor,
        kept_from=[callback.case.about_id],
    )  # fmt: skip


def _against_moment(next_at: datetime.datetime | None, now: datetime.datetime) -> list[Objection]:
    if next_at is None:
        return [Objection("callbacks.moment_needed", {}, "next_at")]
    if not now < next_at <= now + FARTHEST:
        return [Objection("callbacks.moment_out_of_reach", {"days": FARTHEST.days}, "next_at")]
    return []


@transaction.atomic
def fill(callback: Callback, given: Mapping[str, str], *, actor: Actor, words: str = "") -> Callback:
    """The customer was reached and answered: the survey is filled, and what it says decides where the call stands."""
    callback = _locked(callback.pk)
    permits.require_call(actor, callback)
    refuse(_from_here("fill_satisfied", callback))
    tried = Attempt.objects.create(
        callback=callback, at=timezone.now(), by=user_of(actor), reach=Reach.REACHED
    )
    _owe_report(callback, tried, actor)
    response = ratings.take_down_about(callback.case, given, actor=actor, words=words)
    callback.refresh_from_db()
    if callback.state == CallbackState.WAITING:  # `answered` has done it where the listener is registered
        _settle(callback, response, actor)
    return callback


def answered(response: Response, actor: Actor) -> None:
    """Told of every answer: one about a complaint, by whatever way it came, is what the callback was to ask."""
    invitation = response.invitation
    kind = get(invitation.kind)
    if kind is None or kind.model is not Case:
        return
    rows = Callback.objects.select_for_update(of=("self",)).filter(
        case=invitation.source_id, state=CallbackState.WAITING
    )
    callback = rows.select_related("site", "case", "owner").first()
    if callback is not None:
        _settle(callback, response, actor)


def _settle(callback: Callback, response: Response, actor: Actor) -> None:
    callback.response = response
    if response.is_satisfied:
        _finish(callback, CallbackState.SATISFIED, ["response"])
        record(actor, "surveys.callback.satisfied", callback, after={"score": round(response.score, 2)})
        log.note(callback.case, "callback_satisfied", actor=actor, data={"score": round(response.score, 1)})
        return
    callback.state = CallbackState.UNSATISFIED
    callback.save(update_fields=["state", "response"])
    clocks.stop_running(CALLBACK, callback, actor=actor)
    record(actor, "surveys.callback.unsatisfied", callback, after={"score": round(response.score, 2)})
    log.note(callback.case, "callback_unsatisfied", actor=actor, data={"score": round(response.score, 1)})
    told: list[int | None] = [callback.case.owner.user_id]
    if is_last(callback):
        told = list(managers(callback.site, not_about=callback.case.about_id))
    _tell("surveys.customer_unsatisfied", callback, told)


@transaction.atomic
def decline(callback: Callback, *, actor: Actor, words: str) -> Callback:
    """The customer was reached and does not want to answer; what was said is written down."""
    callback = _locked(callback.pk)
    permits.require_call(actor, callback)
    refuse(_from_here("decline", callback))
    if not words.strip():
        raise RuleViolation(Objection("callbacks.words_needed", {}, "words"))
    tried = Attempt.objects.create(
        callback=callback, at=timezone.now(), by=user_of(actor), reach=Reach.REACHED, words=words.strip()
    )
    _owe_report(callback, tried, actor)
    ratings.drop_open(callback.case, actor=actor)
    _finish(callback, CallbackState.DECLINED)
    record(actor, "surveys.callback.declined", callback, reason=words)
    log.note(callback.case, "callback_declined", actor=actor)
    return callback


@transaction.atomic
def give_up(callback: Callback, *, actor: Actor) -> Callback:
    """Nobody answered as often as the rulebook asks for: the customer counts as not reached."""
    callback = _locked(callback.pk)
    permits.require_call(actor, callback)
    attempts = value("survey.callback_attempts", callback.site)
    refuse(_from_here("give_up", callback) or rules.may_give_up(callback.missed, attempts))
    _finish(callback, CallbackState.UNREACHABLE)
    record(actor, "surveys.callback.given_up", callback, after={"attempts": callback.missed})
    log.note(callback.case, "callback_unreachable", actor=actor, data={"attempts": callback.missed})
    return callback


@transaction.atomic
def reassign(callback: Callback, owner: Employee, *, actor: Actor, reason: str = "") -> Callback:
    """Somebody else calls: never whom the complaint is about."""
    callback = _locked(callback.pk)
    permits.require_reassign(actor, callback)
    found = [] if callback.state in OPEN else _from_here("log_attempt", callback)
    if owner.pk == callback.case.about_id:
        found.append(Objection("callbacks.about_themselves", {"name": owner}, "owner"))
    if owner.site_id != callback.site_id or owner.user is None or not owner.user.is_active:
        found.append(Objection("callbacks.not_here", {"name": owner}, "owner"))
    refuse(found)
    before = callback.owner.number
    callback.owner = owner
    callback.save(update_fields=["owner"])
    clock = clocks.running_clock(CALLBACK, callback)
    if clock is not None:
        clocks.hand_over(clock, actor=None, owner=owner.user, reason=reason)
    record(
        actor, "surveys.callback.reassigned", callback, before={"owner": before},
        after={"owner": owner.number}, reason=reason,
    )  # fmt: skip
    _tell("surveys.callback_given", callback, [owner.user_id])
    return callback


def is_last(callback: Callback) -> bool:
    """Whether the center manager alone decides what follows."""
    return rules.is_last_round(callback.loop, value("survey.most_loops", callback.site))


def _finish(callback: Callback, state: CallbackState, also: list[str] | None = None) -> None:
    callback.state, callback.done_at = state, timezone.now()
    callback.save(update_fields=["state", "done_at", *(also or [])])
    clocks.stop_running(CALLBACK, callback, actor=None, outcome=Outcome.DONE)


def _from_here(key: str, callback: Callback) -> list[Objection]:
    return rules.objections(key, callback.state, state_label=callback.get_state_display())


def _locked(pk: int) -> Callback:
    rows = Callback.objects.select_for_update(of=("self",))
    return rows.select_related("site", "case__owner", "case__site", "owner__user", "response").get(pk=pk)


def _tell(kind: str, callback: Callback, users: list[int | None]) -> None:
    told = [one for one in users if one]
    if told:
        figures: dict[str, Any] = {"reference": callback.case.reference, "due": callback.due_at}
        key = f"{callback.pk}:{callback.state}:{callback.owner_id}"
        notify(kind, recipients=told, subject=callback, figures=figures, key=key, site_id=callback.site_id)
