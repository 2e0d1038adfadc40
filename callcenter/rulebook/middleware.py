"""One page, one rulebook."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from callcenter.rulebook.values import one_rulebook


class OneRulebookMiddleware:
    """Reads the rulebook's version once a request instead of once a rule (see values)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_reading = request.method in ("GET", "HEAD")
        with one_rulebook(getattr(request, "site", None), is_reading=is_reading):
            return self.get_response(request)
