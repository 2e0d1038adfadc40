"""Changes of published rosters one shift at a time: for rooms above, which permit and check themselves, and redeployment.

All lock the rosters concerned, lower numbers first, so that two never wait for each other; who comes second finds the shift
taken back and gets a sentence. Whether the person may take the shift by law and house is asked by the caller (rules.findings).
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Team
from staffing.roster import access, changes, messages, persons, rules, selectors, telling
from staffing.roster.cells import Drawer, told
from staffing.roster.models import Assignment, Origin, Roster, RosterChange
from staffing.roster.policy import policy
from staffing.shifts.models import ShiftType

AROUND = datetime.timedelta(days=2)
LONGEST = datetime.timedelta(hours=24)


@transaction.atomic
def exchange(
    first: Assignment, second: Assignment, *, actor: Actor, reason: str, origin: Origin = Origin.SWAP
) -> tuple[Assignment, Assignment]:
    """Two published shifts change hands; gives the first one as its new holder has it, and the second."""
    first, second = _lock(first, second)
    if first.employee_id == second.employee_id:
        raise RuleViolation(Objection("roster.same_person"))
    new = _replace(
        [(first, second.employee), (second, first.employee)], actor=actor, reason=reason, origin=origin
    )
    for row in new:
        audit.record(actor, "roster.shifts.exchanged", row, reason=reason)
    return new[0], new[1]


@transaction.atomic
def hand_over(
    assignment: Assignment, to: Employee, *, actor: Actor, reason: str, origin: Origin
) -> Assignment:
    """A published shift goes to somebody else; gives it as they have it."""
    (row,) = _lock(assignment)
    if row.employee_id == to.pk:
        raise RuleViolation(Objection("roster.same_person"))
    (new,) = _replace([(row, to)], actor=actor, reason=reason, origin=origin)
    before = {"employee": row.employee.number}
    audit.record(
        actor,
        "roster.shift.handed_over",
        new,
        before=before,
        after={"employee": to.number},
        reason=reason,
    )
    return new


@transaction.atomic
def take_back(assignment: Assignment, *, actor: Actor, reason: str, origin: Origin) -> Assignment:
    """A published shift is taken back and nobody gets it; gives it as it now stands, taken back."""
    (row,) = _lock(assignment)
    now = timezone.now()
    _cancel([row], now, actor)
    _trace([(row.roster, row.employee, row.on, row, None)], actor=actor, reason=reason, origin=origin)
    audit.record(actor, "roster.shift.taken_back", row, reason=reason)
    return row


@transaction.atomic
def cut_short(
    assignment: Assignment, at: datetime.datetime, *, actor: Actor, reason: str, origin: Origin
) -> Assignment:
    """A published shift is over at a moment within it: what was worked until then stays. Gives it as it then stands.

    `at` counts to the full minute before. Where nothing was worked yet, the shift is taken back.
    """
    (row,) = _lock(assignment)
    at = at.replace(second=0, microsecond=0)
    new = Drawer(row.site, row.roster, actor, True).until(row, at, origin)
    if new is None:
        return take_back(row, actor=actor, reason=reason, origin=origin)
    _cancel([row], timezone.now(), actor)
    _insert([new])
    _trace([(row.roster, row.employee, row.on, row, new)], actor=actor, reason=reason, origin=origin)
    ends = {"ends_at": row.ends_at.isoformat()}
    audit.record(
        actor,
        "roster.shift.cut_short",
        new,
        before=ends,
        after={"ends_at": new.ends_at.isoformat()},
        reason=reason,
    )
    return new


@transaction.atomic
def add_shift(
    employee: Employee, on: datetime.date, shift_type: ShiftType, *, actor: Actor, reason: str, origin: Origin
) -> Assignment:
    """Give somebody a shift on a day that has none, in the published roster of their department."""
    roster, team_id = _roster_of(employee, on)
    person = persons.persons([employee.pk])[employee.pk]
    found = persons.blocking(person, on, shift_type, policy(roster.site, on))
    if shift_type.site_id != roster.site_id or not shift_type.is_active:
        found.append(Objection("roster.unknown_shift", {"code": shift_type.code}))
    if found:
        raise RuleViolation(found)
    row = Drawer(roster.site, roster, actor, True).shift(employee, on, shift_type, team_id, origin)
    _add(row, actor=actor, reason=reason)
    audit.record(actor, "roster.shift.added", row, after={"origin": origin.value}, reason=reason)
    return row


@transaction.atomic
def add_overtime(
    employee: Employee,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    *,
    actor: Actor,
    reason: str,
) -> Assignment:
    """Give somebody overtime from one moment to another (aware, full minutes), in the published roster of their department.

    It belongs to the day at the site on which it starts. Whether it may be is asked by the caller.
    """
    found = []
    if ends_at <= starts_at:
        found.append(Objection("roster.inverted", field="ends_at"))
    if ends_at - starts_at > LONGEST:
        hours = int(LONGEST.total_seconds() // 3600)
        found.append(Objection("roster.overtime_too_long", {"hours": hours}, field="ends_at"))
    if any(each.second or each.microsecond for each in (starts_at, ends_at)):
        found.append(Objection("roster.starts_with_minutes", field="starts_at"))
    if found:
        raise RuleViolation(found)
    roster, team_id = _roster_of(employee, starts_at.astimezone(employee.site.zone).date())
    row = Drawer(roster.site, roster, actor, True).overtime(employee, starts_at, ends_at, team_id)
    _add(row, actor=actor, reason=reason)
    audit.record(actor, "roster.overtime.added", row, reason=reason)
    return row


@transaction.atomic
def redeploy(assignment: Assignment, team: Team, *, actor: Actor, reason: str) -> Assignment:
    """Have a published shift worked for another team of the site: the shift leader's on the day, the director's any day."""
    (row,) = _lock(assignment)
    require(access.may_redeploy(actor, row))
    team = Team.objects.select_related("department").get(pk=team.pk)
    now = timezone.now()
    found = []
    if not reason.strip():
        found.append(Objection("roster.no_reason", field="reason"))
    if team.department.site_id != row.site_id or not team.is_active:
        found.append(Objection("roster.team_of_other_site", {"team": str(team)}, field="team"))
    elif team.pk == row.team_id:
        figures = {"name": str(row.employee), "team": str(team)}
        found.append(Objection("roster.same_team", figures, field="team"))
    is_today = row.on == now.astimezone(row.site.zone).date() or row.starts_at <= now < row.ends_at
    if not is_today and not access.may_publish(actor, row.site_id):
        found.append(Objection("roster.only_today"))
    if found:
        raise RuleViolation(found)
    before = row.team
    row.team, row.changed_by = team, user_of(actor)
    row.save(update_fields=["team", "changed_by"])
    cell: list[Any] = told(row) or []
    old = before.code if before else ""
    Roster.objects.filter(pk=row.roster_id).update(changed_at=now)
    RosterChange.objects.create(
        roster=row.roster,
        employee=row.employee,
        on=row.on,
        origin=Origin.REDEPLOY.value,
        before=[*cell, old],
        after=[*cell, team.code],
        reason=reason.strip(),
        changed_by=user_of(actor),
    )
    changes.tell([(row.employee_id, row.on)])
    if row.employee.user_id and row.employee.user_id != getattr(actor, "pk", None):
        notify(
            messages.REDEPLOYED,
            recipients=[row.employee.user_id],
            figures={"day": row.on, "team": team, "reason": reason.strip()},
            key=f"{row.pk}:{now.isoformat()}",
            site_id=row.site_id,
            url=messages.my_shifts(row.on),
        )
    audit.record(
        actor,
        "roster.shift.redeployed",
        row,
        before={"team": old},
        after={"team": team.code},
        reason=reason.strip(),
    )
    return row


def _lock(*assignments: Assignment) -> list[Assignment]:
    """The rows as they stand, once their rosters are locked. Refused when one was taken back or never published."""
    pks = [each.pk for each in assignments]
    rosters = Assignment.objects.filter(pk__in=pks).order_by().values("roster")
    list(Roster.objects.select_for_update().filter(pk__in=rosters).order_by("pk"))
    rows = Assignment.objects.select_for_update(of=("self",)).select_related(
        "employee__site", "site", "team", "roster__site", "roster__department", "shift_type"
    )
    found = {row.pk: row for row in rows.filter(pk__in=pks).order_by("pk")}
    if any(pk not in found or found[pk].cancelled_at for pk in pks):
        raise RuleViolation(Objection("roster.taken_back"))
    if not all(row.is_published for row in found.values()):
        raise RuleViolation(Objection("roster.draft"))
    return [found[pk] for pk in pks]


def _roster_of(employee: Employee, on: datetime.date) -> tuple[Roster, int]:
    """The published roster, locked, that somebody's shift of that day belongs to, and their team. RuleViolation without."""
    person = persons.persons([employee.pk])[employee.pk]
    found = persons.objections(person, on)
    if found:
        raise RuleViolation(found)
    team_id, department_id = person.place(on) or (0, 0)
    rows = Roster.objects.select_for_update(of=("self",)).select_related("site", "department")
    roster = rows.filter(department=department_id, month=on.replace(day=1)).first()
    if roster is None or not roster.is_published:
        department = Team.objects.select_related("department").get(pk=team_id).department
        figures = {"department": str(department), "month": f"{on:%Y-%m}"}
        raise RuleViolation(Objection("roster.not_published", figures))
    return roster, team_id


