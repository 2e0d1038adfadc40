"""What the items of a report are called: half hours by the clock, queues, teams and agents by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from callcenter.people.models import Team, TeamMembership
from callcenter.telephony.models import Queue, SwitchAgent
from reports.rollups.models import Dimension
from reports.rollups.periods import Period
from reports.rollups.selectors import Figures


@dataclass(frozen=True)
class Name:
    """A label, a smaller line under it, and whether somebody still has to say who it is."""

    label: str
    detail: str = ""
    is_unnamed: bool = False
    merged_with: int = 0  # the employee, where several names on the switch are one person


def half_hour(number: int) -> str:
    """08:30 for 17."""
    return f"{number // 2:02}:{number % 2 * 30:02}"


def queues(figures: Figures) -> dict[int, Name]:
    found = {
        q.pk: Name(str(q), q.code if str(q) != q.code else "")
        for q in Queue.objects.filter(pk__in=_keys(figures, Dimension.QUEUE))
    }
    return {0: Name(_("No queue named")), **found}


def teams(figures: Figures) -> dict[int, Name]:
    found = {
        team.pk: Name(str(team), team.code)
        for team in Team.objects.filter(pk__in=_keys(figures, Dimension.TEAM))
    }
    return {0: Name(_("No team")), **found}


def agents(figures: Figures, period: Period) -> dict[int, Name]:
    """Employees where the switch agent is named, with the team of the period's last day; else the name on the switch."""
    membership = TeamMembership.objects.filter(
        employee=OuterRef("employee"), period__contains=period.last
    ).values("team")[:1]
    rows = (
        SwitchAgent.objects.filter(pk__in=_keys(figures, Dimension.AGENT))
        .select_related("employee")
        .annotate(team_id=Subquery(membership))
    )
    found = {0: Name(_("No agent recorded"), _("answered calls without an agent in the record"))}
    for agent in rows:
        if agent.employee is not None:
            found[agent.pk] = Name(str(agent.employee), agent.employee.number, merged_with=agent.employee.pk)
        elif agent.is_ignored:
            found[agent.pk] = Name(agent.code, _("not a person"))
        else:
            found[agent.pk] = Name(agent.code, is_unnamed=True)
    return found


def _keys(figures: Figures, dimension: Dimension) -> Iterable[int]:
    return [item for item in figures.of(dimension) if item]  # type: ignore[misc]
