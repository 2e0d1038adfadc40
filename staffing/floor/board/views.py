"""Pages of today's floor: the board, one person on it, redeployment, stop-work orders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from staffing.attendance.access import may_call_roll
from staffing.floor import access
from staffing.floor.board import page
from staffing.floor.board.forms import ReasonForm, RedeployForm, StopWorkForm
from staffing.floor.board.person import person_page
from staffing.floor.presence import Where
from staffing.floor.stops.changes import grounds
from staffing.floor.stops.models import Annulment, StopWork
from staffing.floor.stops.services import annul_stop_work, order_stop_work
from staffing.roster.access import may_redeploy
from staffing.roster.models import Assignment
from staffing.roster.services import redeploy as redeploy_shift

REFUSED = 422


def choice(request: HttpRequest, site: Site) -> page.Choice:
    """The team, word and name that the reader filters by; what is unknown filters nothing."""
    teams = list(access.teams_in_sight(request.user, site).order_by("department__code", "code"))
    team = next((each for each in teams if str(each.pk) == request.GET.get("team")), None)
    word = request.GET.get("where", "")
    where = Where(word) if word in set(Where) else None
    return page.Choice(team, where, request.GET.get("q", "").strip()[:60], teams)


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Who is there now. htmx asks again and again; where nothing has changed the answer is empty."""
    require(access.may_look(request.user))
    site = chosen_site(request)
    chosen = choice(request, site)
    live = page.build(site, chosen, actor=request.user, now=timezone.now())
    context = {
        "choice": chosen,
        "sees_breaks": access.may_see_breaks(request.user),
        "calls_roll": any(may_call_roll(request.user, team.pk) for team in chosen.teams),
        **live,
    }
    if not request.headers.get("HX-Request"):
        return render(request, "floor/board.html", context)
    if request.GET.get("seen") == live["digest"]:
        return HttpResponse(status=204)
    context["speaks"] = request.GET.get("said") != live["spoken"]
    return render(request, "floor/board.html#live", context)


def visible_shift(request: HttpRequest, pk: int) -> Assignment:
    """A published shift of a team in sight; 404 for anything else."""
    require(access.may_look(request.user))
    rows = Assignment.objects.filter(
        is_published=True, team__in=access.teams_in_sight(request.user, chosen_site(request))
    )
    return get_object_or_404(rows.select_related("employee", "team__department", "site", "shift_type"), pk=pk)


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's shift: where they are, breaks, what the leader may do."""
    return show_person(request, visible_shift(request, pk))


def show_person(request: HttpRequest, row: Assignment, **given: Any) -> HttpResponse:
    """The page of one person, with a refused form where one was."""
    context = person_page(row, actor=request.user, now=timezone.now()) | given
    status = REFUSED if given else 200
    with timezone.override(row.site.zone):
        return render(request, "floor/person.html", context, status=status)


@login_required
@require_POST
def redeploy(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the shift worked for another team today."""
    row = visible_shift(request, pk)
    require(may_redeploy(request.user, row))
    form = RedeployForm(row.site, row.team, request.POST)
    if not form.is_valid():
        return show_person(request, row, redeploy_form=form)
    try:
        redeploy_shift(row, form.cleaned_data["team"], actor=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return show_person(request, row, redeploy_form=form, refusal=refusal)
    figures = {"name": row.employee, "team": form.cleaned_data["team"]}
    messages.success(request, _("%(name)s works for %(team)s now.") % figures)
    return redirect("floor:person", pk)


@login_required
@require_POST
def stop_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Order somebody to stop work."""
    row = visible_shift(request, pk)
    require(access.may_stop_work(request.user, row))
    form = StopWorkForm(row.site, request.POST, auto_id="stop_%s")
    if not form.is_valid():
        return show_person(request, row, stop_form=form)
    try:
        order = order_stop_work(row, actor=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return show_person(request, row, stop_form=form, refusal=refusal)
    messages.success(request, _("%(name)s stops work. The director has been told.") % {"name": row.employee})
    return redirect(order)


@login_required
@require_GET
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """One stop-work order."""
    return _show_stop(request, _order(request, pk))


def _order(request: HttpRequest, pk: int) -> StopWork:
    rows = StopWork.objects.visible_to(request.user).select_related(
        "employee",
        "team__department",
        "site",
        "assignment",
        "ordered_by__employee",
        "annulment__annulled_by__employee",
    )
    return get_object_or_404(rows, pk=pk)


def _show_stop(request: HttpRequest, found: StopWork, **given: Any) -> HttpResponse:
    is_annulled = Annulment.objects.filter(order=found).exists()
    context = {
        "order": found,
        "ground": dict(grounds(found.site, found.on)).get(found.ground, found.ground),
        "is_annulled": is_annulled,
        "may_annul": not is_annulled and access.may_annul(request.user, found),
        "form": ReasonForm(auto_id="annul_%s"),
        **given,
    }
    with timezone.override(found.site.zone):
        return render(request, "floor/stop.html", context, status=422 if given else 200)


@login_required
@require_POST
def annul_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Annul an order that was wrong."""
    found = _order(request, pk)
    require(access.may_annul(request.user, found))
    form = ReasonForm(request.POST, auto_id="annul_%s")
    if not form.is_valid():
        return _show_stop(request, found, form=form)
    try:
        annul_stop_work(found, actor=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return _show_stop(request, found, form=form, refusal=refusal)
    messages.success(request, _("The stop-work order is annulled."))
    return redirect(found)
