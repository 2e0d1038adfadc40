"""Heads needed: how many people a department or team needs at least, by weekday and time of day, from a day on."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Team
from staffing.roster import access
from staffing.roster.coverage import STEP
from staffing.roster.models import HeadsNeeded
from staffing.roster.telling import clock
from staffing.shifts.rules import DAY

MOST_HEADS = 10_000
WEEKDAYS = range(8)  # Monday to Sunday, public holidays
LINE = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})\s*[:：=×x ]\s*(\d{1,5})")


@dataclass(frozen=True, order=True)
class Need:
    """So many heads from `start` to `end`, in minutes of the day."""

    start: int
    end: int
    heads: int

    @property
    def written(self) -> str:
        """08:00–12:00 12."""
        return f"{clock(self.start)}–{clock(self.end)} {self.heads}"


Week = tuple[tuple[Need, ...], ...]  # eight: Monday to Sunday, public holidays


def written(needs: Sequence[Need]) -> str:
    """As people write and read them: "08:00–12:00 12; 12:00–22:00 20"."""
    return "; ".join(each.written for each in sorted(needs))


def needs_of(text: str, field: str) -> tuple[Need, ...]:
    """What `written` wrote, one for each time. RuleViolation names what is not read, overlaps or is no half hour."""
    found: list[Need] = []
    for word in re.split(r"[;；,，\n]+", text):
        if not word.strip():
            continue
        match = LINE.fullmatch(word.strip().replace("：", ":"))
        if match is None:
            raise RuleViolation(Objection("roster.heads_unread", {"text": word.strip()}, field))
        hours, minutes, end_hours, end_minutes, heads = map(int, match.groups())
        need = Need(hours * 60 + minutes, end_hours * 60 + end_minutes, heads)
        is_time = 0 <= need.start < need.end <= DAY and minutes < 60 and end_minutes < 60
        if not is_time or need.start % STEP or need.end % STEP:
            raise RuleViolation(Objection("roster.heads_no_half_hours", {"text": word.strip()}, field))
        if need.heads > MOST_HEADS:
            raise RuleViolation(Objection("roster.heads_too_many", {"most": MOST_HEADS}, field))
        if any(need.start < each.end and each.start < need.end for each in found):
            raise RuleViolation(Objection("roster.heads_overlap", {"text": word.strip()}, field))
        found.append(need)
    return tuple(sorted(found))


def week_on(department: Department, team: Team | None, on: datetime.date) -> Week:
    """The needs that hold on a day; of the department itself where no team is given. One query."""
    rows = HeadsNeeded.objects.filter(department=department, team=team, period__contains=on)
    days: list[list[Need]] = [[] for _ in WEEKDAYS]
    for row in rows:
        span: Any = row.span
        days[row.weekday].append(Need(span.lower, span.upper, row.heads))
    return tuple(tuple(sorted(day)) for day in days)


@transaction.atomic
def set_heads(
    department: Department, team: Team | None, week: Week, since: datetime.date, *, actor: Actor
) -> None:
    """Have these needs hold from a day on, in the place of those that held or were planned; days before keep theirs."""
    department = (
        Department.objects.select_for_update(of=("self",)).select_related("site").get(pk=department.pk)
    )
    require(access.may_draw_up(actor, department.site_id))
    if team is not None and team.department_id != department.pk:
        raise RuleViolation(Objection("roster.team_of_other_site", {"team": str(team)}, "team"))
    if since < department.site.today():
        raise RuleViolation(Objection("roster.heads_in_past", field="since"))
    before = week_on(department, team, since)
    if before == week and not _is_planned(department, team, since):
        raise RuleViolation(Objection("roster.heads_unchanged"))
    rows = HeadsNeeded.objects.filter(department=department, team=team)
    rows.filter(period__startswith__gte=since).delete()
    for row in rows.filter(period__contains=since):
        row.period = DateRange(row.period.lower, since)
        row.save(update_fields=["period"])
    HeadsNeeded.objects.bulk_create(
        HeadsNeeded(
            department=department,
            team=team,
            weekday=weekday,
            span=(need.start, need.end),
            heads=need.heads,
            period=DateRange(since, None),
        )
        for weekday, needs in enumerate(week)
        for need in needs
    )
    audit.record(
        actor,
        "roster.heads.set",
        department,
        before={"team": team.code if team else "", "needs": [written(day) for day in before]},
        after={"since": since.isoformat(), "needs": [written(day) for day in week]},
    )


def _is_planned(department: Department, team: Team | None, since: datetime.date) -> bool:
    """Whether other needs were planned from a later day on."""
    return HeadsNeeded.objects.filter(department=department, team=team, period__startswith__gt=since).exists()