def _replace(
    pairs: list[tuple[Assignment, Employee]], *, actor: Actor, reason: str, origin: Origin
) -> list[Assignment]:
    """Take the rows back and give each to its new holder, at once."""
    now, found = timezone.now(), []
    facts = persons.persons([to.pk for _row, to in pairs])
    for row, to in pairs:
        if to.site_id != row.site_id:
            found.append(Objection("roster.other_site", {"name": str(to)}))
        found += persons.objections(facts[to.pk], row.on)
    if found:
        raise RuleViolation(found)
    new = [Drawer(row.site, row.roster, actor, True).like(row, to, origin) for row, to in pairs]
    _refuse_double_booking(new, gone={row.pk for row, _to in pairs})
    _cancel([row for row, _to in pairs], now, actor)
    _insert(new)
    _trace(
        [
            each
            for (row, to), made in zip(pairs, new, strict=True)
            for each in (
                (row.roster, row.employee, row.on, row, None),
                (row.roster, to, row.on, None, made),
            )
        ],
        actor=actor,
        reason=reason,
        origin=origin,
    )
    return new


def _add(row: Assignment, *, actor: Actor, reason: str) -> None:
    _refuse_double_booking([row], gone=set())
    _insert([row])
    _trace(
        [(row.roster, row.employee, row.on, None, row)],
        actor=actor,
        reason=reason,
        origin=Origin(row.origin),
    )


