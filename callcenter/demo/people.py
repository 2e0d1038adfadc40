"""Puts the company and its people into the database, through the services that its pages use."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.contrib.auth.hashers import make_password
from django.utils import timezone, translation

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit import services as audit
from callcenter.demo.center import CALL_TYPES, COMPANY, QUEUES, SITES, DemoSite
from callcenter.demo.staff import (
    CHANGES,
    EXTRA_ROLES,
    NEW_PASSWORD_NEEDED,
    RETURNS,
    STAFF,
    Change,
    Person,
)
from callcenter.demo.titles import TITLES
from callcenter.people.employees import changes, leaving, services
from callcenter.people.models import Company, Department, Employee, Post, Site, Team
from callcenter.people.organisation import services as organisation
from callcenter.rulebook import services as rulebook
from callcenter.telephony.models import CallType, Queue, SwitchAgent
from callcenter.telephony.names.services import name_call_type

SL_TARGET = "kpi.sl_target"  # a rule of measures
# For the demo only: everybody's, and printed by the command that makes them.
DEMO_PASSWORD = "lighthouse-demo-2026"  # noqa: S105


@dataclass
class Places:
    """What stands already, by code."""

    sites: dict[str, Site] = field(default_factory=dict)
    departments: dict[tuple[str, str], Department] = field(default_factory=dict)  # site, department
    teams: dict[tuple[str, str], Team] = field(default_factory=dict)  # site, "department/team"
    posts: dict[PostCode, Post] = field(default_factory=dict)
    people: dict[str, Employee] = field(default_factory=dict)


def build_center(today: datetime.date) -> Places:
    """The whole company as of `today`, from an empty database. Call it in a transaction."""
    places = Places()
    with translation.override("en"):  # what the trail says of it
        open_sites(places)
        for code, (name, name_zh, rank) in TITLES.items():
            places.posts[code] = organisation.title_post(
                code, name=name, name_zh=name_zh, rank=rank, actor=None
            )
        before = {change.number: change for change in CHANGES}
        for person in by_seniority(STAFF):
            hire(person, before.get(person.number), places, today)
        take_back(places, today)
        for change in CHANGES:
            apply(change, places, today)
        add_roles(places, today)
        close_leavers(places, today)
    name_the_switch(places)
    return places


def open_sites(places: Places) -> None:
    company, _ = Company.objects.get_or_create(name=COMPANY[0], defaults={"name_zh": COMPANY[1]})
    for site in SITES:
        facts = organisation.SiteFacts(*site.name, site.time_zone, site.country, site.statistics_start_day)
        made = organisation.create_site(site.code, facts, actor=None, company=company)
        places.sites[site.code] = made
        for code, (name, name_zh), teams in site.departments:
            department = organisation.create_department(made, code, name=name, name_zh=name_zh, actor=None)
            places.departments[site.code, code] = department
            for team_code, (team_name, team_name_zh) in teams:
                places.teams[site.code, f"{code}/{team_code}"] = organisation.create_team(
                    department, team_code, name=team_name, name_zh=team_name_zh, actor=None
                )


def by_seniority(people: list[Person]) -> list[Person]:
    """Superiors before those who report to them."""
    numbers = {person.number: person for person in people}

    def depth(person: Person) -> int:
        return 1 + depth(numbers[person.superior]) if person.superior else 0

    return sorted(people, key=depth)


def hire(person: Person, earlier: Change | None, places: Places, today: datetime.date) -> None:
    """Take the person on as things were before the latest change; a superior hired later takes over on that day."""
    first = next((one.hired for one in RETURNS if one.number == person.number), person.hired)
    hired_on = today - datetime.timedelta(days=first)
    superior_number = (earlier.superior if earlier else "") or person.superior
    superior = places.people.get(superior_number)
    is_later = superior is not None and superior.hired_on > hired_on
    facts = services.Facts(
        name=person.name[0],
        name_zh=person.name[1],
        job_type=person.job_type,
        skill_level=person.skill,
        grade=person.grade,
        email=f"{person.number.lower()}@lighthouse.example",
        phone=f"+86 21 5550 {len(places.people) + 1000}"
        if person.site == "shanghai"
        else f"+61 2 5550 {len(places.people) + 1000}",
        hired_on=hired_on,
    )
    employee = services.hire_employee(
        person.number,
        facts,
        actor=None,
        site=places.sites[person.site],
        post=places.posts[(earlier.post if earlier else None) or person.post],
        team=places.teams[person.site, (earlier.team if earlier else "") or person.team],
        superior=None if is_later else superior,
        department=places.departments.get((person.site, person.department)),
    )
    if is_later and superior is not None:
        changes.change_superior(
            employee, superior, start=superior.hired_on, actor=None, reason="新任上级 · New superior"
        )
    places.people[person.number] = employee


def take_back(places: Places, today: datetime.date) -> None:
    """Those who left and came back under their old number."""
    for one in RETURNS:
        person = next(person for person in STAFF if person.number == one.number)
        employee, day = places.people[one.number], datetime.timedelta(days=1)
        leaving.record_leave(
            employee, today - one.left * day, actor=None, reason="回校读书 · Went back to university"
        )
        places.people[one.number] = services.rehire_employee(
            employee,
            today - person.hired * day,
            actor=None,
            post=places.posts[person.post],
            team=places.teams[person.site, person.team],
            superior=places.people[person.superior],
            reason="毕业后返岗 · Came back after graduating",
        )


def apply(change: Change, places: Places, today: datetime.date) -> None:
    """What changed, so many days ago."""
    person = next(one for one in STAFF if one.number == change.number)
    employee, start = places.people[change.number], today - datetime.timedelta(days=change.days_ago)
    if change.team:
        changes.transfer_team(
            employee, places.teams[person.site, person.team], start=start, actor=None, reason=change.reason
        )
    if change.superior:
        changes.change_superior(
            employee, places.people[person.superior], start=start, actor=None, reason=change.reason
        )
    if change.post:
        changes.change_main_post(
            employee, places.posts[person.post], start=start, actor=None, reason=change.reason
        )


def add_roles(places: Places, today: datetime.date) -> None:
    for role in EXTRA_ROLES:
        changes.add_role(
            places.people[role.number],
            places.posts[role.post],
            start=today - datetime.timedelta(days=role.since),
            end=today - datetime.timedelta(days=role.until) if role.until is not None else None,
            actor=None,
            reason="代岗 · Stands in",
        )


def close_leavers(places: Places, today: datetime.date) -> None:
    for person in STAFF:
        if person.left is not None:
            leaving.record_leave(
                places.people[person.number],
                today - datetime.timedelta(days=person.left),
                actor=None,
                reason="迁往外地 · Moved to another city",
            )


def open_logins(places: Places) -> None:
    """A log-in for everybody employed: user name = employee number, one password for all, hashed once."""
    secret = make_password(DEMO_PASSWORD)
    employees = [
        one for one in Employee.objects.filter(user=None, number__in=places.people) if not one.left_on
    ]
    users = User.objects.bulk_create(
        User(
            username=employee.number,
            email=employee.email,
            password=secret,
            must_change_password=employee.number == NEW_PASSWORD_NEEDED,
        )
        for employee in employees
    )
    for employee, user in zip(employees, users, strict=True):
        employee.user = places.people[employee.number].user = user
    Employee.objects.bulk_update(employees, ["user"])


def change_rules(places: Places, today: datetime.date) -> None:
    """Two values of the rulebook that are not the defaults: one that holds in Sydney, one that begins next month."""
    next_month = (
        timezone.localdate(timezone=places.sites["shanghai"].zone) + relativedelta(months=1)
    ).replace(day=1)
    rulebook.set_value(
        SL_TARGET,
        site=places.sites["sydney"],
        value=Decimal(75),
        effective_on=today - datetime.timedelta(days=45),
        reason="悉尼专线开办首年约定 · Agreed for the first year of the Sydney lines",
        actor=places.people["SY-D01"].user,
        is_backdating=True,
    )
    rulebook.set_value(
        SL_TARGET,
        site=places.sites["shanghai"],
        value=Decimal(82),
        effective_on=next_month,
        reason="下午增设一个班次 · One more shift in the afternoon allows it",
        actor=places.people["SH-D01"].user,
    )


def name_the_switch(places: Places) -> None:
    """The switch's queues and call types with their names, and its agents with the employees they are. Agency codes stay to be named."""
    for plan in SITES:
        site = places.sites[plan.code]
        Queue.objects.bulk_create(
            Queue(site=site, code=code, name=name, name_zh=name_zh)
            for code, ((name, name_zh), _) in QUEUES.items()
        )
        for code, (name, name_zh) in CALL_TYPES.items():
            call_type = CallType.objects.create(site=site, code=code, name=code)
            name_call_type(call_type, actor=None, name=name, name_zh=name_zh)
        named = SwitchAgent.objects.bulk_create(
            SwitchAgent(site=site, code=person.switch_code, employee=places.people[person.number])
            for person in STAFF
            if person.switch_code and person.site == plan.code
        )
        SwitchAgent.objects.bulk_create(SwitchAgent(site=site, code=code) for code, _ in plan.agencies)
        audit.record(
            None,
            "demo.switch.named",
            site,
            after={"agents": len(named), "queues": len(QUEUES)},
            site_id=site.pk,
        )


def plan_of(code: str) -> DemoSite:
    """The demo's own description of a site."""
    return next(site for site in SITES if site.code == code)
