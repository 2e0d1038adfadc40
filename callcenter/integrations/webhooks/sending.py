"""Sending what is due to one endpoint: claim, post, note the answer, the next.

Promise: at least once, in order as far as nothing fails. Who dies between the endpoint's yes and our note of it leaves a
claim whose lease runs out; the message is sent again under the same webhook-id, and the receiver knows it by that. One
endpoint is sent to by one worker at a time; one that fails or hangs is left alone longer and longer, the others go on.
"""

import time

from django.utils import timezone

from callcenter.integrations import sealing
from callcenter.integrations.webhooks import claims, posting, signing
from callcenter.integrations.webhooks.claims import Claim
from callcenter.integrations.webhooks.posting import Answer
from callcenter.integrations.webhooks.rules import Verdict
from callcenter.rulebook.values import value

ENOUGH = 20.0  # seconds that one call works, so that many endpoints share few workers


def drain(endpoint_id: int) -> bool:
    """Send what is due, for some seconds. Whether there may be more."""
    until = time.monotonic() + ENOUGH
    while time.monotonic() < until:
        claim = claims.claim(endpoint_id)
        if claim is None:
            return False
        if claims.settle(claim, send(claim)) in (Verdict.UNREACHABLE, Verdict.GONE):
            return False
    return True


def send(claim: Claim) -> Answer:
    """Post a claimed delivery. Nothing is kept open in the database meanwhile."""
    delivery, endpoint = claim.delivery, claim.delivery.endpoint
    now = timezone.now()
    try:
        keys = endpoint.secrets(now)
    except sealing.UnreadableError:
        return Answer(0, error="secret")
    headers = signing.headers(delivery.message_id, delivery.body, at=now, with_secrets=keys)
    timeout = value("webhooks.timeout", endpoint.site)
    return posting.post(endpoint.address, delivery.body, headers, timeout=timeout)
