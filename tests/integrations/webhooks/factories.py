"""Makers of webhooks and their deliveries."""

from typing import Any

from django.db import transaction

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.audit.services import record
from callcenter.integrations import sealing
from callcenter.integrations.webhooks import signing
from callcenter.integrations.webhooks.models import Delivery, Endpoint
from callcenter.people.models import Site
from tests.factories import make_site, make_user

CHANGED = "people.site.changed"
SECRET = signing.new_secret()


def make_endpoint(
    site: Site | None = None, address: str = "https://example.com/hooks", **fields: Any
) -> Endpoint:
    """A webhook that is told of changes of its site; its secret is SECRET."""
    number = Endpoint.objects.count() + 1
    defaults = {
        "name": f"System {number}",
        "events": [CHANGED],
        "secret": sealing.seal(SECRET, signing.PURPOSE),
    }
    return Endpoint.objects.create(site=site or make_site(), address=address, **(defaults | fields))


def happen(site: Site, verb: str = CHANGED, **fields: Any) -> Event:
    """Something that webhooks of the site are told of."""
    with transaction.atomic():
        return record(fields.pop("actor", None), verb, site, site_id=site.pk, **fields)


def make_delivery(endpoint: Endpoint) -> Delivery:
    """A delivery that waits, of an event of the endpoint's site."""
    return Delivery.objects.get(endpoint=endpoint, event_id=happen(endpoint.site).pk)


def make_director(site: Site) -> Any:
    return make_user(PostCode.DIRECTOR, site=site)
