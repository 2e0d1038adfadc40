"""Each request gets an id: the caller's own when it is a plain one, else a new one. It is in the log and in the answer."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from callcenter import log_context

log = logging.getLogger("callcenter.requests")
HEADER = "X-Request-ID"
PLAIN = re.compile(r"[A-Za-z0-9._:-]{8,128}")  # nothing that could break a line of the log


def id_of(request: HttpRequest) -> str:
    """The id that the caller sent, when it is plain; else a new one."""
    sent = request.headers.get(HEADER, "")
    return sent if PLAIN.fullmatch(sent) else uuid.uuid4().hex


class RequestIdMiddleware:
    """Outermost but for the health addresses: whatever is logged below carries the id, errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = id_of(request)
        with log_context.within(request_id=request_id):
            response = self.get_response(request)
            response[HEADER] = request_id
            _log(request, response, time.perf_counter() - began)
        return response


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line for each request: no query, because people look for names and numbers with it."""
    match = request.resolver_match
    secret = match.kwargs.get("secret", "") if match else ""  # an address that is a key itself
    facts = {
        "method": request.method,
        "path": request.path.replace(secret, "…") if secret else request.path,
        "view": match.view_name if match else "",
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }
    log.info("%(method)s %(path)s %(status)s", facts, extra=facts)
