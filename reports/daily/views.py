"""Pages of the operations report."""

import datetime
import tempfile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.audit import exports
from callcenter.people.models import Site
from callcenter.tabular.workbook import XLSX
from reports.daily import page, workbook
from reports.daily.report import Report, build
from reports.rollups.access import SUBJECT, may_export, may_view, sites_to_report
from reports.rollups.periods import REPORTED, Kind, is_reportable, period_of
from reports.rollups.services import ask_recompute


@login_required
@require_GET
def report(request: HttpRequest, code: str, day: datetime.date) -> HttpResponseBase:
    """The report of a site and the period that the day lies in; `?export=xlsx` gives the workbook."""
    site = site_or_404(request, code)
    kind = request.GET.get("period", Kind.DAY.value)
    if kind not in REPORTED or not is_reportable(day):
        raise Http404
    period = period_of(Kind(kind), day, start_day=site.statistics_start_day)
    found = build(site, period, reader=request.user)
    if request.GET.get("export") == "xlsx":
        require(may_export(request.user, site))
        return download(request, found)
    return render(request, "reports/daily_report.html", page.context(request, found, day))


@login_required
@require_POST
def recompute(request: HttpRequest, code: str, day: datetime.date) -> HttpResponse:
    """Ask for the day to be summed again from its facts; back to its report."""
    site = site_or_404(request, code)
    if not is_reportable(day):
        raise Http404
    ask_recompute(site, [day], actor=request.user)
    messages.success(
        request, _("%(day)s is being summed again. Load this page again in a minute.") % {"day": day}
    )
    return redirect("reports:daily", site.code, day)


def download(request: HttpRequest, found: Report) -> FileResponse:
    """The report as a workbook, for page and API; that it was taken is recorded."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    exports.taken(request, "reports.daily", workbook.write(found, stream), site_id=found.site.pk)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=workbook.file_name(found), content_type=XLSX)


@login_required
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Where the day picker leads: the report of the chosen day."""
    site = site_or_404(request, request.GET.get("site", ""))
    try:
        day = parse_date(request.GET.get("date", ""))
    except ValueError:
        day = None
    if day is None or not is_reportable(day):
        return redirect("reports:days")
    kind = request.GET.get("period", "")
    query = f"?period={kind}" if kind in REPORTED and kind != Kind.DAY else ""
    return redirect(reverse("reports:daily", args=[site.code, day]) + query)


def site_or_404(request: HttpRequest, code: str) -> Site:
    """The site of that code if the user may read its reports; 403 for those who may read none."""
    require(may(request.user, Action.VIEW, SUBJECT))
    chosen: Any = request.site  # asking settles request.sites
    if chosen and chosen.code == code and may_view(request.user, chosen):
        return chosen
    site = sites_to_report(request.user).filter(code=code).first()
    if site is None:
        raise Http404
    return site
