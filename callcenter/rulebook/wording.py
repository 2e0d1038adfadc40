"""Rules in words: a value with its unit, the whole sentence, where a default comes from, whose rule it is."""

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callcenter.access.posts import PostCode
from callcenter.rulebook.registry import Kind, Rule
from callcenter.web import cells

UNITS: dict[str, str | Promise] = {
    "%": gettext_lazy("%(number)s%%"),
    "s": gettext_lazy("%(number)s s"),
    "min": gettext_lazy("%(number)s min"),
    "MB": gettext_lazy("%(number)s MB"),
}
ROOMS: dict[str, str | Promise] = {
    "kpi": gettext_lazy("Key figures"),
    "telephony": gettext_lazy("Telephony"),
    "files": gettext_lazy("Files"),
    "clocks": gettext_lazy("Deadlines"),
    "people": gettext_lazy("People"),
    "report": gettext_lazy("Reports"),
    "accounts": gettext_lazy("Log-in"),
    "audit": gettext_lazy("Audit"),
    "webhooks": gettext_lazy("Webhooks"),
    "attendance": gettext_lazy("Attendance"),
    "notifications": gettext_lazy("Notifications"),
    "leave": gettext_lazy("Leave"),
    "roster": gettext_lazy("Rosters"),
    "shift": gettext_lazy("Shifts"),
}


class Basis(StrEnum):
    """What the default of a rule rests on. Only MANUAL may be called what the manual says."""

    MANUAL = "manual"
    PUBLIC = "public"
    OURS = "ours"


def basis(rule: Rule) -> Basis:
    """A manual's paragraph, a public source, or nothing but our own judgement (defaults, practice, readings)."""
    if rule.source.startswith("S") and not rule.source.startswith("S0-TOC"):
        return Basis.MANUAL
    return Basis.PUBLIC if rule.source.startswith("P") else Basis.OURS


def source(rule: Rule) -> str:
    """Where the default comes from, for people."""
    match basis(rule):
        case Basis.MANUAL:
            return _("Manual %(reference)s") % {"reference": rule.source}
        case Basis.PUBLIC:
            return _("Public source %(reference)s") % {"reference": rule.source}
    return _("Our default")


def basis_choices() -> list[tuple[str, str]]:
    """For the filter."""
    return [
        (Basis.MANUAL, _("The manual says so")),
        (Basis.PUBLIC, _("Public source")),
        (Basis.OURS, _("Our default")),
    ]


def room(rule: Rule) -> str:
    """The name of the room that the rule belongs to."""
    return str(ROOMS.get(rule.room, rule.room.capitalize()))


def amount(rule: Rule, value: Any) -> str:
    """The value with its unit, in the active language: 20 s, 80%, 12:00, yes, 3 days."""
    match rule.kind:
        case Kind.BOOLEAN:
            return _("yes") if value else _("no")
        case Kind.TIME:
            return value.strftime("%H:%M")
        case Kind.DURATION:
            return duration(value)
        case Kind.CHOICE:
            return str(dict(rule.choices).get(value, value))
        case Kind.TEXT:
            return str(value) or cells.NOTHING
    number = plain(value)
    match rule.unit:
        case "day":
            return ngettext("%(number)s day", "%(number)s days", int(value)) % {"number": number}
        case "hour":
            return ngettext("%(number)s hour", "%(number)s hours", int(value)) % {"number": number}
        case "month":
            return ngettext("%(number)s month", "%(number)s months", int(value)) % {"number": number}
        case "row":
            return ngettext("%(number)s row", "%(number)s rows", int(value)) % {"number": number}
        case "" | "count":
            return number
    if rule.unit in UNITS:
        return str(UNITS[rule.unit]) % {"number": number}
    return f"{number} {rule.unit}"


def plain(value: int | Decimal) -> str:
    """A number with thousands separators and no more decimals than it has: 3,600, 4.5."""
    text = format(value, ",f") if isinstance(value, Decimal) else format(value, ",d")
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(value: datetime.timedelta) -> str:
    """A length of time: 1 d 3 h, 2 h 10 min; seconds where it is shorter than a minute."""
    seconds = value.total_seconds()
    return cells.span(seconds) if seconds >= 60 else _("%(number)s s") % {"number": f"{seconds:g}"}


def bounds(rule: Rule) -> str:
    """The values that the rule may have, as a hint under its field; "" where all may be."""
    if rule.minimum is not None and rule.maximum is not None:
        return _("From %(minimum)s to %(maximum)s.") % {
            "minimum": amount(rule, rule.minimum),
            "maximum": amount(rule, rule.maximum),
        }
    if rule.minimum is not None:
        return _("At least %(minimum)s.") % {"minimum": amount(rule, rule.minimum)}
    if rule.maximum is not None:
        return _("At most %(maximum)s.") % {"maximum": amount(rule, rule.maximum)}
    return ""


def sentence(rule: Rule, value: Any) -> str:
    """What the rule says with this value."""
    return str(rule.sentence) % {"value": amount(rule, value)}


def may_change(rule: Rule) -> str:
    """The posts that may change it at their site: Director, Center manager."""
    order = list(PostCode)
    return _(", ").join(str(post.label) for post in sorted(rule.editable_by, key=order.index))
