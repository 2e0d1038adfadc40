"""The schema, its reading page, and 404 for what is not there."""

from typing import Any, NoReturn

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from callcenter.api import schema  # noqa: F401  (drf-spectacular finds its extensions by import)


@login_required
def docs(request: HttpRequest) -> HttpResponse:
    """The schema to read and try in the browser."""
    return render(request, "api/docs.html")


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """The OpenAPI document of version 1, for people and programs that are logged in."""


@extend_schema(exclude=True)
class NoSuchAddress(APIView):
    """Answers for addresses under /api/ that do not exist, so that programs read a problem and not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotFound
