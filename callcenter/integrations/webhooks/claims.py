"""Claims on deliveries: one at a time for each endpoint, with a lease, ended by who holds it and nobody else."""

import datetime
import random
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from callcenter.audit.services import record
from callcenter.integrations.webhooks import rules, troubles
from callcenter.integrations.webhooks.models import OPEN, Attempt, Delivery, Endpoint, Off, State
from callcenter.integrations.webhooks.posting import Answer
from callcenter.integrations.webhooks.rulebook_entries import policy
from callcenter.integrations.webhooks.rules import Policy, Verdict


@dataclass(frozen=True)
class Claim:
    """A delivery that this process may send, and the number of the attempt."""

    delivery: Delivery
    number: int


def due_endpoints() -> list[int]:
    """Endpoints with something to send now: on, not left alone, a delivery due or left behind by who claimed it."""
    now = timezone.now()
    ready = Delivery.objects.filter(_ready(now), endpoint=OuterRef("pk"))
    on = Endpoint.objects.filter(Exists(ready), off=Off.ON, removed_at=None)
    free = on.filter(Q(paused_until=None) | Q(paused_until__lte=now))
    return list(free.order_by("paused_until", "pk").values_list("pk", flat=True))


def _ready(now: datetime.datetime) -> Q:
    return Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING, leased_until__lt=now)


@transaction.atomic
def claim(endpoint_id: int) -> Claim | None:
    """Take the oldest delivery of the endpoint that is due. None: nothing is, or another worker has the endpoint."""
    endpoint = (
        Endpoint.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("site")
        .filter(pk=endpoint_id, off=Off.ON, removed_at=None)
        .first()
    )
    now = timezone.now()
    if endpoint is None or (endpoint.paused_until and endpoint.paused_until > now):
        return None
    deliveries = Delivery.objects.filter(endpoint=endpoint)
    if deliveries.filter(state=State.SENDING, leased_until__gte=now).exists():
        return None
    delivery = (
        deliveries.filter(_ready(now))
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "pk")
        .first()
    )
    if delivery is None:
        return None
    delivery.endpoint = endpoint
    if delivery.state == State.SENDING:
        Attempt.objects.filter(delivery=delivery, seconds=None).update(seconds=0, error="interrupted")
    delivery.state, delivery.attempt = State.SENDING, delivery.attempt + 1
    delivery.leased_until = now + datetime.timedelta(seconds=settings.WEBHOOKS_LEASE_SECONDS)
    delivery.save(update_fields=["state", "attempt", "leased_until"])
    Attempt.objects.create(
        delivery=delivery, number=delivery.attempt, address=endpoint.address, started_at=now
    )
    return Claim(delivery, delivery.attempt)


@transaction.atomic
def settle(claim: Claim, answer: Answer) -> Verdict:
    """Note the answer, and what becomes of the delivery and of its endpoint."""
    endpoint = (
        Endpoint.objects.select_for_update(of=("self",))
        .select_related("site")
        .get(pk=claim.delivery.endpoint_id)
    )
    now = timezone.now()
    found = rules.verdict(answer.status)
    Attempt.objects.filter(delivery=claim.delivery, number=claim.number).update(
        seconds=answer.seconds, status=answer.status, answer=answer.text, error=answer.error
    )
    ours = Delivery.objects.select_for_update(of=("self",)).filter(
        pk=claim.delivery.pk, state=State.SENDING, attempt=claim.number
    )
    delivery = ours.first()
    if found is Verdict.DELIVERED:
        _worked(endpoint, now)
    if delivery is None:  # the lease ran out, and another worker has it now
        return found
    delivery.endpoint, delivery.last_status, delivery.leased_until = endpoint, answer.status, None
    after = policy(endpoint.site)
    if found is Verdict.DELIVERED:
        _end(delivery, State.DELIVERED, now)
    else:
        _try_again(delivery, answer, after, now)
    if found is Verdict.UNREACHABLE:
        _failed(endpoint, answer, after, now)
    elif found is Verdict.GONE:
        switch_off(endpoint, Off.GONE, now)
    return found


def _try_again(delivery: Delivery, answer: Answer, after: Policy, now: datetime.datetime) -> None:
    chance = random.random()  # noqa: S311  (spreads attempts, guards nothing)
    pause = rules.wait(delivery.attempt, after, chance=chance, asked=answer.retry_after)
    if rules.is_given_up(delivery.tried_since, now + pause, after):
        _end(delivery, State.DEAD, now)
        troubles.tell(troubles.Trouble(delivery.endpoint, troubles.Kind.GIVEN_UP, delivery))
        return
    delivery.state, delivery.due_at = State.WAITING, now + pause
    delivery.save(update_fields=["state", "due_at", "leased_until", "last_status"])


def _end(delivery: Delivery, state: State, now: datetime.datetime) -> None:
    delivery.state, delivery.ended_at = state, now
    delivery.save(update_fields=["state", "ended_at", "leased_until", "last_status"])


def _worked(endpoint: Endpoint, now: datetime.datetime) -> None:
    endpoint.failures, endpoint.failing_since, endpoint.paused_until = 0, None, None
    endpoint.succeeded_at = now
    endpoint.save(update_fields=["failures", "failing_since", "paused_until", "succeeded_at"])


def _failed(endpoint: Endpoint, answer: Answer, after: Policy, now: datetime.datetime) -> None:
    """Leave the whole endpoint alone for a while; switch it off when it has only failed for too long."""
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.paused_until = now + rules.wait(endpoint.failures, after, chance=0, asked=answer.retry_after)
    endpoint.save(update_fields=["failures", "failing_since", "paused_until"])
    tried_enough = Delivery.objects.filter(
        endpoint=endpoint, state=State.WAITING, tried_since__lte=now - after.give_up_after
    )
    if tried_enough.update(state=State.DEAD, ended_at=now):
        troubles.tell(troubles.Trouble(endpoint, troubles.Kind.GIVEN_UP))
    if rules.is_disabled(endpoint.failing_since, now, after):
        switch_off(endpoint, Off.FAILING, now)


def switch_off(endpoint: Endpoint, why: Off, now: datetime.datetime) -> None:
    """Send it nothing more, because it does not work, and say so; what waits is dropped. Called with its lock."""
    endpoint.off, endpoint.off_at = why, now
    endpoint.save(update_fields=["off", "off_at"])
    drop_waiting(endpoint, now)
    record(None, "integrations.webhook.switched_off", endpoint, after={"off": str(why)})
    troubles.tell(troubles.Trouble(endpoint, troubles.Kind.SWITCHED_OFF))


def drop_waiting(endpoint: Endpoint, now: datetime.datetime) -> int:
    """What waits for an endpoint that gets nothing more is not sent; it can be sent again later, one by one."""
    waiting = Delivery.objects.filter(endpoint=endpoint, state__in=OPEN)
    return waiting.update(state=State.DROPPED, ended_at=now, leased_until=None)
