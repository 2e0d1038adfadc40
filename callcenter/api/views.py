"""The schema, its reading pages, and 404 for what is not there."""

import contextlib
from typing import Any, NoReturn

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.api import reference, scopes
from callcenter.api.document import document
from callcenter.api.problems import CONTENT_TYPE, plain_problem

PROGRAMS = "/api/"


@login_required
@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Five-minute start, ground rules, and every operation by room, to search."""
    text = request.GET.get("q", "")[:100]
    context = {
        "q": text,
        "rooms": reference.search(text),
        "host": request.build_absolute_uri("/").rstrip("/"),
        "problem_fields": reference.problem_fields(),
        "scopes": list(scopes.sentences().items()),
        "clients_url": _clients_url(request),
    }
    return render(request, "api/docs.html", context)


def _clients_url(request: HttpRequest) -> str:
    """Where clients are registered, for who may see that; integrations sits above this room."""
    with contextlib.suppress(NoReverseMatch, KeyError):
        return (
            reverse("integrations:clients") if may(request.user, Action.VIEW, "integrations.client") else ""
        )
    return ""


@login_required
@require_GET
def docs_room(request: HttpRequest, room: str) -> HttpResponse:
    """The operations of one room with everything they take and answer."""
    found = reference.room_of(room)
    if found is None:
        raise Http404
    host = request.build_absolute_uri("/").rstrip("/")
    context = {
        "room": found,
        "rooms": reference.rooms(),
        "operations": [(operation, operation.curl(host)) for operation in found.operations],
        "crumbs": [(_("API"), reverse("api:docs")), (found.label, "")],
    }
    return render(request, "api/docs_room.html", context)


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """The OpenAPI document of version 1, for people and programs that are logged in; `?format=json` or YAML."""

    def _get_schema_response(self, request: Request) -> Response:
        is_json = request.accepted_renderer.format in ("json", "openapi-json")
        name = f"callcenter-v1.{'json' if is_json else 'yaml'}"
        return Response(document(), headers={"Content-Disposition": f'inline; filename="{name}"'})


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a problem for programs, the page for people."""
    return _problem(500) if request.path.startswith(PROGRAMS) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be meant, such as zero bytes in an address: a problem for programs, the page for people."""
    return _problem(400) if request.path.startswith(PROGRAMS) else defaults.bad_request(request, exception)


def _problem(status: int) -> HttpResponse:
    code, problem = plain_problem(status)
    return JsonResponse(problem, status=code, content_type=CONTENT_TYPE)


@extend_schema(exclude=True)
class NoSuchAddress(APIView):
    """Answers for addresses under /api/ that do not exist, so that programs read a problem and not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound
