"""What no page of ours ever asks for."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class NoZeroBytesMiddleware:
    """Answers 400 to zero bytes in an address: PostgreSQL keeps no text with them, so nothing can be meant."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("zero bytes in the address")
        return self.get_response(request)
