"""Reporting an incident, writing its timeline, ending and closing it."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.access.posts import PostCode
from callcenter.audit.services import record
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site, Team
from callcenter.telephony.models import Queue
from staffing.records.access import me
from staffing.records.incidents import access, rules
from staffing.records.incidents.models import (
    DANGEROUS,
    EntryKind,
    Incident,
    IncidentEntry,
    IncidentKind,
)
from staffing.records.incidents.rules import Load, Severity
from staffing.records.incidents.selectors import load_of, policy

MINUTE = datetime.timedelta(minutes=1)
HEAR_OF_IT = (PostCode.SHIFT_LEADER, PostCode.DIRECTOR)


@dataclass(frozen=True)
class IncidentFacts:
    """What is known when it is reported. `starts_at` None: now."""

    kind: IncidentKind
    title: str
    text: str = ""
    team: Team | None = None
    starts_at: datetime.datetime | None = None
    is_interruption: bool = False
    queues: Sequence[Queue] = ()
    load: Load = field(default_factory=Load)


@transaction.atomic
def report_incident(site: Site, facts: IncidentFacts, *, actor: Actor) -> Incident:
    """Report an incident; shift leaders and the director of the site hear of it at once. The rulebook's thresholds say how grave it is."""
    now = timezone.now()
    require(access.may_report(actor, site))
    starts_at = facts.starts_at or now
    found = rules.objections(title=facts.title, starts_at=starts_at, ends_at=None, now=now)
    if facts.team is not None and facts.team.department.site_id != site.pk:
        found.append(Objection("incidents.other_site", field="team"))
    if any(queue.site_id != site.pk for queue in facts.queues):
        found.append(Objection("incidents.other_site", field="queues"))
    if found:
        raise RuleViolation(found)
    incident = Incident.objects.create(
        site=site,
        team=facts.team,
        kind=facts.kind,
        title=facts.title.strip(),
        severity=_severity(site, facts.kind, facts.load, starts_at, facts.is_interruption),
        starts_at=starts_at,
        is_interruption=facts.is_interruption,
        load=_kept(facts.load),
        reported_by_id=me(actor),
        reported_at=now,
    )
    incident.queues.set(facts.queues)
    _write(incident, EntryKind.NOTE, facts.text.strip() or facts.title.strip(), actor, starts_at)
    told = _tell(incident, actor)
    record(
        actor,
        "records.incident.reported",
        incident,
        after={"kind": incident.kind, "severity": incident.severity, "told": told},
    )
    return incident


@transaction.atomic
def add_entry(
    incident: Incident,
    *,
    actor: Actor,
    kind: EntryKind,
    text: str,
    at: datetime.datetime | None = None,
    person: Employee | None = None,
) -> IncidentEntry:
    """Write a line of the timeline: a note, a measure, or who was notified when. Lines are never changed."""
    incident = _locked(incident)
    require(access.may_keep(actor, incident) or (kind is EntryKind.NOTE and _is_reporter(actor, incident)))
    now, found = timezone.now(), []
    if incident.closed_at is not None:
        found.append(Objection("incidents.is_closed"))
    if kind is EntryKind.STATE:
        found.append(Objection("incidents.state_is_written_by_acts"))
    if not text.strip() and not (kind is EntryKind.NOTIFIED and person is not None):
        found.append(Objection("incidents.text_needed", field="text"))
    if at is not None and at > now + MINUTE:
        found.append(Objection("incidents.in_future", field="at"))
    if found:
        raise RuleViolation(found)
    entry = _write(incident, kind, text.strip(), actor, at or now, person)
    record(
        actor,
        "records.incident.noted",
        incident,
        after={"kind": kind.value, "text": entry.text, "person": person.number if person else None},
    )
    return entry


@transaction.atomic
def change_impact(
    incident: Incident,
    *,
    actor: Actor,
    is_interruption: bool,
    queues: Sequence[Queue],
    calls_lost: int | None,
    load: Load,
) -> Incident:
    """Say what it does: interruption, queues, calls lost, what the switch shows. Its severity follows the rulebook."""
    incident = _locked(incident)
    require(access.may_keep(actor, incident))
    if incident.closed_at is not None:
        raise RuleViolation(Objection("incidents.is_closed"))
    if any(queue.site_id != incident.site_id for queue in queues):
        raise RuleViolation(Objection("incidents.other_site", field="queues"))
    before = _told(incident)
    incident.is_interruption, incident.calls_lost, incident.load = is_interruption, calls_lost, _kept(load)
    kind = IncidentKind(incident.kind)
    incident.severity = _severity(incident.site, kind, load, incident.starts_at, is_interruption)
    incident.save(update_fields=["is_interruption", "calls_lost", "load", "severity"])
    incident.queues.set(queues)
    after = _told(incident)
    if before["severity"] != after["severity"]:
        _write(incident, EntryKind.STATE, str(incident.get_severity_display()), actor, timezone.now())
        if incident.severity > before["severity"]:
            _tell(incident, actor)
    record(actor, "records.incident.changed", incident, before=before, after=after)
    return incident


