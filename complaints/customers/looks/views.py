"""Looking at whole numbers, who looked, asking to see a customer and deciding on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.customers import access, views
from complaints.customers.dossier import SUBJECT, Customer
from complaints.customers.finding import find_or_offer
from complaints.customers.forms import AskForm, DecisionForm, RevealForm
from complaints.customers.listing import ACCESS, LOOKS, OF_A_CUSTOMER
from complaints.customers.looks import services
from complaints.customers.looks.models import AccessRequest, AccessState, Look
from complaints.customers.merging.services import record_ids

SHOWN = 20


@login_required
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The record's page with the whole numbers on it, once; the look is kept."""
    found, form = views.visible(request, pk), RevealForm(request.POST)
    require(access.may_reveal(request.user, found))
    if not form.is_valid():
        return views.show(request, found, reveal_form=form)
    data = form.cleaned_data
    try:
        numbers = services.reveal(found, data["fields_shown"], reason=data["reason"], actor=request.user)
    except RuleViolation as caught:
        return views.show(request, found, reveal_form=form, refusal=place(form, caught))
    return views.show(request, found, status=200, numbers=services.in_words(numbers))


@login_required
@require_GET
def every(request: HttpRequest) -> HttpResponseBase:
    """Every look at customers of the site, and at whoever complained there without being one on record."""
    site = chosen_site(request)
    require(access.may_see_looks(request.user, site))
    seen = Q(customer__in=Customer.objects.visible_to(request.user)) | Q(customer=None, site=site)
    rows = Look.objects.filter(seen).select_related("customer", "user__employee").prefetch_related("source")
    return list_page(request, rows, LOOKS)


@login_required
@require_GET
def of_customer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who looked at this customer's numbers, also at its merged records."""
    found = views.visible(request, pk)
    require(access.may_see_looks(request.user, found.site))
    rows = Look.objects.filter(customer__in=record_ids(found)).select_related("customer", "user__employee")
    return list_page(request, rows, LOOKS, template="customers/look_list.html", context={"customer": found})


@login_required
@require_GET
def access_requests(request: HttpRequest) -> HttpResponseBase:
    """One's own requests; for the customer-data officer everybody's, those that wait on top."""
    return _requests(request)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to see a customer beyond one's own, by number or whole phone number."""
    require(may(request.user, Action.VIEW, SUBJECT) and position(request.user).employee_id is not None)
    form, refusal = AskForm(posted(request), initial={"customer": request.GET.get("customer", "")}), None
    if request.method == "POST" and form.is_valid():
        customer = _meant(request, form.cleaned_data["customer"])
        if customer is None:
            form.add_error("customer", _("There is no such customer."))
        else:
            try:
                made = services.ask_access(customer, reason=form.cleaned_data["reason"], actor=request.user)
            except RuleViolation as caught:
                refusal = place(form, caught)
            else:
                words = _("%(number)s is asked for; the customer-data officer decides.")
                messages.success(request, words % {"number": made.number})
                return redirect("customers:access")
    status = views.REFUSED if refusal or form.errors else 200
    return render(request, "customers/access_form.html", {"form": form, "refusal": refusal}, status=status)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Grant or refuse."""
    require(access.may_decide(request.user))
    found, form = get_object_or_404(AccessRequest, pk=pk), DecisionForm(request.POST)
    chosen = request.POST.get("act", "")
    if chosen not in ("grant", "refuse") or not form.is_valid():
        raise Http404
    service = services.grant_access if chosen == "grant" else services.refuse_access
    try:
        done = service(found, actor=request.user, words=form.cleaned_data["words"])
    except RuleViolation as refusal:
        return _requests(request, refusal)
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect("customers:access")


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who asked needs it no longer."""
    found = get_object_or_404(AccessRequest, pk=pk, employee=position(request.user).employee_id)
    try:
        services.withdraw_access(found, actor=request.user)
    except RuleViolation as refusal:
        return _requests(request, refusal)
    messages.success(request, _("The request is withdrawn."))
    return redirect("customers:access")


def _requests(request: HttpRequest, refusal: RuleViolation | None = None) -> HttpResponseBase:
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = AccessRequest.objects.select_related("customer", "employee", "decided_by")
    me = position(request.user).employee_id
    decides = access.may_decide(request.user)
    waiting = rows.filter(state=AccessState.ASKED)
    context = {
        "refusal": refusal,
        "waiting": list(waiting.exclude(employee=me).order_by("pk")[:SHOWN]) if decides else [],
        "own": list(waiting.filter(employee=me)[:SHOWN]) if me else [],
        "may_ask": me is not None,
    }
    if not decides:
        rows = rows.filter(employee=me)
    answer = list_page(request, rows, ACCESS, template="customers/access_list.html", context=context)
    if refusal is not None:
        answer.status_code = views.REFUSED
    return answer


def _meant(request: HttpRequest, written: str) -> Customer | None:
    """The customer of that number, or of that whole phone number when only one has it."""
    number = written.strip().upper()
    if number.startswith(OF_A_CUSTOMER):
        digits = number.removeprefix(OF_A_CUSTOMER)
        row = (
            Customer.objects.filter(pk=int(digits)).first() if digits.isdigit() and len(digits) < 18 else None
        )
        return row.merged_into or row if row else None
    found = find_or_offer(chosen_site(request), phone=written)
    return found[0].customer if len(found) == 1 else None
