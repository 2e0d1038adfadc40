"""What the pages draw: the twelve months of a year, duties by day, the tabs."""

import calendar
import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.people.models import Site
from callcenter.web.tabs import page_tabs
from callcenter.workcalendar.models import DAY_KINDS
from callcenter.workcalendar.recurring import Occurrence
from callcenter.workcalendar.rules import DayKind, DayPlan, OpenHours
from callcenter.workcalendar.wording import SHORT_WEEKDAYS, WEEKDAYS, day_name, hours_text


@dataclass(frozen=True)
class Cell:
    """A day of a small month: `look` names its colour, `mark` is the letter that says the same, `words` all of it."""

    date: datetime.date
    look: str
    mark: str
    words: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month's weeks, Monday first; None: a day of another month."""

    first: datetime.date
    weeks: list[list[Cell | None]]
    weekdays: list[tuple[str, str]]  # short and long names


def of_year(hours: OpenHours, year: int, today: datetime.date) -> list[Month]:
    """The twelve months of the year."""
    marks = _marks()
    kinds = {code: str(label) for code, label in DAY_KINDS}
    weekdays = [(str(short), str(name)) for short, name in zip(SHORT_WEEKDAYS, WEEKDAYS, strict=True)]
    found = []
    for month in range(1, 13):
        weeks = calendar.Calendar().monthdatescalendar(year, month)
        cells = [
            [_cell(hours.plan(day), today, marks, kinds) if day.month == month else None for day in week]
            for week in weeks
        ]
        found.append(Month(datetime.date(year, month, 1), cells, weekdays))
    return found


def legend() -> list[tuple[str, str, str]]:
    """(look, mark, words) of each type of day."""
    marks = _marks()
    return [(code.replace("_", "-"), marks[code], str(label)) for code, label in DAY_KINDS]


def _marks() -> dict[str, str]:
    """One sign for each type, as wall calendars have it: 休 and 班 in Chinese."""
    return {
        DayKind.HOLIDAY.value: pgettext("mark of a holiday in a small calendar", "H"),
        DayKind.MAKE_UP.value: pgettext("mark of a make-up workday in a small calendar", "W"),
        DayKind.PART_DAY.value: pgettext("mark of a day with other hours in a small calendar", "P"),
        DayKind.CLOSED.value: pgettext("mark of a closed day in a small calendar", "C"),
    }


def _cell(plan: DayPlan, today: datetime.date, marks: dict[str, str], kinds: dict[str, str]) -> Cell:
    if plan.day is None:
        look, mark = ("open" if plan.intervals else "shut"), ""
        words = [] if plan.intervals else [_("closed")]
    else:
        look = plan.day.kind.value.replace("_", "-")
        mark = marks[plan.day.kind.value]
        words = [day_name(plan.day), kinds[plan.day.kind.value], hours_text(plan.intervals)]
    return Cell(plan.date, look, mark, " · ".join(dict.fromkeys(words)), plan.date == today)


def by_day(found: list[Occurrence]) -> list[tuple[datetime.date, list[Occurrence]]]:
    """Duties under their day, in order."""
    return [(day, list(group)) for day, group in groupby(found, key=lambda each: each.on)]


def tabs(pages: list[tuple[str, str]], current: str, site: Site) -> list[dict[str, Any]]:
    """The room's tabs at a site; pages that belong to one show it as current."""
    belongs = {"days": "year", "switch": "year", "public": "year", "withdraw": "hours"}
    shown = belongs.get(current, current)
    found = [(f"workcalendar:{name}", label) for label, name in pages]
    return page_tabs(found, f"workcalendar:{shown}", [site.code])
