"""The monthly attendance workbook for human resources: summary, detail, exceptions, overtime, leave, definitions.

Rows are read from the database in one pass a sheet and written as they come: two thousand people need no more memory than two.
A closed sheet is read from what was kept when it was closed, so that the same workbook can be made at any time.
"""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from callcenter.access.permissions import require
from callcenter.files.jobs.models import Job
from callcenter.rulebook import wording
from callcenter.rulebook.kinds import from_json
from callcenter.rulebook.registry import Kind, get
from callcenter.tabular.workbook import Column, Sheet, write_workbook
from staffing.attendance import access, rules
from staffing.attendance.codes import CODES, EXCEPTIONS
from staffing.attendance.days.wording import figure
from staffing.attendance.periods.ledger import ledger_lines
from staffing.attendance.periods.models import AttendancePeriod, Snapshot
from staffing.attendance.periods.services import people_of, values_of

CHUNK = 2000
TOLD_EVERY = 2000
UNITS = {
    "day": gettext_lazy("days of leave"),
    "half_day": gettext_lazy("days of leave"),
    "hour": gettext_lazy("hours"),
}

DETAIL = """
    SELECT day.employee_id, day."on", day.shift_code, day.starts_at, day.ends_at, day.first_in, day.last_out,
           day.codes, day.worked_seconds, day.late_seconds, day.early_seconds, day.absent_seconds, day.leave_seconds,
           day.overtime_seconds, day.overtime_class, day.holiday_seconds, day.revision
      FROM {table} day JOIN unnest(%s::bigint[]) WITH ORDINALITY AS person (id, place) ON person.id = day.employee_id
     WHERE {where}
  ORDER BY person.place, day."on"
"""
EXCEPTIONAL = """
    SELECT day.employee_id, day."on", day.shift_code, day.findings::text
      FROM {table} day JOIN unnest(%s::bigint[]) WITH ORDINALITY AS person (id, place) ON person.id = day.employee_id
     WHERE {where} AND day.codes && %s::varchar[]
  ORDER BY person.place, day."on"
"""
EXTRA = """
    SELECT day.employee_id, day."on", pay.workday, pay.rest_day, pay.holiday, day.holiday_seconds
      FROM {table} day {pay} JOIN unnest(%s::bigint[]) WITH ORDINALITY AS person (id, place) ON person.id = day.employee_id
     WHERE {where} AND (day.overtime_seconds > 0 OR day.holiday_seconds > 0)
  ORDER BY person.place, day."on"
"""
SUMMARY = """
    SELECT day.employee_id, count(*) FILTER (WHERE day.starts_at IS NOT NULL), sum(day.worked_seconds),
           {counts}, sum(day.late_seconds), sum(day.early_seconds), sum(day.absent_seconds), sum(day.leave_seconds),
           sum(pay.workday), sum(pay.rest_day), sum(pay.holiday), sum(day.holiday_seconds)
      FROM {table} day {pay}
     WHERE day.employee_id = ANY(%s) AND {where}
  GROUP BY day.employee_id
"""
# Overtime of a day by legal class: past the midnight of a holiday it has two.
PAY = """CROSS JOIN LATERAL (
    SELECT sum((found->>1)::int) FILTER (WHERE found->>2 = '150') AS workday,
           sum((found->>1)::int) FILTER (WHERE found->>2 = '200') AS rest_day,
           sum((found->>1)::int) FILTER (WHERE found->>2 = '300') AS holiday
      FROM jsonb_array_elements(CASE WHEN day.overtime_seconds > 0 THEN day.findings END) found
     WHERE found->>0 = 'overtime') pay
"""
COUNTED = (
    rules.ROLLCALL_LATE,
    rules.LATE,
    rules.LATE_BREACH,
    rules.EARLY,
    rules.ABSENT,
    rules.MISSING_PUNCH,
    rules.ON_LEAVE,
)
Progress = Callable[[int, int], None]


