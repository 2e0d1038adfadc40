"""Pages of service orders: the register, registering, one order with its voucher."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.serviceorders import access, fees, off_site, services, wording
from complaints.serviceorders.forms import (
    ApplicationForm,
    CostForm,
    DispatchForm,
    FinishForm,
    InvoiceForm,
    OrderForm,
    WordsForm,
)
from complaints.serviceorders.listing import ORDERS
from complaints.serviceorders.models import KIND, SUBJECT, ServiceOrder
from complaints.serviceorders.states import TRANSITIONS, FeeWay, OffSite, State
from complaints.serviceorders.tabs import tabs

REFUSED = 422


@login_required
@require_GET
def orders(request: HttpRequest) -> HttpResponseBase:
    """The register in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = ServiceOrder.objects.visible_to(request.user).select_related("technician", "site")
    context = {
        "tabs": tabs(request, "serviceorders:orders"),
        "may_register": access.may_register(request.user, chosen_site(request)),
    }
    return list_page(request, rows, ORDERS, template="serviceorders/order_list.html", context=context)


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Write a request into the register."""
    site = chosen_site(request)
    require(access.may_register(request.user, site))
    form, refusal = OrderForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register(site, form.facts, actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, f"{made.voucher}: {made.get_state_display()}")
            return redirect(made)
    return _form(request, form, refusal, None)


@login_required
def change(request: HttpRequest, voucher: str) -> HttpResponse:
    """Correct the line."""
    found = visible(request, voucher)
    require(access.may_ask_off_site(request.user, found))
    form, refusal = OrderForm(posted(request), initial=OrderForm.initial_of(found)), None
    if request.method == "POST" and form.is_valid():
        try:
            services.change(found, form.facts, actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            return redirect(found)
    return _form(request, form, refusal, found)


def _form(request: HttpRequest, form: OrderForm, refusal: Any, found: ServiceOrder | None) -> HttpResponse:
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "order": found}
    return render(request, "serviceorders/order_form.html", context, status=status)


def visible(request: HttpRequest, voucher: str) -> ServiceOrder:
    """The order of that voucher, where the user sees it."""
    rows = ServiceOrder.objects.visible_to(request.user)
    rows = rows.select_related("site", "technician", "taker", "customer", "signed_off_by", "collected_by")
    return get_object_or_404(rows, voucher=voucher)


@login_required
def order(request: HttpRequest, voucher: str, **given: Any) -> HttpResponse:
    """One order: the line, the voucher, the fee, the application, what may be done now."""
    found, user = visible(request, voucher), request.user
    open_steps = {
        key: found.state in row.sources and access.may_move(user, row, found)
        for key, row in TRANSITIONS.items()
        if row.sources
    }
    may_ask = (
        found.state == State.REGISTERED
        and found.off_site in (OffSite.NEEDED, OffSite.REFUSED)
        and access.may_ask_off_site(user, found)
    )
    may_settle = (
        found.fee_way != FeeWay.NONE and found.state in fees.SETTLED_IN and access.may_work(user, found)
    )
    context = {
        "order": found,
        "state": wording.state(found),
        "off_site": wording.off_site(found),
        "may": open_steps,
        "is_mine": position(user).employee_id == found.technician_id,
        "may_change": found.state == State.REGISTERED and access.may_ask_off_site(user, found),
        "may_ask_off_site": may_ask,
        "may_note_cost": found.off_site == OffSite.APPROVED
        and found.state != State.ARCHIVED
        and access.may_work(user, found),
        "may_settle": may_settle,
        "waiting": Request.objects.filter(kind=KIND, subject_id=found.pk, state__in=RUNNING).first(),
        "dispatch_form": DispatchForm(found.site, auto_id="dispatch_%s") if open_steps["dispatch"] else None,
        "finish_form": FinishForm(found, auto_id="finish_%s", initial=_times(found))
        if open_steps["finish"]
        else None,
        "words_form": WordsForm(auto_id="words_%s"),
        "application_form": ApplicationForm(auto_id="application_%s"),
        "cost_form": CostForm(auto_id="cost_%s", initial={"cost": found.travel_cost}),
        "invoice_form": InvoiceForm(auto_id="invoice_%s"),
        **given,
    }
    with timezone.override(found.site.zone):
        status = REFUSED if given else 200
        return render(request, "serviceorders/order_detail.html", context, status=status)


@login_required
@require_GET
def voucher(request: HttpRequest, voucher: str) -> HttpResponse:
    """The voucher to print: for the customer to sign, and for the folder."""
    found = visible(request, voucher)
    with timezone.override(found.site.zone):
        return render(request, "serviceorders/voucher.html", {"order": found})


def _times(found: ServiceOrder) -> dict[str, Any]:
    """What the voucher's times most likely are: from the planned visit, or the dispatch, until now."""
    now = timezone.now()
    began = min(found.visit_at or now, now) if found.visit_at else found.dispatched_at
    return {
        name: timezone.localtime(at, found.site.zone) if at else None
        for name, at in (("began_at", began), ("ended_at", now))
    }


