"""Duty logs: opened, written, signed; monthly reports handed in."""

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Team
from callcenter.rulebook.values import value
from staffing.floor import access
from staffing.floor.dutylogs import facts, months
from staffing.floor.dutylogs.models import DutyLog, MonthReport
from staffing.floor.dutylogs.sections import SECTIONS
from staffing.roster.models import Assignment

CLOCK = "floor.duty_log"
LONGEST = 8000  # signs in a section


@transaction.atomic
def open_log(team: Team, on: datetime.date, code: str, *, actor: Actor) -> DutyLog:
    """Open the log of one shift of a team; the one that is there where somebody was quicker."""
    team = (
        Team.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department__site")
        .get(pk=team.pk)
    )
    require(access.may_record(actor, team))
    site = team.department.site
    rows = Assignment.objects.published().filter(team=team, on=on, code=code, shift_type__isnull=False)
    shifts = list(rows.values_list("starts_at", "ends_at"))
    if not shifts:
        raise RuleViolation(Objection("floor.no_such_shift", {"code": code, "team": str(team)}))
    starts_at, ends_at = min(each[0] for each in shifts), max(each[1] for each in shifts)
    found = DutyLog.objects.filter(team=team, on=on, code=code).first()
    if found is not None:
        return found
    user = user_of(actor)
    log = DutyLog.objects.create(
        site=site, team=team, on=on, code=code, starts_at=starts_at, ends_at=ends_at, opened_by=user
    )
    minutes = value("dutylog.sign_minutes", site, on=on)
    start_clock(
        CLOCK,
        log,
        site=site,
        actor=actor,
        due_at=ends_at + datetime.timedelta(minutes=minutes),
        owner=user,
        team=team,
        department=team.department,
    )
    audit.record(actor, "floor.duty_log.opened", log)
    return log


@transaction.atomic
def write_log(log: DutyLog, sections: Mapping[str, str], *, version: int, actor: Actor) -> DutyLog:
    """Write sections; refused when somebody else has written since `version`."""
    log = _locked(log)
    require(access.may_record(actor, log.team))
    _refuse_signed(log)
    if log.version != version:
        raise RuleViolation(Objection("floor.written_meanwhile"))
    before = {key: log.sections.get(key, "") for key in sections if key in SECTIONS}
    after = {key: text.strip()[:LONGEST] for key, text in sections.items() if key in SECTIONS}
    log.sections, log.version = log.sections | after, log.version + 1
    log.save(update_fields=["sections", "version"])
    changed = {key for key in after if after[key] != before.get(key, "")}
    audit.record(
        actor,
        "floor.duty_log.written",
        log,
        before={key: before.get(key, "") for key in sorted(changed)},
        after={key: after[key] for key in sorted(changed)},
    )
    return log


@transaction.atomic
def sign_log(log: DutyLog, *, actor: Actor, signer: Employee | None = None) -> DutyLog:
    """Sign and lock a log, with what the system knows frozen into it. By the handover the `signer` is the outgoing leader."""
    log = _locked(log)
    require(access.may_record(actor, log.team))
    _refuse_signed(log)
    now = timezone.now()
    if now < log.starts_at:
        raise RuleViolation(Objection("floor.shift_not_yet", {"code": log.code}))
    who = signer or Employee.objects.filter(pk=position(actor).employee_id or 0).first()
    if who is None:
        raise RuleViolation(Objection("floor.no_signer"))
    log.facts = facts.gather(log, now)
    log.locked_at, log.locked_by = now, who
    log.save(update_fields=["facts", "locked_at", "locked_by"])
    stop_running(CLOCK, log, actor=actor)
    audit.record(actor, "floor.duty_log.signed", log)
    return log


@transaction.atomic
def hand_in_report(team: Team, month: datetime.date, text: str, *, actor: Actor) -> MonthReport:
    """Hand in the shift report of a month (S2F-8), with the figures of its duty logs as they stand."""
    team = (
        Team.objects.select_for_update(of=("self",), no_key=True)
        .select_related("department__site")
        .get(pk=team.pk)
    )
    require(access.may_record(actor, team))
    site = team.department.site
    found = []
    if not text.strip():
        found.append(Objection("floor.report_empty", field="text"))
    if month.day != 1 or month > site.today():
        found.append(Objection("floor.report_too_early", field="month"))
    if found:
        raise RuleViolation(found)
    try:
        with transaction.atomic():
            report = MonthReport.objects.create(
                site=site,
                team=team,
                month=month,
                text=text.strip(),
                figures=month_figures(team, month),
                handed_in_by=user_of(actor),
            )
    except IntegrityError as clash:
        raise RuleViolation(
            Objection("floor.report_there", {"team": str(team), "month": f"{month:%Y-%m}"})
        ) from clash
    audit.record(actor, "floor.month_report.handed_in", report)
    return report


def month_figures(team: Team, month: datetime.date) -> dict[str, int]:
    """What the duty logs of a month come to."""
    days = months.days_of(month, team.department.site.statistics_start_day)
    rows = list(DutyLog.objects.filter(team=team, on__range=days))
    shifts = Assignment.objects.published().filter(team=team, on__range=days, shift_type__isnull=False)
    return {
        "shifts": shifts.order_by().values("on", "code").distinct().count(),
        "logs": len(rows),
        "signed": sum(row.is_locked for row in rows),
    }


def _locked(log: DutyLog) -> DutyLog:
    rows = DutyLog.objects.select_for_update(of=("self",)).select_related("team__department__site", "site")
    return rows.get(pk=log.pk)


def _refuse_signed(log: DutyLog) -> None:
    if log.is_locked:
        raise RuleViolation(Objection("floor.log_signed", {"number": log.number}))
