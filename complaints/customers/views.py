"""Pages of customers: the list, one record, recording and changing one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.customers import access, services
from complaints.customers.contacts import access as contacts
from complaints.customers.dossier import SUBJECT, Customer
from complaints.customers.finding import same
from complaints.customers.forms import (
    CustomerForm,
    LiaisonForm,
    OwnerForm,
    PersonForm,
    PhoneForm,
    RevealForm,
    ToldForm,
    YearForm,
    people_of,
)
from complaints.customers.listing import ALL, badges, with_people
from complaints.customers.looks.models import Field
from complaints.customers.merging.services import record_ids
from complaints.customers.models import ContactReport, Merge, OwedReport
from complaints.customers.sections import buttons_of, sections_of
from complaints.customers.servants.services import least_of

REFUSED = 422
SHOWN = 8


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The customers in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = with_people(Customer.objects.listed_to(request.user).current())
    site: Any = getattr(request, "site", None)
    context = {
        "may_create": bool(site) and access.may_create(request.user, site),
        "may_import": bool(site) and access.may_place(request.user, site),
        "may_see_looks": bool(site) and access.may_see_looks(request.user, site),
    }
    return list_page(request, rows, ALL, template="customers/customer_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a customer; who is known already is offered first."""
    site = chosen_site(request)
    require(access.may_create(request.user, site))
    known, refusal = [], None
    form = CustomerForm(
        posted(request),
        initial={"phone": request.GET.get("phone", ""), "name": request.GET.get("name", "")},
        may_place=access.may_place(request.user, site),
    )
    if request.method == "POST" and form.is_valid():
        seen = [int(pk) for pk in request.POST.getlist("despite") if pk.isdigit()]
        facts = form.facts(site)
        try:
            made = services.create_customer(facts, actor=request.user, despite=seen)
        except RuleViolation as caught:
            if [one.code for one in caught.objections] == ["customers.known"]:
                known = same(site, [facts.phone], facts.email, facts.identity_number)
            else:
                refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s is recorded.") % {"number": made.number})
            return redirect(made)
    status = REFUSED if refusal or form.errors or known else 200
    context = {"form": form, "refusal": refusal, "known": known, "customer": None}
    return render(request, "customers/customer_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a record; what somebody else saved meanwhile is not written over."""
    found = visible(request, pk)
    require(access.may_edit(request.user, found))
    form = CustomerForm(posted(request), instance=found, may_place=access.may_place(request.user, found.site))
    refusal = None
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            services.change_customer(
                found, form.changes(), actor=request.user, version=int(version) if version.isdigit() else None
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    status = REFUSED if refusal or form.errors else 200
    standing = Customer.objects.get(pk=found.pk)
    context: dict[str, Any] = {"form": form, "refusal": refusal, "known": [], "customer": standing}
    return render(request, "customers/customer_form.html", context, status=status)


@login_required
@require_GET
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer."""
    return show(request, visible(request, pk))


def visible(request: HttpRequest, pk: int) -> Customer:
    """The record in sight, else 404."""
    rows = Customer.objects.visible_to(request.user) | _merged(request)
    return get_object_or_404(
        rows.select_related("site", "owner", "created_by", "merged_into").distinct(), pk=pk
    )


def _merged(request: HttpRequest) -> Any:
    """Second records of customers in sight."""
    return Customer.objects.filter(merged_into__in=Customer.objects.visible_to(request.user).values("pk"))


def show(request: HttpRequest, found: Customer, *, status: int = REFUSED, **given: Any) -> HttpResponse:
    """The record's page; `given` are a form that was refused, the refusal, or the numbers that were looked at."""
    user: Any = request.user
    me = position(user).employee_id
    liaisons = list(found.liaisons.select_related("employee").filter(ended_at=None))
    caretakings = list(found.caretakings.select_related("employee", "before", "told_by")[:SHOWN])
    now = caretakings[0] if caretakings else None
    reports = ContactReport.objects.visible_to(user).filter(customer__in=record_ids(found))
    may_place = access.may_place(user, found.site) and found.merged_into_id is None
    may_edit = access.may_edit(user, found) and found.merged_into_id is None
    to_tell = now if now and now.must_tell and now.told_at is None else None
    least = least_of(found)
    context = {
        "customer": found,
        "badges": badges(found),
        "phones": list(found.phones.all()),
        "people": list(found.people.all()),
        "years": list(found.years.all()[:SHOWN]),
        "liaisons": liaisons,
        "too_few": found.is_key and len(liaisons) < least,
        "least": least,
        "caretakings": caretakings,
        "to_tell": to_tell,
        "reports": list(reports.select_related("employee", "customer")[:SHOWN]),
        "owed": list(
            OwedReport.objects.filter(customer=found, report=None).select_related("employee")[:SHOWN]
        ),
        "merges": list(Merge.objects.filter(kept=found, undone_at=None).select_related("gone")),
        "sections": sections_of(found, user),
        "buttons": buttons_of(found, user),
        "may_edit": may_edit,
        "may_place": may_place,
        "may_merge": may_place,
        "may_write": found.merged_into_id is None and contacts.may_write(user, found),
        "may_reveal": access.may_reveal(user, found),
        "may_see_looks": access.may_see_looks(user, found.site),
        "may_tell": to_tell is not None and (may_place or to_tell.employee_id == me),
        "reveal_form": RevealForm(initial={"fields_shown": [Field.PHONE]}),
        "phone_form": PhoneForm() if may_edit else None,
        "person_form": PersonForm() if may_edit and found.kind == "organisation" else None,
        "year_form": YearForm(initial={"year": timezone.localdate().year - 1}) if may_edit else None,
        "owner_form": OwnerForm(site=found.site) if may_place else None,
        "liaison_form": LiaisonForm(site=found.site) if may_place else None,
        "told_form": ToldForm() if to_tell else None,
        "suggested": list(people_of(found.site)[:300]) if may_place else [],
        **given,
    }
    answer = render(request, "customers/customer_detail.html", context, status=status if given else 200)
    if "numbers" in given:
        answer["Cache-Control"] = "no-store"
    return answer
