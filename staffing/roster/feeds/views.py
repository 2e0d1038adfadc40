"""The page of one's calendar address, and the calendar itself, read without a log-in."""

from allauth.core.internal.httpkit import get_client_ip
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from callcenter.objections import RuleViolation
from callcenter.people.selectors import employee_of
from staffing.roster.feeds import ical as feeds_ical
from staffing.roster.feeds import services as feeds

REFUSED = 422
KEPT = 900  # seconds for which a phone may keep what it read


@login_required
@never_cache
def address(request: HttpRequest, *, refusal: RuleViolation | None = None) -> HttpResponse:
    """Whether there is an address, when it was read last, and the buttons to make, renew and withdraw it."""
    context = {"feed": feeds.feed_of(employee_of(request.user)), "refusal": refusal}
    return render(request, "roster/mine_feed.html", context, status=REFUSED if refusal else 200)


@login_required
@require_POST
@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address; the answer shows it, once."""
    feed, secret = feeds.renew_feed(employee_of(request.user), actor=request.user)
    url = request.build_absolute_uri(reverse("roster:feed", args=[secret]))
    return render(request, "roster/mine_feed.html", {"feed": feed, "url": url})


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the address back."""
    try:
        feeds.withdraw_feed(employee_of(request.user), actor=request.user)
    except RuleViolation as refusal:
        return address(request, refusal=refusal)
    messages.success(request, _("The calendar address is withdrawn."))
    return redirect("roster:feed-address")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's shifts as iCalendar; 404 for an address that is withdrawn or never was."""
    if feeds.is_too_often(secret, get_client_ip(request) or ""):
        answer = HttpResponse(status=429)
        answer["Retry-After"] = str(feeds.WINDOW)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # Django's line would tell the secret
        return answer
    employee = feeds.read(secret)
    if employee is None or employee.user is None:
        raise Http404
    with translation.override(employee.user.language or None):
        content = feeds_ical.of_employee(employee, timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="shifts.ics"'
    answer["Cache-Control"] = f"private, max-age={KEPT}"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
