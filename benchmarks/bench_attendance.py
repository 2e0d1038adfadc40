"""Attendance: the pure part from raw punches, one day of a large site end to end, the workbook for human resources.

The pure part matches punches to shifts and judges the days of 2,000 agents in 31 days, on one core: late ones, forgotten
punches, nights, split shifts and overtime among them. End to end means from stale marks to stored rows, in one transaction. The
workbook is held against a bare openpyxl write-only loop over the same values.
"""

import datetime
import io
import json
import random
import time
import zoneinfo
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook

from benchmarks import Result, at_least, at_most, below, note

AGENTS, DAYS, ROUNDS = 2_000, 31, 3
FIRST = datetime.date(2026, 3, 1)
DAY = datetime.date(2026, 3, 12)
ONE_DAY = datetime.timedelta(days=1)
ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")
SHIFTS: dict[str, list[list[Any]]] = {
    "D": [[480, 720, "work"], [720, 750, "meal"], [750, 990, "work"]],
    "L": [[840, 1080, "work"], [1080, 1110, "meal"], [1110, 1320, "work"]],
    "N": [[1200, 1560, "work"], [1560, 1590, "meal"], [1590, 1920, "work"]],
    "S": [[510, 900, "work"], [1200, 1380, "work"]],
}
CYCLE = ("D", "D", "L", "L", "", "", "N", "N", "", "", "S", "D")


def shift_of(agent: int, step: int) -> str:
    """The code of an agent's shift on a day, "" when off."""
    return CYCLE[(agent + step) % len(CYCLE)]


