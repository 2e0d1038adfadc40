"""What the room keeps, re-exported."""

from callcenter.integrations.webhooks.models import Attempt, Delivery, Endpoint

__all__ = ["Attempt", "Delivery", "Endpoint"]