@transaction.atomic
def end_incident(incident: Incident, *, actor: Actor, ends_at: datetime.datetime | None = None) -> Incident:
    """Say that it is over, since `ends_at` (now)."""
    incident = _locked(incident)
    require(access.may_keep(actor, incident))
    now = timezone.now()
    if incident.ends_at is not None:
        raise RuleViolation(Objection("incidents.has_ended"))
    end = ends_at or max(now, incident.starts_at + datetime.timedelta(seconds=1))
    found = rules.objections(title=incident.title, starts_at=incident.starts_at, ends_at=end, now=now)
    if found:
        raise RuleViolation(found)
    incident.ends_at = end
    incident.save(update_fields=["ends_at"])
    _write(incident, EntryKind.STATE, "ended", actor, end)
    record(actor, "records.incident.ended", incident, after={"ends_at": end.isoformat()})
    return incident


@transaction.atomic
def close_incident(incident: Incident, *, actor: Actor, root_cause: str) -> Incident:
    """Close it with its root cause; follow-up actions run on."""
    incident = _locked(incident)
    require(access.may_keep(actor, incident))
    found = []
    if incident.closed_at is not None:
        found.append(Objection("incidents.is_closed"))
    if incident.ends_at is None:
        found.append(Objection("incidents.not_ended"))
    if not root_cause.strip():
        found.append(Objection("incidents.cause_needed", field="root_cause"))
    if found:
        raise RuleViolation(found)
    incident.root_cause, incident.closed_at = root_cause.strip(), timezone.now()
    incident.save(update_fields=["root_cause", "closed_at"])
    _write(incident, EntryKind.STATE, "closed", actor, incident.closed_at)
    record(actor, "records.incident.closed", incident, after={"root_cause": incident.root_cause})
    return incident


def _locked(incident: Incident) -> Incident:
    return Incident.objects.select_for_update(of=("self",)).select_related("site", "team").get(pk=incident.pk)


def _is_reporter(actor: Actor, incident: Incident) -> bool:
    return me(actor) is not None and me(actor) == incident.reported_by_id


def _severity(
    site: Site, kind: IncidentKind, load: Load, at: datetime.datetime, is_interruption: bool
) -> Severity:
    says = policy(site, at.astimezone(site.zone).date())
    return rules.severity(load, says, is_dangerous=kind in DANGEROUS, is_interruption=is_interruption)


def _kept(load: Load) -> dict[str, Any]:
    return {
        name: str(value) if name.endswith("rate") else value
        for name, value in asdict(load).items()
        if value is not None
    }


def _told(incident: Incident) -> dict[str, Any]:
    load = load_of(incident.load)
    return {
        "severity": incident.severity,
        "is_interruption": incident.is_interruption,
        "calls_lost": incident.calls_lost,
        "queues": sorted(queue.code for queue in incident.queues.all()),
        **_kept(load),
    }


def _write(
    incident: Incident,
    kind: EntryKind,
    text: str,
    actor: Actor,
    at: datetime.datetime,
    person: Employee | None = None,
) -> IncidentEntry:
    return IncidentEntry.objects.create(
        incident=incident,
        at=at,
        kind=kind,
        text=text,
        person=person,
        written_by=user_of(actor),
        recorded_at=timezone.now(),
    )


def _tell(incident: Incident, actor: Actor) -> int:
    people = Employee.objects.holding(HEAR_OF_IT, incident.site.today())
    people = people.filter(site=incident.site_id, user__isnull=False)
    users = set(people.values_list("user_id", flat=True)) - {getattr(actor, "pk", None)}
    kind = (
        "records.incident_critical" if incident.severity == Severity.CRITICAL else "records.incident_reported"
    )
    return notify(
        kind,
        recipients=users,
        subject=incident,
        figures={
            "number": incident.number,
            "title": incident.title,
            "kind": IncidentKind(incident.kind).label,
        },
        key=f"{incident.pk}:{incident.severity}",
        site_id=incident.site_id,
    )
