"""Pages of breaks: one's own on the phone, the board of a team's day for the leader."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import may, position, require, scope
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Team
from callcenter.web.views import back_to
from staffing.floor import access
from staffing.floor.access import BREAKS
from staffing.floor.board.views import REFUSED, show_person, visible_shift
from staffing.floor.breaks import page, services
from staffing.floor.breaks.forms import AskForm, AssignForm, MoveForm, moment
from staffing.floor.breaks.models import Break, BreakState, OffPost
from staffing.floor.breaks.moving.forms import undo_steps
from staffing.floor.handovers.models import ConsoleRelease
from staffing.roster.models import Assignment


def teams(request: HttpRequest) -> list[Team]:
    """The teams whose breaks the reader sees, their own first."""
    rows = Team.objects.filter(department__site=chosen_site(request), is_active=True)
    own = position(request.user).team_ids
    if scope(request.user, Action.VIEW, BREAKS) < Scope.SITE:
        rows = rows.filter(pk__in=own)
    found = list(rows.select_related("department__site").order_by("department__code", "code"))
    return sorted(found, key=lambda team: team.pk not in own)


@login_required
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """To the board of one's own team today."""
    require(access.may_see_breaks(request.user))
    found = teams(request)
    if not found:
        return render(request, "floor/no_team.html")
    return redirect("floor:breaks", found[0].pk, chosen_site(request).today().isoformat())


def team_in_sight(request: HttpRequest, team: int) -> Team:
    """A team whose breaks the reader sees; 404 for any other."""
    require(access.may_see_breaks(request.user))
    found = next((each for each in teams(request) if each.pk == team), None)
    if found is None:
        raise Http404
    return found


def day_of_text(text: str) -> datetime.date:
    """The day of an address; 404 for what is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


@login_required
@require_GET
def board(request: HttpRequest, team: int, on: str) -> HttpResponse:
    """The slots of a team's day. htmx asks again and again; where nothing has changed the answer is empty."""
    return show_board(request, team_in_sight(request, team), day_of_text(on))


def show_board(request: HttpRequest, team: Team, on: datetime.date, **given: Any) -> HttpResponse:
    """The page of a team's day, with a refused form where one was."""
    found = page.board(team, on, actor=request.user, now=timezone.now())
    is_part = bool(request.headers.get("HX-Request")) and not given
    if is_part and request.GET.get("seen") == found["digest"]:
        return HttpResponse(status=204)
    step = datetime.timedelta(days=1)
    context = found | {
        "teams": teams(request),
        "before": (on - step).isoformat(),
        "after": (on + step).isoformat(),
        "undo": undo_steps(request.GET.get("undo", "")) if found["leads"] else [],
        "form": AssignForm(found["shifts"]) if found["leads"] and found["shifts"] else None,
    }
    template = "floor/breaks.html#live" if is_part else "floor/breaks.html"
    with timezone.override(team.department.site.zone):
        return render(request, template, context | given, status=REFUSED if given else 200)


@login_required
@require_POST
def assign(request: HttpRequest, team: int, on: str) -> HttpResponse:
    """The leader gives somebody a slot."""
    where, day = team_in_sight(request, team), day_of_text(on)
    require(access.may_lead_breaks(request.user, where))
    shifts = page.board(where, day, actor=request.user, now=timezone.now())["shifts"]
    form = AssignForm(shifts, request.POST)
    if not form.is_valid():
        return show_board(request, where, day, form=form)
    sent = form.cleaned_data
    row = sent["assignment"]
    try:
        services.assign(row, sent["kind"], moment(row, sent["at"]), sent["minutes"], actor=request.user)
    except RuleViolation as refusal:
        return show_board(request, where, day, form=form, refusal=refusal)
    messages.success(request, _("%(name)s has a break.") % {"name": row.employee})
    return back_to(request, reverse("floor:breaks", args=[team, on]))


