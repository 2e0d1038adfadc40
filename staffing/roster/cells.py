"""A cell of a roster: one person on one day. What an edit says, the row it becomes, and how both are told."""

import datetime
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from callcenter.access.permissions import Actor, user_of
from callcenter.people.models import Employee, Site
from staffing.roster.duties import segments_to_json
from staffing.roster.models import Assignment, Origin, Roster
from staffing.shifts.models import ShiftType
from staffing.shifts.policy import night_policies
from staffing.shifts.rules import (
    DAY,
    PAID,
    NightPolicy,
    Segment,
    SegmentKind,
    Segments,
    instant,
    instants,
    is_night,
    span,
)

OFF = "–"  # how a day off is written in sentences


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What a cell shall say: the code of a shift, "" for a day off. `expected`: the code its editor saw (None: whatever)."""

    employee_id: int
    on: datetime.date
    code: str
    expected: str | None = None


def told(assignment: Assignment | None) -> list[Any] | None:
    """A shift as versions and changes keep it: [code, start, end] in wall-clock minutes of its day; None: off."""
    if assignment is None:
        return None
    start, end = span(assignment.parts)
    return [assignment.code, start, end]


@dataclass(frozen=True)
class Drawer:
    """Makes rows of a roster: knows its site's zone and what is night on each day."""

    site: Site
    roster: Roster
    actor: Actor
    is_published: bool
    known: dict[tuple[datetime.date, ShiftType | None, Segments], dict[str, Any]] = field(
        default_factory=dict
    )

    @cached_property
    def nights(self) -> Callable[[datetime.date], NightPolicy]:
        return night_policies(self.site)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return self.site.zone

    def shift(
        self,
        employee: Employee,
        on: datetime.date,
        shift_type: ShiftType,
        team_id: int | None,
        origin: Origin = Origin.ROSTER,
    ) -> Assignment:
        """A shift of somebody on a day, with the times that the shift type has now."""
        return self._row(
            employee, on, shift_type.parts, team_id, origin, shift_type=shift_type, flag=shift_type.night_flag
        )

    def overtime(
        self,
        employee: Employee,
        starts_at: datetime.datetime,
        ends_at: datetime.datetime,
        team_id: int | None,
    ) -> Assignment:
        """A stretch of overtime; it belongs to the day at the site on which it starts."""
        local, end = starts_at.astimezone(self.zone), ends_at.astimezone(self.zone)
        on = local.date()
        first = local.hour * 60 + local.minute
        last = (end.date() - on).days * 1440 + end.hour * 60 + end.minute
        row = self._row(employee, on, (Segment(first, last),), team_id, Origin.OVERTIME)
        row.starts_at, row.ends_at = starts_at, ends_at
        row.minutes = int((ends_at - starts_at).total_seconds() // 60)
        return row

    def like(self, row: Assignment, employee: Employee, origin: Origin) -> Assignment:
        """The same shift for somebody else."""
        return Assignment(
            roster_id=row.roster_id,
            site_id=row.site_id,
            employee=employee,
            team_id=row.team_id,
            on=row.on,
            shift_type_id=row.shift_type_id,
            code=row.code,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            segments=row.segments,
            minutes=row.minutes,
            is_night=row.is_night,
            origin=origin.value,
            is_published=True,
            changed_by=user_of(self.actor),
        )

    def until(self, row: Assignment, at: datetime.datetime, origin: Origin) -> Assignment | None:
        """The same shift, over at `at` (a full minute); None where nothing of its work is left."""
        local = at.astimezone(self.zone)
        minute = (local.date() - row.on).days * DAY + local.hour * 60 + local.minute
        left = tuple(replace(each, end=min(each.end, minute)) for each in row.parts if each.start < minute)
        if not any(each.kind is SegmentKind.WORK for each in left):
            return None
        kind = row.shift_type
        flag = kind.night_flag if kind else None
        origin = origin if kind else Origin.OVERTIME
        return self._row(row.employee, row.on, left, row.team_id, origin, shift_type=kind, flag=flag)

    def _row(
        self,
        employee: Employee,
        on: datetime.date,
        parts: Segments,
        team_id: int | None,
        origin: Origin,
        *,
        shift_type: ShiftType | None = None,
        flag: bool | None = None,
    ) -> Assignment:
        facts = self.known.get((on, shift_type, parts))
        if facts is None:
            starts_at, ends_at, minutes = times(on, parts, self.zone)
            facts = self.known[on, shift_type, parts] = {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "minutes": minutes,
                "segments": segments_to_json(parts),
                "is_night": is_night(parts, self.nights(on), flag),
            }
        return Assignment(
            roster=self.roster,
            site=self.site,
            employee=employee,
            team_id=team_id,
            on=on,
            shift_type=shift_type,
            code=shift_type.code if shift_type else "",
            origin=origin.value,
            is_published=self.is_published,
            changed_by=user_of(self.actor),
            **facts,
        )


def times(
    on: datetime.date, parts: Segments, zone: zoneinfo.ZoneInfo
) -> tuple[datetime.datetime, datetime.datetime, int]:
    """When a shift starts and ends on a date, and the minutes really worked in it: a clock change counts."""
    first, last = span(parts)
    worked = sum(
        (end - start for start, end, kind in instants(on, parts, zone) if kind in PAID), datetime.timedelta()
    )
    return instant(on, first, zone), instant(on, last, zone), int(worked.total_seconds() // 60)
