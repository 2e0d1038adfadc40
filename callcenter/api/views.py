"""The schema, its reading pages, and 404 for what is not there."""

from typing import Any, NoReturn

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from callcenter.api import reference
from callcenter.api.document import document


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
    }
    return render(request, "api/docs.html", context)


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


@extend_schema(exclude=True)
class NoSuchAddress(APIView):
    """Answers for addresses under /api/ that do not exist, so that programs read a problem and not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound
