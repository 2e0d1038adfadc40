"""Template filters: overtime as people write it."""

from django import template

from staffing.overtime.models import Overtime
from staffing.overtime.wording import hours, times

register = template.Library()


@register.filter
def overtime_times(overtime: Overtime) -> str:
    """17:00–19:30 at the site."""
    return times(overtime)


@register.filter
def as_hours(minutes: int) -> str:
    """150 as 2:30."""
    return hours(minutes)
