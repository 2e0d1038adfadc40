"""Pages of swaps: one's own, asking (shift, colleague, words), one swap with every decision, the list for leaders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import may, position, require, scope
from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from callcenter.people.refusals import posted
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from staffing.roster.models import Assignment
from staffing.swaps import after, page, services
from staffing.swaps.candidates import candidates, own_objections, return_days
from staffing.swaps.forms import AnswerForm, AskForm, DecisionForm, SplitForm, VoidForm
from staffing.swaps.listing import ALL, state
from staffing.swaps.models import OPEN, RUNNING, SUBJECT, Mishap, Swap, SwapShift
from staffing.swaps.selectors import listed, running_requests

REFUSED = 422
SHOWN = 60


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """My swaps, all swaps (for who sees more than their own), the board."""
    sees_more = scope(request.user, Action.VIEW, SUBJECT) > Scope.OWN
    found = [("swaps:index", _("My swaps")), ("swaps:board", _("Shift board"))]
    if sees_more:
        found += [("swaps:swaps", _("All swaps")), ("swaps:postings", _("All entries of the board"))]
    return page_tabs(found, active)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One's swaps, what waits for one's answer, and one's coming shifts to swap or give away."""
    require(may(request.user, Action.VIEW, SUBJECT))
    me = position(request.user).employee_id or 0
    mine = Swap.objects.filter(requester=me) | Swap.objects.filter(counterpart=me)
    rows = list(listed(mine)[:SHOWN])
    context = {
        "tabs": tabs(request, "swaps:index"),
        "to_answer": [one for one in rows if one.state == OPEN[0] and one.counterpart_id == me],
        "current": [(one, state(one)) for one in rows if one.state in (*OPEN, *RUNNING)],
        "past": [(one, state(one)) for one in rows if one.state not in (*OPEN, *RUNNING)],
        "shifts": _own_shifts(request)[:SHOWN],
        "may_ask": may(request.user, Action.CREATE, SUBJECT),
    }
    return render(request, "swaps/mine.html", context)


def _own_shifts(request: HttpRequest) -> Any:
    """The user's published shifts that have not begun."""
    me = position(request.user).employee_id or 0
    rows = Assignment.objects.published().filter(employee=me, starts_at__gt=timezone.now())
    rows = rows.filter(shift_type__isnull=False)
    return rows.select_related("site", "shift_type", "roster", "employee").order_by("starts_at")


@login_required
@require_GET
def everything(request: HttpRequest) -> HttpResponseBase:
    """Every swap in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = listed(Swap.objects.visible_to(request.user))
    context = {"tabs": tabs(request, "swaps:swaps")}
    return list_page(request, rows, ALL, template="swaps/swap_list.html", context=context)


@login_required
@require_GET
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """With whom this shift could be swapped, and why not with the others."""
    require(may(request.user, Action.CREATE, SUBJECT))
    mine = get_object_or_404(_own_shifts(request), pk=pk)
    now = timezone.now()
    against = own_objections(mine, at=now)
    found = [] if against else candidates(mine, at=now)
    context = {
        "mine": mine,
        "against": against,
        "qualified": [one for one in found if one.qualifies],
        "others": [one for one in found if not one.qualifies],
    }
    return render(request, "swaps/colleagues.html", context)


@login_required
def ask(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Ask for one shift of a colleague."""
    require(may(request.user, Action.CREATE, SUBJECT))
    mine = get_object_or_404(_own_shifts(request), pk=pk)
    theirs = get_object_or_404(
        Assignment.objects.published().select_related("site", "employee", "shift_type"),
        pk=other,
        site=mine.site_id,
        roster__department=mine.roster.department_id,
    )
    form, refusal = AskForm(posted(request), days=return_days(mine, theirs, at=timezone.now())), None
    if request.method == "POST" and form.is_valid():
        try:
            swap = services.ask(mine, theirs, actor=request.user, **form.facts)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(request, _("%(name)s has been asked.") % {"name": swap.counterpart})
            return redirect(swap)
    context = {"mine": mine, "theirs": theirs, "form": form, "refusal": refusal}
    status = REFUSED if refusal or form.errors else 200
    return render(request, "swaps/ask.html", context, status=status)


@login_required
def swap(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One swap: shifts, check list, rosters before and after, decisions, history."""
    found = _visible(request, pk)
    status = REFUSED if given else 200
    with timezone.override(found.site.zone):
        return render(request, "swaps/swap_detail.html", page.context(request, found, **given), status=status)


def _visible(request: HttpRequest, pk: int) -> Swap:
    rows = Swap.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "requester", "counterpart"), pk=pk)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague agrees or declines."""
    found, form = _visible(request, pk), AnswerForm(request.POST, auto_id="answer_%s")
    act = {"confirm": services.confirm, "decline": services.decline}.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    if not form.is_valid():
        return swap(request, pk, answer_form=form)
    try:
        done = act(found, actor=request.user, answer=form.cleaned_data["answer"])
    except RuleViolation as refusal:
        return swap(request, pk, answer_form=form, refusal=refusal)
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(found)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader approves or rejects the open request."""
    found, form = _visible(request, pk), DecisionForm(request.POST)
    act = {"approve": approvals.approve, "reject": approvals.reject}.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    if not form.is_valid():
        return swap(request, pk, form=form)
    asked = running_requests(found).first()
    if asked is None:
        return swap(request, pk, refusal=services.not_open(found))
    try:
        act(asked, actor=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return swap(request, pk, form=form, refusal=refusal)
    found.refresh_from_db()
    messages.success(request, f"{found.number}: {found.get_state_display()}")
    return redirect(found)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the two calls it off."""
    found = _visible(request, pk)
    try:
        services.cancel(found, actor=request.user)
    except RuleViolation as refusal:
        return swap(request, pk, refusal=refusal)
    messages.success(request, _("The swap is cancelled."))
    return redirect(found)


@login_required
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """The director voids it."""
    found, form = _visible(request, pk), VoidForm(request.POST, auto_id="void_%s")
    if not form.is_valid():
        return swap(request, pk, void_form=form)
    try:
        services.void(found, actor=request.user, words=form.cleaned_data["words"])
    except RuleViolation as refusal:
        return swap(request, pk, void_form=form, refusal=refusal)
    messages.success(request, _("The swap is void."))
    return redirect(found)


@login_required
@require_POST
def report(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    """A leader says that a swapped shift stayed empty."""
    found = _visible(request, pk)
    shift = get_object_or_404(SwapShift, swap=found, pk=side, replacement__isnull=False)
    try:
        after.report_empty(shift, actor=request.user)
    except RuleViolation as refusal:
        return swap(request, pk, refusal=refusal)
    return redirect(found)


@login_required
@require_POST
def split(request: HttpRequest, pk: int, mishap: int) -> HttpResponse:
    """A leader records who answers for an empty shift."""
    found = _visible(request, pk)
    empty = get_object_or_404(Mishap, shift__swap=found, pk=mishap)
    form = SplitForm(request.POST, auto_id=f"split{empty.pk}_%s")
    if not form.is_valid():
        return swap(request, pk, mishaps=[(empty, form)])
    try:
        after.split_responsibility(empty, actor=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return swap(request, pk, mishaps=[(empty, form)], refusal=refusal)
    messages.success(request, _("The responsibility is recorded."))
    return redirect(found)
