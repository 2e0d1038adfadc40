"""The inbox, one's own requests, one request with its chain, and every decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import position
from callcenter.approvals import access, services
from callcenter.approvals.requests import selectors
from callcenter.approvals.requests.forms import DecisionForm, InstructionForm, NoteForm, ReasonForm
from callcenter.approvals.requests.listing import ALL, COLOURS, MINE, inbox
from callcenter.approvals.requests.models import RUNNING, FollowUp, Request, State
from callcenter.objections import RuleViolation
from callcenter.web.listing import Listing, list_page

REFUSED = 422
ACTS = ("approve", "answer", "reject", "return", "recuse")


@login_required
@require_GET
def to_decide(request: HttpRequest) -> HttpResponseBase:
    """What waits for the user's decision."""
    rows = selectors.with_open_step(Request.objects.waiting_for(request.user), in_list=True)
    return _list(request, rows, inbox(approve_url=reverse("approvals:approve-chosen")))


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """What the user has asked for or reported."""
    rows = Request.objects.filter(applicant=position(request.user).employee_id or 0)
    return _list(request, selectors.with_open_step(rows, in_list=True), MINE)


@login_required
@require_GET
def everything(request: HttpRequest) -> HttpResponseBase:
    """Every request in the user's sight."""
    rows = Request.objects.visible_to(request.user)
    return _list(request, selectors.with_open_step(rows, in_list=True), ALL)


def _list(request: HttpRequest, rows: QuerySet[Request], listing: Listing) -> HttpResponseBase:
    waiting = Request.objects.waiting_for(request.user).count()
    tabs = [
        {"label": label, "url": reverse(name), "active": listing.key == key, "count": count}
        for label, name, key, count in (
            (_("To decide"), "approvals:inbox", "approvals.inbox", waiting),
            (_("My requests"), "approvals:mine", "approvals.mine", None),
            (_("All requests"), "approvals:requests", "approvals.requests", None),
        )
    ]
    context = {"tabs": tabs, "to_tell": list(selectors.to_tell(request.user))}
    return list_page(request, rows, listing, template="approvals/request_list.html", context=context)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: facts, decision, chain."""
    return page(request, visible(request, pk))


def visible(request: HttpRequest, pk: int) -> Request:
    """The request of that number, if the user may see it; else 404."""
    rows = selectors.with_open_step(Request.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)


def page(
    request: HttpRequest,
    asked: Request,
    *,
    refusal: RuleViolation | None = None,
    form: Any = None,
    note_form: Any = None,
) -> HttpResponse:
    """The page of a request; with a refusal as 422."""
    user, kind = request.user, asked.kind_of
    step = selectors.open_step(asked)
    may_decide = access.may_decide(user, asked, step)
    decision = InstructionForm if kind.is_report else DecisionForm
    following = FollowUp.objects.filter(request=asked).select_related("informs", "assignee").first()
    is_own = access.is_applicant(user, asked)
    context = {
        "asked": asked,
        "kind": kind,
        "state": (asked.get_state_display(), COLOURS[State(asked.state)]),
        "facts": list(kind.facts(asked.subject)) if asked.subject else [],
        "subject_url": kind.url(asked.subject) if asked.subject and not kind.is_report else "",
        "levels": selectors.chain(asked),
        "step": step,
        "may_decide": may_decide,
        "has_next": selectors.after(asked, step),
        "behalf_of": selectors.acting_for(user, asked, step),
        "form": (form or decision(initial={"step": step.pk if step else None})) if may_decide else None,
        "is_own": is_own,
        "may_withdraw": is_own and asked.state in RUNNING,
        "may_send_again": is_own and asked.state == State.RETURNED,
        "reason_form": ReasonForm(initial={"reason": asked.reason}) if is_own else None,
        "follow_up": following,
        "note_form": (note_form or NoteForm())
        if following and not following.done_at and access.may_report_back(user, following)
        else None,
        "refusal": refusal,
    }
    failed = bool(refusal or (form and form.errors) or (note_form and note_form.errors))
    return render(request, "approvals/request_detail.html", context, status=REFUSED if failed else 200)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, answer, reject, return or step aside."""
    asked, act = visible(request, pk), request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    form = (InstructionForm if asked.kind_of.is_report else DecisionForm)(request.POST)
    if not form.is_valid():
        return page(request, asked, form=form)
    words: dict[str, Any] = form.cleaned_data | {"actor": request.user}
    try:
        decided = _decide(act, asked, words)
    except RuleViolation as refusal:
        return page(request, visible(request, pk), form=form, refusal=refusal)
    messages.success(request, f"{decided.number}: {decided.get_state_display()}")
    return redirect("approvals:inbox")


def _decide(act: str, asked: Request, words: dict[str, Any]) -> Request:
    if act == "answer":
        return services.approve(asked, is_final=True, **words)
    service = {
        "approve": services.approve,
        "reject": services.reject,
        "return": services.return_to_applicant,
        "recuse": services.recuse,
    }[act]
    return service(asked, **words)


@login_required
@require_POST
def approve_chosen(request: HttpRequest) -> HttpResponse:
    """Approve several from the inbox, each by itself: those that are refused stay, with their reason."""
    chosen = [int(pk) for pk in request.POST.getlist("selected") if pk.isdigit()]
    rows = Request.objects.waiting_for(request.user).filter(pk__in=chosen).prefetch_related("subject")
    done = 0
    for asked in rows:
        if not asked.kind_of.is_bulk_safe:
            messages.warning(request, _("%(number)s needs a look of its own.") % {"number": asked.number})
            continue
        try:
            services.approve(asked, actor=request.user)
        except RuleViolation as refusal:
            messages.error(request, f"{asked.number}: {' '.join(refusal.sentences)}")
        else:
            done += 1
    if done:
        words = ngettext("%(count)d request is approved.", "%(count)d requests are approved.", done)
        messages.success(request, words % {"count": done})
    return redirect("approvals:inbox")


@login_required
@require_http_methods(["POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant takes it back."""
    asked = visible(request, pk)
    try:
        services.withdraw(asked, actor=request.user)
    except RuleViolation as refusal:
        return page(request, visible(request, pk), refusal=refusal)
    messages.success(request, _("The request is withdrawn."))
    return redirect(asked)


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant sends it in again after it was returned."""
    asked = visible(request, pk)
    try:
        services.send_in_again(asked, actor=request.user, reason=request.POST.get("reason", "")[:2000])
    except RuleViolation as refusal:
        return page(request, visible(request, pk), refusal=refusal)
    messages.success(request, _("The request is sent in again."))
    return redirect(asked)


@login_required
@require_POST
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the direct superior has been told of the emergency."""
    asked = visible(request, pk)
    follow_up = get_object_or_404(FollowUp, request=asked)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page(request, asked, note_form=form)
    try:
        services.report_back(follow_up, actor=request.user, note=form.cleaned_data["note"])
    except RuleViolation as refusal:
        return page(request, asked, note_form=form, refusal=refusal)
    messages.success(request, _("Your superior has been told; it is on record."))
    return redirect(asked)
