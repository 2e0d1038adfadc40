"""Pages of contact reports: the list, one, writing one, taking note."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.customers import views
from complaints.customers.access import may_see
from complaints.customers.contacts import access, services
from complaints.customers.contacts.models import ContactReport, OwedReport
from complaints.customers.contacts.services import ReportFacts
from complaints.customers.dossier import SUBJECT
from complaints.customers.forms import ReportForm
from complaints.customers.listing import REPORTS


@login_required
@require_GET
def reports(request: HttpRequest) -> HttpResponseBase:
    """Contact reports on the customers in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = ContactReport.objects.visible_to(request.user).select_related("customer", "employee")
    rows = rows.defer("search", "customer__found_by")
    return list_page(request, rows, REPORTS)


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with the letters that belong to it."""
    return _page(request, _visible(request, pk))


@login_required
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer-data officer takes note."""
    found = _visible(request, pk)
    try:
        services.note_report(found, actor=request.user)
    except RuleViolation as refusal:
        return _page(request, found, refusal)
    messages.success(request, _("Noted."))
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a report on a customer."""
    owed = _owed(request, pk)
    found = owed.customer if owed is not None else views.visible(request, pk)
    require(access.may_write(request.user, found))
    initial = {"happened_at": timezone.localtime(owed.happened_at if owed else None), "direction": "in"}
    if owed:
        initial["title"] = owed.title
    form, refusal = ReportForm(posted(request), initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_report(
                found, ReportFacts(**form.cleaned_data, owed=owed), actor=request.user
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s is on the file.") % {"number": made.number})
            return redirect(made if access.may_read(request.user, made) else "web:today")
    status = views.REFUSED if refusal or form.errors else 200
    sees = may_see(request.user, found)
    context = {"form": form, "refusal": refusal, "customer": found, "owed": owed, "sees_customer": sees}
    return render(request, "customers/report_form.html", context, status=status)


def _owed(request: HttpRequest, customer_id: int) -> OwedReport | None:
    """The contact that the address names, when its report is still to be written by the reader."""
    named = request.GET.get("owed", "")
    if not named.isdigit():
        return None
    rows = OwedReport.objects.filter(
        customer=customer_id, report=None, employee=position(request.user).employee_id
    )
    return rows.select_related("employee", "customer__site").filter(pk=int(named)).first()


def _visible(request: HttpRequest, pk: int) -> ContactReport:
    rows = ContactReport.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("customer__site", "employee", "noted_by"), pk=pk)


def _page(request: HttpRequest, found: ContactReport, refusal: RuleViolation | None = None) -> HttpResponse:
    waits = found.is_major and not found.is_confidential and found.noted_at is None
    context = {"report": found, "may_note": waits and access.may_note(request.user), "refusal": refusal}
    status = views.REFUSED if refusal else 200
    return render(request, "customers/report_detail.html", context, status=status)
