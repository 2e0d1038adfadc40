"""Handovers: begun, written, given, taken; problems, open items; consoles that wait for the relief."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Team
from callcenter.rulebook.values import value
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.dutylogs.services import sign_log
from staffing.floor.handovers import facts, rules
from staffing.floor.handovers.models import ConsoleRelease, Handover, HandoverProblem, OpenItem
from staffing.floor.handovers.topics import TOPICS
from staffing.roster.models import Assignment

CLOCK = "floor.handover"
LONGEST = 8000  # signs in a topic
RELIEF = ("handover.relief_window_minutes",)


@transaction.atomic
def begin(team: Team, on: datetime.date, code: str, *, actor: Actor) -> Handover:
    """Begin the handover of one shift of a team at its end; the one that is there where somebody was quicker."""
    team = _team(team)
    require(access.may_record(actor, team))
    site = team.department.site
    rows = Assignment.objects.published().filter(team=team, on=on, code=code, shift_type__isnull=False)
    ends = list(rows.values_list("ends_at", flat=True))
    if not ends:
        raise RuleViolation(Objection("floor.no_such_shift", {"code": code, "team": str(team)}))
    change_at = max(ends)
    found = Handover.objects.filter(team=team, change_at=change_at).first()
    if found is not None:
        return found
    user = user_of(actor)
    made = Handover.objects.create(site=site, team=team, on=on, code=code, change_at=change_at, begun_by=user)
    minutes = value("handover.sign_minutes", site, on=on)
    start_clock(
        CLOCK,
        made,
        site=site,
        actor=actor,
        due_at=change_at + datetime.timedelta(minutes=minutes),
        owner=user,
        team=team,
        department=team.department,
    )
    audit.record(actor, "floor.handover.begun", made)
    return made


@transaction.atomic
def write(handover: Handover, topics: Mapping[str, str], *, version: int, actor: Actor) -> Handover:
    """Write topics until the outgoing leader has signed; refused when somebody else has written since `version`."""
    row = _locked(handover)
    require(access.may_record(actor, row.team))
    if row.is_given:
        raise RuleViolation(Objection("floor.handover_given"))
    if row.version != version:
        raise RuleViolation(Objection("floor.written_meanwhile"))
    said = {key: text.strip()[:LONGEST] for key, text in topics.items() if key in TOPICS}
    before = {key: row.topics.get(key, "") for key in said}
    row.topics, row.version = row.topics | said, row.version + 1
    row.save(update_fields=["topics", "version"])
    audit.record(actor, "floor.handover.written", row, before=before, after=said)
    return row


@transaction.atomic
def give(handover: Handover, *, actor: Actor) -> Handover:
    """The outgoing leader signs: every required topic says something, what is listed of itself is frozen."""
    row = _locked(handover)
    require(access.may_record(actor, row.team))
    if row.is_given:
        raise RuleViolation(Objection("floor.handover_given"))
    found = rules.topic_objections(row.topics)
    if found:
        raise RuleViolation(found)
    now = timezone.now()
    row.facts = facts.gather(row.team, row.on, now)
    row.outgoing, row.outgoing_signed_at = _signer(actor), now
    row.save(update_fields=["facts", "outgoing", "outgoing_signed_at"])
    audit.record(actor, "floor.handover.given", row)
    return row


@transaction.atomic
def take(handover: Handover, *, actor: Actor) -> Handover:
    """The incoming leader signs, somebody else than the outgoing one; the outgoing shift's duty log is locked with it."""
    row = _locked(handover)
    require(access.may_record(actor, row.team))
    if row.is_taken:
        raise RuleViolation(Objection("floor.handover_taken"))
    if not row.is_given:
        raise RuleViolation(Objection("floor.handover_not_given"))
    who = _signer(actor)
    if who.pk == row.outgoing_id:
        raise RuleViolation(Objection("floor.handover_same_person"))
    row.incoming, row.incoming_signed_at = who, timezone.now()
    row.save(update_fields=["incoming", "incoming_signed_at"])
    stop_running(CLOCK, row, actor=actor)
    for log in DutyLog.objects.open().filter(team=row.team, on=row.on, code=row.code):
        sign_log(log, actor=actor, signer=row.outgoing)
    audit.record(actor, "floor.handover.taken", row)
    return row


@transaction.atomic
def note_problem(
    handover: Handover, text: str, *, actor: Actor, found_at: datetime.datetime | None = None
) -> HandoverProblem:
    """Note a problem; who answers for it follows from when it was found."""
    row = _locked(handover)
    require(access.may_record(actor, row.team))
    now = timezone.now()
    at = found_at or now
    found = []
    if not text.strip():
        found.append(Objection("floor.problem_empty", field="text"))
    if at > now:
        found.append(Objection("floor.problem_later", field="found_at"))
    if found:
        raise RuleViolation(found)
    problem = HandoverProblem.objects.create(
        handover=row,
        text=text.strip(),
        found_at=at,
        side=rules.side(at, row.outgoing_signed_at, row.incoming_signed_at),
        noted_by=user_of(actor),
    )
    audit.record(
        actor, "floor.handover.problem_noted", row, after={"text": problem.text, "side": problem.side}
    )
    return problem


