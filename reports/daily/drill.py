"""Addresses of the calls behind a figure: the calls list, narrowed to exactly the rows that the figure counts."""

from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from callcenter.people.models import Site
from callcenter.telephony.facts.models import Outcome
from reports.daily.headlines import Yardstick
from reports.rollups.models import Dimension
from reports.rollups.periods import Period
from reports.rollups.selectors import Item

Filter = dict[str, str | int]
ANSWERED, ABANDONED, IGNORED = ({"outcome": outcome.value} for outcome in Outcome)
SLICE = {
    Dimension.HALF_HOUR: "half_hour",
    Dimension.QUEUE: "queue",
    Dimension.CALL_TYPE: "call_type",
    Dimension.AGENT: "agent",
    Dimension.TEAM: "team",
}
NONE = "none"  # what the calls list calls a slice without a value


@cache
def calls_address() -> str:
    """Where the calls list is; asked once, not for each of a thousand figures."""
    return reverse("telephony:calls")


def outcome_of(measure: str, by: Yardstick) -> Filter | None:
    """The filters for the rows that a measure's numerator counts; None: it does not count calls."""
    if measure.startswith("telephony.service_level"):
        first = by.sl_seconds.split("/")[0]
        return {**ANSWERED, "waited_max": first} if "/" not in by.sl_seconds else ANSWERED
    if measure == "telephony.abandon_rate" and "/" not in by.short_seconds:
        return {**ABANDONED, "waited_min": int(by.short_seconds) + 1}
    return {
        "telephony.offered": {"outcome": "offered"},
        "telephony.ignored": IGNORED,
        "telephony.longest_wait": {"outcome": "offered", "sort": "-wait"},
        "telephony.abandoned": ABANDONED,
        "telephony.abandon_rate": ABANDONED,
        "telephony.login_time": None,
        "telephony.occupancy": None,
    }.get(measure, ANSWERED)


def calls_url(
    site: Site,
    period: Period,
    measure: str,
    by: Yardstick,
    dimension: Dimension = Dimension.SITE,
    item: Item = 0,
) -> str:
    """Where the calls behind that figure are listed; empty for figures that rest on no calls."""
    filters = outcome_of(measure, by)
    if filters is None:
        return ""
    query: Filter = {"site": site.code, "from": period.start.isoformat(), "to": period.last.isoformat()}
    if dimension in SLICE:
        is_none = dimension is not Dimension.HALF_HOUR and not item
        query[SLICE[dimension]] = NONE if is_none else item
    return f"{calls_address()}?{urlencode(query | filters)}"
