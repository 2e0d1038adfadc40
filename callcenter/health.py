"""What a load balancer or container engine asks: is this process alive, and can it serve."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from callcenter.probe import LIVE, READY


class HealthMiddleware:
    """Answers before hosts are checked and http is sent to https: probes come by address, inside the network.

    `/healthz`: 200 while the process answers. `/readyz`: 200 when PostgreSQL and Redis answer too, else 503.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == LIVE:
            return JsonResponse({"live": True})
        if request.path == READY:
            found = {"postgresql": database_answers(), "redis": redis_answers()}
            return JsonResponse(found, status=200 if all(found.values()) else 503)
        return self.get_response(request)


def database_answers() -> bool:
    """Whether PostgreSQL answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def redis_answers() -> bool:
    """Whether Redis answers; its client raises errors of its own family, all of them mean no."""
    from redis.exceptions import RedisError

    try:
        cache.get("health")
    except RedisError:
        return False
    return True
