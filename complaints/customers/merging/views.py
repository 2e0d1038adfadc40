"""Merging two records, seen side by side first, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place, posted
from complaints.customers import access, views
from complaints.customers.dossier import Customer
from complaints.customers.facts import FIELDS
from complaints.customers.forms import MergeForm, ReasonForm
from complaints.customers.listing import OF_A_CUSTOMER
from complaints.customers.merging import services
from complaints.customers.merging.models import Merge
from complaints.customers.services import MASKS


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the second record, look at both, merge."""
    found = views.visible(request, pk)
    require(access.may_merge(request.user, found))
    form, refusal = MergeForm(posted(request), initial={"other": request.GET.get("other", "")}), None
    written = request.POST.get("other") or request.GET.get("other", "")
    other = _named(request, written)
    if request.method == "POST" and form.is_valid():
        if other is None:
            form.add_error("other", _("There is no such customer."))
        else:
            try:
                services.merge(found, other, reason=form.cleaned_data["reason"], actor=request.user)
            except RuleViolation as caught:
                refusal = place(form, caught)
            else:
                words = _("%(gone)s is part of %(kept)s now.")
                messages.success(request, words % {"gone": other.number, "kept": found.number})
                return redirect(found)
    status = views.REFUSED if refusal or form.errors else 200
    context = {
        "form": form,
        "refusal": refusal,
        "customer": found,
        "other": other,
        "asked": request.GET.get("other", ""),
        "lines": side_by_side(found, other) if other else [],
    }
    return render(request, "customers/merge_form.html", context, status=status)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    row = get_object_or_404(Merge.objects.select_related("kept__site", "gone"), pk=pk)
    found, form = views.visible(request, row.kept_id), ReasonForm(request.POST)
    require(access.may_merge(request.user, found))
    if not form.is_valid():
        return views.show(request, found, unmerge_form=form)
    try:
        services.unmerge(row, reason=form.cleaned_data["reason"], actor=request.user)
    except RuleViolation as caught:
        return views.show(request, found, refusal=place(form, caught), unmerge_form=form)
    messages.success(request, _("%(number)s stands by itself again.") % {"number": row.gone.number})
    return redirect(found)


def side_by_side(kept: Customer, gone: Customer) -> list[dict[str, Any]]:
    """Per fact that either has: as the one that stays has it, as the other has it, and whether it is filled from it."""
    found = []
    for name in FIELDS:
        field = Customer._meta.get_field(name)
        left, right = (_said(one, name) for one in (kept, gone))
        if left or right:
            filled = name in services.FILLED and not getattr(kept, name) and bool(getattr(gone, name))
            found.append({"label": field.verbose_name, "kept": left, "gone": right, "filled": filled})  # type: ignore[union-attr]
    return found


def _said(customer: Customer, name: str) -> str:
    value = getattr(customer, name)
    if name in MASKS:
        return str(MASKS[name](value))
    if isinstance(value, bool):
        return _("yes") if value else ""
    shown = getattr(customer, f"get_{name}_display", None)
    return str(shown() if shown else value or "")


def _named(request: HttpRequest, written: str) -> Customer | None:
    digits = written.strip().upper().removeprefix(OF_A_CUSTOMER)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 18):
        return None
    return Customer.objects.visible_to(request.user).filter(pk=int(digits)).select_related("site").first()
