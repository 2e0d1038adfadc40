"""Pages of the board: what is offered to oneself, one entry, giving a shift away, posting, the list for leaders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Employee
from callcenter.people.refusals import posted
from callcenter.web.listing import list_page
from staffing.roster.models import Assignment
from staffing.swaps.board import access, services
from staffing.swaps.board.facts import effect, effect_words, own_shift
from staffing.swaps.board.forms import GiveForm, PostingForm
from staffing.swaps.board.listing import ALL, state
from staffing.swaps.board.models import SUBJECT, Claim, Posting, PostingKind, PostingState
from staffing.swaps.board.selectors import listed, running_request
from staffing.swaps.views import REFUSED, tabs

SHOWN = 100


@login_required
@require_GET
def board(request: SiteRequest) -> HttpResponse:
    """What is open to the user's team and department, and what they gave or took."""
    require(may(request.user, Action.VIEW, SUBJECT))
    me = position(request.user).employee_id or 0
    coming = Posting.objects.filter(starts_at__gt=timezone.now())
    offered = coming.offered_to(request.user).filter(state=PostingState.OPEN)
    taken = Claim.objects.filter(employee=me).values("posting")
    mine = coming.filter(giver=me) | coming.filter(pk__in=taken)
    context = {
        "tabs": tabs(request, "swaps:board"),
        "offered": _lines(offered.exclude(giver=me).exclude(pk__in=taken)),
        "mine": _lines(mine.distinct()),
        "may_post": access.may_post_something(request.user),
    }
    return render(request, "swaps/board.html", context)


def _lines(rows: QuerySet[Posting]) -> list[tuple[Posting, tuple[str, str], int]]:
    """Each with its state and the places that are left."""
    found: list[Any] = list(listed(rows).order_by("starts_at", "pk")[:SHOWN])
    return [(one, state(one), one.places - one.taken) for one in found]


@login_required
@require_GET
def postings(request: HttpRequest) -> HttpResponseBase:
    """Everything on the board in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = listed(Posting.objects.visible_to(request.user))
    context = {
        "tabs": tabs(request, "swaps:postings"),
        "may_post": access.may_post_something(request.user),
    }
    return list_page(request, rows, ALL, template="swaps/posting_list.html", context=context)


@login_required
def posting(request: HttpRequest, pk: int, refusal: RuleViolation | None = None) -> HttpResponse:
    """One entry: what, when, places, who took them, and whether the user may."""
    found = _visible(request, pk)
    me = Employee.objects.filter(pk=position(request.user).employee_id or 0).select_related("site").first()
    may_claim = me is not None and access.may_claim(request.user, me) and found.state == PostingState.OPEN
    against = []
    if me is not None and may_claim and found.giver_id != me.pk:
        off = own_shift(found, me.pk) if found.kind == PostingKind.TIME_OFF else None
        against = services.claim_objections(found, me, off, timezone.now())
    context = {
        "posting": found,
        "state": state(found),
        "claims": list(found.claims.select_related("employee").order_by("place")),
        "may_claim": may_claim and found.giver_id != getattr(me, "pk", None),
        "against": against,
        "may_withdraw": found.state in (PostingState.ASKED, PostingState.OPEN)
        and access.may_withdraw(request.user, found),
        "waiting": running_request(found),
        "effect": effect_words(effect(found))
        if found.state in (PostingState.ASKED, PostingState.OPEN)
        else None,
        "refusal": refusal,
    }
    with timezone.override(found.site.zone):
        return render(request, "swaps/posting_detail.html", context, status=REFUSED if refusal else 200)


def _visible(request: HttpRequest, pk: int) -> Posting:
    rows = Posting.objects.visible_to(request.user).select_related(
        "site", "department", "team", "shift_type", "giver", "posted_by", "assignment__shift_type"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place."""
    found = _visible(request, pk)
    me = get_object_or_404(Employee, pk=position(request.user).employee_id or 0)
    try:
        services.claim(found, employee=me, actor=request.user)
    except RuleViolation as refusal:
        return posting(request, pk, refusal=refusal)
    messages.success(request, _("It is yours. Your roster has changed."))
    return redirect(found)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the board."""
    found = _visible(request, pk)
    try:
        services.withdraw(found, actor=request.user)
    except RuleViolation as refusal:
        return posting(request, pk, refusal=refusal)
    messages.success(request, _("It is off the board."))
    return redirect(found)


@login_required
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of one's own shifts away."""
    require(may(request.user, Action.CREATE, SUBJECT))
    me = position(request.user).employee_id or 0
    rows = Assignment.objects.published().filter(employee=me, starts_at__gt=timezone.now())
    mine = get_object_or_404(rows.select_related("site", "shift_type", "employee"), pk=pk)
    form, refusal = GiveForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.give_away(mine, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(request, _("Your shift leader has been asked to release it."))
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "swaps/give.html", {"mine": mine, "form": form, "refusal": refusal}, status=status)


@login_required
def post(request: SiteRequest) -> HttpResponse:
    """Put an open shift or an offer on the board."""
    require(access.may_post_something(request.user) and request.site is not None)
    assert request.site is not None
    form, refusal = PostingForm(request.user, request.site, posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.post(form.new, actor=request.user)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(request, f"{made.number}: {made.get_state_display()}")
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "swaps/posting_form.html", {"form": form, "refusal": refusal}, status=status)
