"""Pages of campaigns: the list, drawing one up, one with its progress, start and end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.surveys import access, permits, sources, wording
from complaints.surveys.campaigns import services
from complaints.surveys.campaigns.forms import CampaignForm
from complaints.surveys.campaigns.listing import CAMPAIGNS, with_progress
from complaints.surveys.campaigns.models import Campaign, CampaignState
from complaints.surveys.ratings import charts, selectors
from complaints.surveys.ratings.models import Response
from complaints.surveys.tabs import tabs

REFUSED = 422
ACTS = {"start": services.start, "end": services.end, "stop-repeating": services.stop_repeating}


@login_required
@require_GET
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """All campaigns of the site."""
    permits.require_others(request.user)
    site = chosen_site(request)
    context = {
        "tabs": tabs(request, "surveys:campaigns"),
        "may_run": access.may_run_campaigns(request.user, site.pk),
    }
    rows = with_progress(Campaign.objects.visible_to(request.user).filter(site=site))
    return list_page(request, rows, CAMPAIGNS, template="surveys/campaign_list.html", context=context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Draw a campaign up."""
    site = chosen_site(request)
    permits.require_campaigns(request.user, site.pk)
    form, refusal = CampaignForm(site, posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draw_up(site, form.plan, actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "surveys/campaign_form.html", {"form": form, "refusal": refusal}, status=status)


@login_required
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: whom it asks, how far it is, what they answered."""
    return _page(request, _visible(request, pk))


def _page(request: HttpRequest, found: Campaign, **given: Any) -> HttpResponse:
    rows = Response.objects.visible_to(request.user).filter(invitation__campaign=found)
    is_draft = found.state == CampaignState.DRAFT
    context = {
        "campaign": found,
        "state": wording.campaign_state(found),
        "about": [sources.title(key) for key in found.sources],
        "waits": len(services.candidates(found)) if is_draft else None,
        "progress": _progress(found),
        "rating": selectors.total(rows),
        "chart": charts.distribution(rows),
        "may_run": access.may_run_campaigns(request.user, found.site_id),
        "later": Campaign.objects.filter(earlier=found).first(),
        **given,
    }
    return render(request, "surveys/campaign_detail.html", context, status=REFUSED if given else 200)


def _progress(found: Campaign) -> dict[str, int]:
    """How many were asked, opened the page, answered."""
    rows = found.invitations.all()
    asked = rows.count()
    answered = rows.filter(state="answered").count()
    return {
        "asked": asked,
        "opened": rows.filter(opened_at__isnull=False).count(),
        "answered": answered,
        "failed": rows.filter(mail_state="failed").count(),
        "percent": round(100 * answered / asked) if asked else 0,
    }


def _visible(request: HttpRequest, pk: int) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).select_related("site", "cause", "earlier")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Start, end, or let this round be the last."""
    found = _visible(request, pk)
    try:
        done = ACTS[verb](found, actor=request.user)
    except RuleViolation as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(
        request,
        _("It does not repeat any more.")
        if verb == "stop-repeating"
        else f"{done}: {done.get_state_display()}",
    )
    return redirect(found)
