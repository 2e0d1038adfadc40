"""Hiring, changing facts, leaving. Changes of team, superior and post from a date are in changes.py."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from callcenter.access.permissions import Actor, require
from callcenter.access.posts import PostCode
from callcenter.accounts import services as accounts
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.employees import access, rules
from callcenter.people.employees.grants import grant_objections
from callcenter.people.employees.history import (
    POST,
    SUPERIOR,
    TEAM,
    TRACKS,
    lines_within,
    lock_reporting_lines,
    spans,
    spans_by_employee,
    write,
)
from callcenter.people.employees.logins import close_login, guarded_from
from callcenter.people.employees.models import Employee, JobType, PostHolding, ReportingLine
from callcenter.people.employees.rules import Employment, Span
from callcenter.people.organisation.models import Department, Post, Site, Team

# Posts held for a department that they are responsible for (S1-4).
FOR_A_DEPARTMENT = frozenset({"deputy_director"})


@dataclass(frozen=True)
class Facts:
    """What is true of an employee without a date: it is overwritten, the audit trail keeps what was."""

    name: str
    hired_on: datetime.date
    name_zh: str = ""
    job_type: str = JobType.INBOUND
    skill_level: int = 1
    grade: str = ""
    email: str = ""
    phone: str = ""


def facts_of(employee: Employee) -> Facts:
    """The facts as they stand."""
    return Facts(**{name: getattr(employee, name) for name in Facts.__dataclass_fields__})


def employment_of(employee: Employee) -> Employment:
    return Employment(employee.hired_on, employee.left_on)


def locked(employee: Employee) -> Employee:
    """The employee's row, held until the transaction ends."""
    return Employee.objects.select_for_update(of=("self",)).select_related("site").get(pk=employee.pk)


def locked_team(team: Team) -> Team:
    """The team's row, held so that it is not taken out of use meanwhile."""
    teams = Team.objects.select_for_update(of=("self",), no_key=True)
    return teams.select_related("department").get(pk=team.pk)


def refuse(found: list[Objection]) -> None:
    """Raise when there is any objection."""
    if found:
        raise RuleViolation(found)


@transaction.atomic
def hire_employee(
    number: str,
    facts: Facts,
    *,
    actor: Actor,
    site: Site,
    post: Post,
    team: Team | None = None,
    superior: Employee | None = None,
    department: Department | None = None,
    other_site: bool = False,
) -> Employee:
    """Take somebody on: record, main post, team and superior, all from the hire date.

    Refused when the number is taken, the team is out of use or of another site (unless stated by `other_site`),
    or the superior is not employed from that day on.
    """
    lock_reporting_lines()
    require(actor is None or access.may_hire(actor))
    found = []
    if holder := Employee.objects.filter(number__iexact=number).first():
        found.append(Objection("people.number_taken", {"number": number, "name": str(holder)}, "number"))
    if team is not None:
        team = locked_team(team)
        found += team_objections(team, site, other_site=other_site, field="team")
    if superior is not None:
        superior = Employee.objects.get(pk=superior.pk)
        span = Span(facts.hired_on, None, superior.pk)
        found += rules.superior_objections(
            0, span, employment_of(superior), {}, {superior.pk: str(superior)}, field="superior"
        )
    found += grant_objections(actor, 0, post, field="post")
    found += rules.post_objections(
        needs_department=post.code in FOR_A_DEPARTMENT,
        has_department=department is not None,
        same_site=department is None or department.site_id == site.pk,
    )
    refuse(found)
    employee = Employee.objects.create(number=number, site=site, **asdict(facts))
    values = {
        TEAM: team.pk if team else None,
        SUPERIOR: superior.pk if superior else None,
        POST: (post.pk, department.pk if department else None),
    }
    for track, value in values.items():
        if value is not None:
            write(track, {employee.pk: [Span(facts.hired_on, None, value)]}, {})
    after = asdict(facts) | {"number": number, "site": site.code, "post": post.code}
    after |= {"team": team and team.code, "superior": superior and superior.number}
    audit.record(actor, "people.employee.hired", employee, after=after)
    return employee


