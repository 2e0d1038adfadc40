"""Reporting to the superior."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callcenter.access.permissions import require
from callcenter.approvals import access
from callcenter.approvals.escalations import services
from callcenter.approvals.escalations.forms import EscalationForm
from callcenter.approvals.escalations.models import KIND, Escalation
from callcenter.approvals.line import line_above
from callcenter.approvals.requests.models import Request, State
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.people.refusals import place
from callcenter.people.selectors import employee_of

REFUSED = 422


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Report something and ask for an instruction. The page says beforehand who will get it."""
    author = employee_of(request.user)
    form = EscalationForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.escalate(form.report(), author=author, actor=request.user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("Your report is on its way."))
            return redirect(asked)
    return _page(request, author, form, refusal, action=_("Report"))


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a returned report right and send it in again."""
    author = employee_of(request.user)
    escalation = get_object_or_404(Escalation, pk=pk, author=author)
    asked = get_object_or_404(Request, kind=KIND, subject_id=escalation.pk, state=State.RETURNED)
    require(access.is_applicant(request.user, asked))
    initial = {name: getattr(escalation, name) for name in ("topic", "situation", "question", "is_urgent")}
    form = EscalationForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["is_urgent"].disabled = True
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            services.put_right(escalation, form.report(), actor=request.user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("Your report is sent in again."))
            return redirect(asked)
    return _page(request, author, form, refusal, action=_("Send in again"))


def _page(
    request: HttpRequest,
    author: Employee,
    form: EscalationForm,
    refusal: RuleViolation | None,
    *,
    action: str,
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "action": action,
        "line": line_above(author.pk, author.site.today()),
    }
    failed = bool(form.errors or refusal)
    return render(request, "approvals/escalation_form.html", context, status=REFUSED if failed else 200)
