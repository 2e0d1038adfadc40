"""What follows an unsatisfied customer (S1-18, S2A-29): work again, a new form, or the manager's decision to leave it so."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from callcenter.access.permissions import Actor, position, user_of
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from complaints.cases import log
from complaints.cases.intake import Intake
from complaints.cases.models import Case
from complaints.cases.services import record_case, submit
from complaints.cases.states import Channel
from complaints.surveys import permits
from complaints.surveys.callbacks import services
from complaints.surveys.callbacks.models import Callback, CallbackState
from complaints.surveys.callbacks.services import _from_here, _locked


@transaction.atomic
def open_new_form(callback: Callback, *, actor: Actor, words: str) -> Case:
    """The customer disputes the decision: a new form that follows the old one, which stays attached (S2A-29)."""
    callback = _locked(callback.pk)
    permits.require_decide(actor, callback, is_last=services.is_last(callback))
    _refuse(callback, "open_new_form", words)
    before = callback.case
    child = Case.objects.filter(parent=before).first()
    if child is None:
        child = record_case(_again(before, words, actor), actor=actor)
        child = submit(child, actor=actor) or child
    _follow(callback, CallbackState.REOPENED, child, words, actor)
    record(actor, "surveys.callback.reopened", callback, after={"form": child.reference}, reason=words)
    return child


def _again(before: Case, words: str, actor: Actor) -> Intake:
    taker = Employee.objects.filter(pk=position(actor).employee_id or 0).first()
    return Intake(
        site=before.site,
        channel=Channel.FOLLOW_UP,
        title=before.title,
        content=words.strip(),
        demand=before.demand or words.strip(),
        nature=before.nature,  # type: ignore[arg-type]
        claimed_amount=before.claimed_amount,
        customer=before.customer,
        contact_name=before.contact_name,
        contact_phone=before.contact_phone,
        contact_email=before.contact_email,
        is_vulnerable=before.is_vulnerable,
        about=before.about,
        cause=before.cause,
        order_no=before.order_no,
        lot_no=before.lot_no,
        product=before.product,
        quantity=before.quantity,
        defective_quantity=before.defective_quantity,
        shipped_on=before.shipped_on,
        policy_no=before.policy_no,
        not_applicable=tuple(before.not_applicable),
        samples=before.samples,
        taker=taker,
        parent=before,
    )


@transaction.atomic
def let_rest(callback: Callback, *, actor: Actor, reason: str) -> Callback:
    """Leave the customer unsatisfied: the manager's decision, with a reason that stays."""
    callback = _locked(callback.pk)
    permits.require_let_rest(actor, callback, is_last=services.is_last(callback))
    _refuse(callback, "let_rest", reason)
    _decide(callback, CallbackState.LET_REST, reason, actor)
    callback.save(update_fields=["state", "done_at", "decision", "decided_by", "decided_at"])
    record(actor, "surveys.callback.let_rest", callback, reason=reason)
    log.note(callback.case, "callback_let_rest", actor=actor, comment=reason)
    return callback


@dataclass(frozen=True)
class Again:
    """How a smaller matter is worked on again: `start(callback, words, actor)` gives the row that follows."""

    title: str | Promise
    start: Callable[[Callback, str, Actor], models.Model]


_again_by: list[Again] = []


def provide(again: Again) -> None:
    """Offer a way to work on it again; called in AppConfig.ready()."""
    if again not in _again_by:
        _again_by.append(again)


def way_again() -> Again | None:
    """The way that is offered, if any."""
    return _again_by[0] if _again_by else None


@transaction.atomic
def work_again(callback: Callback, *, actor: Actor, words: str) -> Callback:
    """A smaller matter: a work order; when it is closed the customer is called back once more."""
    callback = _locked(callback.pk)
    permits.require_decide(actor, callback, is_last=services.is_last(callback))
    _refuse(callback, "work_again", words)
    again = way_again()
    if again is None:
        raise RuleViolation(Objection("callbacks.no_work_orders"))
    made = again.start(callback, words.strip(), actor)
    _follow(callback, CallbackState.REPROCESSING, made, words, actor)
    record(actor, "surveys.callback.reworked", callback, after={"by": str(made)}, reason=words)
    return callback


def _refuse(callback: Callback, key: str, words: str) -> None:
    found = _from_here(key, callback)
    if not words.strip():
        found.append(Objection("callbacks.reason_needed", {}, "words"))
    if found:
        raise RuleViolation(found)


def _decide(callback: Callback, state: CallbackState, words: str, actor: Actor) -> None:
    now = timezone.now()
    callback.state, callback.done_at = state, now
    callback.decision, callback.decided_by, callback.decided_at = words.strip(), user_of(actor), now


def _follow(callback: Callback, state: CallbackState, row: models.Model, words: str, actor: Actor) -> None:
    _decide(callback, state, words, actor)
    callback.follow_up_type = ContentType.objects.get_for_model(row)
    callback.follow_up_id = row.pk
    callback.save(
        update_fields=[
            "state", "done_at", "decision", "decided_by", "decided_at", "follow_up_type", "follow_up_id",
        ]
    )  # fmt: skip
    log.note(callback.case, "callback_followed", actor=actor, data={"by": str(row)})