@transaction.atomic
def raise_item(team: Team, text: str, *, actor: Actor) -> OpenItem:
    """Note something that is not finished or not passed on; from the next day on it comes first (S2A-9)."""
    team = _team(team)
    require(access.may_record(actor, team))
    if not text.strip():
        raise RuleViolation(Objection("floor.item_empty", field="text"))
    site = team.department.site
    item = OpenItem.objects.create(
        site=site,
        team=team,
        text=text.strip()[:300],
        raised_on=site.today(),
        raised_by=user_of(actor),
    )
    audit.record(actor, "floor.item.raised", item)
    return item


@transaction.atomic
def finish_item(item: OpenItem, *, actor: Actor) -> OpenItem:
    """Note that it is done."""
    row = OpenItem.objects.select_for_update(of=("self",)).select_related("team__department").get(pk=item.pk)
    require(access.may_record(actor, row.team))
    if row.done_at is not None:
        raise RuleViolation(Objection("floor.item_done"))
    row.done_at, row.done_by = timezone.now(), user_of(actor)
    row.save(update_fields=["done_at", "done_by"])
    audit.record(actor, "floor.item.finished", row)
    return row


@transaction.atomic
def release_console(assignment: Assignment, *, actor: Actor, reason: str = "") -> ConsoleRelease:
    """Free somebody to leave the console (S2E-18): once a relief has come, where none is due, or by the leader with a reason.

    One relief frees one console; the team is locked, so that of two who count on the same relief one stays.
    """
    team_id = Assignment.objects.values_list("team", flat=True).get(pk=assignment.pk)
    team = Team.objects.filter(pk=team_id or 0).first()
    if team is None:
        raise RuleViolation(Objection("floor.no_shift", {"name": str(assignment.employee)}))
    team = _team(team)
    row = Assignment.objects.select_related("employee", "site").get(pk=assignment.pk)
    leads = access.may_record(actor, team) and not access.is_own(actor, row.employee)
    require(leads or access.may_take_breaks(actor, row))
    name = {"name": str(row.employee)}
    now = timezone.now()
    if row.cancelled_at is not None or not row.is_published:
        raise RuleViolation(Objection("floor.no_shift", name))
    if ConsoleRelease.objects.filter(assignment=row).exists():
        raise RuleViolation(Objection("floor.released_already", name))
    said = reason.strip() if leads else ""
    relief, is_due = find_relief(row, team, now)
    if not said:
        if now < row.ends_at:
            at = f"{row.ends_at.astimezone(row.site.zone):%H:%M}"
            raise RuleViolation(Objection("floor.not_over", name | {"at": at}))
        if relief is None and is_due:
            raise RuleViolation(Objection("floor.no_relief", name, rules=RELIEF))
    made = ConsoleRelease.objects.create(
        site=row.site,
        team=team,
        assignment=row,
        employee=row.employee,
        relief_id=relief.key if relief else None,
        is_without_relief=relief is None and not is_due,
        reason=said,
        released_by=user_of(actor),
        released_at=now,
    )
    audit.record(actor, "floor.console.released", made, reason=said)
    return made


def find_relief(row: Assignment, team: Team, now: datetime.datetime) -> tuple[rules.Relief | None, bool]:
    """Who of the team's next shift relieves this one, and whether anybody is due."""
    window = datetime.timedelta(minutes=value("handover.relief_window_minutes", row.site, on=row.on))
    coming = Assignment.objects.published().filter(
        team=team,
        shift_type__isnull=False,
        starts_at__gte=row.ends_at - window,
        starts_at__lte=row.ends_at + window,
    )
    coming = coming.exclude(employee=row.employee).select_related("employee", "site", "team", "shift_type")
    people = floor.people(row.site, coming, now=now)
    taken = set(
        ConsoleRelease.objects.filter(relief__in=[each.assignment.pk for each in people]).values_list(
            "relief", flat=True
        )
    )
    reliefs = [
        rules.Relief(each.assignment.pk, each.assignment.starts_at, each.is_there)
        for each in people
        if each.leave is None
    ]
    return rules.relief_for(row.ends_at, reliefs, taken, window)


def _team(team: Team) -> Team:
    return (
        Team.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department__site")
        .get(pk=team.pk)
    )


def _locked(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",))
    return rows.select_related("team__department__site", "site").get(pk=handover.pk)


def _signer(actor: Actor) -> Employee:
    found = Employee.objects.filter(pk=position(actor).employee_id or 0).first()
    if found is None:
        raise RuleViolation(Objection("floor.no_signer"))
    return found