def _refuse_double_booking(new: list[Assignment], *, gone: set[int]) -> None:
    """Refuse who already works on that day or at that time, drafts included: the database would."""
    days = [row.on for row in new]
    now = selectors.duties(
        {row.employee_id for row in new}, min(days) - AROUND, max(days) + AROUND, include_drafts=True
    )
    found = []
    for row in new:
        named = {"name": str(row.employee), "day": row.on.isoformat()}
        standing = [each for each in now.get(row.employee_id, []) if each.pk not in gone]
        for each in standing:
            if row.shift_type_id and not each.is_overtime and each.on == row.on:
                found.append(Objection("roster.has_shift", named | {"code": each.code}))
            elif rules.overlaps([each, row.duty]):
                found.append(Objection("roster.works_already", named | {"what": telling.shown(each)}))
    if found:
        raise RuleViolation(found)


def _insert(rows: list[Assignment]) -> None:
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as clash:
        raise RuleViolation(Objection("roster.meanwhile")) from clash


def _cancel(rows: list[Assignment], now: datetime.datetime, actor: Actor) -> None:
    for row in rows:
        row.cancelled_at, row.changed_by = now, user_of(actor)
        row.save(update_fields=["cancelled_at", "changed_by"])


Step = tuple[Roster, Employee, datetime.date, Assignment | None, Assignment | None]  # before, after


def _trace(steps: Iterable[Step], *, actor: Actor, reason: str, origin: Origin) -> None:
    """Keep what changed, one row for each person and day, and tell the rooms above."""
    by_cell: dict[tuple[int, datetime.date], RosterChange] = {}
    for roster, employee, on, before, after in steps:
        row = by_cell.get((employee.pk, on))
        if row is None:
            row = by_cell[employee.pk, on] = RosterChange(
                roster=roster,
                employee=employee,
                on=on,
                origin=origin.value,
                reason=reason.strip(),
                changed_by=user_of(actor),
            )
        row.before = row.before or told(before)
        row.after = row.after or told(after)
    RosterChange.objects.bulk_create(by_cell.values())
    Roster.objects.filter(pk__in={row.roster_id for row in by_cell.values()}).update(
        changed_at=timezone.now()
    )
    changes.tell(by_cell)
