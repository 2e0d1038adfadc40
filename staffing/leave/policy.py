"""The rulebook of leave as the pure rules take it, read in one query."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from callcenter.people.models import Site
from callcenter.rulebook.timeline import on_day
from callcenter.rulebook.values import snapshot
from staffing.leave.ledger import Entitlement
from staffing.leave.rules import LeavePolicy, SlipDue, Undecided

HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Settings:
    """The values beside the rules of §4.3 that the services ask for."""

    cancel_min: datetime.timedelta
    capacity_pct: int
    capacity_least: int
    waiting_list: bool
    automatic_answer: bool
    undecided_at_end: Undecided
    report_back: datetime.timedelta
    entitlement: Entitlement
    worked_hours_for_one: Decimal
    carry_over_max_days: Decimal
    carry_over_months: int
    hours_per_day: Decimal
    foresees_next_year: bool


class _Values:
    """The values that hold at a site on a day, from one look at the rulebook."""

    def __init__(self, site: Site, on: datetime.date) -> None:
        self.snapshot, self.site, self.on = snapshot(), site, on

    def __call__(self, name: str) -> Any:
        return on_day(self.snapshot.timeline(f"leave.{name}", self.site.pk), self.on).value


def policy(site: Site, on: datetime.date) -> LeavePolicy:
    """What the rules of §4.3 take at that site on that day."""
    value = _Values(site, on)
    return LeavePolicy(
        personal_min=value("personal_min_hours") * HOUR,
        special_min=value("special_min_hours") * HOUR,
        planned_min=value("planned_min_hours") * HOUR,
        night_deadline=value("night_deadline"),
        holiday_min_days=value("holiday_min_days"),
        holiday_binds_sickness=value("holiday_binds_sickness"),
        swapped_allowed=value("swapped_allowed"),
        director_max_days=value("director_max_days"),
        certificate_from_days=value("sick_certificate_from_days"),
        slip_due=SlipDue(value("sick_slip_due")),
        standard_minutes=int(value("standard_day_hours") * 60),
        hour_step=value("hour_step_minutes"),
        ahead_days=value("ahead_days"),
    )


def settings(site: Site, on: datetime.date) -> Settings:
    """What the services take at that site on that day."""
    value = _Values(site, on)
    return Settings(
        cancel_min=value("cancel_min_hours") * HOUR,
        capacity_pct=value("capacity_pct"),
        capacity_least=value("capacity_least"),
        waiting_list=value("waiting_list"),
        automatic_answer=value("automatic_answer"),
        undecided_at_end=Undecided(value("undecided_at_end")),
        report_back=datetime.timedelta(minutes=value("report_back_minutes")),
        entitlement=Entitlement(
            value("annual_after_months"),
            value("annual_days"),
            value("annual_days_from_10_years"),
            value("annual_days_from_20_years"),
        ),
        worked_hours_for_one=value("worked_hours_for_one"),
        carry_over_max_days=value("carry_over_max_days"),
        carry_over_months=value("carry_over_months"),
        hours_per_day=value("standard_day_hours"),
        foresees_next_year=value("foresee_next_year"),
    )
