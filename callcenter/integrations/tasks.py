"""The tasks of this room, where the Celery app looks for them."""

from callcenter.integrations.clients.tasks import drop_what_is_over
from callcenter.integrations.webhooks.tasks import drain, send

__all__ = ["drain", "drop_what_is_over", "send"]
