"""Pages of patrols: quick entry, the list, one patrol, the checklist, the week's analysis and its workbook."""

import datetime
import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.audit.exports import taken
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from callcenter.people.refusals import place, posted
from callcenter.tabular.workbook import XLSX
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from callcenter.web.uploads import takes_upload
from staffing.records.access import SUBJECT, keeps_anything, keeps_site, looks_after, reads_site
from staffing.records.bulletins.views import REFUSED
from staffing.records.patrols import access, services
from staffing.records.patrols.analysis import charts, write
from staffing.records.patrols.forms import ItemForm, MeasuresForm, PatrolForm
from staffing.records.patrols.listing import ALL
from staffing.records.patrols.models import Patrol, PatrolAnalysis, PatrolItem
from staffing.records.patrols.selectors import WEEK, monday, policy, running, week_of


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The list, the week, the checklist."""
    found = [("records:patrols", _("Patrols")), ("records:patrol-week-now", _("Analysis of the week"))]
    if keeps_anything(request.user):
        found.append(("records:checklist", _("Checklist")))
    return page_tabs(found, active)


def _due(request: HttpRequest, site: Site) -> list[Any]:
    """The running shifts that the user sees, with their next patrol."""
    rows = running(site)
    return (
        rows
        if reads_site(request.user, site.pk)
        else [one for one in rows if one.team.pk in position(request.user).team_ids]
    )


@login_required
@require_GET
def patrols(request: HttpRequest) -> HttpResponseBase:
    """Every patrol in sight, and what the running shifts still need."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = (
        Patrol.objects.visible_to(request.user).with_counts().select_related("site", "team", "patrolled_by")
    )
    rows = rows.prefetch_related("findings__item", "findings__employee")
    context = {
        "tabs": tabs(request, "records:patrols") if looks_after(request.user) else [],
        "running": _due(request, chosen_site(request)) if looks_after(request.user) else [],
        "may_patrol": keeps_anything(request.user),
    }
    return list_page(request, rows, ALL, template="records/patrol_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
@takes_upload(lambda: settings.FILES_ATTACHMENT_BYTES)
def new_patrol(request: HttpRequest) -> HttpResponse:
    """Quick entry: tap what is wrong, record."""
    site = chosen_site(request)
    require(keeps_anything(request.user))
    where = position(request.user)
    everywhere = keeps_site(request.user, site.pk)
    form = PatrolForm(
        posted(request),
        request.FILES or None,
        site=site,
        team_ids=None if everywhere else where.team_ids,
        initial={"team": request.GET.get("team")}
        if request.GET.get("team")
        else {"team": _own_team(request)},
    )
    if not everywhere:
        form.fields["team"].required = True
    refusal = None
    if form.is_bound and form.is_valid():
        try:
            made = services.record_patrol(site, actor=request.user, **form.facts())
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s is recorded.") % {"number": made.number})
            return redirect(made)
    context = {
        "form": form,
        "refusal": refusal,
        "may_keep_list": access.may_keep_list(request.user, site),
    }
    status = REFUSED if refusal or form.errors else 200
    return render(request, "records/patrol_form.html", context, status=status)


def _own_team(request: HttpRequest) -> int | None:
    teams = position(request.user).team_ids
    return next(iter(teams)) if len(teams) == 1 else None


@login_required
@require_GET
def patrol(request: HttpRequest, pk: int) -> HttpResponse:
    """One patrol."""
    rows = Patrol.objects.visible_to(request.user).select_related("site", "team", "patrolled_by")
    found = get_object_or_404(rows.prefetch_related("findings__item", "findings__employee"), pk=pk)
    late = found.recorded_at - found.patrolled_at
    within = policy(found.site, found.patrolled_at.astimezone(found.site.zone).date()).record_within
    context = {
        "patrol": found,
        "is_late": late > within,
        "may_patrol": keeps_anything(request.user),
    }
    return render(request, "records/patrol_detail.html", context)


@login_required
@require_GET
def this_week(request: HttpRequest) -> HttpResponse:
    """The week that runs."""
    require(looks_after(request.user))
    return redirect("records:patrol-week", week=monday(chosen_site(request).today()).isoformat())


def _week(text: str) -> datetime.date:
    try:
        return monday(datetime.date.fromisoformat(text))
    except ValueError:
        raise Http404 from None


@login_required
@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, week: str) -> HttpResponse:
    """The Patrol Record Analysis of a week: figures, charts, persons, measures. `?export=xlsx`: as a workbook."""
    require(looks_after(request.user))
    site, first = chosen_site(request), _week(week)
    figures = week_of(site, first, rows=Patrol.objects.visible_to(request.user))
    if request.GET.get("export"):
        require(may(request.user, Action.EXPORT, SUBJECT))
        stream = io.BytesIO()
        analysis = PatrolAnalysis.objects.filter(site=site, week=first).first()
        write(stream, site, figures, analysis.measures if analysis else "")
        taken(request, "records.patrol_week", figures.findings, site_id=site.pk)
        name = f"patrols-{site.code}-{first}.xlsx"
        return HttpResponse(
            stream.getvalue(),
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    form, refusal = MeasuresForm(posted(request)), None
    require(not form.is_bound or access.may_keep_list(request.user, site))
    if form.is_bound and form.is_valid():
        try:
            services.hand_in_analysis(site, first, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The analysis is with the director."))
            return redirect("records:patrol-week", week=first.isoformat())
    context = {
        "tabs": tabs(request, "records:patrol-week-now"),
        "figures": figures,
        "charts": charts(site, figures),
        "analysis": PatrolAnalysis.objects.select_related("handed_in_by")
        .filter(site=site, week=first)
        .first(),
        "form": form if access.may_keep_list(request.user, site) and first < monday(site.today()) else None,
        "refusal": refusal,
        "last_day": first + WEEK - datetime.timedelta(days=1),
        "earlier": first - WEEK,
        "later": first + WEEK if first < monday(site.today()) else None,
        "may_export": may(request.user, Action.EXPORT, SUBJECT),
        "list_url": f"{reverse('records:patrols')}?day_after={first}&day_before={first + WEEK - datetime.timedelta(days=1)}",
    }
    return render(
        request, "records/patrol_week.html", context, status=REFUSED if refusal or form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest) -> HttpResponse:
    """The site's checklist; leaders of the site add points."""
    site = chosen_site(request)
    require(keeps_anything(request.user))
    form, refusal = ItemForm(posted(request)), None
    if form.is_bound:
        require(access.may_keep_list(request.user, site))
        if form.is_valid():
            try:
                services.add_item(site, actor=request.user, **form.cleaned_data)
            except RuleViolation as caught:
                refusal = place(form, caught)
            else:
                messages.success(request, _("The point is on the list."))
                return redirect("records:checklist")
    context = {
        "tabs": tabs(request, "records:checklist"),
        "items": PatrolItem.objects.filter(site=site),
        "form": form,
        "refusal": refusal,
        "may_keep": access.may_keep_list(request.user, site),
    }
    return render(
        request, "records/checklist.html", context, status=REFUSED if refusal or form.errors else 200
    )


@login_required
@require_POST
def take_standard(request: HttpRequest) -> HttpResponse:
    """Take the manuals' checklist over."""
    count = services.take_standard_list(chosen_site(request), actor=request.user)
    messages.success(request, _("%(count)s points are new on the list.") % {"count": count})
    return redirect("records:checklist")


@login_required
@require_POST
def switch_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a point off the list, or put it back."""
    item = get_object_or_404(PatrolItem, pk=pk, site=chosen_site(request))
    services.switch_item(item, actor=request.user, is_active=request.POST.get("is_active") == "on")
    return redirect("records:checklist")
