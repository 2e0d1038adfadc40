"""Pages of handovers: the list with today's changes of shifts and open items, one handover, consoles."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import position, require
from callcenter.clocks.services import running_clock
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.web.listing import list_page
from staffing.floor import access
from staffing.floor.board.views import REFUSED, show_person
from staffing.floor.breaks.views import show_mine as my_breaks
from staffing.floor.handovers import facts, services, topics
from staffing.floor.handovers.forms import ItemForm, ProblemForm, TopicsForm
from staffing.floor.handovers.listing import ALL, state
from staffing.floor.handovers.models import Handover, OpenItem
from staffing.floor.leading import day_of, led_teams, team_of
from staffing.floor.shifts_of_day import team_shifts
from staffing.roster.models import Assignment


@login_required
@require_GET
def handovers(request: HttpRequest) -> HttpResponseBase:
    """Every handover in sight; above them the changes of shifts around now, and what is left open."""
    require(access.may_look(request.user))
    return _list(request)


def _list(request: HttpRequest, **given: Any) -> HttpResponseBase:
    site, now = chosen_site(request), timezone.now()
    teams = led_teams(request)
    today = site.today()
    shifts = team_shifts(teams, today - datetime.timedelta(days=1), today)
    near = [each for each in shifts if now - datetime.timedelta(hours=12) < each.ends_at]
    there = {
        (row.team_id, row.change_at): row
        for row in Handover.objects.filter(team__in=teams, on__gte=today - datetime.timedelta(days=1))
    }
    items = OpenItem.objects.filter(team__in=access.teams_in_sight(request.user, site), done_at=None)
    context = {
        "changes": [(each, there.get((each.team.pk, each.ends_at))) for each in near],
        "items": [(item, item.raised_on < today) for item in items.select_related("team")],
        "led": {team.pk for team in teams},
        "item_form": ItemForm(teams) if teams else None,
    }
    rows = Handover.objects.visible_to(request.user).select_related("team", "outgoing", "incoming", "site")
    return list_page(request, rows, ALL, template="floor/handover_list.html", context=context | given)


def _visible(request: HttpRequest, pk: int) -> Handover:
    rows = Handover.objects.visible_to(request.user).select_related(
        "team__department__site", "site", "outgoing", "incoming"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One handover: what is listed of itself, the topics, both signatures, problems."""
    return _show(request, _visible(request, pk))


def _show(request: HttpRequest, row: Handover, **given: Any) -> HttpResponse:
    may_write = access.may_record(request.user, row.team)
    listed = row.facts if row.is_given else facts.gather(row.team, row.on, timezone.now())
    clock = running_clock(services.CLOCK, row)
    context = {
        "handover": row,
        "state": state(row),
        "clock": clock,
        "lines": topics.read(listed),
        "topics": [(title, row.topics.get(key, "")) for key, title in topics.TOPICS.items()],
        "form": TopicsForm(initial=topics.prefilled(listed) | row.topics | {"version": row.version})
        if may_write and not row.is_given
        else None,
        "may_give": may_write and not row.is_given,
        "may_take": may_write
        and row.is_given
        and not row.is_taken
        and position(request.user).employee_id != row.outgoing_id,
        "problem_form": ProblemForm(auto_id="problem_%s") if may_write else None,
        "problems": list(row.problems.select_related("noted_by__employee")),
    }
    with timezone.override(row.site.zone):
        return render(
            request, "floor/handover_detail.html", context | given, status=REFUSED if given else 200
        )


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin the handover of a shift, or go to the one that is there."""
    require(bool(led_teams(request)))
    try:
        found = services.begin(
            team_of(request), day_of(request), request.POST.get("code", ""), actor=request.user
        )
    except RuleViolation as refusal:
        return _list(request, refusal=refusal)
    return redirect(found)


@login_required
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the topics, sign as the outgoing or as the incoming leader: by the button that was pressed."""
    row, name = _visible(request, pk), request.POST.get("act", "")
    require(access.may_record(request.user, row.team))
    form = TopicsForm(request.POST) if name in ("save", "give") else None
    if form is not None and not form.is_valid():
        return _show(request, row, form=form)
    try:
        if form is not None:
            sent = dict(form.cleaned_data)
            row = services.write(row, sent, version=sent.pop("version"), actor=request.user)
        if name == "give":
            row = services.give(row, actor=request.user)
        elif name == "take":
            row = services.take(row, actor=request.user)
    except RuleViolation as refusal:
        row = _visible(request, pk)
        again = TopicsForm(initial=(form.cleaned_data if form else row.topics) | {"version": row.version})
        return _show(
            request, row, refusal=refusal, form=again if not row.is_given and form is not None else None
        )
    messages.success(request, f"{row.number}: {state(row)[0]}")
    return redirect(row)


@login_required
@require_POST
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a problem of the handover."""
    row = _visible(request, pk)
    require(access.may_record(request.user, row.team))
    form = ProblemForm(request.POST, auto_id="problem_%s")
    if not form.is_valid():
        return _show(request, row, problem_form=form)
    found = services.note_problem(row, form.cleaned_data["text"], actor=request.user)
    messages.success(request, _("Noted. Answers for it: %(side)s.") % {"side": found.get_side_display()})
    return redirect(row)


@login_required
@require_POST
def raise_item(request: HttpRequest) -> HttpResponseBase:
    """Note what is left open."""
    teams = led_teams(request)
    require(bool(teams))
    form = ItemForm(teams, request.POST)
    if not form.is_valid():
        return _list(request, item_form=form)
    services.raise_item(form.cleaned_data["team"], form.cleaned_data["text"], actor=request.user)
    return redirect("floor:handovers")


@login_required
@require_POST
def finish_item(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note that an open item is done."""
    require(access.may_look(request.user))
    teams = access.teams_in_sight(request.user, chosen_site(request))
    item = get_object_or_404(OpenItem.objects.filter(team__in=teams), pk=pk)
    try:
        services.finish_item(item, actor=request.user)
    except RuleViolation as refusal:
        return _list(request, refusal=refusal)
    return redirect("floor:handovers")


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Free a console: one's own once the relief is there, anybody's by the leader."""
    rows = Assignment.objects.filter(is_published=True).select_related(
        "employee", "site", "team__department", "shift_type"
    )
    mine = position(request.user).employee_id or 0
    own = rows.filter(pk=pk, employee=mine).first()
    if own is None:
        require(access.may_look(request.user))
        own = get_object_or_404(
            rows.filter(team__in=access.teams_in_sight(request.user, chosen_site(request))), pk=pk
        )
    try:
        services.release_console(own, actor=request.user, reason=request.POST.get("reason", ""))
    except RuleViolation as refusal:
        if own.employee_id == mine:
            return my_breaks(request, refusal=refusal)
        return show_person(request, own, refusal=refusal)
    messages.success(request, _("%(name)s may leave the console.") % {"name": own.employee})
    return redirect(
        reverse("floor:my_breaks") if own.employee_id == mine else reverse("floor:person", args=[pk])
    )
