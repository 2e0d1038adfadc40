"""Overtime in words: its times, hours as h:mm."""

from staffing.overtime.models import Overtime
from staffing.shifts.rules import clock


def times(overtime: Overtime) -> str:
    """17:00–19:30 at the site."""
    zone = overtime.site.zone
    start, end = (at.astimezone(zone) for at in (overtime.starts_at, overtime.ends_at))
    return f"{clock(start.hour * 60 + start.minute)}–{clock(end.hour * 60 + end.minute)}"


def hours(minutes: int) -> str:
    """150 as 2:30."""
    return f"{minutes // 60}:{minutes % 60:02}"
