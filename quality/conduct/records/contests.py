"""Contests: the employee's within its window, another's decision, and what becomes final by itself (domain §5.7)."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.objections import Objection, RuleViolation
from quality.conduct import access, rules
from quality.conduct.deadlines import CONTEST, CONTEST_DECISION
from quality.conduct.ledger import services as ledger
from quality.conduct.records import telling
from quality.conduct.records.models import ConductRecord, Outcome, RecordState
from quality.conduct.records.services import enter, held, locked

BATCH = 200


@transaction.atomic
def contest(record: ConductRecord, *, actor: Actor, words: str) -> ConductRecord:
    """The employee contests it, once and in time; somebody decides who has not decided on it before."""
    record = locked(record)
    require(actor is not None and access.is_self(actor, record.employee_id))
    found = []
    if record.state != RecordState.DECIDED:
        found.append(_not_contestable(record))
    else:
        found += rules.contest_objections(record.contest_until, timezone.now())
    if not words.strip():
        found.append(Objection("conduct.words_needed", field="words"))
    if found:
        raise RuleViolation(found)
    record.state, record.contest, record.contested_at = (
        RecordState.CONTESTED,
        words.strip(),
        timezone.now(),
    )
    record.save(update_fields=["state", "contest", "contested_at"])
    stop_running(CONTEST, record, actor=actor)
    start_clock(CONTEST_DECISION, record, site=record.site, actor=actor, team=record.team)
    telling.contested(record)
    audit.record(actor, "conduct.record.contested", record, reason=record.contest)
    return record


@transaction.atomic
def decide_contest(
    record: ConductRecord, outcome: Outcome, *, actor: Actor, reason: str, points: int | None = None
) -> ConductRecord:
    """Upheld, other points, or cancelled: final either way. Nobody decides who recorded, confirmed or approved it."""
    record = locked(record)
    require(
        actor is not None
        and access.may_decide(actor, record.site_id, record.employee_id)
        and actor.pk not in (record.recorded_by_id, record.confirmed_by_id, record.approved_by_id)
    )
    found = []
    if record.state != RecordState.CONTESTED:
        found.append(_not_contestable(record))
    if not reason.strip():
        found.append(Objection("conduct.reason_needed", field="reason"))
    if outcome == Outcome.CHANGED:
        if points is None or points == record.points:
            found.append(Objection("conduct.other_points_needed", field="points"))
        else:
            found += rules.points_objections(points, 0, record.version.most)
    if found:
        raise RuleViolation(found)
    before = {"points": record.points, "state": record.state}
    record.outcome, record.contest_words = outcome, reason.strip()
    record.contest_decided_by, record.contest_decided_at = user_of(actor), timezone.now()
    record.state = RecordState.CANCELLED if outcome == Outcome.CANCELLED else RecordState.FINAL
    if outcome == Outcome.CHANGED and points is not None:
        record.points = points
    record.save()
    if outcome != Outcome.UPHELD and record.entry is not None:
        ledger.reverse(record.entry, actor=actor, reason=reason)
        if outcome == Outcome.CHANGED:
            record.entry = enter(record, actor) if record.points else None
            record.save(update_fields=["entry"])
    stop_running(CONTEST_DECISION, record, actor=actor)
    telling.contest_decided(record)
    after = {"points": record.points, "state": record.state, "outcome": str(outcome)}
    audit.record(actor, "conduct.record.contest_decided", record, before=before, after=after, reason=reason)
    return record


def settle(now: datetime.datetime | None = None) -> int:
    """Make final what nobody contested in its window; how many."""
    late = ConductRecord.objects.filter(state=RecordState.DECIDED, contest_until__lt=now or timezone.now())
    ended = list(late.order_by("contest_until").values_list("pk", flat=True)[:BATCH])
    return sum(finish(pk, now=now) for pk in ended)


@transaction.atomic
def finish(pk: int, *, now: datetime.datetime | None = None) -> bool:
    """Make one record final whose window is over; whether it was still to be done."""
    record = held(pk)
    if record.state != RecordState.DECIDED or record.contest_until is None:
        return False
    if record.contest_until >= (now or timezone.now()):
        return False
    record.state = RecordState.FINAL
    record.save(update_fields=["state"])
    stop_running(CONTEST, record, actor=None)
    audit.record(None, "conduct.record.made_final", record)
    return True


def _not_contestable(record: ConductRecord) -> Objection:
    figures = {"number": record.number, "state": record.get_state_display()}
    return Objection("conduct.not_contestable", figures)
