"""From what was seen to the points: recording, the statement, the leader's word, the director's (domain §5.5).

Locks are taken in this order: the running request, the record, the employee.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import models, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.files.attachments.services import attach_all
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, TeamMembership
from callcenter.rulebook.values import value
from quality.conduct import access, rules
from quality.conduct.catalogue.models import Block, ItemVersion
from quality.conduct.deadlines import CONTEST, STATEMENT
from quality.conduct.ledger import services as ledger
from quality.conduct.records import telling
from quality.conduct.records.models import APPROVAL, COUNTS, ConductRecord, Measure, RecordState


@dataclass(frozen=True)
class Seen:
    """What was seen: the item's version, its points where it has a choice, when, where, by whom as well, in words."""

    version: ItemVersion
    happened_at: datetime.datetime
    words: str
    points: int | None = None
    place: str = ""
    witness: Employee | None = None
    source: models.Model | None = None
    statement: str = ""


@transaction.atomic
def record_conduct(
    employee: Employee, seen: Seen, *, actor: Actor, files: Sequence[File] = ()
) -> ConductRecord:
    """Record what was seen of somebody; they hear of it and may say a word to it. `actor` None: taken over by the system."""
    employee = Employee.objects.select_related("site", "user").get(pk=employee.pk)
    now, on = timezone.now(), seen.happened_at.astimezone(employee.site.zone).date()
    place = TeamMembership.objects.filter(employee=employee, period__contains=on).select_related("team")
    team = place[0].team if place else None
    require(access.may_record(actor, employee.site_id, team.pk if team else None, employee.pk))
    found = _objections(employee, seen, on, now, is_system=actor is None)
    if found:
        raise RuleViolation(found)
    made = ConductRecord(
        site=employee.site,
        employee=employee,
        team=team,
        item=seen.version.item,
        version=seen.version,
        points=seen.version.least if seen.points is None else seen.points,
        happened_at=seen.happened_at,
        place=seen.place.strip(),
        witness=seen.witness,
        words=seen.words.strip(),
        state=RecordState.RECORDED,
        recorded_by=user_of(actor),
        recorded_at=now,
        statement_until=now,
        statement=seen.statement.strip(),
        stated_at=now if seen.statement.strip() else None,
    )
    if seen.source is not None:
        made.source_type = ContentType.objects.get_for_model(seen.source)
        made.source_id = seen.source.pk
    made.save(force_insert=True)
    if not made.statement:
        clock = start_clock(STATEMENT, made, site=made.site, actor=actor, owner=employee.user, team=team)
        assert clock.due_at is not None
        made.statement_until = clock.due_at
        made.save(update_fields=["statement_until"])
    if files:
        attach_all(made, files, actor=actor)
    telling.recorded(made)
    audit.record(actor, "conduct.record.recorded", made, after=_facts(made), reason=made.words)
    return made


@transaction.atomic
def state_own(record: ConductRecord, *, actor: Actor, words: str) -> ConductRecord:
    """What the employee has to say, until it is decided; said again it takes the place of what was said before."""
    record = locked(record)
    require(actor is not None and access.is_self(actor, record.employee_id))
    found = [] if record.is_open else [_not_open(record)]
    if not words.strip():
        found.append(Objection("conduct.statement_needed", field="words"))
    if found:
        raise RuleViolation(found)
    before = {"statement": record.statement}
    record.statement, record.stated_at = words.strip(), timezone.now()
    record.save(update_fields=["statement", "stated_at"])
    stop_running(STATEMENT, record, actor=actor)
    telling.stated(record)
    audit.record(actor, "conduct.record.stated", record, before=before, after={"statement": record.statement})
    return record


@transaction.atomic
def confirm(
    record: ConductRecord, *, actor: Actor, words: str = "", points: int | None = None
) -> ConductRecord:
    """The leader's word that it was so. Five points or more, and a veto, go up to the director (conduct.approval_from_points)."""
    record = locked(record)
    require(
        actor is not None and access.may_confirm(actor, record.site_id, record.team_id, record.employee_id)
    )
    _require_recorded(record)
    now = timezone.now()
    found = rules.hearing_objections(hearing(record), now)
    if points is not None:
        found += rules.points_objections(points, record.version.least, record.version.most)
    if found:
        raise RuleViolation(found)
    if points is not None:
        record.points = points
    record.confirmed_by, record.confirmed_at, record.decision = user_of(actor), now, words.strip()
    record.save(update_fields=["points", "confirmed_by", "confirmed_at", "decision"])
    audit.record(actor, "conduct.record.confirmed", record, after=_facts(record), reason=words)
    alone = access.may_decide(actor, record.site_id, record.employee_id) and (
        record.recorded_by_id != getattr(actor, "pk", None)
    )
    if needs_approval(record) and not alone:
        ask_for_approval(record, _employee_of(actor))
    else:
        if needs_approval(record):
            record.approved_by = user_of(actor)
        _decide(record, actor, words)
    return record


