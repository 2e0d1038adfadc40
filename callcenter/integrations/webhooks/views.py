"""Pages of webhooks and of their deliveries. A secret is shown once, in the answer that made it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from callcenter import rulebook
from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.integrations.webhooks import access, selectors, services
from callcenter.integrations.webhooks.forms import EndpointForm
from callcenter.integrations.webhooks.listing import DELIVERIES, ENDPOINTS, health, state_badge, type_title
from callcenter.integrations.webhooks.models import OPEN, SUBJECT, Delivery, Endpoint
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.middleware import SiteRequest
from callcenter.people.refusals import place, posted
from callcenter.web.listing import BulkAction, list_page

REFUSED = 422
SHOWN = 10  # deliveries on the page of a webhook


@login_required
def webhooks(request: SiteRequest) -> HttpResponseBase:
    """The webhooks of the site."""
    require(may(request.user, Action.VIEW, SUBJECT))
    found = Endpoint.objects.visible_to(request.user).filter(site=request.site)
    site = request.site or None
    may_create = site is not None and access.may_create(request.user, site.pk)
    return list_page(
        request,
        found,
        ENDPOINTS,
        template="integrations/webhook_list.html",
        context={"may_create": may_create},
    )


@login_required
def webhook_new(request: SiteRequest) -> HttpResponse:
    """Make a webhook at the site of the top bar; the answer shows its secret once."""
    site = request.site or None
    if site is None:
        raise PermissionDenied
    require(access.may_create(request.user, site.pk))
    form, refusal = EndpointForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.create_endpoint(site, actor=request.user, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            return _webhook_page(request, made, secret=secret)
    context = {"form": form, "refusal": refusal, "endpoint": None, "back": reverse("integrations:webhooks")}
    return _form_page(request, context)


@login_required
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """How it does, what it is told of, its latest deliveries."""
    return _webhook_page(request, _endpoint(request, pk))


@login_required
def webhook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other name, address or events. A form opened before somebody else saved shows both versions."""
    endpoint = _endpoint(request, pk)
    require(access.may_edit(request.user, endpoint))
    standing = {name: getattr(endpoint, name) for name in services.FACTS}
    form, refusal, differences = EndpointForm(posted(request), initial=standing), None, []
    if request.method == "POST" and form.is_valid():
        seen = versions.seen_in(request, standing)
        try:
            services.change_endpoint(endpoint, actor=request.user, expected=seen, **form.cleaned_data)
        except RuleViolation as error:
            refusal = place(form, error)
            differences = versions.differences(form, seen, standing)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return redirect(endpoint)
    context = {
        "form": form,
        "refusal": refusal,
        "differences": differences,
        "endpoint": endpoint,
        "back": endpoint.get_absolute_url(),
        "version": versions.version_of(standing),
    }
    return _form_page(request, context)


@login_required
@require_POST
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown once in the answer."""
    endpoint = _endpoint(request, pk)
    secret = services.change_secret(endpoint, actor=request.user)
    return _webhook_page(request, _endpoint(request, pk), secret=secret)


@login_required
@require_POST
def webhook_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it nothing more."""
    return _act(request, pk, services.switch_off, _("%(name)s is switched off."))


@login_required
@require_POST
def webhook_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Send to it again."""
    return _act(request, pk, services.switch_on, _("%(name)s is switched on."))


@login_required
@require_POST
def webhook_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away for good."""
    endpoint = _endpoint(request, pk)
    services.remove_endpoint(endpoint, actor=request.user)
    messages.success(request, _("%(name)s is removed.") % {"name": endpoint.name})
    return redirect("integrations:webhooks")


