"""The customer's page: four questions by a secret link. No log-in, no name of anybody else, nothing that a search engine keeps."""

import logging
import time

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from callcenter.objections import Objection, RuleViolation
from callcenter.people.refusals import place, posted
from callcenter.rulebook.values import value
from complaints.surveys import sources
from complaints.surveys.ratings import links, services
from complaints.surveys.ratings.forms import SurveyForm
from complaints.surveys.ratings.models import Invitation

log = logging.getLogger(__name__)
MINUTE = 60
LANGUAGE = "language"


def is_too_often(request: HttpRequest) -> bool:
    """Counts an address's requests of the minute; without Redis nobody is kept out."""
    key = f"survey-opens:{get_client_ip(request)}:{int(time.time() // MINUTE)}"
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        return bool(cache.incr(key) > value("survey.opens_per_minute"))
    except Exception:
        log.warning("openings of surveys are not counted: Redis does not answer")
        return False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The survey of one invitation; what is over says so."""
    if is_too_often(request):
        return _private(render(request, "surveys/public_over.html", {"is_too_often": True}, status=429))
    invitation = links.found(token)
    with translation.override(_language(request, invitation)):
        if invitation is None:
            return _over(request, Objection("surveys.link_is_over"), 404)
        refused = services.refusal_of(invitation, timezone.now())
        if refused is not None:
            return _over(request, refused, 410)
        return _survey(request, invitation)


def _survey(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form, refusal = SurveyForm(invitation.kind, posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(invitation, form.given, words=form.cleaned_data["words"])
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            return _private(render(request, "surveys/public_thanks.html", {"invitation": invitation}))
    elif request.method == "GET":
        services.mark_opened(invitation)
    context = {
        "invitation": invitation,
        "about": sources.title(invitation.kind),
        "company": invitation.site.company,
        "form": form,
        "refusal": refusal,
        "is_chinese": translation.get_language() == "zh-hans",
    }
    status = 422 if refusal or form.errors else 200
    return _private(render(request, "surveys/public_survey.html", context, status=status))


def _over(request: HttpRequest, refused: Objection, status: int) -> HttpResponse:
    return _private(render(request, "surveys/public_over.html", {"words": refused.sentence}, status=status))


def _language(request: HttpRequest, invitation: Invitation | None) -> str:
    """What the customer chose on the page, else the invitation's, else the browser's."""
    chosen = request.GET.get(LANGUAGE, "")
    if chosen in ("en", "zh-hans"):
        return chosen
    return invitation.language if invitation is not None else translation.get_language() or "en"


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, and the address with its secret handed on to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = (
        "same-origin"  # "no-referrer" takes the origin away that the form is checked by
    )
    return response