@login_required
@require_POST
def spread(request: HttpRequest, team: int, on: str) -> HttpResponse:
    """Give everybody what they are entitled to, spread over the day."""
    where, day = team_in_sight(request, team), day_of_text(on)
    try:
        made, left = services.spread_breaks(where, day, actor=request.user)
    except RuleViolation as refusal:
        return show_board(request, where, day, refusal=refusal)
    count = len(made)
    words = ngettext("%(count)s break was assigned.", "%(count)s breaks were assigned.", count)
    messages.success(request, words % {"count": count})
    if left:
        words = ngettext(
            "%(count)s break found no room within the limit.",
            "%(count)s breaks found no room within the limit.",
            len(left),
        )
        messages.warning(request, words % {"count": len(left)})
    return redirect("floor:breaks", team, on)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own breaks of the shift under way or next."""
    return show_mine(request)


def show_mine(request: HttpRequest, **given: Any) -> HttpResponse:
    """The page of one's own breaks, with a refused form where one was."""
    require(may(request.user, Action.CREATE, BREAKS))
    now = timezone.now()
    me = position(request.user).employee_id or 0
    over = now - datetime.timedelta(hours=2)  # who is not relieved yet is still at the console
    rows = Assignment.objects.published().filter(employee=me, ends_at__gt=over, team__isnull=False)
    row = rows.select_related("employee", "site", "team").order_by("starts_at").first()
    context: dict[str, Any] = {"row": row, "now": now}
    if row is not None:
        slots = Break.objects.filter(assignment=row).exclude(state=BreakState.CANCELLED)
        context |= {
            "lines": [
                page.slot_line(each, leads=False, is_own=True, now=now)
                for each in slots.select_related("employee", "site", "assignment")
            ],
            "form": AskForm(),
            "is_over": now >= row.ends_at,
            "release": ConsoleRelease.objects.filter(assignment=row)
            .select_related("relief__employee")
            .first(),
        }
    with timezone.override(row.site.zone if row else None):
        return render(request, "floor/my_breaks.html", context | given, status=REFUSED if given else 200)


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a slot of one's own shift."""
    require(may(request.user, Action.CREATE, BREAKS))
    me = position(request.user).employee_id or 0
    rows = Assignment.objects.published().select_related("site", "employee")
    row = get_object_or_404(rows, pk=pk, employee=me)
    form = AskForm(request.POST)
    if not form.is_valid():
        return show_mine(request, form=form)
    sent = form.cleaned_data
    at = moment(row, sent["at"])
    try:
        services.ask(row, sent["kind"], at, sent["minutes"], actor=request.user, note=sent["note"])
    except RuleViolation as refusal:
        return show_mine(request, form=form, refusal=refusal)
    messages.success(request, _("Your shift leader has been asked."))
    return redirect("floor:my_breaks")


ACTS: dict[str, Callable[..., Break]] = {
    "accept": lambda slot, actor: services.decide(slot, accepts=True, actor=actor),
    "decline": lambda slot, actor: services.decide(slot, accepts=False, actor=actor),
    "leave": lambda slot, actor: services.leave(slot, actor=actor),
    "return": lambda slot, actor: services.come_back(slot, actor=actor),
    "take-back": lambda slot, actor: services.take_back(slot, actor=actor),
}


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, decline, leave, return, take back, move: by the button that was pressed."""
    slot = get_object_or_404(Break.objects.visible_to(request.user).select_related("assignment__team"), pk=pk)
    name = request.POST.get("act", "")
    try:
        if name == "move":
            form = MoveForm(request.POST)
            if not form.is_valid():
                raise Http404
            services.move(slot, moment(slot.assignment, form.cleaned_data["at"]), actor=request.user)
        elif name in ACTS:
            ACTS[name](slot, request.user)
        else:
            raise Http404
    except RuleViolation as refusal:
        return _refused(request, slot.assignment, refusal)
    return back_to(request, "floor:my_breaks")


def _refused(request: HttpRequest, row: Assignment, refusal: RuleViolation) -> HttpResponse:
    """The page that the act was pressed on, with the reason."""
    if access.is_own(request.user, row.employee):
        return show_mine(request, refusal=refusal)
    assert row.team_id is not None
    return show_board(request, team_in_sight(request, row.team_id), row.on, refusal=refusal)


@login_required
@require_POST
def off_post(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader notes that somebody is off post."""
    row = visible_shift(request, pk)
    try:
        services.report_off_post(row, actor=request.user, note=request.POST.get("note", ""))
    except RuleViolation as refusal:
        return show_person(request, row, refusal=refusal)
    return redirect("floor:person", pk)


@login_required
@require_POST
def back_on_post(request: HttpRequest, pk: int, off: int) -> HttpResponse:
    """The leader notes that somebody is back."""
    row = visible_shift(request, pk)
    found = get_object_or_404(OffPost.objects.select_related("assignment"), pk=off, assignment=row)
    try:
        services.back_on_post(found, actor=request.user)
    except RuleViolation as refusal:
        return show_person(request, row, refusal=refusal)
    return redirect("floor:person", pk)
