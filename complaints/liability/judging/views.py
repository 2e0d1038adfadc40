"""The liability of a complaint on a page of its own, and as a section of the complaint's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.access.permissions import require
from callcenter.accounts.models import User
from callcenter.objections import RuleViolation
from callcenter.people.refusals import posted
from callcenter.rulebook.values import value
from complaints.cases.dossier import Case, receipt_of
from complaints.cases.states import Remedy
from complaints.liability import access
from complaints.liability.judging import services
from complaints.liability.judging.forms import LiabilityForms
from complaints.liability.judging.models import Liability, LiabilityState, LossKind
from complaints.liability.judging.selectors import account

REFUSED = 422
COLOURS = {
    LiabilityState.PROPOSED.value: "yellow",
    LiabilityState.JUDGED.value: "blue",
    LiabilityState.APPROVED.value: "green",
}
OF_REMEDIES = {
    Remedy.COMPENSATION: LossKind.COMPENSATION,
    Remedy.DISCOUNT: LossKind.DISCOUNT,
    Remedy.RETURN: LossKind.RETURNED,
}


def section(case: Case, user: User) -> dict[str, Any] | None:
    """What the complaint's page shows: for who may judge or propose, and for who sees liability at all."""
    liability = Liability.objects.filter(case=case).select_related("unit", "case").first()
    may_write = access.may_propose(user, case) and case.state in services.OPEN_FOR_IT
    if not (may_write or (liability is not None and _sees(user, case))):
        return None
    return {
        "case": case,
        "liability": liability,
        "state": _badge(liability),
        "account": account(liability) if liability else None,
        "may_write": may_write,
        "url": reverse("liability:case", args=[case.reference]),
    }


def _sees(user: User, case: Case) -> bool:
    return access.sees_reviews(user) or access.may_propose(user, case)


def _badge(liability: Liability | None) -> tuple[str, str] | None:
    return (liability.get_state_display(), COLOURS[liability.state]) if liability else None


def _case(request: HttpRequest, reference: str) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("site", "owner")
    receipt = receipt_of(reference)
    if receipt is not None:
        return get_object_or_404(rows, pk=receipt, number=None)
    return get_object_or_404(rows, number=reference)


@login_required
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Whose it was and what it cost; who investigates proposes it here, the service department judges. `rows` posted: a line
    more or less, nothing is saved.
    """
    found = _case(request, reference)
    may_judge, may_propose = access.may_judge(request.user, found), access.may_propose(request.user, found)
    require(may_judge or may_propose or access.sees_reviews(request.user))
    liability = Liability.objects.filter(case=found).select_related("unit", "case").first()
    rows = request.POST.get("rows", "")[:40]
    forms = LiabilityForms(found.site, liability, posted(request), _suggested(found), rows)
    refusal = None
    if request.method == "POST":
        require(may_judge or may_propose)
        if not rows and forms.is_valid():
            act = services.judge if may_judge else services.propose
            try:
                act(found, forms.facts, actor=request.user)
            except RuleViolation as caught:
                refusal = caught
            else:
                messages.success(request, _("Saved."))
                return redirect("liability:case", reference)
    rate = value("liability.hour_rate", found.site, on=found.site.today())
    context = {
        "case": found,
        "liability": liability,
        "state": _badge(liability),
        "account": account(liability) if liability else None,
        "forms": forms,
        "sums": forms.sums(rate),
        "may_judge": may_judge,
        "may_write": (may_judge or may_propose) and found.state in services.OPEN_FOR_IT,
        "may_send_up": may_judge and _waits_for_penalties(found, liability),
        "rate": rate,
        "refusal": refusal,
    }
    status = REFUSED if request.method == "POST" and not rows else 200
    return render(request, "liability/case.html", context, status=status)


def _waits_for_penalties(found: Case, liability: Liability | None) -> bool:
    if liability is None or liability.state != LiabilityState.JUDGED or found.decided_at is None:
        return False
    from callcenter.approvals.requests.models import RUNNING, Request

    asked = Request.objects.filter(kind=services.PENALTIES, subject_id=liability.pk, state__in=RUNNING)
    return not asked.exists()


def _suggested(found: Case) -> list[dict[str, Any]]:
    """Losses out of the proposed remedies, to begin with."""
    return [
        {"kind": OF_REMEDIES[Remedy(one.kind)], "amount": one.amount, "note": one.note[:400]}
        for one in found.remedies.all()
        if Remedy(one.kind) in OF_REMEDIES and one.amount
    ]


@login_required
@require_POST
def send_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the deputy GM for the penalties."""
    found = _case(request, reference)
    liability = get_object_or_404(Liability, case=found)
    try:
        services.ask_for_approval(liability, actor=request.user)
    except RuleViolation as refusal:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, _("The penalties wait for the deputy GM."))
    return redirect("liability:case", reference)
