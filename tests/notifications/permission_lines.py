"""One's own messages and preferences are everybody's; channels and deliveries belong to the site's managers and the sysadmin."""

from typing import Any

from django.utils import timezone

from callcenter.notifications.models import Delivery, Message
from tests.notifications.factories import make_channel
from tests.web.permission_table import Line, World, posts

KEEPERS = posts("director center_manager sysadmin")


def channel(world: World) -> dict[str, Any]:
    found = world.site.chat_channels.first() or make_channel(world.site, "json://127.0.0.1:1/never")
    return {"pk": found.pk}


def delivery(world: World) -> dict[str, Any]:
    """One that was given up, to the agent of this world."""
    message = Message.objects.create(
        kind="files.job_done",
        key=str(Message.objects.count()),
        recipient=world.agent.user,
        site_id=world.site.pk,
    )
    made = Delivery.objects.create(
        message=message, way="email", lane="email", state="dead", error="550", ended_at=timezone.now()
    )
    return {"pk": made.pk}


def others(world: World) -> dict[str, Any]:
    """A message of the agent's: nobody else's, whatever the post."""
    return {"pk": Delivery.objects.get(**delivery(world)).message_id}


NOBODYS = {"allowed": posts(""), "otherwise": 404}
LINES = [
    Line("notifications:messages"),
    Line("notifications:latest"),
    Line("notifications:unread"),
    Line("notifications:open", others, **NOBODYS),
    Line("notifications:mark_read", method="post", success=302),
    Line("notifications:mark_unread", method="post", success=302),
    Line("notifications:mark_all_read", method="post", success=302),
    Line("notifications:undo_all_read", method="post", success=302),
    Line("notifications:preferences"),
    Line("notifications:preferences", method="post", success=302),
    Line("notifications:channels", allowed=KEEPERS),
    Line("notifications:channel_add", allowed=KEEPERS),
    Line("notifications:channel_add", method="post", allowed=KEEPERS, success=422),
    Line("notifications:channel", channel, allowed=KEEPERS),
    Line("notifications:channel", channel, method="post", allowed=KEEPERS, success=422),
    Line("notifications:channel_test", channel, method="post", allowed=KEEPERS, success=422),
    Line("notifications:deliveries", allowed=KEEPERS),
    Line("notifications:delivery", delivery, allowed=KEEPERS),
    Line("notifications:delivery_retry", delivery, method="post", allowed=KEEPERS, success=302),
    Line("api:notifications-message-list", nobody=401),
    Line("api:notifications-message-detail", others, **NOBODYS, nobody=401),
    Line("api:notifications-message-read", others, method="post", **NOBODYS, nobody=401),
]
