"""What the rulebook says about breaks at a site on a day. Rulebook: break.*"""

import datetime

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from staffing.floor.breaks.rules import MINUTE, BreakPolicy, Stretch


def policy(site: Site, on: datetime.date) -> BreakPolicy:
    """As the rulebook stands at the site on that day."""
    return BreakPolicy(
        max_pct=value("break.max_simultaneous_pct", site, on=on),
        rest=value("break.short_per_4h", site, on=on),
        meal=value("break.meal_minutes", site, on=on),
        meal_from=value("break.meal_from_hours", site, on=on) * 60,
        edge=value("break.edge_minutes", site, on=on),
        overrun=value("break.overrun_minutes", site, on=on),
        room_limit=value("break.room_limit_minutes", site, on=on),
        longest_work=value("break.longest_work_hours", site, on=on) * 60,
    )


def waves(site: Site, on: datetime.date) -> list[Stretch]:
    """The waves in which meals are taken on that day, one after the other; [] where the rulebook says none (P03)."""
    start = datetime.datetime.combine(on, value("break.meal_waves_from", site, on=on), site.zone)
    length = value("break.meal_minutes", site, on=on) * MINUTE
    count = value("break.meal_waves", site, on=on)
    return [(start + place * length, start + (place + 1) * length) for place in range(count)]
