"""The calls behind every figure, and one call from end to end."""

import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Site
from callcenter.telephony import access
from callcenter.telephony.calls.listing import CALLS, agent_name, outcome_badge, type_name
from callcenter.telephony.calls.phases import phases_of
from callcenter.telephony.calls.services import reveal_customer
from callcenter.telephony.facts.masking import masked
from callcenter.telephony.facts.models import Call
from callcenter.web.listing import list_page


class RevealForm(forms.Form):
    reason = forms.CharField(label=_("Why do you need the number?"), max_length=500)


@login_required
def call_list(request: SiteRequest) -> HttpResponseBase:
    """Calls of the chosen site, newest first; `site` in the address names another of the user's sites."""
    require(may(request.user, Action.VIEW, "telephony.call"))
    chosen = choose_site(request)
    calls = Call.objects.visible_to(request.user).filter(site=chosen)
    calls = calls.select_related("queue", "agent__employee").with_type_name()
    with timezone.override(chosen.zone if chosen else None):  # also where the address chose the site
        return list_page(
            request,
            calls,
            CALLS,
            template="telephony/call_list.html",
            context={
                "may_import": chosen is not None and access.may_import(request.user, chosen.pk),
                "site": chosen,
            },
        )


def choose_site(request: SiteRequest) -> Site | None:
    """The site that the list shows: the one that `site` in the address names, if the user may choose it."""
    chosen = request.site or None  # reads the sites
    code = request.GET.get("site")
    if code and (site := next((site for site in request.sites if site.code == code), None)):
        request.site = chosen = site
    return chosen


def _call(request: HttpRequest, day: str, pk: int) -> Call:
    """Both parts of the key: with the day, one partition is asked."""
    try:
        on = datetime.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    calls = Call.objects.visible_to(request.user).select_related("site", "queue", "agent__employee")
    return get_object_or_404(calls.with_type_name(), day=on, pk=pk)


@login_required
def call_detail(
    request: HttpRequest,
    day: str,
    pk: int,
    *,
    form: RevealForm | None = None,
    number: str = "",
    refusal: RuleViolation | None = None,
) -> HttpResponse:
    """One call: its phases to scale, what the switch said, the customer masked."""
    call = _call(request, day, pk)
    context = {
        "call": call,
        "outcome": outcome_badge(call),
        "agent": agent_name(call),
        "type": type_name(call),
        "phases": phases_of(call),
        "customer": number or masked(call.customer_ref),
        "is_revealed": bool(number),
        "may_reveal": bool(call.customer_ref) and access.may_reveal(request.user, call.site_id),
        "form": form or RevealForm(),
        "refusal": refusal,
    }
    with timezone.override(call.site.zone):
        return render(request, "telephony/call_detail.html", context, status=422 if refusal else 200)


@login_required
@require_POST
@never_cache
def reveal(request: HttpRequest, day: str, pk: int) -> HttpResponse:
    """Show the number on this one answer; it stands in no address and is kept nowhere else."""
    form = RevealForm(request.POST)
    form.is_valid()
    try:
        number = reveal_customer(
            _call(request, day, pk),
            actor=request.user,
            reason=form.cleaned_data.get("reason", ""),
        )
    except RuleViolation as refusal:
        return call_detail(request, day, pk, form=form, refusal=refusal)
    return call_detail(request, day, pk, number=number)
