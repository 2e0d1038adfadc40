"""Locking, reading and writing the rows of days in bulk: three statements, whatever their number."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from callcenter.people.models import Site
from staffing.attendance.codes import RANK
from staffing.attendance.rules import Day

Pair = tuple[int, datetime.date]
MOMENTS = ("starts_at", "ends_at", "first_in", "last_out", "look_at")
PLAIN = (
    "state",
    "shift_code",
    "worked_seconds",
    "late_seconds",
    "early_seconds",
    "absent_seconds",
    "leave_seconds",
    "overtime_seconds",
    "overtime_class",
    "holiday_seconds",
    "is_incomplete",
    "team_id",
)

MAKE = """
    INSERT INTO attendance_attendanceday
           (site_id, employee_id, "on", team_id, state, revision, shift_code, codes, findings, worked_seconds,
            late_seconds, early_seconds, absent_seconds, leave_seconds, overtime_seconds, overtime_class,
            holiday_seconds, is_incomplete)
    SELECT %s, told.employee, told.day,
           (SELECT team_id FROM people_teammembership
             WHERE employee_id = told.employee AND period @> told.day LIMIT 1),
           'due', 0, '', '{}', '[]', 0, 0, 0, 0, 0, 0, 0, 0, false
      FROM unnest(%s::bigint[], %s::date[]) AS told (employee, day)
     WHERE NOT EXISTS (SELECT 1 FROM attendance_attendanceday known
                        WHERE known.employee_id = told.employee AND known."on" = told.day)
  ORDER BY told.employee, told.day
    ON CONFLICT DO NOTHING
"""
# In the order of people and days: two workers wait for each other and never in a circle.
LOCK = f"""
    SELECT day.id, day.employee_id, day."on", day.revision, day.codes, day.findings::text,
           {", ".join(f"EXTRACT(EPOCH FROM day.{name})::bigint" for name in MOMENTS)},
           {", ".join(f"day.{name}" for name in PLAIN)}
      FROM attendance_attendanceday day
      JOIN unnest(%s::bigint[], %s::date[]) AS told (employee, day)
        ON told.employee = day.employee_id AND told.day = day."on"
  ORDER BY day.employee_id, day."on"
       FOR UPDATE OF day
"""  # noqa: S608  names of our own columns
KINDS = {"state": "text", "shift_code": "text", "is_incomplete": "boolean", "overtime_class": "smallint"}
STORE = f"""
    UPDATE attendance_attendanceday day
       SET codes = ARRAY(SELECT jsonb_array_elements_text(new.codes)), findings = new.findings,
           {", ".join(f"{name} = to_timestamp(new.{name})" for name in MOMENTS)},
           {", ".join(f"{name} = new.{name}" for name in PLAIN)},
           revision = new.revision, computed_at = %s
      FROM jsonb_to_recordset(%s::jsonb) AS new (
           id bigint, revision int, codes jsonb, findings jsonb,
           {", ".join(f"{name} bigint" for name in MOMENTS)},
           {", ".join(f"{name} {KINDS.get(name, 'bigint')}" for name in PLAIN)})
     WHERE day.id = new.id
"""  # noqa: S608  names of our own columns


@dataclass(slots=True)
class Stored:
    """A row as it was found, locked. `content` has moments in seconds since 1970."""

    pk: int
    pair: Pair
    revision: int
    content: dict[str, Any]
    is_revised: bool = False

    @property
    def team(self) -> int | None:
        found: int | None = self.content["team_id"]
        return found


def lock_rows(site: Site, pairs: Iterable[Pair]) -> dict[Pair, Stored]:
    """The rows of these days, made where they are missing, locked in order until the transaction ends."""
    told = sorted(pairs)
    people, days = [pk for pk, _on in told], [on for _pk, on in told]
    found: dict[Pair, Stored] = {}
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [site.pk, people, days])
        cursor.execute(LOCK, [people, days])
        for pk, employee, on, revision, codes, findings, *rest in cursor.fetchall():
            content = dict(zip((*MOMENTS, *PLAIN), rest, strict=True))
            content["codes"], content["findings"] = codes, json.loads(findings)
            found[employee, on] = Stored(pk, (employee, on), revision, content)
    return found


def content_of(day: Day, shift_code: str, team_id: int | None) -> dict[str, Any]:
    """A worked-out day as its row keeps it."""
    return {
        "starts_at": day.starts,
        "ends_at": day.ends,
        "first_in": day.first_in,
        "last_out": day.last_out,
        "look_at": day.look_at,
        "state": day.state,
        "shift_code": shift_code,
        "worked_seconds": day.worked,
        "late_seconds": day.late,
        "early_seconds": day.early,
        "absent_seconds": day.absent,
        "leave_seconds": day.leave,
        "overtime_seconds": day.overtime,
        "overtime_class": day.overtime_class,
        "holiday_seconds": day.on_holiday,
        "is_incomplete": day.is_incomplete,
        "team_id": team_id,
        "codes": sorted(day.codes, key=RANK.__getitem__),
        "findings": [list(each) for each in day.findings],
    }


def store(changes: Iterable[tuple[Stored, dict[str, Any]]], moment: datetime.datetime) -> None:
    """Write the changed rows. A revised day, and one that is worked out first, gets the next number."""
    lines = [
        after | {"id": before.pk, "revision": before.revision + (before.is_revised or before.revision == 0)}
        for before, after in changes
    ]
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(STORE, [moment, json.dumps(lines)])
