"""What the rulebook says about swaps at a site, on a day. Rulebook: swap.*"""

import datetime

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from staffing.roster.limits import Weight
from staffing.swaps.rules import SwapPolicy


def policy(site: Site, on: datetime.date) -> SwapPolicy:
    """As the rulebook stands at the site on that day."""
    return SwapPolicy(
        max_per_month=value("swap.max_per_month", site, on=on),
        count_counterparty=value("swap.count_counterparty", site, on=on),
        skill_level_tolerance=value("swap.skill_level_tolerance", site, on=on),
        coverage=Weight(value("swap.check_coverage", site, on=on)),
        min_notice=hours("swap.min_notice_hours", site, on),
    )


def hours(key: str, site: Site, on: datetime.date) -> datetime.timedelta:
    """A value in hours."""
    return datetime.timedelta(hours=value(key, site, on=on))
