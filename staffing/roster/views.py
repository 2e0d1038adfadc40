"""Pages of rosters: the list, beginning one, its checks, letting them pass, publishing, its workbook."""

import datetime
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, require, scope
from callcenter.audit import exports
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.refusals import place, posted
from callcenter.tabular.delimited import csv_lines
from callcenter.tabular.workbook import XLSX
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from callcenter.workcalendar.periods import month_after
from staffing.roster import access, checks, deadlines, publish_jobs, services, workbook
from staffing.roster.checks import Key, Report, RosterFinding
from staffing.roster.forms import BeginForm, LetPassForm, PublishForm
from staffing.roster.listing import ROSTERS
from staffing.roster.mine.views import month_of
from staffing.roster.models import SUBJECT, Roster

REFUSED = 422
SHOWN = 200  # findings of one check that the page lists


def sees_rosters(user: Actor) -> bool:
    """Whether somebody sees more of rosters than their own shifts."""
    return scope(user, Action.VIEW, SUBJECT) > Scope.OWN


def roster_or_404(request: HttpRequest, site: str, department: str, month: str) -> Roster:
    """The roster at an address, for those who see more than their own shifts."""
    require(sees_rosters(request.user))
    rows = Roster.objects.visible_to(request.user).select_related("site", "department__site")
    return get_object_or_404(rows, site__code=site, department__code=department, month=month_of(month))


def tabs(roster: Roster, active: str) -> list[dict[str, Any]]:
    """The pages about a roster."""
    args = [roster.site.code, roster.department.code, f"{roster.month:%Y-%m}"]
    pages = [
        ("roster:grid", _("Roster")),
        ("roster:check", _("Check")),
        ("roster:publish", _("Publish")),
        ("roster:versions", _("Versions")),
        ("roster:changes", _("Changes")),
        ("roster:coverage", _("Coverage")),
        ("roster:fairness", _("Fairness")),
    ]
    return page_tabs(pages, f"roster:{active}", args)


@login_required
@require_GET
def index(request: SiteRequest) -> HttpResponseBase:
    """The rosters of the site of the top bar, the latest month first."""
    require(sees_rosters(request.user))
    site = chosen_site(request)
    standing = Q(assignments__cancelled_at=None)
    rows = Roster.objects.visible_to(request.user).filter(site=site)
    rows = Roster.objects.filter(pk__in=rows.values("pk")).annotate(
        people=Count("assignments__employee", filter=standing, distinct=True),
        shifts=Count("assignments", filter=standing, distinct=True),
    )
    rows = rows.select_related("site", "department", "created_by__employee")
    context = {"may_draw_up": access.may_draw_up(request.user, site.pk)}
    return list_page(request, rows, ROSTERS, template="roster/roster_list.html", context=context)


@login_required
def begin(request: SiteRequest) -> HttpResponse:
    """Begin the roster of a department for a month."""
    site = chosen_site(request)
    require(access.may_draw_up(request.user, site.pk))
    form = BeginForm(posted(request), site=site, initial={"month": f"{month_after(site.today()):%Y-%m}"})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_roster(
                form.cleaned_data["department"], form.cleaned_data["month"], actor=request.user
            )
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The roster is begun; it is a draft until it is published."))
            return redirect(made)
    context = {"form": form, "refusal": refusal, "back": reverse("roster:index")}
    return render(request, "roster/roster_begin.html", context, status=REFUSED if form.is_bound else 200)


