"""Receivables of complaints that are not upheld: the list, one of them with the memo."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.approvals.requests import selectors as approvals
from callcenter.approvals.requests.models import Request
from callcenter.clocks.services import running_clock
from callcenter.web.listing import list_page
from complaints.remedies import pages
from complaints.remedies.acting import REFUSED, Act, acts, answer
from complaints.remedies.duties.models import SUBJECT
from complaints.remedies.executions.listing import RECEIVABLES
from complaints.remedies.executions.listing import receivable_state as state
from complaints.remedies.forms import MemoForm, ReasonForm, SalespersonForm, SettleForm
from complaints.remedies.receivables import services
from complaints.remedies.receivables.models import CLOCK, MEMO, Receivable


@login_required
@require_GET
def receivables(request: HttpRequest) -> HttpResponseBase:
    """Receivables in sight; a salesperson without the subject has their own on Today."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = Receivable.objects.visible_to(request.user).select_related("site", "case", "salesperson")
    context = {"tabs": pages.tabs(request, "remedies:receivables")}
    return list_page(request, rows, RECEIVABLES, template="remedies/paper_list.html", context=context)


@login_required
def receivable(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One receivable: the term, who collects it, the memo and its answer."""
    found = _visible(request, pk)
    asked = Request.objects.filter(kind=MEMO, subject_id=found.pk).order_by("-pk")
    context = {
        "receivable": found,
        "state": state(found),
        "clock": running_clock(CLOCK, found),
        "requests": list(approvals.with_open_step(asked)),
        "acts": acts(_offered(request, found), given.get("given", {})),
        "case_url": pages.case_url(request, found.case),
        "refusal": given.get("refusal"),
    }
    with timezone.override(found.site.zone):
        return render(request, "remedies/receivable_detail.html", context, status=REFUSED if given else 200)


def _offered(request: HttpRequest, found: Receivable) -> dict[str, Any]:
    handles = found.is_open and services.may_handle(request.user, found)
    is_answered = not found.memo or bool(found.memo_answer)

    def url(name: str) -> str:
        return reverse(f"remedies:receivable-{name}", args=[found.pk])

    return {
        "settle": (
            handles,
            lambda: Act("settle", _("Settle it"), url("settle"), form=SettleForm("settle")),
        ),
        "name": (
            handles,
            lambda: Act("name", _("Say who collects it"), url("name"), form=SalespersonForm("name"), icon="user-check"),
        ),
        "memo": (
            handles and is_answered and position(request.user).employee_id is not None,
            lambda: Act(
                "memo", _("The customer objects: write a memo"), url("memo"),
                _("It goes up your line to the deputy GM, who answers."), form=MemoForm("memo"), icon="file-text",
            ),
        ),
        "take-back": (
            not found.is_open and services.may_handle(request.user, found),
            lambda: Act(
                "take-back", _("Take it back"), url("take-back"),
                _("When it was settled by mistake: it is to be collected again, on the term it had."),
                form=ReasonForm("take-back"), icon="arrow-back-up", is_danger=True,
                confirm=_("Take back that this is settled?"), blocked=services.against_taking_back(found),
            ),
        ),
    }  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Receivable:
    rows = Receivable.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "case", "salesperson", "memo_by", "over_by"), pk=pk)


def _answer(request: HttpRequest, pk: int, key: str, form: Form, call: Any) -> HttpResponse:
    found = _visible(request, pk)
    return answer(
        request, found, key=key, form=form, call=partial(call, found), done=_("Saved."),
        page=partial(receivable, request, pk),
    )  # fmt: skip


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The money is there, or there is nothing to collect."""

    def call(found: Receivable, *, outcome: str, words: str) -> Any:
        return services.settle(found, actor=request.user, is_collected=outcome == "collected", words=words)

    return _answer(request, pk, "settle", SettleForm("settle", request.POST), call)


@login_required
@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who collects it."""

    def call(found: Receivable, *, employee: Any) -> Any:
        return services.name_salesperson(found, employee, actor=request.user)

    return _answer(request, pk, "name", SalespersonForm("name", request.POST), call)


@login_required
@require_POST
def memo(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer objects: a memo goes up."""

    def call(found: Receivable, *, memo: str) -> Any:
        return services.write_memo(found, actor=request.user, text=memo)

    return _answer(request, pk, "memo", MemoForm("memo", request.POST), call)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was settled by mistake."""

    def call(found: Receivable, *, reason: str) -> Any:
        return services.take_back(found, actor=request.user, reason=reason)

    return _answer(request, pk, "take-back", ReasonForm("take-back", request.POST), call)
