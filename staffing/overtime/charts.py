"""Drawings of overtime: one's own months, and who of the people in sight has the most hours of the month."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from callcenter.web.charts import Chart, Series, Target
from callcenter.workcalendar.periods import last_months
from staffing.overtime.rules import Hours
from staffing.overtime.selectors import hours_of, last_of, months_of

MONTHS = 6
MOST_PEOPLE = 15
LIMIT = "roster.max_ot_month"


def own_months(me: Employee, today: datetime.date) -> Chart | None:
    """The last months by legal class, this one at the end; None without any overtime."""
    firsts = last_months(today, MONTHS)[::-1]
    found = months_of(me, firsts)
    return _drawn(
        "overtime.months",
        _("Hours of overtime by month"),
        _("Month"),
        [f"{first:%Y-%m}" for first in firsts],
        found,
        me.site,
        today,
    )


def most_of_month(site: Site, named: Mapping[int, str], today: datetime.date) -> Chart | None:
    """Who of these people (names by id) has the most hours this month, against the limit; None without any overtime."""
    first = today.replace(day=1)
    hours = hours_of(site, list(named), first, last_of(first))
    ranked = sorted((pk for pk in named if hours[pk].total), key=lambda pk: (-hours[pk].total, named[pk]))[
        :MOST_PEOPLE
    ]
    title = _("Hours of overtime in %(month)s: who has the most") % {"month": f"{first:%Y-%m}"}
    return _drawn(
        "overtime.people",
        title,
        _("Employee"),
        [named[pk] for pk in ranked],
        [hours[pk] for pk in ranked],
        site,
        today,
    )


def _drawn(
    key: str,
    title: str,
    label: str,
    names: Sequence[str],
    hours: Sequence[Hours],
    site: Site,
    today: datetime.date,
) -> Chart | None:
    if not any(one.total for one in hours):
        return None
    classes = (("workday", _("Workdays")), ("rest_day", _("Rest days")), ("holiday", _("Public holidays")))
    return Chart(
        key=key,
        title=title,
        categories=names,
        series=[
            Series(name, words, [round(getattr(one, name) / 60, 2) for one in hours], stack="hours")
            for name, words in classes
        ],
        category_label=label,
        targets=[Target(_("Limit of the month"), value(LIMIT, site, on=today))],
        small=True,
    )
