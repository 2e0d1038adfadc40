"""What is done on a customer's page, each with its form and its service."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.objections import RuleViolation
from callcenter.people.refusals import place
from complaints.customers import services, views
from complaints.customers.dossier import Customer, CustomerPerson, CustomerPhone
from complaints.customers.forms import LiaisonForm, OwnerForm, PersonForm, PhoneForm, ToldForm, YearForm
from complaints.customers.models import Caretaking, Liaison
from complaints.customers.servants import services as servants

Post = Callable[[Customer, dict[str, Any], Any], object]


def _appoint(customer: Customer, data: dict[str, Any], actor: Any) -> object:
    return servants.appoint(customer, data["employee"], actor=actor, reason=data["reason"])


def _told(customer: Customer, data: dict[str, Any], actor: Any) -> object:
    row = get_object_or_404(Caretaking, customer=customer, period__endswith=None)
    return servants.tell_customer(row, how=data["how"], actor=actor)


# act: the name of its form on the page, the form, what it asks of the services
WITH_FORM: dict[str, tuple[str, type[Form], Post]] = {
    "phone": ("phone_form", PhoneForm, lambda c, d, a: services.add_phone(c, d["phone"], use=d["use"], actor=a)),
    "person": ("person_form", PersonForm, lambda c, d, a: services.add_person(c, actor=a, **d)),
    "year": ("year_form", YearForm, lambda c, d, a: services.write_year(c, d.pop("year"), actor=a, **d)),
    "owner": ("owner_form", OwnerForm, _appoint),
    "liaison": ("liaison_form", LiaisonForm, lambda c, d, a: servants.name_liaison(c, d["employee"], actor=a)),
    "told": ("told_form", ToldForm, _told),
}  # fmt: skip
OF_A_SITE = ("owner", "liaison")

# act: the rows it is about, and the service; the posted `row` names one
ON_A_ROW: dict[str, tuple[Any, Callable[[Any, Any], object]]] = {
    "remove-phone": (CustomerPhone, lambda row, actor: services.remove_phone(row, actor=actor)),
    "remove-person": (CustomerPerson, lambda row, actor: services.remove_person(row, actor=actor)),
    "remove-liaison": (Liaison, lambda row, actor: servants.remove_liaison(row, actor=actor)),
}


@login_required
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask the service; refused, the page comes again with what speaks against it."""
    found = views.visible(request, pk)
    if act in ON_A_ROW:
        return _on_a_row(request, found, *ON_A_ROW[act])
    if act not in WITH_FORM:
        raise Http404
    name, kind, service = WITH_FORM[act]
    options: dict[str, Any] = {"site": found.site} if act in OF_A_SITE else {}
    form = kind(request.POST, **options)
    again: dict[str, Any] = {name: form}
    if not form.is_valid():
        return views.show(request, found, **again)
    try:
        service(found, dict(form.cleaned_data), request.user)
    except RuleViolation as caught:
        return views.show(request, found, **again, refusal=place(form, caught))
    messages.success(request, _("Saved."))
    return redirect(found)


def _on_a_row(
    request: HttpRequest, found: Customer, model: Any, service: Callable[[Any, Any], object]
) -> HttpResponse:
    posted = request.POST.get("row", "")
    row = get_object_or_404(model, customer=found, pk=int(posted) if posted.isdigit() else 0)
    try:
        service(row, request.user)
    except RuleViolation as caught:
        return views.show(request, found, refusal=caught)
    messages.success(request, _("Saved."))
    return redirect(found)
