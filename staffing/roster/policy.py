"""What the rulebook says about rosters at a site, on a day: one value that the rules take. Rulebook: roster.*"""

import datetime
from typing import Any

from callcenter.people.models import Site
from callcenter.rulebook.timeline import on_day
from callcenter.rulebook.values import snapshot
from staffing.roster.limits import Check, Policy, Weight

__all__ = ["Check", "Policy", "Weight", "policy"]


def policy(site: Site, on: datetime.date) -> Policy:
    """As the rulebook stands at the site on that day; one query."""
    book = snapshot()

    def stands(key: str) -> Any:
        return on_day(book.timeline(key, site.pk), on).value

    return Policy(
        rest_gap=datetime.timedelta(hours=stands("roster.rest_gap_hours")),
        max_day_minutes=stands("roster.max_day_hours") * 60,
        max_week_minutes=stands("roster.max_week_hours") * 60,
        rest_day_every=stands("roster.rest_day_every"),
        max_days=stands("roster.max_consecutive_days"),
        max_nights=stands("roster.max_consecutive_nights"),
        max_overtime_day_minutes=stands("roster.max_ot_day") * 60,
        max_overtime_month_minutes=stands("roster.max_ot_month") * 60,
        new_staff_days=stands("roster.new_staff_days"),
        publish_day=stands("roster.publish_day"),
        holiday_notice_days=stands("roster.holiday_notice_days"),
        night_points=stands("roster.night_points"),
        weekend_points=stands("roster.weekend_points"),
        holiday_points=stands("roster.holiday_points"),
        weights={check: Weight(stands(check.rule)) for check in Check},
    )
