"""Reads of patrols: those of a shift, what is still due, the figures of a week."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from callcenter.people.models import Employee, Site, Team
from callcenter.rulebook.values import value
from staffing.records.patrols.models import Patrol, PatrolFinding, PatrolItem
from staffing.records.patrols.rules import PatrolPolicy, Standing, standing
from staffing.roster.models import Assignment

WEEK = datetime.timedelta(days=7)


def policy(site: Site, on: datetime.date) -> PatrolPolicy:
    """What the rulebook says of patrols at the site on that day."""
    return PatrolPolicy(
        every=datetime.timedelta(hours=value("patrol.every_hours", site, on=on)),
        least=value("patrol.least_per_shift", site, on=on),
        record_within=datetime.timedelta(minutes=value("patrol.record_within_minutes", site, on=on)),
    )


def of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Patrol]:
    """The patrols within [start, end) that went past the team, with their findings, in order."""
    rows = Patrol.objects.filter(
        Q(team=team) | Q(team=None),
        site=team.department.site_id,
        patrolled_at__gte=start,
        patrolled_at__lt=end,
    )
    return list(
        rows.select_related("patrolled_by", "team", "site")
        .prefetch_related("findings__item", "findings__employee")
        .order_by("patrolled_at", "pk")
    )


def standing_of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> Standing:
    """Where the shift of the team stands with its patrols."""
    site = team.department.site
    at = [one.patrolled_at for one in of_shift(team, start, end)]
    return standing(at, start, end, policy(site, start.astimezone(site.zone).date()))


@dataclass(frozen=True)
class ShiftOnFloor:
    """A team's shift that runs: everybody on the same shift type of the same day."""

    team: Team
    code: str
    on: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    standing: Standing


def running(site: Site, now: datetime.datetime | None = None) -> list[ShiftOnFloor]:
    """The shifts that run at the site, each with its patrols; what is due first comes first. Three queries and the rulebook's."""
    now = now or timezone.now()
    rows = Assignment.objects.published().filter(site=site, team__isnull=False, shift_type__isnull=False)
    rows = rows.filter(starts_at__lte=now, ends_at__gt=now)
    spans: dict[tuple[int, str, datetime.date], tuple[datetime.datetime, datetime.datetime]] = {}
    for team, code, on, start, end in rows.values_list("team", "code", "on", "starts_at", "ends_at"):
        key = (team, code, on)
        known = spans.get(key, (start, end))
        spans[key] = (min(known[0], start), max(known[1], end))
    if not spans:
        return []
    teams = Team.objects.select_related("department__site").in_bulk({key[0] for key in spans})
    first = min(start for start, _ in spans.values())
    walked = list(
        Patrol.objects.filter(site=site, patrolled_at__gte=first).values_list("team", "patrolled_at")
    )
    says = policy(site, now.astimezone(site.zone).date())
    found = []
    for (team, code, on), (start, end) in spans.items():
        at = [moment for other, moment in walked if other in (None, team)]
        found.append(ShiftOnFloor(teams[team], code, on, start, end, standing(at, start, end, says)))
    far = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    return sorted(found, key=lambda one: (one.standing.next_due_at or far, one.team.code, one.code))


@dataclass(frozen=True)
class WeekOfPatrols:
    """The figures of a week: findings by point, team and hour; persons found again and again."""

    week: datetime.date
    patrols: int
    findings: int
    corrected: int
    recorded_late: int
    by_item: list[tuple[PatrolItem, int, int]]  # point, findings, of them corrected
    by_team: list[tuple[Team | None, int, int]]  # team, patrols, findings
    by_hour: list[int]  # findings, 0…23 at the site
    patrols_by_hour: list[int]
    repeated: list[tuple[Employee, int, list[str]]]  # person, findings, points

    def as_json(self) -> dict[str, Any]:
        """What an analysis keeps of it."""
        return {
            "patrols": self.patrols,
            "findings": self.findings,
            "corrected": self.corrected,
            "recorded_late": self.recorded_late,
            "by_item": {item.code: [found, corrected] for item, found, corrected in self.by_item},
            "by_team": {team.code if team else "": [walked, found] for team, walked, found in self.by_team},
            "by_hour": self.by_hour,
            "repeated": {person.number: count for person, count, _points in self.repeated},
        }


def monday(on: datetime.date) -> datetime.date:
    """The Monday of that day's week."""
    return on - datetime.timedelta(days=on.weekday())


def week_of(site: Site, week: datetime.date, *, rows: Any = None) -> WeekOfPatrols:
    """The figures of the week that begins on that Monday. Constant queries. `rows`: only of these patrols."""
    start = datetime.datetime.combine(week, datetime.time.min, site.zone)
    end = datetime.datetime.combine(week + WEEK, datetime.time.min, site.zone)
    patrols = list(
        (Patrol.objects.all() if rows is None else rows)
        .filter(site=site, patrolled_at__gte=start, patrolled_at__lt=end)
        .select_related("team")
    )
    by_pk = {one.pk: one for one in patrols}
    found = list(PatrolFinding.objects.filter(patrol__in=by_pk).select_related("item", "employee"))
    items: defaultdict[PatrolItem, list[PatrolFinding]] = defaultdict(list)
    persons: defaultdict[Employee, list[PatrolFinding]] = defaultdict(list)
    teams: Counter[int | None] = Counter()
    hours, walked_hours = [0] * 24, [0] * 24
    for one in found:
        patrol = by_pk[one.patrol_id]
        items[one.item].append(one)
        teams[patrol.team_id] += 1
        hours[patrol.patrolled_at.astimezone(site.zone).hour] += 1
        if one.employee is not None:
            persons[one.employee].append(one)
    walked: Counter[int | None] = Counter()
    named: dict[int | None, Team | None] = {}
    for patrol in patrols:
        walked[patrol.team_id] += 1
        named[patrol.team_id] = patrol.team
        walked_hours[patrol.patrolled_at.astimezone(site.zone).hour] += 1
    often = value("patrol.repeated_from", site, on=week)
    within = policy(site, week).record_within
    repeated = [
        (person, len(mine), sorted({str(one.item) for one in mine}))
        for person, mine in persons.items()
        if len(mine) >= often
    ]
    return WeekOfPatrols(
        week=week,
        patrols=len(patrols),
        findings=len(found),
        corrected=sum(one.is_corrected for one in found),
        recorded_late=sum(one.recorded_at - one.patrolled_at > within for one in patrols),
        by_item=sorted(
            ((item, len(all_), sum(one.is_corrected for one in all_)) for item, all_ in items.items()),
            key=lambda line: (-line[1], line[0].order),
        ),
        by_team=[
            (named[team], walked[team], teams[team]) for team in sorted(walked, key=lambda pk: -teams[pk])
        ],
        by_hour=hours,
        patrols_by_hour=walked_hours,
        repeated=sorted(repeated, key=lambda line: (-line[1], line[0].number)),
    )