@dataclass
class Content:
    """What a workbook is made of: an open sheet as it stands, or a closed one as it was kept."""

    period: AttendancePeriod
    people: dict[int, list[str]]  # in the order of their numbers
    ledger: list[list[Any]]
    values: dict[str, Any]
    table: str
    where: str
    params: list[Any]
    closed_at: datetime.datetime | None = None
    number: int = 0

    @property
    def ids(self) -> list[int]:
        return list(self.people)

    def name(self, pk: int) -> str:
        """In the reader's language."""
        _number, name, name_zh, *_rest = self.people[pk]
        return (name_zh or name) if _is_chinese() else name

    def team(self, pk: int) -> str:
        """In the reader's language."""
        _number, _name, _name_zh, team, team_zh, *_rest = self.people[pk]
        return (team_zh or team) if _is_chinese() else team

    def who(self, pk: int) -> tuple[str, str, str]:
        """Number, name, team."""
        return self.people[pk][0], self.name(pk), self.team(pk)

    def rows(self, sql: str, *more: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement over its days, streamed."""
        statement = sql.format(table=self.table, where=self.where, pay=PAY)
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.itersize = CHUNK  # type: ignore[attr-defined]
            cursor.execute(statement, [self.ids, *self.params, *more])
            while chunk := cursor.fetchmany(CHUNK):
                yield from chunk


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def content_of(period: AttendancePeriod, number: int = 0) -> Content:
    """Of the sheet as it was closed the `number`-th time; 0: as it stands."""
    params: list[Any]
    if number:
        kept = Snapshot.objects.get(period=period, number=number)
        people, ledger, values = kept.people, kept.ledger, kept.values
        table, where, params = "attendance_snapshotday", "day.snapshot_id = %s", [kept.pk]
        made_at = kept.made_at
    else:
        people, values, made_at = people_of(period), values_of(period.site, period.last), None
        ledger = ledger_lines(period.site, period.start, period.last)
        table, where = "attendance_attendanceday", 'day.site_id = %s AND day."on" >= %s AND day."on" < %s'
        params = [period.site_id, period.start, period.end]
    by_number = sorted(people.items(), key=lambda pair: pair[1][0])
    return Content(
        period,
        {int(pk): words for pk, words in by_number},
        ledger,
        values,
        table,
        where,
        params,
        made_at,
        number,
    )


def produce(job: Job, stream: BinaryIO, progress: Progress) -> int:
    """The worker's part: the workbook for the one who asked."""
    period = AttendancePeriod.objects.select_related("site").get(pk=job.params["period"])
    require(access.may_export(job.requested_by, period.site))
    return write_sheet(stream, content_of(period, job.params.get("number", 0)), progress)


def write_sheet(stream: BinaryIO, content: Content, progress: Progress = lambda done, total: None) -> int:
    """Write the workbook; how many rows it holds."""
    return write_workbook(
        stream,
        sheets_of(content, progress),
        definitions=list(_definitions(content)),
        zone=content.period.site.zone,
        title=str(_("Attendance %(period)s")) % {"period": content.period},
    )


def sheets_of(content: Content, progress: Progress = lambda done, total: None) -> list[Sheet]:
    """The sheets but for the definitions; their rows can be run through once."""
    return [
        _summary(content),
        _detail(content, progress),
        _exceptions(content),
        _overtime(content),
        _ledger(content),
    ]


WHO = (
    Column(gettext_lazy("Employee number")),
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Team")),
)


def _summary(content: Content) -> Sheet:
    counts = ", ".join(f"count(*) FILTER (WHERE '{code}' = ANY(day.codes))" for code in COUNTED)
    found = {row[0]: row[1:] for row in content.rows(SUMMARY.replace("{counts}", counts))}
    absence_from = int(content.values["attendance.missing_punch_absence_from"])
    columns = [
        *WHO,
        Column(_("Shifts"), "number"),
        Column(_("Time worked"), "duration"),
        *(Column(CODES[code].label, "number") for code in COUNTED),
        Column(_("Missing punches that count as absence"), "number"),
        Column(_("Late in all"), "duration"),
        Column(_("Left early in all"), "duration"),
        Column(_("Absent in all"), "duration"),
        Column(_("Leave in all"), "duration"),
        Column(_("Overtime 150 %"), "duration"),
        Column(_("Overtime 200 %"), "duration"),
        Column(_("Overtime 300 %"), "duration"),
        Column(_("Regular shifts on holidays"), "duration"),
    ]
    totals: list[Any] = [_("Total"), "", "", *([0] * (len(columns) - 3))]

    def rows() -> Iterator[list[Any]]:
        nothing = (0,) * (2 + len(COUNTED) + 8)
        for pk in content.people:
            shifts, worked, *rest = (each or 0 for each in found.get(pk, nothing))
            coded, lengths = rest[: len(COUNTED)], rest[len(COUNTED) :]
            missing = coded[COUNTED.index(rules.MISSING_PUNCH)]
            figures = [shifts, worked, *coded, max(0, missing - absence_from + 1), *lengths]
            for place, each in enumerate(figures, 3):
                totals[place] += each
            yield [*content.who(pk), *figures]

    return Sheet(_("Summary by person"), columns, rows(), totals=lambda: totals, frozen=len(WHO))


def _detail(content: Content, progress: Progress) -> Sheet:
    columns = [
        *WHO,
        Column(_("Day"), "date"),
        Column(_("Shift")),
        Column(_("Shift starts"), "datetime"),
        Column(_("Shift ends"), "datetime"),
        Column(_("Came"), "datetime"),
        Column(_("Went"), "datetime"),
        Column(_("Codes")),
        Column(_("Time worked"), "duration"),
        Column(_("Came late"), "duration"),
        Column(_("Left early"), "duration"),
        Column(_("Absence"), "duration"),
        Column(_("Leave"), "duration"),
        Column(_("Overtime"), "duration"),
        Column(_("Legal class (%)"), "number"),
        Column(_("On a holiday"), "duration"),
        Column(_("Revision"), "number"),
    ]
    labels = {key: str(code.label) for key, code in CODES.items()}
    comma = _(", ")
    texts: dict[tuple[str, ...], str] = {}

    def rows() -> Iterator[list[Any]]:
        total = len(content.people) * (content.period.end - content.period.start).days
        who: dict[int, tuple[str, str, str]] = {}
        for done, (pk, on, shift, start, end, came, went, codes, *rest) in enumerate(content.rows(DETAIL)):
            if done % TOLD_EVERY == 0:
                progress(done, max(total, done))
            person = who.get(pk)
            if person is None:
                person = who[pk] = content.who(pk)
            key = tuple(codes)
            text = texts.get(key)
            if text is None:
                text = texts[key] = comma.join(labels[code] for code in codes)
            lengths = [each or None for each in rest[:-1]]
            yield [*person, on, shift, start, end, came, went, text, *lengths, rest[-1]]

    return Sheet(_("Detail"), columns, rows(), frozen=len(WHO))


def _exceptions(content: Content) -> Sheet:
    columns = [
        *WHO,
        Column(_("Day"), "date"),
        Column(_("Shift")),
        Column(_("What it is")),
        Column(_("Details")),
        Column(_("Seconds"), "number"),
        Column(_("Rules")),
    ]

    def rows() -> Iterator[list[Any]]:
        for pk, on, shift, findings in content.rows(EXCEPTIONAL, list(EXCEPTIONS)):
            for each in json.loads(findings):
                finding = rules.Finding(*each)
                code = CODES[finding.code]
                if code.is_exception:
                    yield [
                        *content.who(pk),
                        on,
                        shift,
                        code.label,
                        figure(finding),
                        finding.seconds or None,
                        " ".join(code.rules),
                    ]

    return Sheet(_("Exceptions"), columns, rows())


def _overtime(content: Content) -> Sheet:
    columns = [
        *WHO,
        Column(_("Day"), "date"),
        Column(_("Workday, 150 %"), "duration"),
        Column(_("Rest day, 200 %"), "duration"),
        Column(_("Holiday, 300 %"), "duration"),
        Column(_("Regular shift on a holiday"), "duration"),
    ]
    totals: list[Any] = [_("Total"), "", "", None, 0, 0, 0, 0]

    def rows() -> Iterator[list[Any]]:
        for pk, on, *lengths in content.rows(EXTRA):
            figures = [each or None for each in lengths]
            for place, each in enumerate(figures, 4):
                totals[place] += each or 0
            yield [*content.who(pk), on, *figures]

    return Sheet(_("Overtime by legal class"), columns, rows(), totals=lambda: totals, frozen=len(WHO))


def _ledger(content: Content) -> Sheet:
    columns = [
        *WHO,
        Column(_("Type of leave")),
        Column(_("Unit")),
        Column(_("Had"), "number"),
        Column(_("Given"), "number"),
        Column(_("Used"), "number"),
        Column(_("Expired or corrected"), "number"),
        Column(_("Balance"), "number"),
    ]

    def rows() -> Iterator[list[Any]]:
        lines: dict[int, list[list[Any]]] = {}
        for line in content.ledger:
            lines.setdefault(line[0], []).append(line)
        for pk in content.people:
            for _pk, name, name_zh, unit, *amounts in lines.get(pk, []):
                kind = (name_zh or name) if _is_chinese() else name
                figures = [Decimal(each) for each in amounts]
                yield [*content.who(pk), kind, UNITS.get(unit, unit), *figures]

    return Sheet(_("Leave ledger"), columns, rows())


def _definitions(content: Content) -> Iterator[tuple[str, str]]:
    period = content.period
    yield _("Site"), str(period.site)
    yield _("Period"), f"{period.start} – {period.last}"
    if content.closed_at:
        at = content.closed_at.astimezone(period.site.zone)
        yield _("Closed"), f"{at:%Y-%m-%d %H:%M:%S} · {content.number}"
    else:
        yield _("State"), _("Open: the figures still move with their days.")
    for key, code in CODES.items():
        meaning = str(code.meaning)
        if code.source:
            meaning += f" ({code.source})"
        yield f"{code.label} · {code.mark}", f"{meaning} [{key}]"
    yield (
        _("Time worked"),
        _("Paid time of the shift while somebody was there; meals, coming early and staying on left out."),
    )
    yield (
        _("Legal class (%)"),
        _("Overtime on a workday 150, on a rest day 200, on a public holiday 300 (P31)."),
    )
    for key, stored in sorted(content.values.items()):
        rule = get(key)
        yield key, wording.sentence(rule, _typed(rule.kind, stored))


def _typed(kind: Kind, stored: Any) -> Any:
    return from_json(kind, stored)