def pure() -> float:
    """Agent-days in a second."""
    from staffing.attendance.facts import spans_of
    from staffing.attendance.matching import IN, OUT, Policy, Punch, Shift
    from staffing.attendance.rules import Facts, work_out

    rng = random.Random(7)
    days = [FIRST + ONE_DAY * step for step in range(DAYS)]
    spans = {
        (on, code): spans_of(on, json.dumps(parts), ZONE) for on in days for code, parts in SHIFTS.items()
    }
    people = []
    for agent in range(AGENTS):
        shifts, punches = [], []
        for step, on in enumerate(days):
            code = shift_of(agent, step)
            if not code:
                continue
            stretches, paid = spans[on, code]
            shifts.append(Shift(on, stretches[0][0], stretches[-1][1], stretches, paid, code=code))
            for start, end in stretches:
                if rng.random() < 0.98:
                    punches.append(Punch(start - rng.randrange(-300, 1200), IN))
                if rng.random() < 0.98:
                    punches.append(Punch(end + rng.randrange(-60, 900), OUT))
        rng.shuffle(punches)
        people.append(Facts(shifts, punches))
    policies, wanted = dict.fromkeys(days, Policy()), set(days)
    zero = int(datetime.datetime(2026, 3, 1, tzinfo=ZONE).timestamp())

    def day_of(second: int) -> datetime.date:
        return FIRST + ONE_DAY * ((second - zero) // 86400)

    best = float("inf")
    for _round in range(ROUNDS):
        begun = time.process_time()
        for facts in people:
            work_out(facts, wanted, policies=policies, day_of=day_of, now=2**33)
        best = min(best, time.process_time() - begun)
    return AGENTS * DAYS / best


def run() -> list[Result]:
    per_second = pure()
    site = _site()
    recompute = _one_day(site)
    ours, bare, rows = _workbook(site)
    return [
        at_least("attendance from raw punches, one core", per_second, 20_000, "agent-days/s"),
        below("one day of 2,000 agents worked out, end to end", recompute, 1, "s"),
        at_most("attendance workbook / bare write-only loop", ours / bare, 1.5),
        note(f"attendance workbook, {rows:,} rows", ours, "s"),
    ]


def _site() -> Any:
    """2,000 agents with a month of published shifts and punches, worked out."""
    from django.db import transaction

    from staffing.attendance.days.services import watch, work_out_stale
    from staffing.attendance.punches.models import Source
    from staffing.attendance.punches.services import add_punches
    from staffing.roster.models import Assignment

    site, department, people = _agents()
    assignments, punches = _month(site, department, people)
    Assignment.objects.bulk_create(assignments, batch_size=5000)
    with transaction.atomic():
        add_punches(punches, source=Source.DEVICE, actor=None)
    while work_out_stale():
        pass
    watch()
    return site


def _agents() -> tuple[Any, Any, list[tuple[Any, Any]]]:
    """A site, its department and its agents, each with their team."""
    from django.db import transaction

    from callcenter.people.models import Company, Department, Employee, Employment, Site, Team, TeamMembership

    company = Company.objects.create(name="Bench")
    site = Site.objects.create(
        company=company, code="bench-attendance", name="Bench", time_zone="Asia/Shanghai", country="CN"
    )
    department = Department.objects.create(site=site, code="bench", name="Bench")
    teams = [
        Team.objects.create(department=department, code=f"team-{n}", name=f"Team {n}") for n in range(40)
    ]
    hired = datetime.date(2020, 1, 1)
    with transaction.atomic():
        people = Employee.objects.bulk_create(
            Employee(number=f"B{n:05}", name=f"Agent {n}", name_zh=f"坐席{n}", site=site, hired_on=hired)
            for n in range(AGENTS)
        )
        Employment.objects.bulk_create(Employment(employee=each, period=(hired, None)) for each in people)
        placed = [(each, teams[n % 40]) for n, each in enumerate(people)]
        TeamMembership.objects.bulk_create(
            TeamMembership(employee=each, team=team, period=(hired, None)) for each, team in placed
        )
    return site, department, placed


def _month(site: Any, department: Any, people: list[tuple[Any, Any]]) -> tuple[list[Any], list[Any]]:
    """Shifts of a published month, and punches around them: some early, some late, one in fifty forgotten."""
    from staffing.attendance.punches.services import PunchRow
    from staffing.roster.models import Assignment, Roster
    from staffing.shifts.models import ShiftType

    now = datetime.datetime.now(datetime.UTC)
    roster = Roster.objects.create(
        site=site, department=department, month=FIRST, published_at=now, published_number=1
    )
    kinds = {code: ShiftType.objects.create(site=site, code=code, name=code) for code in SHIFTS}
    rng = random.Random(8)
    assignments, punches = [], []
    for n, (each, team) in enumerate(people):
        for step in range(DAYS):
            code, on = shift_of(n, step), FIRST + ONE_DAY * step
            if not code:
                continue
            parts = SHIFTS[code]
            midnight = datetime.datetime.combine(on, datetime.time(), ZONE)
            starts = midnight + datetime.timedelta(minutes=int(parts[0][0]))
            ends = midnight + datetime.timedelta(minutes=int(parts[-1][1]))
            assignments.append(
                Assignment(
                    roster=roster,
                    site=site,
                    employee=each,
                    team=team,
                    on=on,
                    shift_type=kinds[code],
                    code=code,
                    starts_at=starts,
                    ends_at=ends,
                    segments=parts,
                    minutes=480,
                    is_published=True,
                )
            )
            for at, direction in (
                (starts - datetime.timedelta(seconds=rng.randrange(-300, 1200)), "in"),
                (ends + datetime.timedelta(seconds=rng.randrange(-60, 900)), "out"),
            ):
                if rng.random() < 0.98:
                    punches.append(PunchRow(each.pk, at, direction, "door"))
    return assignments, punches


def _one_day(site: Any) -> float:
    """The least seconds from marks to stored rows of everybody's day, with every row to be written anew."""
    from django.db import connection

    from callcenter.people.models import Employee
    from staffing.attendance.days.models import Reason
    from staffing.attendance.days.services import mark_stale, work_out_stale

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ids = list(Employee.objects.filter(site=site).values_list("pk", flat=True))
    best = float("inf")
    for _round in range(ROUNDS):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE attendance_attendanceday SET worked_seconds = 1, revision = 1, state = 'running' WHERE \"on\" = %s",
                [DAY],
            )
        mark_stale([(pk, DAY) for pk in ids], Reason.ASKED)
        start = time.perf_counter()
        work_out_stale()
        best = min(best, time.perf_counter() - start)
    return best


def _workbook(site: Any) -> tuple[float, float, int]:
    """Seconds of our workbook and of a bare loop over the same values, and how many rows there are."""
    from staffing.attendance.periods.services import sheet_at
    from staffing.attendance.periods.workbook import content_of, sheets_of, write_sheet

    period = sheet_at(site, DAY)
    ours, bare, rows = float("inf"), float("inf"), 0
    kept = [[list(row) for row in sheet.rows] for sheet in sheets_of(content_of(period))]
    for _round in range(2):
        start = time.perf_counter()
        rows = write_sheet(io.BytesIO(), content_of(period))
        ours = min(ours, time.perf_counter() - start)
        start = time.perf_counter()
        _bare(kept)
        bare = min(bare, time.perf_counter() - start)
    return ours, bare, rows


def _bare(sheets: list[list[list[Any]]]) -> None:
    """openpyxl's own loop over the same values: no styles, no names, no queries."""
    book = Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in _plain(rows):
            sheet.append(row)
    book.save(io.BytesIO())


def _plain(rows: list[list[Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            value.replace(tzinfo=None)
            if isinstance(value, datetime.datetime)
            else value
            if value is None or isinstance(value, int | float | str | datetime.date | datetime.timedelta)
            else str(value)
            for value in row
        ]
