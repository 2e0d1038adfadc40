"""How many of a team may be on leave on a day, and how many are: pure counting and the reads for it."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count

from callcenter.people.models import Team, TeamMembership
from staffing.leave.models import Allotment, LeaveDay, LeaveRequest
from staffing.leave.policy import Settings
from staffing.leave.states import PLACED, State
from staffing.roster.models import Assignment, HeadsNeeded


@dataclass(frozen=True, slots=True)
class Places:
    """A team's day: `places` may be on leave, `taken` are, `waiting` wait for one."""

    on: datetime.date
    places: int
    taken: int
    waiting: int = 0

    @property
    def free(self) -> int:
        return self.places - self.taken

    @property
    def is_full(self) -> bool:
        return self.free <= 0


def places(
    members: int, *, pct: int, least: int, allotment: int | None = None, headroom: int | None = None
) -> int:
    """How many may be away: the allotment of that day; else the rulebook's share of the team (rounded down, at least
    `least`), and never more than the roster has above the heads needed, where those are known.
    """
    if allotment is not None:
        return allotment
    share = max(least, members * pct // 100)
    return share if headroom is None else max(0, min(share, headroom))


def of_days(
    team: Team,
    days: Collection[datetime.date],
    settings: Settings,
    *,
    without: LeaveRequest | None = None,
) -> list[Places]:
    """The team's places on these days, in order; `without`: a leave that is not counted. Six queries."""
    wanted = sorted(set(days))
    if not wanted:
        return []
    counts = _taken(team, wanted, without)
    members = TeamMembership.objects.filter(team=team, period__contains=wanted[0]).count()
    span = DateRange(wanted[0], wanted[-1] + datetime.timedelta(days=1))
    allotments: list[Any] = list(Allotment.objects.filter(team=team, period__overlap=span))
    headroom = _headroom(team, wanted)
    found = []
    for on in wanted:
        allotted = next((a.places for a in allotments if a.period.lower <= on < a.period.upper), None)
        most = places(
            members,
            pct=settings.capacity_pct,
            least=settings.capacity_least,
            allotment=allotted,
            headroom=headroom.get(on),
        )
        found.append(Places(on, most, counts.get((on, False), 0), counts.get((on, True), 0)))
    return found


def _taken(
    team: Team, days: Sequence[datetime.date], without: LeaveRequest | None
) -> dict[tuple[datetime.date, bool], int]:
    """By day and whether they wait: how many leaves of the team take a place."""
    rows = LeaveDay.objects.filter(
        on__in=days,
        request__team=team,
        request__kind__takes_place=True,
        request__state__in=[*PLACED, State.WAITING],
    ).exclude(request=without)
    found: dict[tuple[datetime.date, bool], int] = {}
    for on, state, count in rows.values_list("on", "request__state").annotate(n=Count("pk")).order_by():
        key = (on, state == State.WAITING)
        found[key] = found.get(key, 0) + count
    return found


def _headroom(team: Team, days: Sequence[datetime.date]) -> dict[datetime.date, int]:
    """Published shifts of the team above the most heads needed at once that day; only for days where both are known."""
    needed: list[Any] = list(
        HeadsNeeded.objects.filter(team=team, weekday__in={day.weekday() for day in days})
    )
    if not needed:
        return {}
    rows = Assignment.objects.published().filter(team=team, on__in=days, shift_type__isnull=False)
    rostered = dict(rows.values_list("on").annotate(n=Count("employee", distinct=True)).order_by())
    found = {}
    for on in days:
        of_day = [
            each.heads
            for each in needed
            if each.weekday == on.weekday()
            and (each.period.lower is None or each.period.lower <= on)
            and (each.period.upper is None or on < each.period.upper)
        ]
        if of_day and on in rostered:
            found[on] = rostered[on] - max(of_day)
    return found


def waiting(team: Team, days: Collection[datetime.date]) -> list[LeaveRequest]:
    """Who waits for a place on one of these days, first come first."""
    rows = LeaveRequest.objects.filter(team=team, state=State.WAITING, leave_days__on__in=days)
    rows = rows.select_related("employee__site", "employee__user", "kind", "site", "team__department")
    return list(rows.order_by("waiting_since", "pk").distinct())
