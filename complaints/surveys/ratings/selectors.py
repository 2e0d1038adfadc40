"""Ratings summed: by employee, team, month and item. What appraisals read (S2A-12) stands here as well."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from callcenter.measures import registry
from callcenter.people.models import Employee, Site
from complaints.surveys.ratings.models import Response, ResponseQuerySet
from complaints.surveys.rules import ITEMS, wilson

FULL = 100  # points of an item at most


@dataclass(frozen=True, slots=True)
class Rating:
    """Answers summed. Shares come with the n/N they rest on."""

    answers: int = 0
    satisfied: int = 0
    points: int = 0
    items: int = 0

    @property
    def score(self) -> float | None:
        """The mean of all rated items, 0 to 100; None without any."""
        return self.points / self.items if self.items else None

    @property
    def share(self) -> float | None:
        """Satisfied customers of all who answered."""
        return self.satisfied / self.answers if self.answers else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share."""
        return wilson(self.satisfied, self.answers)

    @property
    def counts(self) -> dict[str, int]:
        """As base counts, for measures."""
        return {
            "survey_points": self.points,
            "survey_points_possible": self.items * FULL,
            "survey_answers": self.answers,
            "survey_satisfied": self.satisfied,
        }

    def measure(self, key: str) -> registry.Ratio:
        """One of the measures: "surveys.score", "surveys.satisfied"."""
        return registry.get(key).of(self.counts)


SUMS = {
    "answers": Count("pk"),
    "satisfied": Count("pk", filter=Q(is_satisfied=True)),
    "points": Sum("points", default=0),
    "items": Sum("items", default=0),
}


def between(
    rows: ResponseQuerySet, site: Site, first: datetime.date, last: datetime.date
) -> ResponseQuerySet:
    """Those answered on the site's days `first` to `last`."""
    start = datetime.datetime.combine(first, datetime.time(), site.zone)
    end = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), site.zone)
    return rows.filter(answered_at__gte=start, answered_at__lt=end)


def total(rows: QuerySet[Response]) -> Rating:
    """All of them as one."""
    return Rating(**rows.aggregate(**SUMS))


def by(rows: QuerySet[Response], field: str) -> dict[Any, Rating]:
    """Summed by a field: `employee`, `team`, `site`."""
    found = rows.order_by().values(field).annotate(**SUMS)
    return {row.pop(field): Rating(**row) for row in map(dict, found)}


def by_month(rows: QuerySet[Response], site: Site) -> dict[datetime.date, Rating]:
    """Summed by month of the site, by its first day."""
    found = (
        rows.order_by()
        .annotate(month=TruncMonth("answered_at", tzinfo=site.zone))
        .values("month")
        .annotate(**SUMS)
    )
    rows_of: list[dict[str, Any]] = [dict(row) for row in found]
    return {row.pop("month").date(): Rating(**row) for row in rows_of}


def by_item(rows: QuerySet[Response]) -> dict[str, dict[str, int]]:
    """How often each grade was given to each item: {"attitude": {"poor": 3, …}, …}. One query an item."""
    return {
        item: dict(rows.order_by().values_list(F(item)).annotate(n=Count("pk")).values_list(item, "n"))
        for item in ITEMS
    }


def ratings_of_month(
    site: Site, employee_ids: Iterable[int], first: datetime.date, last: datetime.date
) -> dict[int, Rating]:
    """Each employee's rating by customers over those days, for the monthly appraisal (S2A-12). One query; an empty rating
    where nobody answered. What employees took down about themselves counts only where the rulebook says so.
    """
    people = list(employee_ids)
    rows = between(Response.objects.counted().filter(employee__in=people), site, first, last)
    found = by(rows, "employee")
    return {one: found.get(one, Rating()) for one in people}


def people_of(ids: Iterable[int]) -> dict[int, Employee]:
    """The employees by id."""
    return Employee.objects.in_bulk(list(ids))
