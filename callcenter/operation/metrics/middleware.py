"""Counts requests, and answers /metrics to whoever may read it: by token, or by address."""

import hmac
import ipaddress
import time
from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from callcenter.operation.metrics import counts
from callcenter.operation.metrics.exposition import exposition

METRICS = "/metrics"
NO_VIEW = "(none)"


class Queries:
    """Counts the queries of one request and the time they took."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


class MetricsMiddleware:
    """Before hosts are checked: Prometheus comes by address, inside the network."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == METRICS:
            if not may_read(request):
                return HttpResponseForbidden(
                    "Send the token of CALLCENTER_METRICS_TOKEN as a bearer token.\n"
                )
            return HttpResponse(exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
        began, queries = time.perf_counter(), Queries()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else NO_VIEW
        view = view or NO_VIEW
        counts.REQUESTS.labels(view, request.method, response.status_code).inc()
        counts.REQUEST_SECONDS.labels(view).observe(time.perf_counter() - began)
        counts.REQUEST_DATABASE_SECONDS.labels(view).observe(queries.seconds)
        counts.REQUEST_QUERIES.labels(view).observe(queries.count)
        return response


def may_read(request: HttpRequest) -> bool:
    """Whether the caller has the token, or comes from one of the networks by a way that nobody can pretend."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    if request.headers.get("X-Forwarded-For") and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return False  # a proxy that we were not told of: its own address is not the caller's
    try:
        address = ipaddress.ip_address(get_client_ip(request) or "")
    except (ValueError, ImproperlyConfigured):  # no address, or fewer proxies than we were told of
        return False
    return any(address in ipaddress.ip_network(network) for network in settings.METRICS_NETWORKS)
