"""Pages of duplicates: what looks like the complaint, linking, merging side by side, taking a merging back."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import Objection, RuleViolation
from callcenter.people.middleware import SiteRequest
from complaints.cases.dossier import SUBJECT, Case, receipt_of
from complaints.cases.duplicates import linking, merging
from complaints.cases.duplicates.models import CaseLink, Merge
from complaints.cases.duplicates.rules import merge_objections
from complaints.cases.duplicates.selectors import Asked, candidates
from complaints.cases.duplicates.wording import why_text
from complaints.cases.permits import require_service

REFUSED = 422
LONGEST = 4_000  # characters of a field that are compared while somebody types


def find(request: HttpRequest, reference: str) -> Case:
    """The complaint of that number or receipt, as far as the reader may see it; 404 otherwise."""
    rows = Case.objects.visible_to(request.user).select_related(
        "site", "customer", "cause", "owner", "merged_into"
    )
    receipt = receipt_of(reference.upper())
    if receipt is not None:
        return get_object_or_404(rows, pk=receipt)
    return get_object_or_404(rows, number=reference)


@login_required
@require_http_methods(["GET", "POST"])
def of_form(request: SiteRequest) -> HttpResponse:
    """What looks like the complaint that is being typed; a piece of a page. Queried or posted: the fields of
    the form, which may be longer than an address; nothing is written.
    """
    require(may(request.user, Action.CREATE, SUBJECT))
    site = request.site
    if site is None:
        raise Http404
    fields = request.POST if request.method == "POST" else request.GET
    given = {name: fields.get(name, "")[:LONGEST] for name in fields}
    customer = given.get("customer", "")
    asked = Asked(
        site,
        timezone.now() + datetime.timedelta(minutes=1),
        f"{given.get('title', '')}\n{given.get('content', '')}",
        int(customer) if customer.isascii() and customer.isdigit() and len(customer) < 18 else None,
        given.get("contact_phone", ""),
        given.get("contact_email", ""),
        given.get("order_no", ""),
        given.get("policy_no", ""),
    )
    return render(
        request, "cases/_duplicates.html", {"candidates": shown(candidates(asked, user=request.user))}
    )


def shown(found: list[Any]) -> list[tuple[Any, str]]:
    """Candidates with what they have in common, in words."""
    return [(one, why_text(one)) for one in found]


@login_required
def merge(request: HttpRequest, reference: str, refusal: RuleViolation | None = None) -> HttpResponse:
    """Both side by side; which of them stands for both is chosen here. Query: `with`, the other's number."""
    case = find(request, reference)
    other = find(request, request.GET.get("with", ""))
    for either in (case, other):
        require_service(request.user, either)
    chosen = request.POST.get("survivor") or _default_survivor(case, other).reference
    survivor, merged = (other, case) if chosen == other.reference else (case, other)
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            made = merging.merge(survivor, merged, actor=request.user, reason=reason)
        except RuleViolation as caught:
            refusal = caught
        else:
            words = _("%(merged)s is merged into %(survivor)s.")
            messages.success(
                request, words % {"merged": made.merged.reference, "survivor": made.survivor.reference}
            )
            return redirect(made.survivor)
    both = [(one, one.pk == survivor.pk) for one in sorted((case, other), key=lambda one: one.pk)]
    one, two = merging.facts_of(survivor), merging.facts_of(merged)
    context = {
        "case": case,
        "other": other,
        "both": both,
        "survivor": survivor,
        "against": [] if refusal else merge_objections(one, two),
        "reason": reason,
        "refusal": refusal,
    }
    with timezone.override(case.site.zone):
        return render(request, "cases/merge.html", context, status=REFUSED if refusal else 200)


def _default_survivor(case: Case, other: Case) -> Case:
    """The one that has come further: accepted before not, earlier before later."""
    return min(case, other, key=lambda one: (one.accepted_at is None, one.received_at, one.pk))


@login_required
def unmerge(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the merging of a duplicate back."""
    case = find(request, reference)
    require_service(request.user, case)
    rows = Merge.objects.select_related("survivor__site", "merged__site", "by")
    made = get_object_or_404(rows, merged=case, undone_at=None)
    refusal, reason = None, request.POST.get("reason", "")
    if request.method == "POST":
        try:
            merging.unmerge(made, actor=request.user, reason=reason)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(
                request, _("%(reference)s stands by itself again.") % {"reference": case.reference}
            )
            return redirect(case)
    context = {
        "case": case,
        "made": made,
        "against": [] if refusal else merging.undo_objections(made),
        "reason": reason,
        "refusal": refusal,
    }
    with timezone.override(case.site.zone):
        return render(request, "cases/unmerge.html", context, status=REFUSED if refusal else 200)


@login_required
@require_POST
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that another complaint belongs to this one. Posted: `other`, its number."""
    case = find(request, reference)
    try:
        made = linking.link(case, _named(request), actor=request.user, words=request.POST.get("words", ""))
    except RuleViolation as refusal:
        messages.error(request, " ".join(refusal.sentences))
    else:
        messages.success(request, _("Linked: %(both)s.") % {"both": made})
    return redirect(reverse("cases:case", args=[case.reference]) + "#duplicates")


def _named(request: HttpRequest) -> Case:
    other = request.POST.get("other", "").strip()
    try:
        return find(request, other)
    except Http404:
        figures = {"reference": other or "–"}
        raise RuleViolation(Objection("cases.link_unknown", figures, "other")) from None


@login_required
@require_POST
def unlink(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a link away."""
    case = find(request, reference)
    linking.unlink(get_object_or_404(CaseLink.objects.of(case), pk=pk), actor=request.user)
    messages.success(request, _("The link is gone."))
    return redirect(reverse("cases:case", args=[case.reference]) + "#duplicates")
