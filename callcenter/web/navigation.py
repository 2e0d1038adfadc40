"""The shell's navigation: rooms register entries at start, a user sees those their posts may open."""

import logging
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import scope
from callcenter.web.addresses import address

log = logging.getLogger(__name__)


class Area(IntEnum):
    """Areas of the shell in the order they show."""

    TODAY = 1
    STAFFING = 2
    QUALITY = 3
    COMPLAINTS = 4
    REPORTS = 5
    TRAINING = 6
    RULEBOOK = 7
    ADMIN = 8


AREA_LABELS = {
    Area.TODAY: _("Today"),
    Area.STAFFING: _("Staffing"),
    Area.QUALITY: _("Quality"),
    Area.COMPLAINTS: _("Complaints"),
    Area.REPORTS: _("Reports"),
    Area.TRAINING: _("Training"),
    Area.RULEBOOK: _("Rulebook"),
    Area.ADMIN: _("Admin"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the navigation. `subject`: who may view it sees the line; empty: everyone who is logged in.

    `reach`: how far they must see at least, so that a list of others is not shown to those who see only themselves.
    """

    area: Area
    label: str | Promise
    url_name: str
    icon: str  # name of a Tabler icon; `manage.py build_icons` takes new ones into the sprite
    subject: str = ""
    order: int = 100
    on_phone: bool = False  # in the agents' bottom bar
    reach: Scope = Scope.OWN
    action: Action = Action.VIEW  # what they must be allowed to do with the subject
    short: str | Promise = ""  # the label where there is little room: in the phone's bottom bar


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Add entries; called in AppConfig.ready()."""
    _entries.extend(entries)
    _entries.sort(key=lambda entry: (entry.area, entry.order))


def _url(entry: Entry) -> str:
    """The entry's address; a wrong name costs its line (and a test fails), never every page."""
    try:
        return address(entry.url_name)
    except NoReverseMatch:
        log.error("the navigation entry %s has no address %s", entry.label, entry.url_name)
        return ""


def entries_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Areas with the entries that this user may open, the active one marked by the longest matching path."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    shown = [
        (entry, url)
        for entry in _entries
        if (not entry.subject or scope(user, entry.action, entry.subject) >= entry.reach)
        and (url := _url(entry))
    ]
    active = max(
        (
            (entry, url)
            for entry, url in shown
            if request.path == url or (url != "/" and request.path.startswith(url))
        ),
        key=lambda pair: len(pair[1]),
        default=(None, ""),
    )[0]
    areas: dict[Area, list[dict[str, Any]]] = {}
    for entry, url in shown:
        areas.setdefault(entry.area, []).append(
            {
                "label": entry.label,
                "short": entry.short or entry.label,
                "url": url,
                "icon": entry.icon,
                "active": entry is active,
                "on_phone": entry.on_phone,
            }
        )
    return [
        {
            "area": area.name,
            "label": AREA_LABELS[area],
            "titled": area is not Area.TODAY,
            "entries": lines,
        }
        for area, lines in areas.items()
    ]


def phone_entries(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Up to four entries for the phone's bottom bar: those marked for it first, then in the order of the areas."""
    lines = [line for area in areas for line in area["entries"]]
    marked = [line for line in lines if line["on_phone"]]
    chosen = (marked + [line for line in lines if not line["on_phone"]])[:4]
    return [line for line in lines if any(line is one for one in chosen)]
