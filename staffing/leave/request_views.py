"""Leave as those who look after it see it: the list, one leave, its decision, its certificate, taking it back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import position
from callcenter.approvals import access as chains
from callcenter.approvals import services as approvals
from callcenter.approvals.requests import selectors as requests
from callcenter.approvals.requests.forms import DecisionForm
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place
from callcenter.web.listing import list_page
from staffing.leave import access, cancelling, certification, coverage, facts
from staffing.leave.forms import CertificateForm, ReasonForm
from staffing.leave.listing import REQUESTS, loaded
from staffing.leave.models import LeaveRequest, people_of
from staffing.leave.selectors import place_in_line, slip_of
from staffing.leave.states import COLOURS, HOLDING, UNDECIDED, State

REFUSED = 422
ACTS = {
    "approve": approvals.approve,
    "reject": approvals.reject,
    "return": approvals.return_to_applicant,
    "recuse": approvals.recuse,
}


@login_required
@require_GET
def leave_list(request: HttpRequest) -> HttpResponseBase:
    """Every leave in the user's sight."""
    others = people_of(request.user, Action.APPROVE).exclude(pk=position(request.user).employee_id or 0)
    context = {"may_report": others.exists()}
    rows = loaded(LeaveRequest.objects.visible_to(request.user))
    return list_page(request, rows, REQUESTS, template="leave/request_list.html", context=context)


def visible(request: HttpRequest, pk: int) -> LeaveRequest:
    """The leave of that number, if the user may see it; else 404."""
    rows = LeaveRequest.objects.visible_to(request.user).select_related(
        "employee__site", "employee__user", "kind", "site", "team__department__site", "asked_by__employee"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One leave: where it stands, what it rests on, who decides."""
    return page(request, visible(request, pk))


def page(
    request: HttpRequest,
    leave: LeaveRequest,
    *,
    refusal: RuleViolation | None = None,
    form: forms.Form | None = None,
    act: str = "",
) -> HttpResponse:
    """The page of a leave; with a refusal as 422. `form` is the one that was sent, `act` which."""
    user = request.user
    asked = cancelling.request_of(leave)
    step = asked.steps.filter(state="open").select_related("approver").first() if asked else None
    may_decide = asked is not None and chains.may_decide(user, asked, step)
    is_own = access.is_own(user, leave.employee_id)
    is_open = leave.state in certification.OPEN
    keeps = access.keeps(user, leave.site_id)
    may_cancel = access.may_cancel(user, leave) and _can_be_cancelled(leave, is_own=is_own)
    context = {
        "leave": leave,
        "state": (leave.get_state_display(), COLOURS[State(leave.state)]),
        "facts": list(facts.of(leave, with_coverage=False)),
        "rules": facts.rules_of(leave),
        "coverage": coverage.of(leave),
        "place_in_line": place_in_line(leave),
        "asked": asked,
        "levels": requests.chain(asked) if asked else [],
        "behalf_of": requests.acting_for(user, asked, step) if asked else None,
        "has_next": requests.after(asked, step) if asked else None,
        "decision": _form(form, act, "decide", DecisionForm(initial={"step": step.pk if step else None}))
        if may_decide
        else None,
        "cancel": _form(form, act, "cancel", ReasonForm(prefix="cancel")) if may_cancel else None,
        "certificate": _form(form, act, "certificate", CertificateForm(initial=_days(leave)))
        if is_open and access.may_hand_in(user, leave)
        else None,
        "absence": _form(form, act, "absence", ReasonForm(prefix="absence"))
        if leave.state == State.CERTIFICATE_OVERDUE and keeps and not is_own
        else None,
        "slip": slip_of(leave),
        "papers": leave.certificates.select_related("attachment", "handed_in_by__employee"),
        "sees_papers": access.may_see_files(user, leave),
        "gaps": certification.gaps_of(leave) if leave.certificate_due_on else [],
        "is_own": is_own,
        "refusal": refusal,
        "earlier": _earlier(leave),
    }
    failed = bool(refusal or (form is not None and form.errors))
    return render(request, "leave/request_detail.html", context, status=REFUSED if failed else 200)


def _form(sent: forms.Form | None, act: str, name: str, fresh: forms.Form) -> forms.Form:
    return sent if sent is not None and act == name else fresh


def _days(leave: LeaveRequest) -> dict[str, Any]:
    missing = certification.gaps_of(leave)
    first, last = (missing[0][0], missing[-1][1]) if missing else (leave.first_on, leave.last_on)
    return {"starts_on": first, "ends_on": last}


def _can_be_cancelled(leave: LeaveRequest, *, is_own: bool) -> bool:
    if leave.state in UNDECIDED:
        return is_own
    return leave.state in HOLDING and leave.state != State.CLOSED


def _earlier(leave: LeaveRequest) -> list[LeaveRequest]:
    """The employee's latest other leave."""
    rows = LeaveRequest.objects.filter(employee=leave.employee).exclude(pk=leave.pk)
    return list(rows.select_related("kind", "site").order_by("-starts_at")[:5])


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Endorse or approve, reject, return or step aside."""
    leave, act = visible(request, pk), request.POST.get("act", "")
    asked = cancelling.request_of(leave)
    if asked is None or act not in ACTS:
        raise Http404
    form = DecisionForm(request.POST)

    def run() -> object:
        return ACTS[act](asked, actor=request.user, **form.cleaned_data)

    return _settle(request, leave, form, "decide", run)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the leave back."""
    leave = visible(request, pk)
    form = ReasonForm(request.POST, prefix="cancel")

    def run() -> object:
        return cancelling.cancel(leave, actor=request.user, reason=form.cleaned_data["reason"])

    return _settle(request, leave, form, "cancel", run)


@login_required
@require_POST
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a medical certificate in."""
    leave = visible(request, pk)
    form = CertificateForm(request.POST, request.FILES)

    def run() -> object:
        file = form.cleaned_data["file"]
        return certification.hand_in(leave, form.paper(), file, actor=request.user)

    return _settle(request, leave, form, "certificate", run)


@login_required
@require_POST
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an absence of a leave whose certificate did not come."""
    leave = visible(request, pk)
    form = ReasonForm(request.POST, prefix="absence")

    def run() -> object:
        return certification.confirm_absence(leave, actor=request.user, reason=form.cleaned_data["reason"])

    return _settle(request, leave, form, "absence", run)


def _settle(
    request: HttpRequest, leave: LeaveRequest, form: forms.Form, act: str, run: Callable[[], object]
) -> HttpResponse:
    """Do it and show the leave; refused: the same page with the reasons."""
    if not form.is_valid():
        return page(request, leave, form=form, act=act)
    try:
        run()
    except RuleViolation as refusal:
        return page(request, visible(request, leave.pk), refusal=place(form, refusal), form=form, act=act)
    leave.refresh_from_db()
    messages.success(
        request, _("%(number)s: %(state)s") % {"number": leave.number, "state": leave.get_state_display()}
    )
    return redirect(leave)
