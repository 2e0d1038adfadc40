"""Template tags of the shell: icons, dates and durations as people read them, query strings."""

import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from callcenter.objections import Objection
from callcenter.web import cells, icons, rules

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """A Tabler icon by name. Hidden from screen readers unless it has a `label`."""
    if name not in icons.known_icons():
        if settings.DEBUG:
            raise template.TemplateSyntaxError(
                f"Icon {name!r} is not in the sprite: run manage.py build_icons."
            )
        name = "point"
    return _drawn(name, css, label)


@lru_cache(maxsize=1000, typed=True)  # by type: a label that is safe is no other that only reads the same
def _drawn(name: str, css: str, label: str) -> SafeString:
    """A page has more than a hundred icons, and few different ones."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" {} width="20" height="20"><use href="{}#{}"></use></svg>',
        css,
        hidden,
        static(icons.SPRITE),
        name,
    )


@register.simple_tag
def peek_link(url: str, row: object) -> SafeString:
    """Fetches the record of a row, named by its key, into the side panel; in Python, because lists have one a row."""
    return format_html(
        '<a class="btn btn-ghost btn-icon btn-sm" href="{0}" data-peek-link hx-get="{0}" hx-target="#peek-body"'
        ' hx-select="[data-peek]" hx-swap="innerHTML ignoreTitle:true show:none" hx-push-url="false"'
        ' aria-label="{1}">{2}</a>',
        url,
        _("A look at row %(row)s") % {"row": row},
        icon("eye", "icon-small"),
    )


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """This page's query string with some parameters changed; None or "" takes one out. `page` goes unless given."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for key in ("page", "after", "before", "export"):
        params.pop(key, None)
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        else:
            params[key] = str(value)
    return "?" + params.urlencode()


@register.filter
def minutes(seconds: float | None) -> str:
    """Seconds as m:ss, "—" for none."""
    return cells.minutes(seconds)


@register.filter
def hours(seconds: float | None) -> str:
    """Seconds as h:mm:ss, "—" for none."""
    return cells.hours(seconds)


@register.filter
def percent(share: float | None) -> str:
    """A share of 1 as a percentage with one decimal, "—" for none."""
    return cells.percent(share)


@register.filter
def day(value: datetime.date | None) -> str:
    """A date with its weekday: 2026-11-21, Sat / 2026-11-21, 周六."""
    return cells.day(value)


@register.simple_tag
def due(at: datetime.datetime | None) -> str:
    """A deadline as people say it; the exact time belongs into a title beside it."""
    return cells.due(at) if at else _("no deadline")


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A moment in the active zone: 2026-11-21 14:05."""
    return cells.moment(value)


@register.filter
def initials(name: str) -> str:
    """One or two letters for the avatar: Wang Li -> WL, 王丽 -> 王丽."""
    words = str(name).split()
    if len(words) >= 2 and words[0].isascii():
        return (words[0][0] + words[-1][0]).upper()
    return str(name)[:2].upper() if str(name).isascii() else str(name)[-2:]


@register.filter
def lang_tag(code: str) -> str:
    """The language tag browsers know: zh-hans -> zh-Hans."""
    return "zh-Hans" if code == "zh-hans" else code


@register.filter
def rule_facts(objection: Objection) -> list[rules.RuleFact]:
    """What the rulebook says today about the entries that an objection rests on."""
    return rules.facts(objection.rules)


@register.filter
def shown(value: Any, kind: str) -> str:
    """A typed value as its kind is written (see web.listing.Column)."""
    return cells.shown(value, kind)


@register.filter
def grouped(value: int) -> str:
    """A whole number with thousands separators."""
    return f"{value:,}"


@register.filter
def money(value: Decimal) -> str:
    """An amount of a column of amounts: always with its cents, with thousands separators in every language."""
    return f"{value:,.2f}"


@register.simple_tag
def yes_mark(value: bool | None) -> SafeString | str:
    """A check mark for yes, a dash for no; both say so to screen readers."""
    if value is None:
        return cells.NOTHING
    return (
        icon("check", "icon-small text-green", _("yes"))
        if value
        else icon("minus", "icon-small text-secondary", _("no"))
    )


@register.simple_tag(takes_context=True)
def query_to(context: template.Context, changes: dict[str, str]) -> str:
    """As `query`, with the changes in a dict."""
    return query(context, **changes)


@register.filter
def getlist(params: QueryDict, key: str) -> list[str]:
    """All values of one query parameter."""
    return params.getlist(key)


@register.simple_tag
def today_line() -> str:
    """Today with its weekday, in the site's zone."""
    return cells.day(timezone.localdate())


@register.filter
def device(user_agent: str) -> str:
    """A browser and its system in two words, from what the browser says of itself; the text itself when unknown."""
    browsers = (
        ("Edg/", "Edge"),
        ("MicroMessenger", "WeChat"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for sign, name in signs if sign in user_agent), "") for signs in (browsers, systems)]
    return " · ".join(filter(None, found)) or user_agent[:60] or _("unknown device")
