"""Makers of calendars."""

import datetime
from typing import Any

from callcenter.people.models import Site
from callcenter.workcalendar.models import Edition
from callcenter.workcalendar.rules import DayKind, Week, weekdays
from callcenter.workcalendar.services import DayFacts, set_days, set_week
from callcenter.workcalendar.wording import intervals_of

OFFICE: Week = weekdays(intervals_of("09:00–12:00, 13:00–18:00"))
LONG: Week = weekdays(intervals_of("08:00–20:00"))
NATIONAL_DAY = datetime.date(2026, 10, 1)


def make_week(site: Site, week: Week = OFFICE, effective_on: datetime.date | None = None) -> Edition:
    return set_week(site, week=week, effective_on=effective_on, reason="As agreed", actor=None)


def make_day(site: Site, on: datetime.date = NATIONAL_DAY, **fields: Any) -> Edition:
    defaults = {"kind": DayKind.HOLIDAY, "name": "National Day", "name_zh": "国庆节"}
    return set_days(site, days=[DayFacts(on, **(defaults | fields))], reason="By law", actor=None)
