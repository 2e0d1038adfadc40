"""The leader's word on a breach, the director's reopening, the employee's statement."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from staffing.attendance import access
from staffing.attendance.breaches import changes, telling
from staffing.attendance.breaches.models import Breach, BreachState


@transaction.atomic
def confirm_breach(breach: Breach, *, actor: Actor, reason: str = "") -> Breach:
    """It was one: rooms above take it over. Refused once it is decided, or its day says it no more."""
    breach = _to_decide(breach, actor)
    return _decide(breach, BreachState.CONFIRMED, reason, actor)


@transaction.atomic
def dismiss_breach(breach: Breach, *, actor: Actor, reason: str) -> Breach:
    """It was none, for a reason that is kept; the day says what it says."""
    breach = _to_decide(breach, actor)
    if not reason.strip():
        raise RuleViolation(Objection("attendance.reason_needed", {}, "reason"))
    return _decide(breach, BreachState.DISMISSED, reason, actor)


@transaction.atomic
def reopen_breach(breach: Breach, *, actor: Actor, reason: str) -> Breach:
    """The director has it decided again, for a reason."""
    breach = _locked(breach)
    require(access.may_reopen_breach(actor, breach.site_id, breach.employee_id))
    found = []
    if breach.state == BreachState.WITHDRAWN:
        found.append(Objection("attendance.breach_withdrawn"))
    elif breach.is_open:
        found.append(Objection("attendance.breach_not_decided"))
    if not reason.strip():
        found.append(Objection("attendance.reason_needed", {}, "reason"))
    if found:
        raise RuleViolation(found)
    before = breach.facts()
    breach.state, breach.reason, breach.decided_at, breach.decided_by = (
        BreachState.PROPOSED.value,
        "",
        None,
        None,
    )
    breach.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    telling.reopened(breach)
    audit.record(
        actor,
        "attendance.breach.reopened",
        breach,
        before=before,
        after=breach.facts(),
        reason=reason.strip(),
    )
    changes.tell(breach, before["state"])
    return breach


@transaction.atomic
def answer_breach(breach: Breach, *, actor: Actor, statement: str) -> Breach:
    """What the employee has to say, while nobody has decided; said again it takes the place of what was said before."""
    breach = _locked(breach)
    require(actor is not None and access.is_own(actor, breach.employee))
    found = _objections(breach)
    if not statement.strip():
        found.append(Objection("attendance.statement_needed", {}, "statement"))
    if found:
        raise RuleViolation(found)
    before = {"statement": breach.statement}
    breach.statement, breach.stated_at = statement.strip(), timezone.now()
    breach.save(update_fields=["statement", "stated_at"])
    telling.answered(breach)
    audit.record(
        actor, "attendance.breach.answered", breach, before=before, after={"statement": breach.statement}
    )
    return breach


def _locked(breach: Breach) -> Breach:
    rows = Breach.objects.select_for_update(of=("self",)).select_related("site", "employee__user", "team")
    return rows.get(pk=breach.pk)


def _to_decide(breach: Breach, actor: Actor) -> Breach:
    breach = _locked(breach)
    require(access.may_decide_breach(actor, breach.site_id, breach.team_id, breach.employee_id))
    if found := _objections(breach):
        raise RuleViolation(found)
    return breach


def _objections(breach: Breach) -> list[Objection]:
    if breach.state == BreachState.WITHDRAWN:
        return [Objection("attendance.breach_withdrawn")]
    if not breach.is_open:
        return [Objection("attendance.breach_decided", {"state": breach.get_state_display()})]
    return []


def _decide(breach: Breach, state: BreachState, reason: str, actor: Actor) -> Breach:
    before: dict[str, Any] = breach.facts()
    breach.state, breach.reason = state.value, reason.strip()
    breach.decided_at, breach.decided_by = timezone.now(), user_of(actor)
    breach.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    telling.decided(breach)
    audit.record(
        actor,
        f"attendance.breach.{state.value}",
        breach,
        before=before,
        after=breach.facts(),
        reason=reason.strip(),
    )
    changes.tell(breach, before["state"])
    return breach
