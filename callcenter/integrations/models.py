"""What the room keeps, re-exported."""

from callcenter.integrations.clients.models import Client
from callcenter.integrations.webhooks.models import Attempt, Delivery, Endpoint

__all__ = ["Attempt", "Client", "Delivery", "Endpoint"]