def team_objections(team: Team, site: Site, *, other_site: bool, field: str = "value") -> list[Objection]:
    """The rule's answer on a team for somebody of a site."""
    found = rules.team_objections(
        team=str(team),
        is_active=team.is_active,
        same_site=team.department.site_id == site.pk,
        other_site_stated=other_site,
    )
    return [Objection(o.code, o.figures, field) for o in found]


@transaction.atomic
def edit_employee(
    employee: Employee, facts: Facts, *, actor: Actor, site: Site | None = None, expected: Facts | None = None
) -> Employee:
    """Overwrite the undated facts. `expected`: what the editor saw; refused when that is no longer how it stands."""
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    standing = facts_of(employee)
    if expected is not None and expected != standing:
        raise RuleViolation(Objection("people.stale"))
    found = []
    site = site or employee.site
    if facts.hired_on != employee.hired_on:
        found += _hire_date_objections(employee, facts.hired_on)
    if facts.email != employee.email and employee.user_id and employee.pk in guarded_from(actor):
        found.append(Objection("people.administrator_login", {}, "email"))
    if site.pk != employee.site_id:
        today = site.today()
        held = TEAM.rows(employee=employee).exclude(team__department__site=site)
        if held.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=today)).exists():
            found.append(Objection("people.site_change_needs_team", {}, "site"))
    refuse(found)
    before, after = asdict(standing), asdict(facts)
    changed: list[str] = [name for name in after if after[name] != before[name]]
    before_site = employee.site
    if site.pk != employee.site_id:
        employee.site = site
        changed.append("site")
        before["site"], after["site"] = before_site.code, site.code
    if not changed:
        return employee
    for name in changed:
        if name != "site":
            setattr(employee, name, after[name])
    employee.save(update_fields=changed)
    if "hired_on" in changed:
        _move_first_day(employee, standing.hired_on, facts.hired_on)
    if "email" in changed and employee.user is not None:
        accounts.set_emails({employee.user: employee.email})
    audit.record(
        actor,
        "people.employee.changed",
        employee,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return employee


def _hire_date_objections(employee: Employee, hired_on: datetime.date) -> list[Objection]:
    """A hire date moves freely before the leave date and before the first change of the history."""
    if employee.left_on and hired_on >= employee.left_on:
        return [Objection("people.after_leave", {"day": hired_on, "left_on": employee.left_on}, "hired_on")]
    starts = [
        period.lower
        for track in TRACKS.values()
        for period in track.rows(employee=employee).values_list("period", flat=True)
    ]
    later = [start for start in starts if start > employee.hired_on]
    extra = PostHolding.objects.filter(employee=employee, is_primary=False).values_list("period", flat=True)
    later += [period.lower for period in extra]
    if later and hired_on > min(later):
        return [Objection("people.hire_after_history", {"first": min(later)}, "hired_on")]
    return []


def _move_first_day(employee: Employee, old: datetime.date, new: datetime.date) -> None:
    """Let the histories that began on the old hire date begin on the new one."""
    for track in TRACKS.values():
        before = spans(track, employee.pk)
        plan = [Span(new, span.end, span.value) if span.start == old else span for span in before]
        write(track, {employee.pk: plan}, {employee.pk: before})


@transaction.atomic
def record_leave(
    employee: Employee,
    left_on: datetime.date,
    *,
    actor: Actor,
    successor: Employee | None = None,
    reason: str = "",
) -> Employee:
    """Set the first day that somebody is no longer employed, and end everything dated on it.

    Who reports to them goes to `successor`; refused without one while anybody still would. A successor from among
    the subordinates takes over the leaver's own superior. An earlier date that is still to come is replaced.
    """
    lock_reporting_lines()
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    today = employee.site.today()
    if employee.left_on and employee.left_on <= today:
        raise RuleViolation(
            Objection("people.has_left", {"name": str(employee), "left_on": employee.left_on}, "left_on")
        )
    if left_on <= employee.hired_on:
        raise RuleViolation(Objection("people.leave_before_hire", {"hired_on": employee.hired_on}, "left_on"))
    _hand_over_subordinates(employee, left_on, successor)
    old = employee.left_on
    for track in TRACKS.values():
        before = spans(track, employee.pk)
        plan = rules.closed_on(rules.reopened(before, old) if old else before, left_on)
        write(track, {employee.pk: plan}, {employee.pk: before})
    close_extra_roles(employee, left_on, old)
    employee.left_on = left_on
    employee.save(update_fields=["left_on"])
    close_login_if_gone(employee, actor=actor)
    audit.record(
        actor,
        "people.employee.left",
        employee,
        before={"left_on": old},
        after={"left_on": left_on, "successor": successor and successor.number},
        reason=reason,
    )
    return employee


def _hand_over_subordinates(leaver: Employee, left_on: datetime.date, successor: Employee | None) -> None:
    remaining = set(
        ReportingLine.objects.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=left_on))
        .filter(superior=leaver)
        .values_list("employee_id", flat=True)
    )
    if not remaining:
        return
    if successor is None:
        refuse(
            [
                Objection(
                    "people.subordinates_remain",
                    {"count": len(remaining), "name": str(leaver)},
                    "successor",
                )
            ]
        )
    assert successor is not None
    before = spans_by_employee(SUPERIOR, remaining)
    above = next((s.value for s in spans(SUPERIOR, leaver.pk) if s.holds_on(left_on)), None)
    plans = {
        person: rules.handed_over(
            before[person], left_on, leaver.pk, above if person == successor.pk else successor.pk
        )
        for person in remaining
    }
    lines = dict(lines_within(Span(left_on, None, 0))) | plans
    people = Employee.objects.in_bulk([*remaining, successor.pk])
    names = {pk: str(person) for pk, person in people.items()}
    found = []
    for person in remaining:
        for span in plans[person]:
            if span.value == successor.pk and span.start >= left_on:
                found += rules.superior_objections(
                    person, span, employment_of(successor), lines, names, field="successor"
                )
    refuse(list({(o.code, str(o.figures)): o for o in found}.values()))
    write(SUPERIOR, plans, before)


