"""How often a client may call: a count per client and minute in Redis, held against the rulebook."""

import logging
import time
from typing import TYPE_CHECKING

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from callcenter import rulebook
from callcenter.integrations.clients.models import Client

if TYPE_CHECKING:  # views import the settings, and these this module
    from rest_framework.views import APIView

log = logging.getLogger(__name__)
RATE = "integrations.requests_per_minute"
MINUTE = 60  # seconds


class ClientThrottle(BaseThrottle):
    """Counts whole minutes, atomically. People at their pages are not counted; without Redis nobody is kept out."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, Client):
            return True
        self.now = time.time()
        key = f"api-requests:{request.auth.pk}:{int(self.now // MINUTE)}"
        try:
            cache.add(key, 0, timeout=2 * MINUTE)
            count = cache.incr(key)
        except Exception:  # Redis may be away for a while: calls must still come in
            log.warning("requests of API clients are not counted: Redis does not answer")
            return True
        limit: int = rulebook.value(RATE)
        return count <= limit

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - self.now % MINUTE
