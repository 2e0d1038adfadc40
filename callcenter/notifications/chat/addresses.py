"""Addresses of chat groups: as the services give them to copy, or as apprise writes them."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

SEALED_FOR = "notifications.chat"  # what addresses are encrypted for, see integrations.sealing
# Addresses that apprise does not know in the form in which people copy them.
DINGTALK, FEISHU = "oapi.dingtalk.com", "open.feishu.cn"
# What people call a service that apprise names at length, and what they call it in their own language.
SHORT = {
    "WeCom Bot": "WeCom",
    "Lark (Feishu)": "Lark",
    "Power Automate / Workflows (for MSTeams)": "Teams",
}
TITLES = {"WeCom": _("WeCom"), "DingTalk": _("DingTalk"), "Feishu": _("Feishu"), "Lark": _("Lark")}


@dataclass(frozen=True)
class Address:
    """A group's address: `service` for people ("WeCom"), `hint` what may be shown of it, `url` the secret itself."""

    service: str
    hint: str
    url: str


def read(text: str) -> Address | None:
    """The address in the text; None when it is none of the services that are switched on (see the settings)."""
    import apprise  # a quarter of a second, at the start of every process

    text = _as_apprise(text.strip())
    found: Any = apprise.Apprise.instantiate(text, suppress_exceptions=True)
    if found is None or not _schemes(found) & set(settings.NOTIFICATIONS_CHAT_SERVICES):
        return None
    service = str(found.service_name)
    return Address(SHORT.get(service, service), f"{sorted(_schemes(found))[0]}://…{_tail(text)}", text)


def _as_apprise(text: str) -> str:
    parts = urlsplit(text)
    if parts.hostname == DINGTALK:
        return f"dingtalk://{parse_qs(parts.query).get('access_token', [''])[0]}"
    if parts.hostname == FEISHU:
        return f"feishu://{parts.path.rstrip('/').rpartition('/')[2]}"
    return text


def _schemes(found: Any) -> set[str]:
    return {
        scheme
        for protocols in (found.protocol, found.secure_protocol)
        for scheme in ([protocols] if isinstance(protocols, str) else protocols or ())
    }


def _tail(text: str) -> str:
    """The last four letters: enough to tell two groups apart, too few to post with."""
    letters = re.sub(r"[^A-Za-z0-9]", "", urlsplit(text).netloc + urlsplit(text).path)
    return letters[-4:] if len(letters) >= 16 else ""
