"""What is due on which day: complaints to be closed and steps to be done, as far as the reader sees them."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from callcenter.people.models import Site
from complaints.cases.models import CaseQuerySet, Step, StepState
from complaints.desk.deadlines.rules import Sheet, Span

SHOWN = {Span.MONTH: 4, Span.WEEK: 30}  # entries of a day that are written out


@dataclass(frozen=True)
class Due:
    """One deadline of a day."""

    at: datetime.datetime
    title: str
    url: str
    is_step: bool
    is_late: bool
    is_serious: bool = False


@dataclass
class Day:
    date: datetime.date
    is_within: bool  # of the month that the page is about
    is_today: bool
    count: int = 0
    entries: list[Due] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.entries)

    @property
    def late(self) -> bool:
        return any(entry.is_late for entry in self.entries)


def days_of(sheet: Sheet, cases: CaseQuerySet, site: Site, *, with_steps: bool) -> list[list[Day]]:
    """The weeks of the page. Four questions, however much is due."""
    now, zone = timezone.now(), site.zone
    today = now.astimezone(zone).date()
    days = {
        date: Day(date, sheet.first <= date <= sheet.last, date == today)
        for week in sheet.weeks
        for date in week
    }
    first = datetime.datetime.combine(min(days), datetime.time(), zone)
    end = datetime.datetime.combine(max(days) + datetime.timedelta(days=1), datetime.time(), zone)
    running = cases.running().filter(due_at__gte=first, due_at__lt=end)
    for case in _first(running, sheet, zone, days).defer("search", "content"):
        days[_day(case.due_at, zone)].entries.append(
            Due(case.due_at, str(case), case.get_absolute_url(), False, case.due_at <= now, case.is_serious)
        )
    if with_steps:
        steps = Step.objects.filter(
            case__in=cases.running(),
            state__in=[StepState.WAITING, StepState.RUNNING],
            due_at__gte=first,
            due_at__lt=end,
        )
        for step in _first(steps, sheet, zone, days).select_related("case"):
            days[_day(step.due_at, zone)].entries.append(
                Due(step.due_at, str(step), step.get_absolute_url(), True, step.due_at <= now)
            )
    for day in days.values():
        day.entries.sort(key=lambda entry: entry.at)
        del day.entries[SHOWN[sheet.span] :]
    return [[days[date] for date in week] for week in sheet.weeks]


def _first(rows: Any, sheet: Sheet, zone: Any, days: dict[datetime.date, Day]) -> Any:
    """Counts the rows of each day onto it; gives the first few of each."""
    dated = rows.order_by().annotate(day=TruncDate("due_at", tzinfo=zone))
    for date, count in dated.values_list("day").annotate(Count("pk")):
        days[date].count += count
    place = Window(RowNumber(), partition_by=F("day"), order_by=[F("due_at").asc(), F("pk").asc()])
    keys = dated.annotate(place=place).filter(place__lte=SHOWN[sheet.span]).values_list("pk", "place")
    return rows.model.objects.filter(pk__in=[pk for pk, _place in keys])


def _day(at: datetime.datetime, zone: Any) -> datetime.date:
    return at.astimezone(zone).date()
