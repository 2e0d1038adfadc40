"""The calendars of the demo's sites: hours of the lines, public days of China and of New South Wales, days of their own."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from callcenter.demo.center import DemoSite
from callcenter.demo.people import plan_of
from callcenter.people.models import Employee, Site
from callcenter.rulebook import services as rulebook
from callcenter.workcalendar import public, services
from callcenter.workcalendar.models import Edition
from callcenter.workcalendar.rules import DayKind, Week, same_every_day
from callcenter.workcalendar.services import DayFacts

SUNDAY = 6
YEARS = 3  # last year, this one, the next
EVE = (7 * 3600, 18 * 3600)  # hours on the eve of the Spring Festival and of Christmas


@dataclass(frozen=True)
class Story:
    """What is special about a site's calendar."""

    director: str  # employee number
    region: str
    law: str  # why the public days are in it
    own_day: tuple[int, int, str, str]  # month, day, names: a yearly day with other hours


STORIES = {
    "shanghai": Story(
        "SH-D01",
        "",
        "按国务院办公厅放假通知 · Notice of the State Council",
        (12, 31, "Year-end closing of the books", "年终决算日"),
    ),
    "sydney": Story(
        "SY-D01",
        "NSW",
        "新南威尔士州公共假日法 · Public Holidays Act 2010 (NSW)",
        (12, 24, "Christmas Eve", "平安夜"),
    ),
}


@transaction.atomic
def write_calendar(site: Site) -> bool:
    """Make the site's calendar, once; False where it has one. The lines are open on holidays as on a Sunday."""
    story = STORIES[site.code]
    if Edition.objects.filter(site=site).exists():
        return False
    actor = Employee.objects.get(number=story.director).user
    today = site.today()
    if story.region:
        rulebook.set_value(
            "workcalendar.holiday_region",
            site=site,
            value=story.region,
            effective_on=today,
            reason=story.law,
            actor=actor,
        )
    opening = "开线以来的服务时间 · Hours of the lines since they opened"
    services.set_week(site, week=_week(plan_of(site.code)), effective_on=None, reason=opening, actor=actor)
    for year in range(today.year - 1, today.year - 1 + YEARS):
        if public.public_days(site.country, year):
            services.load_public_days(site, year=year, reason=story.law, actor=actor, holidays_as=SUNDAY)
    month, day, name, name_zh = story.own_day
    eve = DayFacts(
        datetime.date(today.year, month, day), DayKind.PART_DAY, name, name_zh, (EVE,), is_yearly=True
    )
    services.set_days(site, days=[eve], reason="每年如此 · As every year", actor=actor)
    return True


def _week(plan: DemoSite) -> Week:
    return same_every_day(((plan.hours.opens, plan.hours.closes),))
