"""Writes deliveries in the transaction of the event: one for each endpoint that is told of it."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from callcenter.audit.models import Event
from callcenter.integrations import events
from callcenter.integrations.webhooks.models import Delivery, Endpoint, Off
from callcenter.people.models import Site


def write(recorded: Sequence[Event]) -> None:
    """Told by the trail of events that were just recorded. An event of no site (a company's matter) is told at every site."""
    types = {event.verb for event in recorded}
    endpoints = Endpoint.objects.filter(off=Off.ON, removed_at=None, events__overlap=list(types))
    sites = {event.site_id for event in recorded}
    if None not in sites:
        endpoints = endpoints.filter(site__in=sites)
    told: dict[int | None, list[Endpoint]] = defaultdict(list)
    for endpoint in endpoints.order_by("pk"):
        told[endpoint.site_id].append(endpoint)
        told[None].append(endpoint)
    if not told:
        return
    codes = dict(Site.objects.filter(pk__in=[site for site in sites if site]).values_list("pk", "code"))
    rows = []
    for event in recorded:
        wanted = [one for one in told[event.site_id] if event.verb in one.events]
        if wanted:
            body = body_of(event, codes.get(event.site_id or 0))
            rows += [Delivery(endpoint=one, event_id=event.pk, type=event.verb, body=body) for one in wanted]
    Delivery.objects.bulk_create(rows, batch_size=500)


def body_of(event: Event, site: str | None) -> str:
    """The message about an event of the trail: type, timestamp and data, as the scheme lays it out."""
    declared = events.find(event.verb)
    assert declared is not None  # only declared verbs are heard
    data: dict[str, Any] = {
        "event": event.pk,
        "site": site,
        "actor": event.actor.username if event.actor else None,
        **declared.payload(event),
    }
    return as_json(event.verb, data)


def as_json(kind: str, data: dict[str, Any]) -> str:
    """The text that is signed and sent."""
    message = {"type": kind, "timestamp": timezone.now().isoformat(timespec="milliseconds"), "data": data}
    return json.dumps(message, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
