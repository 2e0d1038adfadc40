"""Claims on deliveries: taken with a lease in a transaction of their own, ended by who holds them and nobody else."""

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from callcenter.notifications import errors
from callcenter.notifications.delivery import breaker
from callcenter.notifications.delivery.models import Delivery, State
from callcenter.notifications.delivery.rules import wait
from callcenter.rulebook.values import value

INTERRUPTED = errors.packed("interrupted")


@dataclass(frozen=True)
class Claim:
    """A delivery that this process may send: alone or, as the leader of a digest, with its followers."""

    delivery: Delivery
    attempt: int

    @property
    def rows(self) -> QuerySet[Delivery]:
        """The delivery and its followers, as long as the claim is ours."""
        pk = self.delivery.pk
        return Delivery.objects.filter(Q(pk=pk) | Q(leader=pk), state=State.SENDING, attempt=self.attempt)


def lease() -> datetime.timedelta:
    """How long a claim is ours without a sign of life; longer than any single sending takes."""
    return datetime.timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS)


@transaction.atomic
def claim(lane: str, most: int) -> list[Claim]:
    """Take up to `most` deliveries of the lane that are due, or whose claim was left behind."""
    most = min(most, breaker.admits(lane))
    if not most:
        return []
    now = timezone.now()
    ready = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.SENDING, leased_until__lt=now)
    alone_or_leader = Q(digest_at=None) | Q(leader=F("pk"))
    found = Delivery.objects.filter(ready, alone_or_leader, lane=lane).order_by("due_at", "pk")
    taken = list(found.select_for_update(skip_locked=True)[:most])
    claims = []
    for delivery in taken:
        if delivery.state == State.SENDING and delivery.attempt >= value("notifications.most_attempts"):
            _end(_whole([delivery.pk]), State.DEAD, INTERRUPTED)
        else:
            claims.append(Claim(delivery, delivery.attempt + 1))
    _whole([claim.delivery.pk for claim in claims]).update(
        state=State.SENDING, attempt=F("attempt") + 1, leased_until=now + lease()
    )
    return claims


def _whole(leaders: list[int]) -> QuerySet[Delivery]:
    """These deliveries and those that follow them."""
    return Delivery.objects.filter(Q(pk__in=leaders) | Q(leader__in=leaders))


def renew(claim: Claim) -> bool:
    """Begin the sending: note a fresh lease. False when the claim is somebody else's by now."""
    return bool(claim.rows.update(leased_until=timezone.now() + lease()))


def sent(claim: Claim, read: Iterable[int] = ()) -> None:
    """Note that it is out; lines about the messages that were `read` meanwhile were left out of it."""
    left_out = set(read)
    if left_out:
        _end(claim.rows.filter(message__in=left_out), State.DROPPED)
    _end(claim.rows, State.SENT)


def drop(claim: Claim) -> None:
    """Note that it need not be sent any more."""
    _end(claim.rows, State.DROPPED)


def give_up(claim: Claim, why: str) -> None:
    """Note that it never will be sent."""
    _end(claim.rows, State.DEAD, why)


def try_again(claim: Claim, why: str) -> None:
    """Let it wait for its next attempt, or give it up when that was the last."""
    if claim.attempt >= value("notifications.most_attempts"):
        give_up(claim, why)
        return
    pause = wait(claim.attempt, first=value("notifications.first_wait"), chance=random.random())  # noqa: S311
    claim.rows.update(state=State.WAITING, due_at=timezone.now() + pause, leased_until=None, error=why)


def let_go(claim: Claim, why: str) -> None:
    """Give it back untried: its channel is out of reach. Given up when that has lasted too long."""
    oldest = timezone.now() - datetime.timedelta(hours=value("notifications.give_up_after"))
    if claim.delivery.due_at < oldest:
        give_up(claim, why)
        return
    claim.rows.update(state=State.WAITING, attempt=F("attempt") - 1, leased_until=None, error=why)


def _end(rows: QuerySet[Delivery], state: State, why: str = "") -> None:
    rows.update(state=state, ended_at=timezone.now(), leased_until=None, error=why)
