"""Open pages: the form for customers and the page of their complaint. Nobody logs in, nothing is found by guessing."""

import functools
from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.people.refusals import posted
from callcenter.rulebook.values import value
from callcenter.web.uploads import takes_upload
from complaints.cases.models import OPEN, State
from complaints.intake import joining
from complaints.intake.links import services as links
from complaints.intake.links.models import StatusLink
from complaints.intake.web import services
from complaints.intake.web.forms import ComplaintForm, WithdrawForm, WordForm
from complaints.intake.web.stages import Stage, line, stage

REFUSED = 422
View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Search engines keep it not, browsers and proxies store it not, and it tells no other site its address."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


@takes_upload(lambda: settings.FILES_ATTACHMENT_BYTES)
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, site_code: str) -> HttpResponse:
    """The form of a site; sent well, it leads to the page of the complaint."""
    site = get_object_or_404(Site.objects.select_related("company"), code__iexact=site_code)
    shown = ComplaintForm(posted(request), request.FILES or None)
    refusal = None
    if request.method == "POST" and shown.is_valid():
        try:
            received = services.receive(
                site,
                shown.facts,
                form_key=shown.cleaned_data["key"],
                sender=get_client_ip(request) or "",
                files=shown.cleaned_data["papers"],
                page_of=lambda token: request.build_absolute_uri(reverse("intake:status", args=[token])),
            )
        except RuleViolation as caught:
            refusal = caught
        else:
            return redirect(reverse("intake:status", args=[received.token]) + "?new=1")
    context = {
        "form": shown,
        "refusal": refusal,
        "site_shown": site,
        "is_open": value("intake.web_open", site),
        "files_were_chosen": bool(request.FILES),
    }
    return render(request, "intake/web_form.html", context, status=REFUSED if shown.is_bound else 200)


@unlisted
@require_http_methods(["GET", "HEAD"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    """What a customer may know: number, received, being looked at, answered. Never the form, names or amounts."""
    return _status(request, _link(token), token)


def _link(token: str) -> StatusLink:
    found = links.find(token)
    if found is None:
        raise Http404
    return found


def _status(
    request: HttpRequest, link: StatusLink, token: str, refusal: RuleViolation | None = None, **forms: Any
) -> HttpResponse:
    case, survivor = link.case, joining.survivor_of(link.case)
    reached = stage(survivor.state)
    context = {
        "token": token,
        "case": case,
        "site_shown": case.site,
        "stage": reached,
        "line": line(reached),
        "is_merged": case.state == State.MERGED,
        "received_at": case.received_at,
        "answered_at": survivor.conveyed_at if reached is Stage.ANSWERED else None,
        "is_new": request.GET.get("new") == "1",
        "page": request.build_absolute_uri(reverse("intake:status", args=[token])),
        "expires_at": link.expires_at,
        "words": link.words.all(),
        "may_write": joining.is_within_grace(survivor, timezone.now()),
        "may_withdraw": case.state in OPEN,
        "word_form": forms.get("word_form") or WordForm(auto_id="word_%s"),
        "withdraw_form": forms.get("withdraw_form") or WithdrawForm(auto_id="withdraw_%s"),
        "refusal": refusal,
    }
    with timezone.override(case.site.zone):
        return render(request, "intake/status.html", context, status=REFUSED if refusal or forms else 200)


@unlisted
@require_POST
def add_word(request: HttpRequest, token: str) -> HttpResponse:
    """A message to us."""
    link, sent = _link(token), WordForm(request.POST, auto_id="word_%s")
    if not sent.is_valid():
        return _status(request, link, token, word_form=sent)
    try:
        services.add_word(link, sent.cleaned_data["text"], form_key=sent.cleaned_data["key"])
    except RuleViolation as refusal:
        return _status(request, link, token, refusal, word_form=sent)
    return redirect(reverse("intake:status", args=[token]) + "#messages")


@unlisted
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The customer lets it rest."""
    link, sent = _link(token), WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not sent.is_valid():
        return _status(request, link, token, withdraw_form=sent)
    try:
        services.withdraw(link, reason=sent.cleaned_data["reason"])
    except RuleViolation as refusal:
        return _status(request, link, token, refusal, withdraw_form=sent)
    return redirect(reverse("intake:status", args=[token]))
