"""Pages of duty logs: the list with today's shifts, one log, the monthly reports."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.clocks.services import running_clock
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Team
from callcenter.rulebook.values import value
from callcenter.web.listing import list_page
from callcenter.workcalendar.periods import last_months
from staffing.floor import access
from staffing.floor.board.views import REFUSED
from staffing.floor.dutylogs import facts, services
from staffing.floor.dutylogs.forms import ReportForm, SectionsForm
from staffing.floor.dutylogs.listing import ALL, state
from staffing.floor.dutylogs.models import DutyLog, MonthReport
from staffing.floor.dutylogs.months import days_of, due_month
from staffing.floor.dutylogs.sections import SECTIONS
from staffing.floor.leading import day_of, led_teams, team_of
from staffing.floor.shifts_of_day import team_shifts
from staffing.roster.models import Assignment

MONTHS = 6


@login_required
@require_GET
def duty_logs(request: HttpRequest) -> HttpResponseBase:
    """Every duty log in sight; above them the shifts of yesterday and today."""
    require(access.may_look(request.user))
    return _list(request)


def _list(request: HttpRequest, **given: Any) -> HttpResponseBase:
    teams, today = led_teams(request), chosen_site(request).today()
    yesterday = today - datetime.timedelta(days=1)
    logs = {
        (log.team_id, log.on, log.code): log
        for log in DutyLog.objects.filter(team__in=teams, on__gte=yesterday)
    }
    shifts = team_shifts(teams, yesterday, today)
    shown = [(each, logs.get(each.key)) for each in shifts if each.on == today or each.key not in logs]
    rows = DutyLog.objects.visible_to(request.user).select_related("team", "locked_by", "site")
    return list_page(
        request, rows, ALL, template="floor/duty_log_list.html", context={"shifts": shown} | given
    )


@login_required
@require_POST
def open_log(request: HttpRequest) -> HttpResponseBase:
    """Open the log of a shift, or go to the one that is there."""
    require(bool(led_teams(request)))
    try:
        log = services.open_log(
            team_of(request), day_of(request), request.POST.get("code", ""), actor=request.user
        )
    except RuleViolation as refusal:
        return _list(request, refusal=refusal)
    return redirect(log)


def _visible(request: HttpRequest, pk: int) -> DutyLog:
    rows = DutyLog.objects.visible_to(request.user).select_related(
        "team__department__site", "site", "locked_by"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def duty_log(request: HttpRequest, pk: int) -> HttpResponse:
    """One log: what the system knows and what is written, section by section."""
    return _show(request, _visible(request, pk))


def _show(request: HttpRequest, log: DutyLog, **given: Any) -> HttpResponse:
    known = facts.read(log.facts if log.is_locked else facts.gather(log, timezone.now()))
    form = given.pop("form", None) or SectionsForm(initial=log.sections | {"version": log.version})
    may_write = access.may_record(request.user, log.team) and not log.is_locked
    context = {
        "log": log,
        "state": state(log),
        "clock": running_clock(services.CLOCK, log),
        "may_write": may_write,
        "form": form,
        "parts": [
            (title, known.get(key, []), log.sections.get(key, ""), form[key])
            for key, title in SECTIONS.items()
        ],
    }
    with timezone.override(log.site.zone):
        return render(
            request, "floor/duty_log_detail.html", context | given, status=REFUSED if given else 200
        )


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the sections, or save and sign: by the button that was pressed."""
    log = _visible(request, pk)
    require(access.may_record(request.user, log.team))
    form = SectionsForm(request.POST)
    if not form.is_valid():
        return _show(request, log, form=form, is_refused=True)
    sent = dict(form.cleaned_data)
    try:
        log = services.write_log(log, sent, version=sent.pop("version"), actor=request.user)
        if request.POST.get("act") == "sign":
            log = services.sign_log(log, actor=request.user)
    except RuleViolation as refusal:
        log = _visible(request, pk)
        again = SectionsForm(initial=form.cleaned_data | {"version": log.version})
        return _show(request, log, form=again, refusal=refusal)
    messages.success(request, f"{log.number}: {state(log)[0]}" if log.is_locked else _("Saved."))
    return redirect(log)


@login_required
def months(request: HttpRequest) -> HttpResponse:
    """The monthly shift reports of the last months, by team; the one that is due is handed in here."""
    require(access.may_look(request.user))
    site, teams = chosen_site(request), led_teams(request)
    today = site.today()
    due = due_month(today, site.statistics_start_day)
    form, refusal = ReportForm(teams, request.POST or None), None
    if request.method == "POST":
        require(bool(teams))
        if form.is_valid():
            try:
                services.hand_in_report(
                    form.cleaned_data["team"], due, form.cleaned_data["text"], actor=request.user
                )
            except RuleViolation as caught:
                refusal = caught
            else:
                messages.success(request, _("The report is handed in."))
                return redirect("floor:months")
    seen = list(access.teams_in_sight(request.user, site).order_by("department__code", "code"))
    before = last_months(due, MONTHS)
    reports = MonthReport.objects.filter(team__in=seen, month__in=before).select_related(
        "handed_in_by__employee"
    )
    day = value("quality.report_before_day", site, on=today)
    context = {
        "due": due,
        "due_days": days_of(due, site.statistics_start_day),
        "due_day": day,
        "is_late": today.day >= day,
        "months": before,
        "rows": _by_team(seen, before, reports, site.statistics_start_day),
        "reports": list(reports),
        "form": form if teams else None,
        "refusal": refusal,
    }
    return render(request, "floor/months.html", context, status=REFUSED if refusal or form.errors else 200)


def _by_team(
    teams: list[Team], before: list[datetime.date], reports: Iterable[MonthReport], start_day: int
) -> list[tuple[Team, list[tuple[MonthReport | None, bool]]]]:
    """Of every team that had shifts: by month its report and whether it had shifts to report on. One query."""
    spans = {month: days_of(month, start_day) for month in before}
    first, last = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
    shifts = Assignment.objects.published().filter(
        team__in=teams, on__range=(first, last), shift_type__isnull=False
    )
    worked = {
        (team, month)
        for team, on in shifts.order_by().values_list("team", "on").distinct()
        for month, (start, end) in spans.items()
        if start <= on <= end
    }
    there = {(row.team_id, row.month): row for row in reports}
    rows = [
        (team, [(there.get((team.pk, month)), (team.pk, month) in worked) for month in before])
        for team in teams
    ]
    return [row for row in rows if any(report or had_shifts for report, had_shifts in row[1])]
