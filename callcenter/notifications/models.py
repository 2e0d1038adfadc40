"""What the room keeps, re-exported."""

from callcenter.notifications.chat.models import ChatChannel
from callcenter.notifications.delivery.models import Breaker, Delivery
from callcenter.notifications.messages.models import Message
from callcenter.notifications.preferences.models import Preference, Times

__all__ = ["Breaker", "ChatChannel", "Delivery", "Message", "Preference", "Times"]
