"""Closing a month sheet with what it says, reopening it with a reason, asking for its workbook."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.files.exports.services import start_export
from callcenter.files.jobs.models import Job
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.rulebook.kinds import to_json
from callcenter.rulebook.registry import all_rules
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import Kind, Period, period_of
from staffing.attendance import access
from staffing.attendance.days.models import AttendanceDay, Figures, Reason, StaleDay
from staffing.attendance.days.models import State as DayState
from staffing.attendance.days.services import without_row, work_out_days
from staffing.attendance.periods.ledger import ledger_lines
from staffing.attendance.periods.models import AttendancePeriod, Snapshot, State

WORKBOOK = "attendance.sheet"
ONE_DAY = datetime.timedelta(days=1)
FIGURES = [field.name for field in Figures._meta.get_fields()]
COPY = f"""
    INSERT INTO attendance_snapshotday (snapshot_id, employee_id, "on", revision, {", ".join(FIGURES)})
    SELECT %s, employee_id, "on", revision, {", ".join(FIGURES)}
      FROM attendance_attendanceday WHERE site_id = %s AND "on" >= %s AND "on" < %s
"""  # noqa: S608  names of our own columns


def period_at(site: Site, on: datetime.date) -> Period:
    """The month that attendance is handed in for, of the site, in which the day lies."""
    return period_of(Kind.STATISTICS, on, start_day=site.statistics_start_day)


def sheet_at(site: Site, on: datetime.date) -> AttendancePeriod:
    """The sheet in which the day lies, made when it is missing."""
    found = AttendancePeriod.objects.filter(site=site, start__lte=on, end__gt=on).first()
    if found is not None:
        return found
    period = period_at(site, on)
    end = period.end
    later = AttendancePeriod.objects.filter(site=site, start__gt=on).order_by("start").first()
    if later is not None:
        end = min(end, later.start)
    before = AttendancePeriod.objects.filter(site=site, end__lte=on).order_by("-end").first()
    start = max(period.start, before.end) if before else period.start
    made, _new = AttendancePeriod.objects.get_or_create(site=site, start=start, defaults={"end": end})
    return made


def ensure_sheets() -> None:
    """Every site has the sheets of this month and the last."""
    for site in Site.objects.order_by("pk"):
        today = site.today()
        sheet_at(site, period_at(site, today).start - ONE_DAY)
        sheet_at(site, today)


@transaction.atomic
def close_period(period: AttendancePeriod, *, actor: Actor) -> AttendancePeriod:
    """Close the sheet with what it says now. Refused before its last day is over, and while days are still running.

    Stale days of the period are worked out first. From now on its workbook is made of what stands here, whatever comes later.
    """
    period = _locked(period)
    require(access.may_close(actor, period.site))
    if period.is_closed:
        raise RuleViolation(Objection("attendance.closed_already"))
    if period.site.today() < period.end:
        raise RuleViolation(Objection("attendance.not_over", {"last": period.last.isoformat()}))
    _settle(period)
    running = AttendanceDay.objects.filter(site=period.site, on__gte=period.start, on__lt=period.end)
    count = running.exclude(state=DayState.DONE).count()
    if count:
        raise RuleViolation(Objection("attendance.still_running", {"count": count}))
    now = timezone.now()
    period.state, period.number, period.closed_at = State.CLOSED.value, period.number + 1, now
    period.closed_by = user_of(actor)
    period.save(update_fields=["state", "number", "closed_at", "closed_by"])
    snapshot = Snapshot.objects.create(
        period=period,
        number=period.number,
        people=people_of(period),
        ledger=ledger_lines(period.site, period.start, period.last),
        values=values_of(period.site, period.last),
        made_at=now,
    )
    with connection.cursor() as cursor:
        cursor.execute(COPY, [snapshot.pk, period.site_id, period.start, period.end])
        days = cursor.rowcount
    audit.record(
        actor,
        "attendance.period.closed",
        period,
        after={"from": period.start, "to": period.last, "number": period.number, "days": days},
    )
    return period


def _locked(period: AttendancePeriod) -> AttendancePeriod:
    rows = AttendancePeriod.objects.select_for_update(of=("self",)).select_related("site")
    return rows.get(pk=period.pk)


def _settle(period: AttendancePeriod) -> None:
    """Work out the days of the period that are marked stale, that time has moved on, or that nobody has looked at."""
    marks = StaleDay.objects.filter(
        employee__site=period.site, on__gte=period.start, on__lt=period.end
    ).values_list("pk", "employee_id", "on", "reason")
    seen = list(marks)
    wanted = {(employee, on): Reason(reason) for _pk, employee, on, reason in seen}
    rows = AttendanceDay.objects.filter(
        site=period.site, on__gte=period.start, on__lt=period.end, look_at__lte=timezone.now()
    )
    wanted |= dict.fromkeys(rows.values_list("employee_id", "on"), Reason.TIME)
    begun = without_row(period.site, period.start, period.last, timezone.now())
    wanted |= dict.fromkeys(begun, Reason.TIME)
    work_out_days(period.site, wanted)
    StaleDay.objects.filter(pk__in=[mark[0] for mark in seen]).delete()


def people_of(period: AttendancePeriod) -> dict[str, list[str]]:
    """Who is on the sheet, as they are called: number, names, team and department in both languages, by id."""
    days = AttendanceDay.objects.filter(site=period.site, on__gte=period.start, on__lt=period.end)
    employed = Employee.objects.filter(site=period.site).employed(period.last)
    ids = Q(pk__in=days.values("employee")) | Q(pk__in=employed.values("pk"))
    columns = (
        Employee.objects.with_place(period.last)
        .filter(ids, site=period.site)
        .order_by("number")
        .values_list(  # type: ignore[misc]  # annotated by with_place
            "pk",
            "number",
            "name",
            "name_zh",
            "team_now__team__name",
            "team_now__team__name_zh",
            "team_now__team__department__name",
            "team_now__team__department__name_zh",
        )
    )
    return {str(pk): [word or "" for word in words] for pk, *words in columns}


def values_of(site: Site, on: datetime.date) -> dict[str, Any]:
    """What the rulebook said about attendance on that day, as it stores values."""
    return {
        rule.key: to_json(rule.kind, value(rule.key, site, on=on))
        for rule in all_rules()
        if rule.room == "attendance"
    }


@transaction.atomic
def reopen_period(period: AttendancePeriod, *, reason: str, actor: Actor) -> AttendancePeriod:
    """Open a closed sheet again, with a reason; what it said stays kept under its number."""
    period = _locked(period)
    require(access.may_close(actor, period.site))
    found = []
    if not period.is_closed:
        found.append(Objection("attendance.not_closed"))
    if not reason.strip():
        found.append(Objection("attendance.reason_needed", {}, "reason"))
    if found:
        raise RuleViolation(found)
    period.state, period.reopened_at, period.reopen_reason = State.OPEN.value, timezone.now(), reason.strip()
    period.save(update_fields=["state", "reopened_at", "reopen_reason"])
    audit.record(actor, "attendance.period.reopened", period, before={"number": period.number}, reason=reason)
    return period


@transaction.atomic
def ask_workbook(period: AttendancePeriod, *, actor: Actor) -> Job:
    """Ask for the workbook: of a closed sheet always the same content, of an open one as it stands when it is made."""
    require(access.may_export(actor, period.site))
    job = start_export(
        WORKBOOK,
        str(period),
        params={
            "period": period.pk,
            "number": period.number if period.is_closed else 0,
            "file_name": f"attendance-{period.site.code}-{period.start}-{period.last}.xlsx",
        },
        site_id=period.site_id,
        actor=actor,
    )
    audit.record(actor, "attendance.period.export_asked", period, after={"job": job.pk})
    return job


def close_due() -> int:
    """On the day that sheets go to human resources, close those that nobody has closed; how many."""
    ensure_sheets()
    done = 0
    for period in AttendancePeriod.objects.filter(state=State.OPEN, reopened_at=None).select_related("site"):
        today = period.site.today()
        if today < hand_in_on(period) or not value("attendance.closes_by_itself", period.site, on=today):
            continue
        try:
            close_period(period, actor=None)
        except RuleViolation:
            continue  # a day still runs; tomorrow again
        done += 1
    return done


def hand_in_on(period: AttendancePeriod) -> datetime.date:
    """The day by which the sheet goes to human resources: the 25th that follows its last day (P03)."""
    day: int = value("attendance.hand_in_day", period.site, on=period.last)
    found = period.last.replace(day=day)
    if found <= period.last:
        found = (period.last.replace(day=1) + datetime.timedelta(days=32)).replace(day=day)
    return found


def changed_since(period: AttendancePeriod) -> int:
    """How many days say something else now than when the sheet was closed; 0 while it is open."""
    if not period.is_closed:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*)
              FROM attendance_attendanceday day
              LEFT JOIN attendance_snapshotday kept
                     ON kept.employee_id = day.employee_id AND kept."on" = day."on"
                    AND kept.snapshot_id = (SELECT id FROM attendance_snapshot
                                             WHERE period_id = %s AND number = %s)
             WHERE day.site_id = %s AND day."on" >= %s AND day."on" < %s
               AND (kept.id IS NULL OR kept.revision <> day.revision)
            """,
            [period.pk, period.number, period.site_id, period.start, period.end],
        )
        return int(cursor.fetchone()[0])
