"""Making, changing and removing webhooks, changing their secrets, trying them, sending deliveries again."""

import datetime
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.accounts.models import User
from callcenter.audit.services import record
from callcenter.integrations import events, sealing
from callcenter.integrations.webhooks import access, addresses, claims, outbox, signing
from callcenter.integrations.webhooks.models import OPEN, Delivery, Endpoint, Off, State
from callcenter.integrations.webhooks.signing import PURPOSE
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Site
from callcenter.people.versions import require_unchanged
from callcenter.rulebook.values import value

log = logging.getLogger(__name__)
TEST = "webhook.test"
FACTS = ("name", "address", "events")


def create_endpoint(
    site: Site, *, name: str, address: str, events: Collection[str], actor: Actor
) -> tuple[Endpoint, str]:
    """Have another system told of these events at the site. Returns the webhook and its secret, shown this once."""
    require(access.may_create(actor, site.pk))
    refuse(_objections(name, address, events, actor))
    secret = signing.new_secret()
    with transaction.atomic():
        endpoint = Endpoint(
            site=site,
            name=name.strip(),
            address=address.strip(),
            events=sorted(set(events)),
            secret=sealing.seal(secret, PURPOSE),
            created_by=user_of(actor),
        )
        _save_named(endpoint)
        record(actor, "integrations.webhook.created", endpoint, after=_facts(endpoint))
    return endpoint, secret


def change_endpoint(
    endpoint: Endpoint,
    *,
    name: str,
    address: str,
    events: Collection[str],
    actor: Actor,
    expected: Mapping[str, Any] | None = None,
) -> Endpoint:
    """Change name, address or events. `expected`: the values that the form was drawn from; refused when they changed."""
    require(access.may_edit(actor, endpoint))
    refuse(_objections(name, address, events, actor))
    with transaction.atomic():
        endpoint = _locked(endpoint, actor)
        require_unchanged(endpoint, expected)
        before = _facts(endpoint)
        moved = endpoint.address != address.strip()
        endpoint.name, endpoint.address = name.strip(), address.strip()
        endpoint.events = sorted(set(events))
        if _facts(endpoint) == before:
            return endpoint
        if moved:  # what the old address did says nothing about the new one
            endpoint.failures, endpoint.failing_since, endpoint.paused_until = 0, None, None
        _save_named(endpoint)
        record(actor, "integrations.webhook.changed", endpoint, before=before, after=_facts(endpoint))
    return endpoint


@transaction.atomic
def change_secret(endpoint: Endpoint, *, actor: Actor) -> str:
    """Make a new secret and return it, this once. The old one signs beside it for the hours of webhooks.overlap."""
    endpoint = _locked(endpoint, actor)
    now, overlap = timezone.now(), value("webhooks.overlap", endpoint.site)
    secret = signing.new_secret()
    if overlap:
        endpoint.previous_secret = endpoint.secret
        endpoint.previous_until = now + datetime.timedelta(hours=overlap)
    else:
        endpoint.previous_secret, endpoint.previous_until = "", None
    endpoint.secret = sealing.seal(secret, PURPOSE)
    endpoint.save(update_fields=["secret", "previous_secret", "previous_until"])
    record(
        actor,
        "integrations.webhook.secret_changed",
        endpoint,
        after={"previous_until": endpoint.previous_until},
    )
    return secret


