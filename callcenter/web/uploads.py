"""How large a request may be: one that announces more is refused before a byte of it is read."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

MB = 1024 * 1024
ORDINARY_BYTES = 10 * MB  # forms without files
FRAME_BYTES = MB  # the form around a file
TOO_LARGE = 413
View = Callable[..., Any]


def takes_upload(limit: Callable[[], int]) -> Callable[[View], View]:
    """Marks a view, or an API's view set, that takes files of together at most `limit()` bytes."""

    def mark(view: View) -> View:
        view.upload_limit = limit  # type: ignore[attr-defined]
        return view

    return mark


class UploadLimitMiddleware:
    """Stands before the CSRF check, which reads the whole body to find its token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """The refusal as a page, or as a problem for programs; None when the size is in order."""
        size, limit = _announced(request), _limit(view)
        if size <= limit + FRAME_BYTES:
            return None
        figures = {"size": f"{size / MB:.0f} MB", "limit": f"{limit / MB:.0f} MB"}
        sentence = (
            _("What you send has %(size)s; at most %(limit)s are taken here. Nothing was read.") % figures
        )
        if request.path_info.startswith("/api/"):
            problem = {
                "type": "about:blank",
                "title": _("Too large"),
                "status": TOO_LARGE,
                "detail": sentence,
            }
            return JsonResponse(problem, status=TOO_LARGE, content_type="application/problem+json")
        request.POST = QueryDict()  # so that nobody reads the body for the page
        return render(request, "413.html", {"sentence": sentence}, status=TOO_LARGE)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _limit(view: View) -> int:
    marked = getattr(view, "upload_limit", None) or getattr(getattr(view, "cls", None), "upload_limit", None)
    return int(marked()) if marked else ORDINARY_BYTES
