"""Punches of time clocks in from a file: any order, duplicates, nights; all rows or none, the same file twice changes nothing."""

import datetime
import re
import zoneinfo
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.permissions import Actor, require
from callcenter.files.imports.options import WRITTEN_AS, Option, written_as
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, RowError, Source, Target
from callcenter.people.models import Employee, Site
from callcenter.tabular.reading import as_text, open_table
from staffing.attendance import access
from staffing.attendance.punches.models import Direction
from staffing.attendance.punches.models import Source as Origin
from staffing.attendance.punches.services import PunchRow, add_punches, time_objections

ERRORS_KEPT = 10_000
PREVIEW_ROWS = 20
TOLD_EVERY = 2000
COLUMNS = (
    Target("number", gettext_lazy("Employee number"), True, gettext_lazy("As in the staff list."), "E00012"),
    Target(
        "at",
        gettext_lazy("Time"),
        True,
        gettext_lazy("Date and time of the punch, or the time alone beside a column with the date."),
        "2026-11-21 07:52:10",
    ),
    Target(
        "date", gettext_lazy("Date"), False, gettext_lazy("Where the time stands in a column of its own."), ""
    ),
    Target(
        "direction",
        gettext_lazy("Direction"),
        False,
        gettext_lazy("in or out, 上班 or 下班, 0 or 1; empty: the clock does not say."),
        "in",
    ),
    Target(
        "clock",
        gettext_lazy("Time clock"),
        False,
        gettext_lazy("Which clock it was, where there are several."),
        "door-1",
    ),
)
SYNONYMS = {
    "number": (
        "employee number",
        "number",
        "employee",
        "no.",
        "user id",
        "emp no",
        "employee id",
        "person id",
        "ac-no.",
        "ac no.",
        "badge",
        "工号",
        "员工编号",
        "人员编号",
        "考勤号码",
        "考勤号",
        "登记号码",
        "用户编号",
        "编号",
    ),
    "at": (
        "time",
        "date and time",
        "datetime",
        "timestamp",
        "punch",
        "check time",
        "date/time",
        "punch time",
        "event time",
        "时间",
        "打卡时间",
        "刷卡时间",
        "考勤时间",
        "日期时间",
        "出勤时间",
        "签到时间",
        "刷卡日期时间",
    ),
    "date": ("date", "day", "punch date", "日期", "打卡日期", "考勤日期", "刷卡日期"),
    "direction": (
        "direction",
        "in/out",
        "type",
        "state",
        "check type",
        "方向",
        "进出",
        "状态",
        "类型",
        "上下班",
        "签到/签退",
        "考勤状态",
        "打卡类型",
    ),
    "clock": ("clock", "device", "terminal", "machine", "考勤机", "设备", "机号"),
}
WORDS = {
    Direction.IN: {
        "in",
        "i",
        "c/in",
        "check in",
        "checkin",
        "overtime in",
        "ot in",
        "break in",
        "0",
        "进",
        "入",
        "上班",
        "签到",
        "上班打卡",
        "上班签到",
        "加班签到",
        "外出返回",
    },
    Direction.OUT: {
        "out",
        "o",
        "c/out",
        "check out",
        "checkout",
        "overtime out",
        "ot out",
        "break out",
        "1",
        "出",
        "下班",
        "签退",
        "下班打卡",
        "下班签退",
        "加班签退",
        "外出",
    },
    Direction.UNKNOWN: {"", "?", "-", "unknown", "255", "未知"},
}
DIRECTIONS = {word: direction for direction, words in WORDS.items() for word in words}
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
KNOWN = """
    SELECT count(*) FROM attendance_punch punch
      JOIN (SELECT DISTINCT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS one (employee, at, source_key)) told
        ON told.employee = punch.employee_id AND told.at = punch.occurred_at
       AND told.source_key = punch.source_key AND punch.source = 'import'
"""


class PunchImporter:
    """Punches by employee number and time. Files of several clocks add up; what is there already stays as it is."""

    kind = "attendance.punches"
    label = gettext_lazy("Punches of time clocks")
    targets = COLUMNS
    options: tuple[Option, ...] = WRITTEN_AS
    undo = gettext_lazy("A punch is never deleted. A wrong one is taken away by a correction of its day.")
    needs_site = True
    endings = (".xlsx", ".csv", ".txt", ".tsv")

    def may_run(self, actor: Actor, site_id: int | None) -> bool:
        """Human resources and the director of the site."""
        site = Site.objects.filter(pk=site_id).first() if site_id else None
        return access.may_enter_punches(actor, site)

    def guess_mapping(self, header: list[str]) -> Mapping:
        folded = {heading.strip().casefold(): heading for heading in reversed(header)}
        found: dict[str, str] = {}
        for column in COLUMNS:
            for word in (str(column.label).casefold(), *SYNONYMS[column.key]):
                if word in folded and folded[word] not in found.values():
                    found[column.key] = folded[word]
                    break
        return Mapping(found)

    def presets(self) -> dict[str, Mapping]:
        return {}

    def readings(self, mapping: Mapping, samples: dict[str, list[str]]) -> dict[str, str]:
        return {}

    def check(self, source: Source) -> Outcome:
        """What the file would do. Writes nothing."""
        outcome, rows = self._plan(source)
        known = _known(rows)
        outcome.counts |= {"new": len(set(rows)) - known, "unchanged": len(rows) - len(set(rows)) + known}
        return outcome

    def apply(self, source: Source) -> Outcome:
        """Add the file's punches in the caller's transaction; ImportRefused when a row does not fit."""
        require(self.may_run(source.actor, source.site_id))
        outcome, rows = self._plan(source)
        if outcome.error_count:
            raise ImportRefused(outcome)
        reason = _("Import of %(file)s") % {"file": source.name}
        added = add_punches(rows, source=Origin.IMPORT, actor=source.actor, reason=reason)
        outcome.counts |= {"new": added.new, "unchanged": added.known}
        outcome.details = {"days": added.days}
        return outcome

    def _plan(self, source: Source) -> tuple[Outcome, list[PunchRow]]:
        site = Site.objects.get(pk=source.site_id or 0)
        reader = _Reader(site, source.mapping)
        with open_table(source.path, source.name, **written_as(source.mapping.options)) as table:
            places = {
                key: table.header.index(heading)
                for key, heading in source.mapping.columns.items()
                if heading in table.header
            }
            for count, (number, cells) in enumerate(table.rows, 1):
                reader.read(number, {key: cells[place] for key, place in places.items()})
                if count % TOLD_EVERY == 0:
                    source.progress(count, 0)
        source.progress(reader.count, reader.count)
        refused = len({error.row for error in reader.errors})
        outcome = Outcome(
            rows=reader.count,
            errors=reader.errors[:ERRORS_KEPT],
            error_count=len(reader.errors),
            counts={"new": 0, "unchanged": 0, "rejected": refused},
            preview_header=[_("Row"), _("Employee number"), _("Time"), _("Direction"), _("Time clock")],
            preview=reader.preview,
        )
        if not reader.count:
            outcome.notes.append(_("The file has no rows below its header."))
        if not source.mapping.columns.get("direction"):
            outcome.notes.append(
                _("The file does not say in or out: each punch counts as the nearer end of a shift.")
            )
        return outcome, reader.rows


def _known(rows: list[PunchRow]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            KNOWN,
            [
                [row.employee_id for row in rows],
                [row.occurred_at for row in rows],
                [row.source_key for row in rows],
            ],
        )
        return int(cursor.fetchone()[0])


class _Reader:
    """Rows of a file as punches, and what is wrong with those that are none."""

    def __init__(self, site: Site, mapping: Mapping) -> None:
        self.zone: zoneinfo.ZoneInfo = site.zone
        self.columns = mapping.columns
        rows = Employee.objects.filter(site=site).values_list("number", "pk")
        self.people = {number.casefold(): pk for number, pk in rows}
        self.rows: list[PunchRow] = []
        self.errors: list[RowError] = []
        self.preview: list[list[Any]] = []
        self.count = 0

    def read(self, number: int, values: dict[str, Any]) -> None:
        """Take in one row."""
        if not any(value not in (None, "") for value in values.values()):
            return
        self.count += 1
        before = len(self.errors)
        who = _text(values, "number")
        employee = self.people.get(who.casefold())
        if employee is None:
            self._refuse(number, "number", _("There is no employee of that number at this site."), who)
        at = moment(values.get("at"), values.get("date"), self.zone)
        written = f"{_text(values, 'date')} {_text(values, 'at')}".strip()
        if at is None:
            self._refuse(number, "at", _("This is no time; write it as 2026-11-21 07:52:10."), written)
        else:
            for objection in time_objections(at):
                self._refuse(number, "at", objection.sentence, written)
        word = _text(values, "direction")
        direction = DIRECTIONS.get(word.casefold())
        if direction is None:
            self._refuse(number, "direction", _("Write in or out, or leave it empty."), word)
        if len(self.errors) > before or employee is None or at is None or direction is None:
            return
        clock = _text(values, "clock")[:64]
        self.rows.append(PunchRow(employee, at, direction.value, clock))
        if len(self.preview) < PREVIEW_ROWS:
            local = at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S")
            self.preview.append([number, who, local, str(direction.label), clock])

    def _refuse(self, row: int, key: str, reason: str, value: str) -> None:
        self.errors.append(RowError(row, self.columns.get(key, key), reason, value[:200]))


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    return "" if value is None else as_text(value).strip()


def moment(at: Any, date: Any, zone: zoneinfo.ZoneInfo) -> datetime.datetime | None:
    """The moment (UTC, whole seconds) that a row names; None when it is none.

    Without an offset it is on the site's clock: a time that the clock jumps over moves on by the gap, of one that comes twice
    the first is meant.
    """
    found = at if isinstance(at, datetime.datetime) else _written(at, date)
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    return found.astimezone(datetime.UTC).replace(microsecond=0)


def _written(at: Any, date: Any) -> datetime.datetime | None:
    clock = at if isinstance(at, datetime.time) else None
    text = "" if clock else ("" if at is None else as_text(at).strip())
    if clock is None and DATE.match(text):
        try:
            return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            date, text = text, text[DATE.match(text).end() :].strip(" T")  # type: ignore[union-attr]
    day = date.date() if isinstance(date, datetime.datetime) else date
    if not isinstance(day, datetime.date):
        match = DATE.match("" if date is None else as_text(date).strip())
        if match is None:
            return None
        try:
            day = datetime.date(*map(int, match.groups()))
        except ValueError:
            return None
    if clock is None:
        match = TIME.fullmatch(text)
        if match is None:
            return None
        try:
            hour, minute, second = (int(part or 0) for part in match.groups())
            clock = datetime.time(hour, minute, second)
        except ValueError:
            return None
    return datetime.datetime.combine(day, clock.replace(tzinfo=None))
