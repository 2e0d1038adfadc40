"""The tasks of this room, where the Celery app looks for them."""

from callcenter.integrations.clients.tasks import drop_what_is_over
from callcenter.integrations.webhooks.tasks import drain, drop_old, send

__all__ = ["drain", "drop_old", "drop_what_is_over", "send"]
