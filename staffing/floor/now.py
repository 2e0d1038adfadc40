"""Who is on the floor now: rosters, attendance as worked out this moment, leave and breaks, in a fixed number of queries."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from callcenter.people.models import Employee, Site, Team
from callcenter.rulebook.values import value
from staffing.attendance import rules as attendance
from staffing.attendance.facts import gather
from staffing.attendance.policy import policy as attendance_policy
from staffing.floor.breaks.models import Break, OffPost
from staffing.floor.presence import Limits, Seen, Where, first_of, where
from staffing.roster import absences
from staffing.roster.absences import Absence
from staffing.roster.models import Assignment

AFTER = datetime.timedelta(minutes=30)  # how long somebody whose shift is over is still shown
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Person:
    """One shift on the floor and where its holder is."""

    assignment: Assignment
    words: frozenset[Where]
    arrived_at: datetime.datetime | None
    went_at: datetime.datetime | None
    leave: Absence | None
    pause: Break | None  # under way
    off_post: OffPost | None

    @property
    def employee(self) -> Employee:
        return self.assignment.employee

    @property
    def team(self) -> Team | None:
        return self.assignment.team

    @property
    def first_word(self) -> Where:
        return first_of(self.words)

    @property
    def is_there(self) -> bool:
        """Has come and not gone."""
        return self.arrived_at is not None and Where.GONE not in self.words


def limits(site: Site, on: datetime.date) -> Limits:
    """As the rulebook stands at the site on that day."""
    book = attendance_policy(site, on)
    return Limits(
        rollcall=datetime.timedelta(seconds=book.rollcall),
        late_grace=datetime.timedelta(seconds=book.late_grace),
        off_soon=datetime.timedelta(minutes=value("floor.off_soon_minutes", site, on=on)),
    )


def shifts_around(site: Site, now: datetime.datetime) -> QuerySet[Assignment]:
    """The published shifts of the site that run, begin within the rulebook's hours, or have just ended."""
    ahead = datetime.timedelta(hours=value("floor.look_ahead_hours", site, on=site.today()))
    rows = Assignment.objects.published().filter(site=site).sharing_a_moment(now - AFTER, now + ahead)
    return rows.select_related("employee", "team__department", "shift_type", "site")


def people(site: Site, rows: Iterable[Assignment], *, now: datetime.datetime) -> list[Person]:
    """Where the holders of these shifts are, in the order of the rows; constant queries."""
    shifts = list(rows)
    if not shifts:
        return []
    ids = {row.employee_id for row in shifts}
    days = sorted({row.on for row in shifts})
    came = _attendance(site, ids, days, now)
    first, last = min(row.starts_at for row in shifts), max(row.ends_at for row in shifts)
    away = absences.between(ids, first, last)
    pauses = {each.assignment_id: each for each in Break.objects.away().filter(assignment__in=shifts)}
    missing = {
        each.assignment_id: each for each in OffPost.objects.filter(assignment__in=shifts, returned_at=None)
    }
    bounds = {day: limits(site, day) for day in days}
    found = []
    for row in shifts:
        day = came.get((row.employee_id, row.on))
        leave = _leave_at(away.get(row.employee_id, ()), min(max(now, row.starts_at), row.ends_at))
        arrived, went = (_moment(day.first_in), _moment(day.last_out)) if day else (None, None)
        seen = Seen(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            arrived_at=arrived,
            went_at=went,
            is_absent=day is not None and attendance.ABSENT in day.codes,
            is_excused=leave is not None,
            is_on_break=row.pk in pauses,
            is_off_post=row.pk in missing,
        )
        words = where(seen, bounds[row.on], now=now)
        found.append(Person(row, words, arrived, went, leave, pauses.get(row.pk), missing.get(row.pk)))
    return found


def _attendance(
    site: Site, ids: Collection[int], days: list[datetime.date], now: datetime.datetime
) -> dict[tuple[int, datetime.date], attendance.Day]:
    facts = gather(site, ids, days[0], days[-1])
    found: dict[tuple[int, datetime.date], attendance.Day] = {}
    for pk, each in facts.people.items():
        worked = attendance.work_out(
            each,
            days,
            policies=facts.policies,
            holidays=facts.holidays,
            day_of=facts.day_of,
            now=int(now.timestamp()),
        )
        found |= {(pk, on): day for on, day in worked.items()}
    return found


def _moment(second: int | None) -> datetime.datetime | None:
    return None if second is None else datetime.datetime.fromtimestamp(second, datetime.UTC)


def _leave_at(away: Iterable[Absence], at: datetime.datetime) -> Absence | None:
    """Certain leave at the moment."""
    return next((each for each in away if each.is_certain and each.starts_at <= at < each.ends_at), None)
