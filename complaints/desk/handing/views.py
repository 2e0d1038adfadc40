"""The page on which several complaints get one owner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place
from complaints.cases import access
from complaints.cases.models import Case
from complaints.desk.handing.forms import HandingForm
from complaints.desk.handing.services import MOST, hand_over

REFUSED = 422


@login_required
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Asks for the owner of the chosen complaints (`selected`, from a list); with one, hands them over."""
    site = chosen_site(request)
    require(access.is_service(request.user, site.pk))
    keys = [
        int(key)
        for key in request.POST.getlist("selected")
        if key.isascii() and key.isdigit() and len(key) < 15
    ]
    rows = Case.objects.visible_to(request.user).filter(site=site, pk__in=keys[: MOST + 1])
    chosen = list(rows.defer("search", "content").select_related("site", "owner").order_by("due_at", "pk"))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:queue")
    form, refusal = HandingForm(site, request.POST if "owner" in request.POST else None), None
    if form.is_bound and form.is_valid():
        try:
            done = hand_over(chosen, actor=request.user, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            text = ngettext(
                "%(count)d complaint has a new owner.", "%(count)d complaints have a new owner.", len(done)
            )
            messages.success(request, text % {"count": len(done)})
            return redirect(back)
    status = REFUSED if form.errors or refusal or not chosen else 200
    context = {"form": form, "refusal": refusal, "chosen": chosen, "back": back, "most": MOST}
    return render(request, "desk/assign.html", context, status=status)
