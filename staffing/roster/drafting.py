"""Drawing up rosters: beginning one, and editing its cells. Edits of a published roster hold at once and leave a trace."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department
from staffing.roster import absences, access, changes, deadlines, persons, rules, selectors, telling
from staffing.roster.cells import OFF, CellEdit, Drawer, told
from staffing.roster.duties import Duty
from staffing.roster.limits import Check, Policy
from staffing.roster.models import Assignment, Origin, Roster, RosterChange
from staffing.roster.persons import Person
from staffing.roster.policy import policy
from staffing.shifts.models import ShiftType

Cell = tuple[int, datetime.date]
Key = tuple[int | None, datetime.date, str]  # employee, day, code of a check
MOST_TOLD = 100  # cells that the trail names one by one
AROUND = datetime.timedelta(days=2)  # a shift reaches into the next day, not further
ALL = 5000  # rows of one statement


@transaction.atomic
def create_roster(department: Department, month: datetime.date, *, actor: Actor) -> Roster:
    """Begin to draw up the roster of a department for a month, given by its first day. Refused where there is one."""
    department = Department.objects.select_for_update().select_related("site").get(pk=department.pk)
    require(access.may_draw_up(actor, department.site_id))
    if month.day != 1:
        raise RuleViolation(Objection("roster.not_a_month", field="month"))
    if Roster.objects.filter(department=department, month=month).exists():
        figures = {"department": str(department), "month": f"{month:%Y-%m}"}
        raise RuleViolation(Objection("roster.exists", figures, field="month"))
    roster = Roster.objects.create(
        site=department.site, department=department, month=month, created_by=user_of(actor)
    )
    deadlines.start(roster, actor=actor)
    audit.record(actor, "roster.roster.created", roster)
    return roster


@dataclass
class Edit:
    """A roster being edited, with everything that its checks ask for, read once."""

    roster: Roster
    actor: Actor
    cells: dict[Cell, CellEdit]
    policy: Policy
    kinds: dict[str, ShiftType]
    people: dict[int, Person]
    rows: dict[Cell, Assignment]
    found: list[Objection] = field(default_factory=list)
    new: dict[Cell, Assignment] = field(default_factory=dict)
    gone: dict[Cell, Assignment] = field(default_factory=dict)

    def refuse(self, cell: Cell, reason: str, **figures: object) -> None:
        """Note an objection to a cell; its `field` is "employee id:day"."""
        person = self.people.get(cell[0])
        named = {"name": str(person.employee) if person else "", "day": cell[1].isoformat()}
        self.found.append(Objection(reason, named | figures, field=f"{cell[0]}:{cell[1]}"))

    def stop(self) -> None:
        if self.found:
            raise RuleViolation(self.found)


@transaction.atomic
def edit_cells(
    roster: Roster,
    edits: Iterable[CellEdit],
    *,
    actor: Actor,
    reason: str = "",
    origin: Origin = Origin.ROSTER,
) -> list[CellEdit]:
    """Change cells, all of them or none; gives the edits that would undo it.

    In a draft a cell just changes. In a published roster a reason is needed, the old shift is taken back and the new one
    published at once, the change is kept and the person is told; a change that breaks a blocking rule anew is refused
    unless the center manager has let it pass. Of two who edit one cell the second is refused, when they say by `expected`
    what they saw: the refusal names who changed it and what it says now.
    """
    roster = (
        Roster.objects.select_for_update(of=("self",)).select_related("site", "department").get(pk=roster.pk)
    )
    require(access.may_draw_up(actor, roster.site_id))
    if roster.is_published and not reason.strip():
        raise RuleViolation(Objection("roster.no_reason", field="reason"))
    edit = _gather(roster, list(edits), actor)
    _check_cells(edit)
    edit.stop()
    _plan(edit, origin)
    edit.stop()
    _check_overlaps(edit)
    if roster.is_published:
        _check_rules(edit)
    edit.stop()
    return _write(edit, reason.strip(), origin) if edit.gone or edit.new else []


def _gather(roster: Roster, edits: Sequence[CellEdit], actor: Actor) -> Edit:
    cells: dict[Cell, CellEdit] = {}
    twice = []
    for each in edits:
        cell = (each.employee_id, each.on)
        twice += [cell] if cell in cells else []
        cells[cell] = each
    employees = {employee for employee, _on in cells}
    standing = selectors.standing_on(employees, {on for _employee, on in cells})
    rows = {(row.employee_id, row.on): row for row in standing.select_related("roster__department")}
    kinds = ShiftType.objects.filter(site=roster.site, is_active=True).prefetch_related("segments")
    edit = Edit(
        roster,
        actor,
        cells,
        policy(roster.site, roster.month),
        {kind.code: kind for kind in kinds},
        persons.persons(employees),
        {cell: row for cell, row in rows.items() if cell in cells},
    )
    for cell in twice:
        edit.refuse(cell, "roster.twice")
    return edit


def _check_cells(edit: Edit) -> None:
    roster, stale = edit.roster, []
    for cell, wanted in edit.cells.items():
        person, on = edit.people.get(cell[0]), cell[1]
        if person is None or person.employee.site_id != roster.site_id:
            edit.refuse(cell, "roster.no_such_person")
            continue
        if on.replace(day=1) != roster.month:
            edit.refuse(cell, "roster.other_month")
            continue
        row = edit.rows.get(cell)
        if row is not None and row.roster_id != roster.pk:
            edit.refuse(cell, "roster.other_roster", roster=str(row.roster))
            continue
        now = row.code if row else ""
        if wanted.expected is not None and wanted.expected != now:
            stale.append(cell)
        elif wanted.code and wanted.code != now:
            _check_shift(edit, cell, person)
    _refuse_stale(edit, stale)


def _check_shift(edit: Edit, cell: Cell, person: Person) -> None:
    on, kind = cell[1], edit.kinds.get(edit.cells[cell].code)
    if kind is None:
        edit.refuse(cell, "roster.unknown_shift", code=edit.cells[cell].code)
        return
    found = persons.objections(person, on, department=edit.roster.department)
    found = found or persons.blocking(person, on, kind, edit.policy)
    edit.found += [Objection(each.code, each.figures, f"{cell[0]}:{on}", each.rules) for each in found]


def _refuse_stale(edit: Edit, stale: list[Cell]) -> None:
    if not stale:
        return
    last = Assignment.objects.filter(
        employee__in={employee for employee, _on in stale}, on__in={on for _employee, on in stale}
    ).select_related("changed_by__employee")
    touched: dict[Cell, Assignment] = {}
    for row in last.order_by("cancelled_at", "pk"):  # a standing row comes last: its null sorts behind
        touched[row.employee_id, row.on] = row
    for cell in stale:
        found = touched.get(cell)
        who = found.changed_by.get_full_name() if found and found.changed_by else "—"
        now = edit.rows[cell].code if cell in edit.rows else OFF
        edit.refuse(cell, "roster.cell_changed", who=who, now=now, expected=edit.cells[cell].expected or OFF)


def _plan(edit: Edit, origin: Origin) -> None:
    drawer = Drawer(edit.roster.site, edit.roster, edit.actor, edit.roster.is_published)
    for cell, wanted in edit.cells.items():
        row = edit.rows.get(cell)
        if wanted.code == (row.code if row else ""):
            continue
        if row is not None:
            edit.gone[cell] = row
        if wanted.code:
            person = edit.people[cell[0]]
            place = person.place(cell[1])
            edit.new[cell] = drawer.shift(
                person.employee, cell[1], edit.kinds[wanted.code], place[0] if place else None, origin
            )


def _duties_then(edit: Edit, now: dict[int, list[Duty]]) -> dict[int, list[Duty]]:
    """The duties of the people concerned as they would become."""
    gone = {row.pk for row in edit.gone.values()}
    then = {employee: [duty for duty in duties if duty.pk not in gone] for employee, duties in now.items()}
    for (employee, _on), row in edit.new.items():
        then.setdefault(employee, []).append(row.duty)
    return then


def _days(edit: Edit) -> tuple[datetime.date, datetime.date]:
    days = [on for _employee, on in (*edit.new, *edit.gone)]
    return min(days), max(days)


def _check_overlaps(edit: Edit) -> None:
    if not edit.new:
        return
    first, last = _days(edit)
    employees = {employee for employee, _on in edit.new}
    now = selectors.duties(employees, first - AROUND, last + AROUND, include_drafts=True)
    for employee, duties in _duties_then(edit, now).items():
        for one, two in rules.overlaps(duties):
            new, other = (two, one) if two.pk is None else (one, two)
            if new.pk is None:
                what = telling.shown(other)
                edit.refuse((employee, new.on), "roster.works_already", what=what)


def _check_rules(edit: Edit) -> None:
    """Refuse blocking findings that were not there before and were not let pass."""
    if not edit.new:
        return
    first, last = _days(edit)
    employees = {employee for employee, _on in edit.new}
    now = selectors.duties(employees, first - rules.REACH, last + rules.REACH)
    then = _duties_then(edit, now)
    passed: set[Key] = set(edit.roster.overrides.values_list("employee_id", "on", "code"))
    ahead = last + datetime.timedelta(days=edit.policy.rest_day_every)
    for employee in employees:
        before = {
            (each.on, each.objection.code)
            for each in rules.findings(now.get(employee, []), edit.policy, first=first, last=ahead)
        }
        for each in rules.findings(then.get(employee, []), edit.policy, first=first, last=ahead):
            key = (each.on, each.objection.code)
            if each.blocks and key not in before and (employee, *key) not in passed:
                why = each.objection
                edit.found.append(Objection(why.code, why.figures, f"{employee}:{each.on}", why.rules))
    _check_leave(edit, passed)


def _check_leave(edit: Edit, passed: set[Key]) -> None:
    if not edit.policy.blocks(Check.LEAVE):
        return
    rows = list(edit.new.values())
    start, end = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    away = absences.between({row.employee_id for row in rows}, start, end)
    for row in rows:
        for each in away.get(row.employee_id, []):
            is_away = each.is_certain and each.starts_at < row.ends_at and row.starts_at < each.ends_at
            if is_away and (row.employee_id, row.on, "roster.leave") not in passed:
                edit.found.append(
                    Objection(
                        "roster.leave",
                        {"day": row.on.isoformat(), "label": str(each.label)},
                        f"{row.employee_id}:{row.on}",
                        (Check.LEAVE.rule,),
                    )
                )
                break


def _write(edit: Edit, reason: str, origin: Origin) -> list[CellEdit]:
    roster, now = edit.roster, timezone.now()
    changed = sorted({*edit.gone, *edit.new}, key=lambda cell: (cell[1], cell[0]))
    if roster.is_published:
        Assignment.objects.filter(pk__in=[row.pk for row in edit.gone.values()]).update(
            cancelled_at=now, changed_by=user_of(edit.actor)
        )
    else:
        _clear_draft(edit, changed, now)
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(edit.new.values(), batch_size=ALL)
    except IntegrityError as clash:
        raise RuleViolation(Objection("roster.meanwhile")) from clash
    Roster.objects.filter(pk=roster.pk).update(changed_at=now)
    if roster.is_published:
        traces = [
            RosterChange(
                roster=roster,
                employee_id=employee,
                on=on,
                origin=origin.value,
                before=told(edit.gone.get((employee, on))),
                after=told(edit.new.get((employee, on))),
                reason=reason,
                changed_by=user_of(edit.actor),
            )
            for employee, on in changed
        ]
        telling.leave_traces(traces, actor=edit.actor)
        changes.tell(changed)
    before = {cell: edit.gone[cell].code if cell in edit.gone else "" for cell in changed}
    after = {cell: edit.new[cell].code if cell in edit.new else "" for cell in changed}
    audit.record(
        edit.actor,
        "roster.cells.edited",
        roster,
        before=_named(edit, before),
        after=_named(edit, after),
        reason=reason,
    )
    return [CellEdit(*cell, code=before[cell], expected=after[cell]) for cell in changed]


def _clear_draft(edit: Edit, changed: list[Cell], now: datetime.datetime) -> None:
    """Rows of a draft go; a cell that becomes empty keeps one that was taken back, which says who emptied it."""
    empty = [row.pk for cell, row in edit.gone.items() if cell not in edit.new]
    gone = [row.pk for cell, row in edit.gone.items() if cell in edit.new]
    old = Assignment.objects.filter(
        roster=edit.roster, is_published=False, cancelled_at__isnull=False, shift_type__isnull=False
    ).filter(employee__in={employee for employee, _on in changed}, on__in={on for _employee, on in changed})
    wanted = set(changed)
    gone += [
        pk for pk, employee, on in old.values_list("pk", "employee_id", "on") if (employee, on) in wanted
    ]
    Assignment.objects.filter(pk__in=gone).delete()
    Assignment.objects.filter(pk__in=empty).update(cancelled_at=now, changed_by=user_of(edit.actor))


def _named(edit: Edit, cells: dict[Cell, str]) -> dict[str, object]:
    """As the trail keeps it: "E00012 2026-03-04": "D"; a number where there are too many to name."""
    if len(cells) > MOST_TOLD:
        return {"cells": len(cells)}
    return {f"{edit.people[pk].employee.number} {on}": code for (pk, on), code in cells.items()}
