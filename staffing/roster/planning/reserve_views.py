"""The staff reserve: a page, and its workbook."""

import datetime
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import require
from callcenter.audit import exports
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.models import Site
from callcenter.rulebook.citations import cite
from callcenter.rulebook.values import value
from callcenter.tabular.workbook import XLSX, Column, Sheet, write_workbook
from callcenter.workcalendar.periods import month_after, month_before
from staffing.roster import access
from staffing.roster.mine.views import month_of
from staffing.roster.planning import reserve
from staffing.roster.planning.reserve import Candidate, Readiness, Staff

RULES = ("roster.reserve_percent", "roster.max_day_hours", "roster.new_staff_days")


def _asked(request: SiteRequest) -> tuple[Site, datetime.date]:
    """The site of the top bar, and `?month=2026-12`; without it the month that is planned next."""
    site = chosen_site(request)
    require(access.reaches_site(request.user, Action.EXPORT, site.pk))
    text = request.GET.get("month", "")
    return site, month_of(text) if text else month_after(site.today())


@login_required
@require_GET
def show(request: SiteRequest) -> HttpResponse:
    """People needed, planned and there, by department, and who could fill what is missing."""
    site, month = _asked(request)
    found = reserve.of_site(site, month)
    context = {
        "site": site,
        "month": month,
        "before": month_before(month),
        "after": month_after(month),
        "lists": [(each, [(one, standing(one)) for one in each.candidates]) for each in found if each.needed],
        "without": [each for each in found if not each.needed],
        "percent": value("roster.reserve_percent", site, on=month),
        "may_draw_up": access.may_draw_up(request.user, site.pk),
    }
    return render(request, "roster/reserve.html", context)


def standing(one: Candidate) -> tuple[str, str]:
    """Where a candidate stands with induction, as a badge."""
    if one.readiness is Readiness.TRAINING:
        return _("in induction, until %(day)s at most") % {"day": one.until}, "yellow"
    if one.passed_on is not None:
        return _("passed %(day)s") % {"day": one.passed_on}, "green"
    return _("ready"), "green"


@login_required
@require_GET
def take(request: SiteRequest) -> HttpResponseBase:
    """The same as a workbook."""
    site, month = _asked(request)
    found = reserve.of_site(site, month)
    stream = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  (the response closes it)
    exports.taken(request, "roster.reserve", _write(stream, site, month, found))
    stream.seek(0)
    name = f"reserve-{site.code}-{month:%Y-%m}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def _write(stream: Any, site: Site, month: datetime.date, found: list[Staff]) -> int:
    figures = [
        Column(_("Department")),
        Column(_("Month")),
        Column(_("Hours needed"), "number"),
        Column(_("Busiest half hour"), "number"),
        Column(_("People needed"), "number"),
        Column(_("Planned with reserve"), "number"),
        Column(_("Ready"), "number"),
        Column(_("In induction"), "number"),
        Column(_("On leave all month"), "number"),
        Column(_("People missing"), "number"),
        Column(_("Reserve there is"), "percent"),
    ]
    people = [
        Column(_("For department")),
        Column(_("Employee number")),
        Column(_("Name")),
        Column(_("Team")),
        Column(_("Job type")),
        Column(_("Skill level"), "number"),
        Column(_("Induction")),
        Column(_("Live shifts")),
    ]
    lines = [
        [
            str(each.department), f"{month:%Y-%m}", each.hours, each.peak, each.needed, each.planned,
            each.ready, each.training, each.away, each.missing if each.planned else None, each.reserve,
        ]
        for each in found
    ]  # fmt: skip
    definitions = [(key, cite(key, site, month).sentence) for key in RULES]
    sheets = [
        Sheet(_("Staff reserve"), figures, lines),
        Sheet(_("Candidates"), people, _candidates(found)),
    ]
    title = f"{_('Staff reserve')} {month:%Y-%m}"
    return write_workbook(stream, sheets, definitions=definitions, title=title, zone=site.zone)


def _candidates(found: list[Staff]) -> Iterator[list[Any]]:
    for each in found:
        for one in each.candidates:
            yield [
                str(each.department),
                one.employee.number,
                str(one.employee),
                str(one.team),
                one.employee.get_job_type_display(),
                one.employee.skill_level,
                standing(one)[0],
                " ".join(one.codes),
            ]
