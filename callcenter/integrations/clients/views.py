"""Pages of API clients. A secret is shown once, in the answer that made it, and never kept by the browser."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter import rulebook
from callcenter.access.permissions import require
from callcenter.api import scopes
from callcenter.integrations.clients import access, services
from callcenter.integrations.clients.authentication import TOKEN_ADDRESS
from callcenter.integrations.clients.forms import ClientForm, DisableForm, RotateForm
from callcenter.integrations.clients.listing import LISTING, sites_of, state
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.throttling import RATE
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.refusals import place, posted
from callcenter.rulebook import wording
from callcenter.web.listing import list_page

REFUSED = 422


@login_required
@require_GET
def client_list(request: HttpRequest) -> HttpResponseBase:
    """Every client that reaches the reader's sites."""
    require(access.may_view(request.user))
    found = Client.objects.visible_to(request.user).prefetch_related("sites")
    return list_page(
        request,
        found,
        LISTING,
        template="integrations/client_list.html",
        context={"may_manage": access.may_manage(request.user)},
    )


@login_required
@require_http_methods(["GET", "POST"])
def client_new(request: HttpRequest) -> HttpResponse:
    """Register one; the answer shows its secret once."""
    require(access.may_manage(request.user))
    form = ClientForm(posted(request))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            client, secret = services.register_client(form.facts(), actor=request.user)
            return client_page(request, client, secret=secret)
        except RuleViolation as error:
            refusal = place(form, error)
    context = {
        "form": form,
        "refusal": refusal,
        "title": _("New API client"),
        "back": reverse("integrations:clients"),
    }
    return render(request, "integrations/client_form.html", context, status=_status(request))


@login_required
@require_GET
def client_detail(request: HttpRequest, client_id: str) -> HttpResponse:
    """What it may do, where, since when, and what happened to it."""
    return client_page(request, _client(request, client_id))


@login_required
@require_http_methods(["GET", "POST"])
def client_edit(request: HttpRequest, client_id: str) -> HttpResponse:
    """Other name, scopes or sites. A form opened before somebody else saved is refused."""
    client = _client(request, client_id)
    require(access.may_manage(request.user))
    standing = services.facts_of(client)
    initial = {
        "name": standing.name,
        "scopes": standing.scopes,
        "sites": standing.sites,
        "is_everywhere": standing.is_everywhere,
    }
    form = ClientForm(posted(request), initial=initial)
    refusal = None
    seen = versions.seen_in(request, standing.as_data())
    if request.method == "POST" and form.is_valid():
        try:
            if seen != standing.as_data():
                raise RuleViolation(services.stale())
            services.change_client(client, form.facts(), actor=request.user, expected=standing)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return redirect(client)
    context = {
        "form": form,
        "refusal": refusal,
        "title": client.name,
        "back": client.get_absolute_url(),
        "version": versions.version_of(standing.as_data()),
    }
    return render(request, "integrations/client_form.html", context, status=_status(request))


@login_required
@require_POST
def client_rotate(request: HttpRequest, client_id: str) -> HttpResponse:
    """A new secret, shown once in the answer."""
    client = _client(request, client_id)
    form = RotateForm(request.POST)
    form.full_clean()
    secret = services.rotate_secret(client, keep_old=form.cleaned_data["keep_old"], actor=request.user)
    return client_page(request, _client(request, client_id), secret=secret)


@login_required
@require_POST
def client_disable(request: HttpRequest, client_id: str) -> HttpResponse:
    """Out of use, with a reason."""
    client = _client(request, client_id)
    form = DisableForm(request.POST)
    if not form.is_valid():
        return client_page(request, client, disable_form=form)
    try:
        services.disable_client(client, reason=form.cleaned_data["reason"], actor=request.user)
    except RuleViolation as refusal:
        return client_page(request, client, refusal=refusal)
    messages.success(request, _("%(name)s is out of use.") % {"name": client})
    return redirect(client)


@login_required
@require_POST
def client_enable(request: HttpRequest, client_id: str) -> HttpResponse:
    """In use again."""
    client = _client(request, client_id)
    try:
        services.enable_client(client, actor=request.user)
    except RuleViolation as refusal:
        return client_page(request, client, refusal=refusal)
    messages.success(request, _("%(name)s is in use again.") % {"name": client})
    return redirect(client)


def client_page(
    request: HttpRequest,
    client: Client,
    *,
    secret: str = "",
    refusal: RuleViolation | None = None,
    disable_form: DisableForm | None = None,
) -> HttpResponse:
    """The client's page; with a refusal as 422, with a secret once and never kept by the browser."""
    sentences = scopes.sentences()
    context = {
        "client": client,
        "state": state(client),
        "sites": sites_of(client),
        "scopes": [(scope, sentences.get(scope, "")) for scope in client.scopes],
        "may_manage": access.may_manage(request.user),
        "secret": secret,
        "refusal": refusal,
        "rotate_form": RotateForm(),
        "disable_form": disable_form or DisableForm(),
        "overlap": wording.duration(rulebook.value(services.OVERLAP)),
        "rate": rulebook.value(RATE),
        "host": request.build_absolute_uri("/").rstrip("/"),
        "token_address": TOKEN_ADDRESS,
        "crumbs": [(_("API clients"), reverse("integrations:clients")), (client.name, "")],
    }
    status = REFUSED if refusal or disable_form else 200
    response = render(request, "integrations/client_detail.html", context, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _client(request: HttpRequest, client_id: str) -> Client:
    found = Client.objects.visible_to(request.user).select_related("user").prefetch_related("sites")
    return get_object_or_404(found, client_id=client_id)


def _status(request: HttpRequest) -> int:
    return REFUSED if request.method == "POST" else 200
