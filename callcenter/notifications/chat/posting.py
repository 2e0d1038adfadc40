"""Posting to a chat group through apprise, whose own log may name addresses and is therefore kept from ours."""

import logging
import re

from callcenter.integrations.sealing import UnreadableError, unseal
from callcenter.notifications.chat.addresses import SEALED_FOR
from callcenter.notifications.chat.models import ChatChannel
from callcenter.notifications.errors import packed

_apprise_log = logging.getLogger("apprise")
_apprise_log.addHandler(logging.NullHandler())
_apprise_log.propagate = False
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)  # below, it names whole addresses
_CODE = re.compile(r"\berror[= ](-?\d{1,6})\b")


class NotPosted(Exception):
    """The group did not get it; `kept` says why, without the address (see errors)."""

    def __init__(self, code: str, /, **figures: str) -> None:
        self.kept = packed(code, **figures)
        super().__init__(code)


def post(channel: ChatChannel, text: str) -> None:
    """Post the text. NotPosted when the service refuses it, cannot be reached, or the address cannot be read."""
    try:
        address = unseal(channel.address, SEALED_FOR)
    except UnreadableError as unreadable:
        raise NotPosted("chat.unreadable") from unreadable
    import apprise  # see addresses

    sender = apprise.Apprise()
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        done = sender.add(address) and sender.notify(body=text, body_format=apprise.NotifyFormat.TEXT)
        code = _CODE.search(said.getvalue())
    if done:
        return
    if code:
        raise NotPosted("chat.refused", service=channel.service, code=code[1])
    raise NotPosted("chat.unreachable", service=channel.service)
