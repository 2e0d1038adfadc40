"""Whether a shift keeps its shift leader when people change (domain §4.2: at least one shift leader in every shift).

Like the roster's own check: every minute of each kind of shift of a day lies within shifts of shift leaders. Only what a change
takes away is told; a shift that had no leader before is not the change's fault.
"""

import datetime
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast

from callcenter.access.posts import PostCode
from callcenter.people.models import PostHolding, Site
from staffing.roster.duties import segments_from_json
from staffing.roster.models import Assignment
from staffing.shifts.rules import span

ONE_DAY = datetime.timedelta(days=1)
DAY_MINUTES = 24 * 60
Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lead:
    """A shift of a shift leader: the row, and its minutes from midnight of `on`."""

    pk: int
    department: int
    on: datetime.date
    minutes: Minutes


@dataclass(frozen=True)
class Leading:
    """Who leads around some days: shifts of leaders, and the kinds of shifts that need one, by department and day."""

    leaders: frozenset[int] = frozenset()
    shifts: tuple[Lead, ...] = ()
    kinds: Mapping[tuple[int, datetime.date], Collection[tuple[str, Minutes]]] = field(default_factory=dict)

    def left_alone(self, moves: Mapping[int, int | None]) -> list[tuple[datetime.date, str]]:
        """The shifts, as (day, code), that lose their leader when each row of `moves` goes to that employee, or to nobody."""
        gone = {pk for pk, to in moves.items() if to not in self.leaders}
        given = [each for each in self.shifts if each.pk in gone]
        found = []
        for department, on in sorted(
            {(each.department, each.on + ONE_DAY * step) for each in given for step in (-1, 0, 1)}
        ):
            own = [each for each in self.shifts if each.department == department]
            stay = [each for each in own if each.pk not in gone]
            for code, minutes in sorted(self.kinds.get((department, on), ())):
                if covered(minutes, _on(own, on)) and not covered(minutes, _on(stay, on)):
                    found.append((on, code))
        return found


def covered(wanted: Minutes, spans: Iterable[Minutes]) -> bool:
    """Whether the spans together hold every minute of `wanted`."""
    at = wanted[0]
    for start, end in sorted(spans):
        if start > at:
            break
        at = max(at, end)
    return at >= wanted[1]


def _on(shifts: Iterable[Lead], on: datetime.date) -> list[Minutes]:
    """Their minutes as counted from midnight of `on`."""
    found = []
    for each in shifts:
        days = (each.on - on).days
        if abs(days) <= 1:
            found.append((each.minutes[0] + days * DAY_MINUTES, each.minutes[1] + days * DAY_MINUTES))
    return found


def leading(site: Site, employee_ids: Collection[int], days: Collection[datetime.date]) -> Leading:
    """Who leads at the site around these days; three queries, one where none of these people is a shift leader then."""
    first, last = min(days), max(days)
    held = PostHolding.objects.filter(
        post__code=PostCode.SHIFT_LEADER, employee__site=site, period__overlap=(first, last + ONE_DAY)
    )
    leaders = frozenset(held.values_list("employee_id", flat=True))
    if not leaders.intersection(employee_ids):
        return Leading(leaders)
    rows = Assignment.objects.published().filter(
        site=site, on__range=(first - ONE_DAY, last + ONE_DAY), shift_type__isnull=False
    )
    text = Cast("segments", TextField())
    shifts = [
        Lead(pk, department, on, _minutes(parts))
        for pk, department, on, parts in rows.filter(employee__in=leaders).values_list(
            "pk", "roster__department_id", "on", text
        )
    ]
    kinds: dict[tuple[int, datetime.date], set[tuple[str, Minutes]]] = {}
    worked = rows.order_by().values_list("roster__department_id", "on", "code", text).distinct()
    for department, on, code, parts in worked:
        kinds.setdefault((department, on), set()).add((code, _minutes(parts)))
    return Leading(leaders, tuple(shifts), kinds)


def _minutes(segments: str) -> Minutes:
    return span(segments_from_json(json.loads(segments)))
