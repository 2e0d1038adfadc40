"""The leave of a team in a month, a line for each person."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from callcenter.access.permissions import require
from callcenter.people.models import Employee, Team, TeamMembership
from callcenter.web import cells
from callcenter.web.charts import Chart, Series
from callcenter.workcalendar.periods import Kind, month_before, month_of, period_of
from callcenter.workcalendar.selectors import open_hours
from staffing.leave import access, capacity, policy
from staffing.leave.models import LeaveRequest, people_of
from staffing.leave.states import COLOURS, STANDING, State

ONE_DAY = datetime.timedelta(days=1)


@dataclass
class Cell:
    """A day of a person: the leave on it, if any."""

    on: datetime.date
    leave: LeaveRequest | None = None
    colour: str = ""

    @property
    def initial(self) -> str:
        """The first letter of its kind."""
        return str(self.leave.kind)[:1] if self.leave else ""


@dataclass
class Row:
    """A person with the cells of the month."""

    employee: Employee
    cells: list[Cell] = field(default_factory=list)


@login_required
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of a team: who is on leave, and how many places are free."""
    people: Any = people_of(request.user)
    teams = list(
        Team.objects.filter(pk__in=people.exclude(team_id=None).values("team_id"))
        .select_related("department__site")
        .order_by("department", "code")
    )
    require(bool(teams))
    team = next((each for each in teams if str(each.pk) == request.GET.get("team")), None) or _largest(teams)
    site = team.department.site
    month = month_of(request.GET.get("month", ""), site.today())
    days = period_of(Kind.MONTH, month).days
    hours = open_hours(site, month)
    settings = policy.settings(site, site.today())
    found = capacity.of_days(team, days, settings)
    context = {
        "teams": teams,
        "team": team,
        "month": month,
        "before": month_before(month),
        "after": days[-1] + ONE_DAY,
        "days": [
            {
                "on": on,
                "weekday": cells.weekday(on).removeprefix("周"),
                "is_today": on == site.today(),
                "is_off": on.weekday() > 4,
                "is_holiday": hours.plan(on).is_holiday,
            }
            for on in days
        ],
        "rows": _rows(request.user, team, days),
        "places": found,
        "chart": _chart(found),
        "legend": [(state.label, COLOURS[state]) for state in LEGEND],
        "may_set_places": access.may_set_places(request.user, team),
    }
    return render(request, "leave/calendar.html", context)


def _chart(found: list[capacity.Places]) -> Chart:
    """How many are on leave each day against the places there are."""
    return Chart(
        key="leave.places",
        title=_("On leave and places by day"),
        categories=[f"{one.on:%m-%d}" for one in found],
        series=[
            Series("taken", _("On leave"), [one.taken for one in found], stack="people"),
            Series("waiting", _("Waiting"), [one.waiting for one in found], stack="people"),
            Series("places", _("Places"), [one.places for one in found], kind="line"),
        ],
        category_label=_("Day"),
        small=True,
    )


def _largest(teams: list[Team]) -> Team:
    """The team with the most people today, where no other is asked for."""
    today = teams[0].department.site.today()
    rows = TeamMembership.objects.filter(team__in=teams, period__contains=today)
    heads = dict(rows.values_list("team").annotate(count=Count("pk")).order_by())
    return max(teams, key=lambda team: heads.get(team.pk, 0))


LEGEND = (State.SUBMITTED, State.LATE_REQUEST, State.APPROVED, State.WAITING)


def _rows(user: Any, team: Team, days: list[datetime.date]) -> list[Row]:
    """The people of the team, also those without leave. Two queries."""
    people = Employee.objects.filter(
        teammemberships__team=team, teammemberships__period__overlap=(days[0], days[-1] + ONE_DAY)
    ).distinct()
    leaves = LeaveRequest.objects.visible_to(user).filter(
        employee__in=people, first_on__lte=days[-1], last_on__gte=days[0], state__in=STANDING
    )
    found: dict[int, dict[datetime.date, LeaveRequest]] = {}
    for leave in leaves.select_related("kind").prefetch_related("leave_days"):
        for each in leave.leave_days.all():
            found.setdefault(leave.employee_id, {})[each.on] = leave
    rows = []
    for person in people.order_by("number"):
        own = found.get(person.pk, {})
        row = Row(person)
        for on in days:
            there = own.get(on)
            colour = COLOURS[State(there.state)] if there else ""
            row.cells.append(Cell(on, there, colour))
        rows.append(row)
    return rows