@transaction.atomic
def dismiss(record: ConductRecord, *, actor: Actor, reason: str) -> ConductRecord:
    """The leader finds that it was none, for a reason that is kept."""
    record = locked(record)
    require(access.may_confirm(actor, record.site_id, record.team_id, record.employee_id))
    _require_recorded(record)
    _require_reason(reason)
    _dismiss(record, actor, reason)
    return record


@transaction.atomic
def cancel(record: ConductRecord, *, actor: Actor, reason: str) -> ConductRecord:
    """The director undoes it at any time: points in the ledger are reversed. None: what it rests on fell away."""
    record = locked(record)
    require(access.may_decide(actor, record.site_id, record.employee_id))
    _require_reason(reason)
    if record.state in (RecordState.DISMISSED, RecordState.CANCELLED):
        raise RuleViolation(_not_open(record))
    before = {"state": record.state}
    for request in running_requests(record):
        approvals.withdraw(request, actor=None, comment=reason)
    record.refresh_from_db(fields=["state"])
    if record.entry is not None:
        ledger.reverse(record.entry, actor=actor, reason=reason)
    for kind in (STATEMENT, CONTEST):
        stop_running(kind, record, actor=actor)
    telling.stop_contest(record, actor)
    record.state, record.contest_words = RecordState.CANCELLED, reason.strip()
    record.decided_at = record.decided_at or timezone.now()
    record.save(update_fields=["state", "contest_words", "decided_at"])
    telling.decided(record)
    audit.record(actor, "conduct.record.cancelled", record, before=before, reason=reason)
    return record


def ask_for_approval(record: ConductRecord, applicant: Employee | None) -> None:
    """Ask the director, up the line of whoever confirmed it; who recorded it is passed over."""
    if applicant is None:
        raise RuleViolation(Objection("conduct.nobody_to_ask"))
    record.state = RecordState.APPROVAL
    record.save(update_fields=["state"])
    approvals.start(APPROVAL, record, applicant=applicant, actor=None, reason=record.decision)


def needs_approval(record: ConductRecord) -> bool:
    """Whether the director's word is needed: from so many points on, and for a veto."""
    limit = value(rules.APPROVAL_FROM, record.site, on=record.on)
    return bool(record.points >= limit or record.version.is_veto)


def hearing(record: ConductRecord) -> rules.Hearing:
    """How far the employee has been heard."""
    return rules.Hearing(record.statement_until, bool(record.statement))


# What the decisions of the line do: called by approvals in the transaction of the decision, with the request held.


def approved(record: ConductRecord, request: Request, actor: Actor) -> None:
    """The director's yes: the points are in the ledger."""
    record = held(record.pk)
    if record.state != RecordState.APPROVAL:
        raise RuleViolation(_not_open(record))
    if found := rules.hearing_objections(hearing(record), timezone.now()):
        raise RuleViolation(found)
    record.approved_by = user_of(actor)
    _decide(record, actor, _words(request) or record.decision)


def rejected(record: ConductRecord, request: Request, actor: Actor) -> None:
    """Somebody of the line says no."""
    record = held(record.pk)
    if record.state == RecordState.APPROVAL:
        _dismiss(record, actor, _words(request))


def withdrawn(record: ConductRecord, request: Request, actor: Actor) -> None:
    """The leader takes the confirmation back: it waits for a word again."""
    record = held(record.pk)
    if record.state == RecordState.APPROVAL:
        record.state, record.confirmed_by, record.confirmed_at = RecordState.RECORDED, None, None
        record.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        audit.record(actor, "conduct.record.taken_back", record)


