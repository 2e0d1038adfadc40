"""Plain makers of test data: each returns a saved object; every argument has a believable default."""

import datetime
import itertools
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import (
    Company,
    Department,
    Employee,
    Employment,
    Post,
    PostHolding,
    ReportingLine,
    Site,
    Team,
    TeamMembership,
)

_numbers = itertools.count(1)
HIRED_ON = datetime.date(2020, 1, 1)
PASSWORD = "correct-horse-battery"


def make_site(code: str = "", **fields: Any) -> Site:
    company = fields.pop("company", None) or Company.objects.first() or Company.objects.create(name="Company")
    number = next(_numbers)
    defaults = {"name": f"Site {number}", "time_zone": "Asia/Shanghai", "country": "CN"}
    return Site.objects.create(company=company, code=code or f"site-{number}", **(defaults | fields))


def zone_at_noon() -> str:
    """A time zone in which it is about noon now: for tests whose hours count from this very moment, whenever they run."""
    hours = 12 - datetime.datetime.now(datetime.UTC).hour
    return f"Etc/GMT{-hours:+d}"


def make_department(site: Site | None = None, **fields: Any) -> Department:
    number = next(_numbers)
    defaults = {"name": f"Department {number}", "code": f"department-{number}"}
    return Department.objects.create(site=site or make_site(), **(defaults | fields))


def make_team(department: Department | None = None, **fields: Any) -> Team:
    number = next(_numbers)
    defaults = {"name": f"Team {number}", "code": f"team-{number}"}
    return Team.objects.create(department=department or make_department(), **(defaults | fields))


def make_post(code: PostCode) -> Post:
    return Post.objects.get_or_create(code=code, defaults={"name": PostCode(code).label})[0]


@transaction.atomic  # a record is never without an employment
def make_employee(
    post: PostCode = PostCode.AGENT,
    *,
    site: Site | None = None,
    team: Team | None = None,
    superior: Employee | None = None,
    with_user: bool = True,
    since: datetime.date = HIRED_ON,
    **fields: Any,
) -> Employee:
    """An employee with a main post, and a team, superior and log-in (user name = number) as asked."""
    site = site or (team.department.site if team else make_site())
    number = next(_numbers)
    defaults: dict[str, Any] = {"number": f"E{number:05d}", "name": f"Person {number}", "hired_on": since}
    employee = Employee(site=site, **(defaults | fields))
    if with_user:
        employee.user = User.objects.create_user(employee.number, PASSWORD)
    employee.save()
    make_employment(employee, employee.hired_on, employee.left_on)
    period = DateRange(since, employee.left_on)
    PostHolding.objects.create(employee=employee, post=make_post(post), period=period)
    if team:
        TeamMembership.objects.create(employee=employee, team=team, period=period)
    if superior:
        ReportingLine.objects.create(employee=employee, superior=superior, period=period)
    return employee


def make_employment(
    employee: Employee, hired_on: datetime.date, left_on: datetime.date | None = None
) -> Employment:
    """A time of being employed; the database keeps the employee's dates those of the latest."""
    return Employment.objects.create(employee=employee, period=DateRange(hired_on, left_on))


def make_user(post: PostCode = PostCode.AGENT, **fields: Any) -> User:
    """The log-in of a new employee with that post."""
    employee = make_employee(post, **fields)
    assert employee.user is not None
    return employee.user
