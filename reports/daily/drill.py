"""Addresses of the calls behind a figure: the calls list, narrowed to exactly the rows that the figure counts."""

from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from callcenter.people.models import Site
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.measures import SERVICE_LEVELS
from reports.daily.headlines import Yardstick
from reports.rollups.models import Dimension
from reports.rollups.periods import Period
from reports.rollups.selectors import Item

Filter = dict[str, str | int]
ANSWERED: Filter = {"outcome": Outcome.ANSWERED.value}
ABANDONED: Filter = {"outcome": Outcome.ABANDONED.value}
IGNORED: Filter = {"outcome": Outcome.IGNORED.value}
OFFERED: Filter = {"outcome": "offered"}
WITH_ABANDONED = SERVICE_LEVELS["with_abandoned"].key
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
    if not by.has_calls:
        return None
    if measure.startswith("telephony.service_level"):
        counted = OFFERED if measure == WITH_ABANDONED else ANSWERED
        return {**counted, "waited_max": by.sl_seconds} if "/" not in by.sl_seconds else counted
    if measure == "telephony.abandon_rate" and "/" not in by.short_seconds:
        return {**ABANDONED, "waited_min": int(by.short_seconds) + 1}
    by_measure: dict[str, Filter | None] = {
        "telephony.offered": OFFERED,
        "telephony.ignored": IGNORED,
        "telephony.longest_wait": {**OFFERED, "sort": "-wait"},
        "telephony.abandoned": ABANDONED,
        "telephony.abandon_rate": ABANDONED,
        "telephony.login_time": None,
        "telephony.occupancy": None,
    }
    return by_measure.get(measure, ANSWERED)


def calls_url(
    site: Site,
    period: Period,
    measure: str,
    by: Yardstick,
    dimension: Dimension = Dimension.SITE,
    item: Item = 0,
    *,
    person: str = "",
) -> str:
    """Where the calls behind that figure are listed; empty for figures that rest on no calls.

    `person`: the number of the employee whose names on the switch all count, in place of one agent.
    """
    filters = outcome_of(measure, by)
    if filters is None:
        return ""
    query: Filter = {"site": site.code, "from": period.start.isoformat(), "to": period.last.isoformat()}
    if person:
        query["employee"] = person
    elif dimension in SLICE:
        is_none = dimension is not Dimension.HALF_HOUR and not item
        query[SLICE[dimension]] = NONE if is_none else item
    return f"{calls_address()}?{urlencode(query | filters)}"