def _decide(record: ConductRecord, actor: Actor, words: str) -> None:
    """Points into the ledger, the step of discipline beside them; from now on the employee may contest it."""
    Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=record.employee_id)
    since = rules.months_before(record.on, value("conduct.repeat_months", record.site, on=record.on))
    before = ConductRecord.objects.filter(
        employee=record.employee_id,
        item=record.item_id,
        state__in=COUNTS,
        happened_at__lte=record.happened_at,
    ).exclude(pk=record.pk)
    start = datetime.datetime.combine(since, datetime.time(), record.site.zone)
    record.repeat = before.filter(happened_at__gte=start).count() + 1
    record.measure = Measure(rules.measure(record.repeat))
    record.state, record.decided_at = RecordState.DECIDED, timezone.now()
    record.decision = words.strip()
    stop_running(STATEMENT, record, actor=actor)
    clock = start_clock(
        CONTEST, record, site=record.site, actor=actor, owner=record.employee.user, team=record.team
    )
    record.contest_until = clock.due_at
    record.save()
    if record.points or record.version.is_veto:
        record.entry = enter(record, actor)
        record.save(update_fields=["entry"])
    telling.decided(record)
    audit.record(actor, "conduct.record.decided", record, after=_facts(record), reason=words)


def enter(record: ConductRecord, actor: Actor) -> Any:
    """The record's points in the ledger."""
    return ledger.deduct(
        record.employee,
        record.points,
        source=record,
        actor=actor,
        reason=record.words or record.item.code,
        item=record.item,
        on=record.on,
        is_veto=record.version.is_veto,
    )


def _dismiss(record: ConductRecord, actor: Actor, reason: str) -> None:
    record.state, record.decided_at, record.decision = (
        RecordState.DISMISSED,
        timezone.now(),
        reason.strip() or "—",
    )
    record.save(update_fields=["state", "decided_at", "decision"])
    stop_running(STATEMENT, record, actor=actor)
    telling.decided(record)
    audit.record(actor, "conduct.record.dismissed", record, reason=reason)


def running_requests(record: ConductRecord) -> Any:
    """What is asked of the line and not decided yet."""
    kind = ContentType.objects.get_for_model(ConductRecord)
    return Request.objects.filter(
        kind=APPROVAL, subject_type=kind, subject_id=record.pk, state__in=RUNNING
    ).order_by("pk")


def locked(record: ConductRecord) -> ConductRecord:
    """The record, held, after what is asked of the line about it."""
    list(running_requests(record).select_for_update(of=("self",)))
    return held(record.pk)


def held(pk: int) -> ConductRecord:
    """The record itself, held."""
    rows = ConductRecord.objects.select_for_update(of=("self",)).with_people()
    return rows.get(pk=pk)


def _objections(
    employee: Employee, seen: Seen, on: datetime.date, now: datetime.datetime, *, is_system: bool
) -> list[Objection]:
    found = []
    if seen.happened_at > now:
        found.append(Objection("conduct.in_the_future", field="happened_at"))
    if on not in seen.version.period:
        found.append(Objection("conduct.item_not_in_use", {"code": seen.version.item.code}, "version"))
    if seen.version.item.block == Block.REWARD:
        found.append(Objection("conduct.no_deduction", {"code": seen.version.item.code}, "version"))
    if not seen.words.strip() and not is_system:
        found.append(Objection("conduct.words_needed", field="words"))
    if seen.points is not None and not is_system:
        found += rules.points_objections(seen.points, seen.version.least, seen.version.most)
    if not employee.is_employed(on):
        found.append(Objection("conduct.not_employed", {"name": employee}, "employee"))
    if seen.witness is not None and seen.witness.pk == employee.pk:
        found.append(Objection("conduct.own_witness", field="witness"))
    return found


def _employee_of(actor: Actor) -> Employee | None:
    return Employee.objects.filter(user=getattr(actor, "pk", None) or 0).select_related("site").first()


def _require_recorded(record: ConductRecord) -> None:
    if record.state != RecordState.RECORDED:
        raise RuleViolation(_not_open(record))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation(Objection("conduct.reason_needed", field="reason"))


def _not_open(record: ConductRecord) -> Objection:
    return Objection("conduct.not_open", {"number": record.number, "state": record.get_state_display()})


def _words(request: Request) -> str:
    acted = request.steps.filter(state__in=["approved", "rejected"]).order_by("-decided_at", "-place")
    return acted.values_list("comment", flat=True).first() or ""


def _facts(record: ConductRecord) -> dict[str, Any]:
    return {
        "employee": record.employee.number,
        "item": record.item.code,
        "points": record.points,
        "state": record.state,
        "measure": record.measure,
    }
