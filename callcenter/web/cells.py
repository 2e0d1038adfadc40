"""How typed values are written for people: numbers, durations, percentages, dates, moments, deadlines."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

NOTHING = "—"
Number = int | float | Decimal


def number(value: Number | None) -> str:
    """With thousands separators; decimals only where there are any (at most two)."""
    if value is None:
        return NOTHING
    places = 0 if value == int(value) else 2
    return f"{value:,.{places}f}"


def minutes(seconds: Number | None) -> str:
    """Seconds as m:ss."""
    if seconds is None:
        return NOTHING
    whole = _whole(seconds)
    return f"{'-' if seconds < 0 else ''}{whole // 60}:{whole % 60:02}"


def _whole(seconds: Number) -> int:
    """The length without its sign, in whole seconds."""
    return round(abs(float(seconds)))


def hours(seconds: Number | datetime.timedelta | None) -> str:
    """Seconds, or a timedelta, as h:mm:ss."""
    if seconds is None:
        return NOTHING
    if isinstance(seconds, datetime.timedelta):
        seconds = seconds.total_seconds()
    whole = _whole(seconds)
    return f"{'-' if seconds < 0 else ''}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def percent(share: Number | None) -> str:
    """A share of 1 as a percentage with one decimal."""
    return NOTHING if share is None else f"{share * 100:.1f}%"


def date(value: datetime.date | None) -> str:
    """2026-11-21, in both languages."""
    return NOTHING if value is None else value.isoformat()


def day(value: datetime.date | None) -> str:
    """A date with its weekday: 2026-11-21, Sat / 2026-11-21, 周六."""
    return NOTHING if value is None else f"{value:%Y-%m-%d}, {weekday(value)}"


def weekday(value: datetime.date) -> str:
    """Sat / 周六."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[value.weekday()]


def moment(value: datetime.datetime | None, *, seconds: bool = False) -> str:
    """2026-11-21 14:05 in the active zone (the site's, once the middleware has set it)."""
    if value is None:
        return NOTHING
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def span(seconds: Number) -> str:
    """A length of time in its two largest units: 1 d 3 h, 2 h 10 min, 45 min."""
    whole = max(0, round(seconds / 60))
    days, hours_, minutes_ = whole // 1440, whole // 60 % 24, whole % 60
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours_}
    if hours_:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours_, "minutes": minutes_}
    return ngettext("%(count)d min", "%(count)d min", minutes_) % {"count": minutes_}


def due(at: datetime.datetime, now: datetime.datetime | None = None) -> str:
    """due tomorrow 18:00, 1 d 3 h left / 2 h 5 min overdue since 16:00."""
    now = now or timezone.now()
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    clock = local.strftime("%H:%M")
    days = (local.date() - today).days
    if at <= now:
        since = clock if days == 0 else local.strftime("%Y-%m-%d %H:%M")
        return _("%(span)s overdue since %(since)s") % {
            "span": span((now - at).total_seconds()),
            "since": since,
        }
    when = {0: _("today %(clock)s"), 1: _("tomorrow %(clock)s")}.get(days)
    when = when % {"clock": clock} if when else local.strftime("%Y-%m-%d %H:%M")
    return _("due %(when)s, %(span)s left") % {"when": when, "span": span((at - now).total_seconds())}


def shown(value: object, kind: str) -> str:
    """A typed value as its column kind is written; "—" for nothing."""
    if value is None or value == "":
        return NOTHING
    write = {
        "number": number,
        "seconds": minutes,
        "duration": hours,
        "percent": percent,
        "date": date,
        "datetime": moment,
    }.get(kind, str)
    if kind == "seconds" and isinstance(value, datetime.timedelta):
        value = value.total_seconds()
    return str(write(value))  # type: ignore[operator]