@transaction.atomic
def switch_off(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Send it nothing more until it is switched on; what waits is dropped."""
    endpoint = _locked(endpoint, actor)
    if not endpoint.is_on:
        raise RuleViolation(Objection("webhooks.off_already"))
    return _off(endpoint, actor)


def _off(endpoint: Endpoint, actor: Actor) -> Endpoint:
    now = timezone.now()
    endpoint.off, endpoint.off_at = Off.PERSON, now
    endpoint.save(update_fields=["off", "off_at"])
    dropped = claims.drop_waiting(endpoint, now)
    record(
        actor,
        "integrations.webhook.switched_off",
        endpoint,
        after={"off": Off.PERSON.value, "dropped": dropped},
    )
    return endpoint


@transaction.atomic
def switch_off_lost(client: User, *, actor: Actor) -> int:
    """Switch off the webhooks that an API client made and may no longer have: it went out of use, lost a site or a scope.

    `actor` is who changed the client, which was asked before. Returns how many were switched off.
    """
    client = User.objects.get(pk=client.pk)  # stands where its scopes put it now, not when it was loaded
    made = Endpoint.objects.select_for_update(of=("self",)).select_related("site")
    lost = [
        endpoint
        for endpoint in made.filter(created_by=client, removed_at=None, off=Off.ON).order_by("pk")
        if not access.may_create(client, endpoint.site_id) or access.unreadable(client, endpoint.events)
    ]
    for endpoint in lost:
        _off(endpoint, actor)
    return len(lost)


@transaction.atomic
def switch_on(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Send to it again, from the next event on. What was dropped can be sent again from the log."""
    endpoint = _locked(endpoint, actor)
    if endpoint.is_on:
        raise RuleViolation(Objection("webhooks.on_already"))
    refuse(_unreadable(endpoint.events, actor))
    before = {"off": endpoint.off}
    endpoint.off, endpoint.off_at = Off.ON, None
    endpoint.failures, endpoint.failing_since, endpoint.paused_until = 0, None, None
    endpoint.save(update_fields=["off", "off_at", "failures", "failing_since", "paused_until"])
    record(actor, "integrations.webhook.switched_on", endpoint, before=before)
    return endpoint


@transaction.atomic
def remove_endpoint(endpoint: Endpoint, *, actor: Actor) -> None:
    """Take it away for good; its deliveries stay in the log for their time."""
    endpoint = _locked(endpoint, actor)
    now = timezone.now()
    claims.drop_waiting(endpoint, now)
    endpoint.removed_at = now
    endpoint.save(update_fields=["removed_at"])
    record(actor, "integrations.webhook.removed", endpoint, before=_facts(endpoint))


@transaction.atomic
def send_test(endpoint: Endpoint, *, actor: Actor) -> Delivery:
    """Send a message of the type webhook.test, signed like any other."""
    endpoint = _locked(endpoint, actor)
    _require_on(endpoint)
    endpoint.paused_until = None
    endpoint.save(update_fields=["paused_until"])
    data = {"site": endpoint.site.code, "webhook": endpoint.name}
    delivery = Delivery.objects.create(endpoint=endpoint, type=TEST, body=outbox.as_json(TEST, data))
    record(actor, "integrations.webhook.tested", endpoint, after={"message": delivery.message_id})
    wake_after_commit(endpoint)
    return delivery


@transaction.atomic
def redeliver(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Send a delivery that has ended once more: the same message under the same webhook-id, tried for its whole time."""
    endpoint = _locked(delivery.endpoint, actor)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    delivery.endpoint = endpoint
    _require_on(endpoint)
    if delivery.state in OPEN:
        raise RuleViolation(Objection("webhooks.still_open", {"message": delivery.message_id}))
    now = timezone.now()
    before = {"state": delivery.state, "attempts": delivery.attempt}
    delivery.state, delivery.due_at, delivery.tried_since = State.WAITING, now, now
    delivery.ended_at = None
    delivery.save(update_fields=["state", "due_at", "tried_since", "ended_at"])
    endpoint.paused_until = None
    endpoint.save(update_fields=["paused_until"])
    record(actor, "integrations.webhook_delivery.redelivered", delivery, before=before)
    wake_after_commit(endpoint)
    return delivery


@transaction.atomic
def redeliver_many(deliveries: Iterable[Delivery], *, actor: Actor) -> list[Delivery]:
    """The same for several, those that still wait left out. All or none."""
    chosen = sorted(deliveries, key=lambda delivery: delivery.pk)
    ended = [delivery for delivery in chosen if delivery.state not in OPEN]
    if not ended:
        raise RuleViolation(Objection("webhooks.none_chosen"))
    return [redeliver(delivery, actor=actor) for delivery in ended]


def wake_after_commit(endpoint: Endpoint) -> None:
    """Tell a worker once this transaction is committed; a message that gets lost is made up for by the next tick."""

    def wake() -> None:
        try:
            current_app.send_task(
                "callcenter.integrations.webhooks.send", args=[endpoint.pk], retry=False, ignore_result=True
            )
        except Exception:
            log.warning("no worker could be told of %s; the next tick will", endpoint.lane, exc_info=True)

    transaction.on_commit(wake, robust=True)


def _locked(endpoint: Endpoint, actor: Actor) -> Endpoint:
    found = Endpoint.objects.select_for_update(of=("self",)).select_related("site").get(pk=endpoint.pk)
    require(access.may_edit(actor, found))
    return found


def _require_on(endpoint: Endpoint) -> None:
    if not endpoint.is_on:
        raise RuleViolation(Objection("webhooks.is_off", {"name": endpoint.name}))


def _facts(endpoint: Endpoint) -> dict[str, Any]:
    return {name: getattr(endpoint, name) for name in FACTS}


def _objections(name: str, address: str, chosen: Collection[str], actor: Actor) -> list[Objection]:
    """Every reason against these facts; asks the name server, so before any lock."""
    found = []
    if not name.strip():
        found.append(Objection("webhooks.no_name", field="name"))
    against = addresses.objection_to(address.strip())
    if against:
        found.append(against)
    if not chosen:
        found.append(Objection("webhooks.no_events", field="events"))
    unknown = sorted(verb for verb in chosen if events.find(verb) is None)
    if unknown:
        found.append(Objection("webhooks.unknown_events", {"events": ", ".join(unknown)}, "events"))
    return found + _unreadable([verb for verb in chosen if verb not in unknown], actor)


def _unreadable(chosen: Collection[str], actor: Actor) -> list[Objection]:
    """A client is told of nothing that it may not read."""
    hidden = access.unreadable(actor, chosen)
    return [Objection("webhooks.unreadable", {"events": ", ".join(hidden)}, "events")] if hidden else []


def _save_named(endpoint: Endpoint) -> None:
    try:
        with transaction.atomic():
            endpoint.save()
    except IntegrityError as error:
        if "webhook_name_is_unique_at_its_site" not in str(error):
            raise
        raise RuleViolation(Objection("webhooks.name_taken", {"name": endpoint.name}, "name")) from None