@login_required
@require_POST
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test and go to its delivery, where the answer appears."""
    endpoint = _endpoint(request, pk)
    try:
        return redirect(services.send_test(endpoint, actor=request.user))
    except RuleViolation as refusal:
        return _webhook_page(request, endpoint, refusal=refusal)


@login_required
def deliveries(request: SiteRequest, *, refusal: RuleViolation | None = None) -> HttpResponseBase:
    """Everything that was sent from the site or waits to be."""
    require(may(request.user, Action.VIEW, SUBJECT))
    found = Delivery.objects.visible_to(request.user).filter(endpoint__site=request.site)
    response = list_page(
        request,
        found.select_related("endpoint"),
        replace(DELIVERIES, bulk=_bulk(request), remembers=refusal is None),
        template="integrations/delivery_list.html",
        context={"refusal": refusal},
    )
    if refusal:
        response.status_code = REFUSED
    return response


@login_required
def delivery(request: HttpRequest, message_id: str) -> HttpResponse:
    """One delivery: what was asked, every attempt with its answer."""
    return _delivery_page(request, _delivery(request, message_id))


@login_required
@require_POST
def redeliver(request: HttpRequest, message_id: str) -> HttpResponse:
    """Send it once more."""
    found = _delivery(request, message_id)
    try:
        services.redeliver(found, actor=request.user)
    except RuleViolation as refusal:
        return _delivery_page(request, found, refusal=refusal)
    messages.success(request, _("The message is sent once more."))
    return redirect(found)


@login_required
def redeliver_many(request: SiteRequest) -> HttpResponseBase:
    """The chosen ones once more. Who sorts or turns the page of a refusal comes back to the list."""
    if request.method != "POST":
        return redirect("integrations:deliveries")
    chosen = [int(pk) for pk in request.POST.getlist("selected") if pk.isdigit()]
    found = Delivery.objects.visible_to(request.user, Action.EDIT).filter(pk__in=chosen)
    try:
        done = services.redeliver_many(found.select_related("endpoint"), actor=request.user)
    except RuleViolation as refusal:
        request.method = "GET"
        return deliveries(request, refusal=refusal)
    messages.success(
        request,
        ngettext("%(count)s message is sent once more.", "%(count)s messages are sent once more.", len(done))
        % {"count": len(done)},
    )
    return redirect("integrations:deliveries")


def _bulk(request: HttpRequest) -> tuple[BulkAction, ...]:
    if not may(request.user, Action.EDIT, SUBJECT):
        return ()
    return (BulkAction(_("Send again"), reverse("integrations:redeliver_many"), "send"),)


def _act(request: HttpRequest, pk: int, service: Callable[..., Any], said: str) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    try:
        service(endpoint, actor=request.user)
    except RuleViolation as refusal:
        return _webhook_page(request, endpoint, refusal=refusal)
    messages.success(request, said % {"name": endpoint.name})
    return redirect(endpoint)


def _endpoint(request: HttpRequest, pk: int) -> Endpoint:
    found = Endpoint.objects.visible_to(request.user).select_related("site", "created_by__employee")
    return get_object_or_404(found, pk=pk)


def _delivery(request: HttpRequest, message_id: str) -> Delivery:
    found = Delivery.objects.visible_to(request.user).select_related("endpoint__site")
    return get_object_or_404(found, message_id=message_id)


def _form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = REFUSED if request.method == "POST" else 200
    return render(request, "integrations/webhook_form.html", context, status=status)


def _webhook_page(
    request: HttpRequest, endpoint: Endpoint, *, secret: str = "", refusal: RuleViolation | None = None
) -> HttpResponse:
    latest = endpoint.deliveries.order_by("-id")[:SHOWN]
    context = {
        "crumbs": [(ENDPOINTS.title, reverse("integrations:webhooks")), (endpoint.name, "")],
        "endpoint": endpoint,
        "health": health(endpoint),
        "events": [(verb, type_title(verb)) for verb in endpoint.events],
        "latest": [(one, type_title(one.type), state_badge(one)) for one in latest],
        "figures": selectors.last_day(endpoint),
        "log_url": f"{reverse('integrations:deliveries')}?endpoint={endpoint.pk}",
        "may_edit": access.may_edit(request.user, endpoint),
        "overlap": rulebook.value("webhooks.overlap", endpoint.site),
        "secret": secret,
        "refusal": refusal,
    }
    status = REFUSED if refusal else 200
    response = render(request, "integrations/webhook_detail.html", context, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _delivery_page(
    request: HttpRequest, found: Delivery, *, refusal: RuleViolation | None = None
) -> HttpResponse:
    context = {
        "crumbs": [
            (DELIVERIES.title, reverse("integrations:deliveries")),
            (found.endpoint.name, found.endpoint.get_absolute_url() if not found.endpoint.removed_at else ""),
            (found.message_id, ""),
        ],
        "delivery": found,
        "title": type_title(found.type),
        "badge": state_badge(found),
        "body": selectors.pretty(found.body),
        "attempts": selectors.attempts(found),
        "is_open": found.state in OPEN,
        "may_redeliver": found.state not in OPEN and access.may_edit(request.user, found.endpoint),
        "refusal": refusal,
    }
    status = REFUSED if refusal else 200
    return render(request, "integrations/delivery_detail.html", context, status=status)
