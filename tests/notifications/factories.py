"""Makers of people who get e-mail, and of chat channels."""

from typing import Any

from callcenter.accounts.models import User
from callcenter.integrations.sealing import seal
from callcenter.notifications.chat.addresses import SEALED_FOR
from callcenter.notifications.models import ChatChannel
from callcenter.people.models import Site
from tests.factories import make_user


def make_reader(language: str = "en", **fields: Any) -> User:
    """Somebody with an e-mail address."""
    user = make_user(**fields)
    user.email, user.language = f"{user.username.lower()}@example.com", language
    user.save()
    return user


def make_channel(site: Site, address: str, *kinds: str, **fields: Any) -> ChatChannel:
    """A chat channel that hears of these kinds."""
    defaults = {"name": "Floor", "service": "JSON", "hint": "json://…", "language": "en"}
    return ChatChannel.objects.create(
        site=site, address=seal(address, SEALED_FOR), kinds=list(kinds), **(defaults | fields)
    )
