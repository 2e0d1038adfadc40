"""Dated history between database rows and the spans that the rules work on. Only services write through it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.people.employees.models import (
    Dated,
    Employee,
    Employment,
    PostHolding,
    ReportingLine,
    TeamMembership,
)
from callcenter.people.employees.rules import Span, Tenure
from callcenter.people.organisation.models import Company


@dataclass(frozen=True)
class Track:
    """One kind of dated fact: its model, and the column that holds the value."""

    kind: str  # "team", "superior" or "post"
    model: type[Dated]
    columns: tuple[str, ...]
    verb: str  # what the audit trail calls a change
    only: tuple[tuple[str, Any], ...] = ()

    def value(self, row: Any) -> Any:
        """The id that the row holds; a pair of ids where two columns make the value (post and department)."""
        values = tuple(getattr(row, column) for column in self.columns)
        return values if len(values) > 1 else values[0]

    def fields(self, value: Any) -> dict[str, Any]:
        """The reverse: what to set on a row."""
        return dict(zip(self.columns, value if len(self.columns) > 1 else (value,), strict=True))

    def rows(self, **conditions: Any) -> Any:
        """The rows of this track, as a queryset."""
        return self.model._default_manager.filter(**dict(self.only), **conditions)


TEAM = Track("team", TeamMembership, ("team_id",), "people.employee.transferred")
SUPERIOR = Track("superior", ReportingLine, ("superior_id",), "people.employee.superior_changed")
POST = Track(
    "post",
    PostHolding,
    ("post_id", "department_id"),
    "people.employee.post_changed",
    (("is_primary", True),),
)
TRACKS = {track.kind: track for track in (TEAM, SUPERIOR, POST)}


def tenures(employee: Employee) -> list[Tenure]:
    """The employments of somebody, oldest first."""
    rows = Employment.objects.filter(employee=employee.pk).order_by("period").values_list("period", flat=True)
    return [Tenure(period.lower, period.upper) for period in rows if period.lower]


def tenures_by_employee() -> dict[int, list[Tenure]]:
    """The same of everybody, in one query."""
    found: dict[int, list[Tenure]] = defaultdict(list)
    rows = Employment.objects.order_by("employee", "period").values_list("employee_id", "period")
    for employee_id, period in rows:
        if period.lower:
            found[employee_id].append(Tenure(period.lower, period.upper))
    return found


def span_of(row: Any, track: Track) -> Span:
    return Span(row.period.lower, row.period.upper, track.value(row))


def spans(track: Track, employee_id: int) -> list[Span]:
    """An employee's history of that kind, oldest first."""
    return [span_of(row, track) for row in track.rows(employee=employee_id).order_by("period")]


def spans_by_employee(track: Track, employee_ids: Iterable[int] | None = None) -> dict[int, list[Span]]:
    """The same for many employees (None: all) in one query."""
    rows = track.rows() if employee_ids is None else track.rows(employee__in=list(employee_ids))
    found: dict[int, list[Span]] = defaultdict(list)
    for row in rows.order_by("employee", "period"):
        found[row.employee_id].append(span_of(row, track))
    return found


def lines_within(span: Span) -> dict[int, list[Span]]:
    """Every reporting line that shares a day with `span`, by employee."""
    found: dict[int, list[Span]] = defaultdict(list)
    rows: Any = ReportingLine.objects.filter(period__overlap=DateRange(span.start, span.end))
    for employee_id, period, value in rows.values_list("employee_id", "period", "superior_id"):
        found[employee_id].append(Span(period.lower, period.upper, value))
    return found


def lock_reporting_lines() -> None:
    """Hold the one lock on the reporting tree until the transaction ends.

    A ring needs two lines of different employees: two changes that are each fine could make one together, so
    they go one at a time. The row is the company's; NO KEY, so that foreign keys to it do not wait.
    """
    list(Company.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


TeamsChanged = Callable[[dict[int, tuple[list[Span], list[Span]]]], None]  # by employee: before, after
_listeners: list[TeamsChanged] = []


def on_teams_changed(listener: TeamsChanged) -> None:
    """Call `listener` inside the transaction of every change of team history; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def write(track: Track, plans: dict[int, list[Span]], before: dict[int, list[Span]]) -> None:
    """Make the rows of each employee read as planned, changing only what differs.

    Rows that go are deleted first, so that those which grow into their days do not overlap them.
    """
    changed = [employee_id for employee_id, plan in plans.items() if plan != before.get(employee_id, [])]
    existing: dict[int, dict[Any, Any]] = defaultdict(dict)
    for row in track.rows(employee__in=changed):
        existing[row.employee_id][row.period.lower] = row
    gone: list[int] = []
    updated: list[Any] = []
    new: list[Any] = []
    for employee_id in changed:
        rows = existing[employee_id]
        planned = {span.start: span for span in plans[employee_id]}
        gone += [row.pk for start, row in rows.items() if start not in planned]
        for start, span in planned.items():
            row = rows.get(start) or track.model(employee_id=employee_id, **dict(track.only))
            if row.pk and span_of(row, track) == span:
                continue
            (updated if row.pk else new).append(row)
            row.period = DateRange(span.start, span.end)
            for column, value in track.fields(span.value).items():
                setattr(row, column, value)
    rows_of = track.model._default_manager
    rows_of.filter(pk__in=gone).delete()
    if updated:
        rows_of.bulk_update(
            updated, [column.removesuffix("_id") for column in track.columns] + ["period"], 500
        )
    rows_of.bulk_create(new, batch_size=1000)
    if track is TEAM and changed:
        for listener in _listeners:
            listener({pk: (before.get(pk, []), plans[pk]) for pk in changed})
