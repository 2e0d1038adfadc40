"""Overtime of the demo center: every state, counted from today, through the services of the product."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.line import line_above
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from staffing.overtime import access, services
from staffing.overtime.models import Overtime, OvertimeState
from staffing.overtime.services import running_requests
from staffing.roster.models import Assignment

REASONS = ("大促话务高峰", "Backlog of call-backs", "新业务上线支持", "Two colleagues are ill")
PATHS = ("asked", "assigned", "approved", "declined", "approved", "endorsed", "assigned")
LENGTH = datetime.timedelta(hours=2)


def make(site: Site) -> int:
    """Make the overtime that is missing; how many. Nothing where there is any."""
    if Overtime.objects.filter(site=site).exists():
        return 0
    paths, made = list(PATHS), 0
    for row in _shifts(site):
        if not paths:
            break
        try:
            _one(row, paths[0], REASONS[made % len(REASONS)])
        except RuleViolation:
            continue
        paths.pop(0)
        made += 1
    return made


def _shifts(site: Site) -> list[Assignment]:
    """A coming shift of each agent who can log in and has somebody above, always the same ones."""
    first = site.today() + datetime.timedelta(days=2)
    rows = Assignment.objects.published().filter(
        site=site,
        on__gte=first,
        on__lte=first + datetime.timedelta(days=6),
        starts_at__gt=timezone.now(),
        shift_type__isnull=False,
        is_night=False,
        employee__user__isnull=False,
        employee__reportinglines__period__contains=first,
        employee__postholdings__post__code=PostCode.AGENT,
    )
    found: dict[int, Assignment] = {}
    for row in rows.select_related("site", "employee__user").order_by("-employee__number", "on"):
        found.setdefault(row.employee_id, row)
    return list(found.values())[::2]


def _leader(row: Assignment) -> Employee:
    """The first above the agent who may assign overtime to them."""
    line = [one.employee_id for one in line_above(row.employee_id, row.site.today())]
    people = Employee.objects.select_related("user").in_bulk(line)
    return next(people[one] for one in line if access.may_assign(people[one].user, row.site, row.team_id))


@transaction.atomic
def _one(row: Assignment, path: str, reason: str) -> None:
    """Two hours after the shift, taken as far as the path says."""
    employee, times = row.employee, (row.ends_at, row.ends_at + LENGTH)
    if path in ("assigned", "declined"):
        overtime = services.assign(employee, *times, reason=reason, actor=_leader(row).user)
        if path == "declined":
            services.decline(overtime, actor=employee.user, words="当晚已有安排")
        return
    overtime = services.ask(employee, *times, reason=reason, actor=employee.user)
    steps = {"asked": 0, "endorsed": 1}.get(path, 9)
    while steps and (request := running_requests(overtime).first()) is not None:
        approvals.approve(request, actor=request.steps.get(state="open").approver.user)
        overtime.refresh_from_db()
        steps -= 1
        if overtime.state == OvertimeState.APPROVED:
            return
