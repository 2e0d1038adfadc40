"""Drawings of ratings: grades by item, the trend by month, employees with how sure their share is."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from callcenter.people.models import Site
from callcenter.web.charts import Chart, Series
from callcenter.workcalendar.periods import last_months
from complaints.surveys.ratings import selectors
from complaints.surveys.ratings.models import Grade, Response
from complaints.surveys.ratings.selectors import Rating
from complaints.surveys.rules import GRADES, ITEMS

MONTHS = 6
COLOURED_AS = {  # keys whose colours the charts know: green, blue, ochre, vermilion
    "very_satisfied": "grades.service_level",
    "satisfied": "grades.answered",
    "ordinary": "grades.late",
    "poor": "grades.abandoned",
}


def item_label(item: str) -> str:
    """What an item is called."""
    field: Any = Response._meta.get_field(item)
    return str(field.verbose_name).capitalize()


def distribution(rows: QuerySet[Response]) -> Chart | None:
    """How often each grade was given to each item; None without answers."""
    found = selectors.by_item(rows)
    if not any(found.values()):
        return None
    return Chart(
        key="surveys.items",
        title=_("Grades by item"),
        categories=[item_label(item) for item in ITEMS],
        series=[
            Series(
                COLOURED_AS[grade.value],
                Grade(grade.value).label,
                [found[item].get(grade.value, 0) for item in ITEMS],
                stack="grades",
            )
            for grade in GRADES
        ],
        category_label=_("Item"),
        small=True,
    )


def trend(rows: QuerySet[Response], site: Site, today: datetime.date) -> Chart | None:
    """The score and the satisfied by month, this one at the end; None without answers."""
    firsts = last_months(today, MONTHS)[::-1]
    since = datetime.datetime.combine(firsts[0], datetime.time(), site.zone)
    found = selectors.by_month(rows.filter(answered_at__gte=since), site)
    if not found:
        return None
    ratings = [found.get(first, Rating()) for first in firsts]
    return Chart(
        key="surveys.months",
        title=_("Satisfaction by month"),
        categories=[f"{first:%Y-%m}" for first in firsts],
        series=[
            Series(
                "surveys.answered",
                _("Satisfaction score"),
                [None if one.score is None else round(one.score, 1) for one in ratings],
                kind="line",
                details=[f"{one.points}/{one.items * selectors.FULL}" for one in ratings],
            ),
            Series(
                "surveys.asa",
                _("Satisfied customers, %"),
                [None if one.share is None else round(100 * one.share, 1) for one in ratings],
                kind="line",
                details=[f"{one.satisfied}/{one.answers}" for one in ratings],
            ),
        ],
        category_label=_("Month"),
        small=True,
    )


def by_employee(named: Mapping[int, str], ratings: Mapping[int, Rating], least: int) -> Chart | None:
    """Satisfied customers of who has at least `least` answers, with the 95 % interval's ends; None where nobody has."""
    ranked = sorted(
        (pk for pk in named if ratings[pk].answers >= least),
        key=lambda pk: (-(ratings[pk].share or 0), named[pk]),
    )
    if not ranked:
        return None
    chosen = [ratings[pk] for pk in ranked]
    return Chart(
        key="surveys.people",
        title=_("Satisfied customers by employee, with the 95 % interval"),
        categories=[named[pk] for pk in ranked],
        series=[
            Series("bounds.places", _("At least"), [round(100 * one.interval[0], 1) for one in chosen]),
            Series(
                "surveys.answered", _("Satisfied customers, %"),
                [round(100 * (one.share or 0), 1) for one in chosen],
                details=[f"{one.satisfied}/{one.answers}" for one in chosen],
            ),
            Series("bounds.connect_rate", _("At most"), [round(100 * one.interval[1], 1) for one in chosen]),
        ],
        category_label=_("Employee"),
        note=_("Who has fewer than %(least)s answers is not compared.") % {"least": least},
        small=True,
    )  # fmt: skip
