"""`{% clock_bar clock %}`: a deadline as a thin bar, for any page."""

from typing import Any

from django import template

from callcenter.clocks.models import Clock
from callcenter.clocks.selectors import ClockFacts

register = template.Library()


@register.inclusion_tag("components/clock_bar.html")
def clock_bar(clock: Clock | None) -> dict[str, Any]:
    """Used, left, and the steps on it. Two queries for a clock with its `calendar` and `site` selected; for lists show words."""
    return {"bar": ClockFacts(clock).bar if clock else None}
