"""The shell's navigation: rooms register entries at start, a user sees those their posts may open."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, scope
from callcenter.access.posts import PostCode
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


class Group(IntEnum):
    """Lines of an area that belong together, in the order they show: as a day goes."""

    MINE = 1
    FLOOR = 2
    ATTENDANCE = 3
    PLANNING = 4
    RECORDS = 5
    PEOPLE = 6
    DATA = 7
    CONNECTIONS = 8
    SYSTEM = 9
    CASES = 10
    FOLLOW_UP = 11
    ORDERS = 12
    CUSTOMERS = 13
    SETTINGS = 14


GROUP_LABELS = {
    Group.MINE: _("My work"),
    Group.FLOOR: _("Floor"),
    Group.ATTENDANCE: _("Attendance and leave"),
    Group.PLANNING: _("Planning"),
    Group.RECORDS: _("Records"),
    Group.PEOPLE: _("People and posts"),
    Group.DATA: _("Data"),
    Group.CONNECTIONS: _("Connections"),
    Group.SYSTEM: _("System"),
    Group.CASES: _("Complaints"),
    Group.FOLLOW_UP: _("After the decision"),
    Group.ORDERS: _("Work orders and service"),
    Group.CUSTOMERS: _("Customers"),
    Group.SETTINGS: _("Settings"),
}
PHONE_BAR = 5  # entries of the phone's bottom bar before "More"
UNGROUPED = 6  # an area with so few lines shows them without their groups
DIRECTORS = frozenset({PostCode.DEPUTY_DIRECTOR, PostCode.DIRECTOR, PostCode.CENTER_MANAGER})
LEADERS = frozenset({PostCode.GROUP_LEADER, PostCode.SHIFT_LEADER})  # those on the floor with their people
PERSONNEL = frozenset({PostCode.HR})
OFFICE = frozenset(PostCode) - DIRECTORS - LEADERS - PERSONNEL - {PostCode.AGENT}
AGENTS = frozenset({PostCode.AGENT})
EVERYBODY = frozenset(PostCode)
BARS = (DIRECTORS, LEADERS, PERSONNEL, OFFICE, AGENTS)  # who holds posts of several has the first one's bar
COOKIE = "nav"  # names of the groups that the reader has open, joined by dots; static/js/shell.js writes it


@dataclass(frozen=True)
class Entry:
    """One line of the navigation. `subject`: who may view it sees the line; empty: everyone who is logged in.

    `reach`: how far they must see at least, so that a list of others is not shown to those who see only themselves.
    `under`: the address whose pages belong to the line as well, for a list that is not at the head of its room.
    """

    area: Area
    label: str | Promise
    url_name: str
    icon: str  # name of a Tabler icon; `manage.py build_icons` takes new ones into the sprite
    subject: str = ""
    order: int = 100
    group: Group | None = None
    on_phone: frozenset[PostCode] = frozenset()  # the posts whose bottom bar on the phone has it
    reach: Scope = Scope.OWN
    action: Action = Action.VIEW  # what they must be allowed to do with the subject
    short: str | Promise = ""  # the label where there is little room: in the phone's bottom bar
    under: str = ""
    key: str = ""  # the letter that goes there after "g"; one entry has it
    is_used: Callable[[HttpRequest], bool] | None = None  # an optional room: whether the site uses it


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


def _fits(request: HttpRequest, entry: Entry, url: str) -> tuple[bool, int, bool]:
    """How well the line names the open page: its own address, then the longest path over it, then a list's room."""
    paths = [url, address(entry.under)] if entry.under else [url]
    over = [len(path) for path in paths if path != "/" and request.path.startswith(path)]
    return request.path == url, max(over, default=0), bool(entry.under)


def entries_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Areas with the entries that this user may open, the active one marked by the longest matching path."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    shown = [
        (entry, url)
        for entry in _entries
        if (not entry.subject or scope(user, entry.action, entry.subject) >= entry.reach)
        and (entry.is_used is None or entry.is_used(request))
        and (url := _url(entry))
    ]
    active, fit = None, (False, 0, False)
    for entry, url in shown:
        if (better := _fits(request, entry, url)) >= fit and any(better[:2]):
            active, fit = entry, better
    bar = next((posts for posts in BARS if posts & position(user).posts), AGENTS)
    areas: dict[Area, list[dict[str, Any]]] = {}
    for entry, url in shown:
        areas.setdefault(entry.area, []).append(
            {
                "label": entry.label,
                "short": entry.short or entry.label,
                "url": url,
                "icon": entry.icon,
                "active": entry is active,
                "on_phone": bool(entry.on_phone & bar),
                "key": entry.key,
                "group": entry.group,
            }
        )
    found = [
        {
            "area": area.name,
            "label": AREA_LABELS[area],
            "titled": area is not Area.TODAY,
            "entries": lines,
            "groups": _grouped(lines),
        }
        for area, lines in areas.items()
    ]
    _open(found, request.COOKIES.get(COOKIE))
    return found


def _grouped(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of an area in its groups, those of none first; few lines are not divided."""
    groups: dict[Group | None, list[dict[str, Any]]] = {}
    for line in lines:
        groups.setdefault(line["group"] if len(lines) > UNGROUPED else None, []).append(line)
    return [
        {
            "name": group.name.lower() if group else "",
            "label": GROUP_LABELS[group] if group else "",
            "entries": groups[group],
            "current": any(line["active"] for line in groups[group]),
        }
        for group in sorted(groups, key=lambda group: group or 0)
    ]


def _open(areas: list[dict[str, Any]], kept: str | None) -> None:
    """Marks the groups that show their lines: what the reader left open, at first the first of their work, and the current."""
    named = [group for area in areas for group in area["groups"] if group["name"]]
    if kept is None:
        work = [group["name"] for group in named if group["name"] != Group.MINE.name.lower()]
        chosen = set(work[:1] or [group["name"] for group in named])
    else:
        chosen = set(kept.split("."))
    for group in named:
        group["chosen"] = group["name"] in chosen
        group["open"] = group["chosen"] or group["current"]


def phone_entries(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Up to five entries for the phone's bottom bar: those of the post; fewer than four are filled with the next ones."""
    lines = [line for area in areas for line in area["entries"]]
    placed = [line for line in lines if line["on_phone"]][:PHONE_BAR]
    rest = [line for line in lines if not line["on_phone"]]
    return placed + rest[: max(0, PHONE_BAR - 1 - len(placed))]