def close_extra_roles(employee: Employee, left_on: datetime.date, old: datetime.date | None) -> None:
    roles: Any = PostHolding.objects.filter(employee=employee, is_primary=False)
    for role in roles:
        span = Span(role.period.lower, role.period.upper, role.post_id)
        plan = rules.closed_on(rules.reopened([span], old) if old else [span], left_on)
        if not plan:
            role.delete()
        elif plan != [span]:
            role.period = type(role.period)(span.start, plan[0].end)
            role.save(update_fields=["period"])


def close_login_if_gone(employee: Employee, *, actor: Actor) -> None:
    """Close the log-in of somebody whose leave date has come; a later one is closed by the daily task."""
    gone = employee.left_on is not None and employee.left_on <= employee.site.today()
    if gone and employee.user is not None and employee.user.is_active:
        close_login(employee, actor=actor)


@transaction.atomic
def call_off_leave(employee: Employee, *, actor: Actor, reason: str = "") -> Employee:
    """Take back a leave date that is still to come; what would have ended on it runs on."""
    lock_reporting_lines()
    employee = locked(employee)
    require(access.may_edit(actor, employee))
    old = employee.left_on
    if old is None:
        raise RuleViolation(Objection("people.has_not_left", {"name": str(employee)}))
    if old <= employee.site.today():
        raise RuleViolation(Objection("people.leave_has_begun", {"left_on": old}))
    for track in TRACKS.values():
        before = spans(track, employee.pk)
        write(track, {employee.pk: rules.reopened(before, old)}, {employee.pk: before})
    for role in PostHolding.objects.filter(employee=employee, is_primary=False, period__endswith=old):
        role.period = type(role.period)(role.period.lower, None)
        role.save(update_fields=["period"])
    employee.left_on = None
    employee.save(update_fields=["left_on"])
    audit.record(
        actor,
        "people.employee.leave_called_off",
        employee,
        before={"left_on": old},
        after={"left_on": None},
        reason=reason,
    )
    return employee


def close_logins_of_leavers(*, actor: Actor = None) -> int:
    """Deactivate the log-ins of everybody whose leave date has come. Returns how many. Safe to run twice."""
    closed = 0
    for site in Site.objects.all():
        gone = Employee.objects.filter(site=site, left_on__lte=site.today(), user__is_active=True)
        for employee in gone.select_related("user"):
            close_login(employee, actor=actor)
            closed += 1
    return closed


def post_of(code: str) -> Post:
    """The post of that code, with its title; made from the role's own name when the company has not named it."""
    return Post.objects.get_or_create(code=code, defaults={"name": str(PostCode(code).label)})[0]
