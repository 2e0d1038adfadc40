"""Hiring, hiring again, changing facts. Leaving is in leaving.py; team, superior and post from a date in changes.py."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from callcenter.access.permissions import Actor, require
from callcenter.access.posts import PostCode
from callcenter.accounts import services as accounts
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.employees import access, logins, rules
from callcenter.people.employees.grants import grant_objections
from callcenter.people.employees.history import (
    POST,
    SUPERIOR,
    TEAM,
    TRACKS,
    Track,
    lines_within,
    lock_reporting_lines,
    spans,
    tenures,
    write,
)
from callcenter.people.employees.models import Employee, Employment, JobType, PostHolding
from callcenter.people.employees.rules import Span, Tenure
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


def tenure_on(employee: Employee, day: datetime.date) -> Tenure:
    """The employment that the day belongs to; else the latest."""
    return rules.tenure_for(tenures(employee), day)


def locked(employee: Employee) -> Employee:
    """The employee's row, held until the transaction ends."""
    return Employee.objects.select_for_update(of=("self",)).select_related("site").get(pk=employee.pk)


def locked_team(team: Team) -> Team:
    """The team's row, held so that it is not taken out of use meanwhile."""
    teams = Team.objects.select_for_update(of=("self",), no_key=True)
    return teams.select_related("department").get(pk=team.pk)


@dataclass(frozen=True)
class Place:
    """Where somebody begins: site, main post (held for a department where that matters), team and superior."""

    site: Site
    post: Post
    team: Team | None = None
    superior: Employee | None = None
    department: Department | None = None

    def values(self) -> dict[Track, Any]:
        """Per track what holds from the first day."""
        return {
            TEAM: self.team.pk if self.team else None,
            SUPERIOR: self.superior.pk if self.superior else None,
            POST: (self.post.pk, self.department.pk if self.department else None),
        }

    def in_words(self) -> dict[str, Any]:
        """For the trail."""
        return {
            "site": self.site.code,
            "post": self.post.code,
            "team": self.team and self.team.code,
            "superior": self.superior and self.superior.number,
        }


