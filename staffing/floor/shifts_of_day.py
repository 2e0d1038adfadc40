"""The shifts of teams on a day, as duty logs and handovers take them: one for each team and shift code."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from callcenter.people.models import Team
from staffing.roster.models import Assignment


@dataclass(frozen=True)
class TeamShift:
    """All who work one shift type for a team on a day."""

    team: Team
    on: datetime.date
    code: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    heads: int

    @property
    def key(self) -> tuple[int, datetime.date, str]:
        return self.team.pk, self.on, self.code


def team_shifts(teams: Collection[Team], first: datetime.date, last: datetime.date) -> list[TeamShift]:
    """Those of the days [first, last], in order of their starts; one query."""
    by_id = {team.pk: team for team in teams}
    rows = Assignment.objects.published().filter(
        team__in=by_id, on__gte=first, on__lte=last, shift_type__isnull=False
    )
    found = (
        rows.order_by()
        .values_list("team", "on", "code")
        .annotate(starts=Min("starts_at"), ends=Max("ends_at"), heads=Count("pk"))
    )
    shifts = [
        TeamShift(by_id[team], on, code, starts, ends, heads) for team, on, code, starts, ends, heads in found
    ]
    return sorted(shifts, key=lambda each: (each.starts_at, each.team.pk, each.code))