def _act(
    request: HttpRequest, voucher: str, form: Any, name: str, do: Callable[[ServiceOrder], ServiceOrder]
) -> HttpResponse:
    """Check the form, do it, say where the order stands; refused: the same page with the reasons."""
    found = visible(request, voucher)
    if form is not None and not form.is_valid():
        return order(request, voucher, **{name: form})
    try:
        done = do(found)
    except RuleViolation as refusal:
        left = place(form, refusal) if form is not None else refusal
        return order(request, voucher, refusal=left, **({name: form} if form is not None else {}))
    messages.success(request, f"{done.voucher}: {done.get_state_display()}")
    return redirect(done)


@login_required
@require_POST
def dispatch(request: HttpRequest, voucher: str) -> HttpResponse:
    """Send a named technician."""
    found = visible(request, voucher)
    with timezone.override(found.site.zone):
        form = DispatchForm(found.site, request.POST, auto_id="dispatch_%s")
        return _act(
            request, voucher, form, "dispatch_form",
            lambda one: services.dispatch(
                one, form.chosen, actor=request.user, visit_at=form.cleaned_data["visit_at"]
            ),
        )  # fmt: skip


@login_required
@require_POST
def finish(request: HttpRequest, voucher: str) -> HttpResponse:
    """The voucher comes back."""
    found = visible(request, voucher)
    with timezone.override(found.site.zone):
        form = FinishForm(found, request.POST, request.FILES, auto_id="finish_%s")
        return _act(
            request,
            voucher,
            form,
            "finish_form",
            lambda one: services.finish(one, form.done, actor=request.user),
        )


@login_required
@require_POST
def come_back(request: HttpRequest, voucher: str) -> HttpResponse:
    """Not finished."""
    form = WordsForm(request.POST, auto_id="words_%s")
    return _act(
        request, voucher, form, "words_form",
        lambda one: services.come_back(one, actor=request.user, reason=form.cleaned_data["words"]),
    )  # fmt: skip


@login_required
@require_POST
def cancel(request: HttpRequest, voucher: str) -> HttpResponse:
    """Nobody has to come any more."""
    form = WordsForm(request.POST, auto_id="words_%s")
    return _act(
        request, voucher, form, "words_form",
        lambda one: services.cancel(one, actor=request.user, reason=form.cleaned_data["words"]),
    )  # fmt: skip


@login_required
@require_POST
def sign_off(request: HttpRequest, voucher: str) -> HttpResponse:
    """The manager signs."""
    return _act(request, voucher, None, "", lambda one: services.sign_off(one, actor=request.user))


@login_required
@require_POST
def archive(request: HttpRequest, voucher: str) -> HttpResponse:
    """Into the folder."""
    return _act(request, voucher, None, "", lambda one: services.archive(one, actor=request.user))


@login_required
@require_POST
def apply_off_site(request: HttpRequest, voucher: str) -> HttpResponse:
    """Apply for service elsewhere."""
    form = ApplicationForm(request.POST, auto_id="application_%s")
    return _act(
        request, voucher, form, "application_form",
        lambda one: off_site.apply(one, actor=request.user, **form.cleaned_data),
    )  # fmt: skip


@login_required
@require_POST
def travel_cost(request: HttpRequest, voucher: str) -> HttpResponse:
    """What the journey did cost."""
    form = CostForm(request.POST, auto_id="cost_%s")
    return _act(
        request, voucher, form, "cost_form",
        lambda one: off_site.record_travel_cost(one, form.cleaned_data["cost"], actor=request.user),
    )  # fmt: skip


@login_required
@require_POST
def invoice(request: HttpRequest, voucher: str) -> HttpResponse:
    """The invoice's number."""
    form = InvoiceForm(request.POST, auto_id="invoice_%s")
    return _act(
        request, voucher, form, "invoice_form",
        lambda one: fees.record_invoice(one, form.cleaned_data["invoice_no"], actor=request.user),
    )  # fmt: skip


@login_required
@require_POST
def collect(request: HttpRequest, voucher: str) -> HttpResponse:
    """The fee was collected."""
    return _act(request, voucher, None, "", lambda one: fees.record_collection(one, actor=request.user))


@login_required
@require_POST
def hand_over(request: HttpRequest, voucher: str) -> HttpResponse:
    """The money is with finance."""
    return _act(request, voucher, None, "", lambda one: fees.hand_to_finance(one, actor=request.user))