def sites_of(site: Site, team: Team | None) -> set[int]:
    """Where somebody is taken on: the site, and that of the team."""
    return {site.pk} | ({team.department.site_id} if team else set())


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

    Refused when the number is taken (who had it and left is hired again instead), the team is out of use or of
    another site (unless stated by `other_site`), or the superior is not employed from that day on.
    """
    lock_reporting_lines()
    require(actor is None or access.may_hire(actor, *sites_of(site, team)))
    found = []
    if holder := Employee.objects.select_related("site").filter(number__iexact=number).first():
        figures = {"number": holder.number, "name": str(holder), "left_on": holder.left_on}
        gone = holder.left_on is not None and holder.left_on <= holder.site.today()
        code = "people.former_number" if gone else "people.number_taken"
        found.append(Objection(code, figures, "number"))
    place = Place(site, post, team, superior, department)
    found += _place_objections(place, facts.hired_on, actor=actor, employee_id=0, other_site=other_site)
    refuse(found)
    employee = Employee.objects.create(number=number, site=site, **asdict(facts))
    Employment.objects.create(employee=employee, period=DateRange(facts.hired_on, None))
    for track, value in place.values().items():
        if value is not None:
            write(track, {employee.pk: [Span(facts.hired_on, None, value)]}, {})
    after = asdict(facts) | {"number": number} | place.in_words()
    audit.record(actor, "people.employee.hired", employee, after=after)
    return employee


@transaction.atomic
def rehire_employee(
    employee: Employee,
    hired_on: datetime.date,
    *,
    actor: Actor,
    post: Post,
    site: Site | None = None,
    team: Team | None = None,
    superior: Employee | None = None,
    department: Department | None = None,
    other_site: bool = False,
    reason: str = "",
) -> Employee:
    """Take somebody on again under the same number: the record goes on, with a further employment from that day.

    Refused while the one before still runs or its last day is still to come (then the leave is called off), and
    when the day lies in it; team, superior and post as in hiring. The log-in stays closed until it is reopened.
    """
    lock_reporting_lines()
    employee = locked(employee)
    require(actor is None or access.may_hire(actor, *sites_of(site or employee.site, team)))
    require(access.may_edit(actor, employee))
    place = Place(site or employee.site, post, team, superior, department)
    before = tenures(employee)
    found = rules.rehire_objections(hired_on, before, employee.site.today(), name=str(employee))
    found += rules.reason_objections(hired_on, place.site.today(), reason)
    found += _place_objections(place, hired_on, actor=actor, employee_id=employee.pk, other_site=other_site)
    refuse(found)
    if place.site != employee.site:
        employee.site = place.site
        employee.save(update_fields=["site"])
    Employment.objects.create(employee=employee, period=DateRange(hired_on, None))
    employee.refresh_from_db(fields=["hired_on", "left_on"])
    for track, value in place.values().items():
        if value is not None:
            history = spans(track, employee.pk)
            write(track, {employee.pk: [*history, Span(hired_on, None, value)]}, {employee.pk: history})
    audit.record(
        actor,
        "people.employee.rehired",
        employee,
        before={"hired_on": before[-1].hired_on, "left_on": before[-1].left_on},
        after={"hired_on": hired_on} | place.in_words(),
        reason=reason,
    )
    return employee


def _place_objections(
    place: Place, hired_on: datetime.date, *, actor: Actor, employee_id: int, other_site: bool
) -> list[Objection]:
    """Why somebody may not begin there on that day. Locks the team; `employee_id` is 0 of somebody new."""
    found = []
    if place.team is not None:
        team = locked_team(place.team)
        found += team_objections(team, place.site, other_site=other_site, field="team")
    if place.superior is not None:
        superior = Employee.objects.get(pk=place.superior.pk)
        span = Span(hired_on, None, superior.pk)
        found += rules.superior_objections(
            employee_id,
            span,
            tenure_on(superior, hired_on),
            lines_within(span) if employee_id else {},
            {superior.pk: str(superior)},
            field="superior",
        )
    found += grant_objections(actor, employee_id, place.post, field="post")
    return found + rules.post_objections(
        needs_department=place.post.code in FOR_A_DEPARTMENT,
        has_department=place.department is not None,
        same_site=place.department is None or place.department.site_id == place.site.pk,
    )


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
    if facts.email != employee.email and employee.user_id and employee.pk in logins.guarded_from(actor):
        found.append(Objection("people.administrator_login", {}, "email"))
    if site.pk != employee.site_id:
        require(access.may_move_to(actor, site.pk))
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
    undated = [name for name in changed if name != "hired_on"]
    for name in undated:
        if name != "site":
            setattr(employee, name, after[name])
    employee.save(update_fields=undated)
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
    """A hire date moves freely after an employment before, before the leave date and the first change of the history."""
    if employee.left_on and hired_on >= employee.left_on:
        return [Objection("people.after_leave", {"day": hired_on, "left_on": employee.left_on}, "hired_on")]
    others = [tenure for tenure in tenures(employee) if tenure.hired_on != employee.hired_on]
    if found := rules.tenure_objections(Tenure(hired_on, employee.left_on), others):
        return found
    starts = [
        period.lower
        for track in TRACKS.values()
        for period in track.rows(employee=employee).values_list("period", flat=True)
    ]
    later = [start for start in starts if start > employee.hired_on]
    extra = PostHolding.objects.filter(employee=employee, is_primary=False).values_list("period", flat=True)
    later += [period.lower for period in extra if period.lower and period.lower >= employee.hired_on]
    if later and hired_on > min(later):
        return [Objection("people.hire_after_history", {"first": min(later)}, "hired_on")]
    return []


def _move_first_day(employee: Employee, old: datetime.date, new: datetime.date) -> None:
    """Let the employment, and the histories that began with it, begin on the new hire date."""
    row = Employment.objects.get(employee=employee, period__startswith=old)
    row.period = DateRange(new, row.period.upper)
    row.save(update_fields=["period"])
    employee.refresh_from_db(fields=["hired_on", "left_on"])
    for track in TRACKS.values():
        before = spans(track, employee.pk)
        plan = [Span(new, span.end, span.value) if span.start == old else span for span in before]
        write(track, {employee.pk: plan}, {employee.pk: before})


def post_of(code: str) -> Post:
    """The post of that code, with its title; made from the role's own name when the company has not named it."""
    return Post.objects.get_or_create(code=code, defaults={"name": str(PostCode(code).label)})[0]
