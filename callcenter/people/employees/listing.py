"""The employees list: its columns, filters and words."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.employees.filters import EmployeeFilter
from callcenter.people.employees.models import Employee
from callcenter.people.employees.selectors import post_of, superior_of, team_of
from callcenter.web.listing import Column, Listing


def status(employee: Employee) -> tuple[str, str]:
    """Where somebody stands today, at their site, as a badge."""
    today = employee.site.today() if employee.site_id else timezone.localdate()
    if employee.left_on and employee.left_on <= today:
        return _g("Left"), "grey"
    if employee.hired_on > today:
        return _g("Starting"), "blue"
    if employee.left_on:
        return _g("Leaving"), "yellow"
    return _g("Employed"), "green"


def _department(employee: Any) -> Any:
    team = team_of(employee)
    return team and team.department


def _superior_url(employee: Any) -> str | None:
    superior = superior_of(employee)
    return superior.get_absolute_url() if superior and employee.may_see_superior else None


EMPLOYEES = Listing(
    key="people.employees",
    title=_("Employees"),
    columns=(
        Column(
            "number",
            pgettext_lazy("employee", "Number"),
            lambda e: e.number,
            sort="number",
            link=lambda e: e.get_absolute_url(),
        ),
        Column("name", _("Name"), str, sort="name", link=lambda e: e.get_absolute_url()),
        Column("name_zh", _("Chinese name"), lambda e: e.name_zh, default=False),
        Column("status", _("Status"), status, kind="badge"),
        Column("site", _("Site"), lambda e: str(e.site), sort="site__code"),
        Column("department", _("Department"), _department, wrap=True),
        Column("team", _("Team"), team_of),
        Column("post", _("Post"), post_of, wrap=True),
        Column("superior", _("Superior"), superior_of, link=_superior_url),
        Column("job_type", _("Job type"), lambda e: e.get_job_type_display(), sort="job_type", default=False),
        Column(
            "skill_level",
            _("Skill level"),
            lambda e: e.skill_level,
            kind="number",
            sort="skill_level",
            default=False,
        ),
        Column("grade", _("Grade"), lambda e: e.grade, sort="grade", default=False),
        Column("hired_on", _("Hired on"), lambda e: e.hired_on, kind="date", sort="hired_on"),
        Column(
            "left_on",
            _("Left on"),
            lambda e: e.left_on,
            kind="date",
            sort="left_on",
            default=False,
            help=_("The first day no longer employed."),
        ),
    ),
    ordering=("number",),
    filterset=EmployeeFilter,
    export_subject="people.employee",
    peek=True,
    empty_title=_("No employees yet"),
    empty_text=_("Hire somebody, or import your staff list from Excel."),
)


def listing(*, sites: int) -> Listing:
    """The list for somebody who sees that many sites: with one, the site says nothing and waits to be chosen."""
    columns = tuple(
        replace(column, default=sites > 1) if column.key == "site" else column for column in EMPLOYEES.columns
    )
    return replace(EMPLOYEES, columns=columns)