@login_required
@require_GET
def check(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """Everything that speaks against the roster, by rule; each line leads to its cell."""
    roster = roster_or_404(request, site, department, month)
    return _check_page(request, roster)


def _check_page(
    request: HttpRequest,
    roster: Roster,
    *,
    form: LetPassForm | None = None,
    refusal: RuleViolation | None = None,
) -> HttpResponse:
    report = checks.check(roster)
    chosen = request.POST.getlist("finding")
    context = {
        "roster": roster,
        "tabs": tabs(roster, "check"),
        "groups": groups(report),
        "report": report,
        "shown": SHOWN,
        "may_let_pass": access.may_let_pass(request.user, roster.site_id),
        "may_publish": access.may_publish(request.user, roster.site_id),
        "form": form or LetPassForm(),
        "chosen": chosen,
        "refusal": refusal,
        "overrides": roster.overrides.select_related("employee", "given_by__employee").order_by("on", "pk"),
    }
    return render(request, "roster/roster_check.html", context, status=REFUSED if form else 200)


def groups(report: Report) -> list[dict[str, Any]]:
    """The findings by check, those that block first; each check with its number and the rules it rests on."""
    ordered = sorted(report.findings, key=lambda each: (not each.keeps_back, each.objection.code))
    found = []
    for (_free, code), each in groupby(ordered, lambda one: (not one.keeps_back, one.objection.code)):
        lines = list(each)
        found.append(
            {
                "code": code,
                "heading": checks.heading(code),
                "count": len(lines),
                "keeps_back": lines[0].keeps_back,
                "is_passable": code in checks.PASSABLE,
                "objections": [lines[0].objection],
                "lines": [(line, _value(line), _cell_url(report.roster, line)) for line in lines[:SHOWN]],
            }
        )
    return found


def _value(finding: RosterFinding) -> str:
    return f"{finding.employee_id or ''}|{finding.on}|{finding.objection.code}"


def _cell_url(roster: Roster, finding: RosterFinding) -> str:
    who = f"employee={finding.number}&" if finding.number else ""
    return f"{roster.get_absolute_url()}?{who}day={finding.on}"


def keys_of(values: list[str]) -> list[Key]:
    """The findings that were chosen on the page."""
    found: list[Key] = []
    for value in values:
        employee, _sign, rest = value.partition("|")
        day, _sign, code = rest.partition("|")
        try:
            found.append((int(employee) if employee else None, datetime.date.fromisoformat(day), code))
        except ValueError as error:
            raise BadRequest(value[:100]) from error
    return found


@login_required
@require_POST
def let_pass(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """Let the chosen findings pass with a reason."""
    roster = roster_or_404(request, site, department, month)
    form = LetPassForm(request.POST)
    keys = keys_of(request.POST.getlist("finding"))
    form.is_valid()
    try:
        done = services.let_pass(
            roster,
            keys,
            actor=request.user,
            reason=form.cleaned_data.get("reason", ""),
        )
    except RuleViolation as error:
        return _check_page(request, roster, form=form, refusal=place(form, error))
    messages.success(request, _("Let pass: %(count)s.") % {"count": len(done)})
    return redirect("roster:check", site, department, month)


@login_required
def publish(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """What would be published and what keeps it back; a large roster becomes a job."""
    roster = roster_or_404(request, site, department, month)
    require(access.may_publish(request.user, roster.site_id))
    form, refusal = PublishForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if publish_jobs.is_long(roster):
                job = publish_jobs.start_publishing(roster, actor=request.user, reason=reason)
                return redirect("files:job", job.pk)
            version = services.publish_roster(roster, actor=request.user, reason=reason)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect("roster:versions", site, department, month)
    return _publish_page(request, roster, form, refusal)


def _publish_page(
    request: HttpRequest, roster: Roster, form: PublishForm, refusal: RuleViolation | None
) -> HttpResponse:
    is_long = publish_jobs.is_long(roster)
    report = None if is_long else checks.check(roster)
    due = deadlines.due_on(roster.site, roster.month)
    context = {
        "roster": roster,
        "tabs": tabs(roster, "publish"),
        "form": form,
        "refusal": refusal,
        "is_long": is_long,
        "report": report,
        "shifts": sum(map(len, report.duties.values())) if report else None,
        "due": due,
        "is_late": not roster.is_published and roster.site.today() > due,
        "next_number": roster.published_number + 1,
    }
    return render(request, "roster/roster_publish.html", context, status=REFUSED if form.is_bound else 200)


@login_required
@require_GET
def take(request: HttpRequest, site: str, department: str, month: str) -> HttpResponseBase:
    """The roster as a workbook, or `?as=csv`, in the layout in which it is loaded again."""
    roster = roster_or_404(request, site, department, month)
    require(access.reaches_site(request.user, Action.EXPORT, roster.site_id))
    name = f"roster-{site}-{department}-{month}"
    if request.GET.get("as") == "csv":
        lines = list(workbook.rows(roster))
        exports.taken(request, "roster.month", len(lines))
        heading = [str(column.label) for column in workbook.columns(roster)]
        response = StreamingHttpResponse(csv_lines(heading, lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    stream = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  (the response closes it)
    exports.taken(request, "roster.month", workbook.write(roster, stream))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
