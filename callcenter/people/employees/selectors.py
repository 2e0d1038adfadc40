"""Reads about employees that join several models: today's place of many, one person's whole history."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import scope
from callcenter.accounts.models import User
from callcenter.people.employees.access import SUBJECT
from callcenter.people.employees.changes import names_of
from callcenter.people.employees.filters import matching
from callcenter.people.employees.history import SUPERIOR, TRACKS, Track, span_of
from callcenter.people.employees.models import Employee, PostHolding, ReportingLine
from callcenter.people.employees.rules import Span

DAY = datetime.timedelta(days=1)


PLACE = ["site", "team_now__team__department", "post_now__post", "line_now__superior"]


def with_titles(rows: QuerySet[Employee]) -> QuerySet[Employee]:
    """Load team, department, post and superior with the rows, as of the day that `with_place` was asked for."""
    return rows.select_related(*PLACE)


def _held(employee: Any, relation: str) -> Any:
    return getattr(employee, relation, None)


def team_of(employee: Any) -> Any:
    """The team that `with_titles` loaded, or None."""
    held = _held(employee, "team_now")
    return held.team if held else None


def post_of(employee: Any) -> Any:
    """The main post that `with_titles` loaded, or None."""
    held = _held(employee, "post_now")
    return held.post if held else None


def superior_of(employee: Any) -> Any:
    """The superior that `with_titles` loaded, or None."""
    held = _held(employee, "line_now")
    return held.superior if held else None


def knowing_superiors(rows: QuerySet[Employee], user: User) -> QuerySet[Employee]:
    """Annotate `may_see_superior`: whether the superior's own record is in the user's reach."""
    if scope(user, Action.VIEW, SUBJECT) is Scope.ALL:
        return rows.annotate(may_see_superior=Value(True))
    seen = Employee.objects.visible_to(user).values("pk")
    is_seen = ExpressionWrapper(Q(superior_id__in=seen), output_field=BooleanField())
    return rows.annotate(may_see_superior=is_seen)


def visible_among(user: User, people: Iterable[int]) -> set[int]:
    """Which of these employees (ids) the user may see."""
    return set(Employee.objects.visible_to(user).filter(pk__in=people).values_list("pk", flat=True))


def leaders(user: User, on: datetime.date) -> QuerySet[Employee]:
    """People whom somebody reports to on the day: what a form suggests as superiors."""
    lines = ReportingLine.objects.filter(period__contains=on).values("superior")
    return Employee.objects.visible_to(user).filter(pk__in=lines).order_by("number")[:300]


def find(user: User, text: str) -> QuerySet[Employee]:
    """People the user may see whose number or name, in either script, matches."""
    return Employee.objects.visible_to(user).filter(matching(text)).select_related("site").order_by("number")


@dataclass(frozen=True)
class Entry:
    """One period of the history: what held, from which day to which last day, and how it lies to today."""

    kind: str  # "team", "superior", "post" or "role"
    label: str
    start: datetime.date
    last: datetime.date | None
    is_planned: bool
    is_over: bool
    url: str = ""
    pk: int | None = None

    @property
    def kind_label(self) -> Any:
        return LABELS[self.kind]

    @property
    def end(self) -> datetime.date | None:
        """The first day it no longer holds."""
        return self.last + DAY if self.last else None


RELATED = {"team": ("team",), "superior": ("superior",), "post": ("post", "department")}
LABELS = {"team": _("Team"), "superior": _("Superior"), "post": _("Post"), "role": _("Extra role")}


def history(employee: Employee, today: datetime.date, *, user: User) -> list[Entry]:
    """Every dated fact of a person, latest first: what is planned, what holds, what was.

    Superiors whom the user may see are links.
    """
    found = []
    superiors = SUPERIOR.rows(employee=employee).values_list("superior_id", flat=True)
    seen = visible_among(user, superiors)
    for kind, track in TRACKS.items():
        rows = list(track.rows(employee=employee).select_related(*RELATED[kind]).order_by("period"))
        spans = [span_of(row, track) for row in rows]
        names = names_of(track, spans)
        found += [
            _entry(kind, names[span.value], row, today, seen) for row, span in zip(rows, spans, strict=True)
        ]
    roles = PostHolding.objects.filter(employee=employee, is_primary=False)
    for role in roles.select_related("post", "department"):
        label = f"{role.post} · {role.department}" if role.department else str(role.post)
        found.append(_entry("role", label, role, today, seen))
    return sorted(found, key=lambda entry: (entry.start, entry.kind), reverse=True)


def _entry(kind: str, label: str, row: Any, today: datetime.date, seen: set[int]) -> Entry:
    period = row.period
    return Entry(
        kind=kind,
        label=label,
        start=period.lower,
        last=period.upper - DAY if period.upper else None,
        is_planned=period.lower > today,
        is_over=period.upper is not None and period.upper <= today,
        url=row.superior.get_absolute_url() if kind == "superior" and row.superior_id in seen else "",
        pk=row.pk,
    )


@dataclass(frozen=True)
class Employed:
    """A time of being employed, with its last day and why it ended."""

    start: datetime.date
    last: datetime.date | None
    leave_reason: str


def employments(employee: Employee) -> list[Employed]:
    """Every employment of a person, latest first."""
    return [
        Employed(row.period.lower, row.period.upper - DAY if row.period.upper else None, row.leave_reason)
        for row in employee.employments.order_by("-period")
        if row.period.lower
    ]


def former_holder(user: User, number: str) -> Employee | None:
    """The leaver who had that number, as far as the user may see them."""
    rows = Employee.objects.visible_to(user).select_related("site").filter(number__iexact=number.strip())
    holder = rows.first()
    gone = holder is not None and holder.left_on is not None and holder.left_on <= holder.site.today()
    return holder if gone else None


def in_periods(track: Track, spans: list[Span], today: datetime.date) -> list[Entry]:
    """Spans as people read them, oldest first."""
    names = names_of(track, spans)
    return [
        Entry(
            kind=track.kind,
            label=names.get(span.value, "—"),
            start=span.start,
            last=span.end - DAY if span.end else None,
            is_planned=span.start > today,
            is_over=span.end is not None and span.end <= today,
        )
        for span in spans
    ]


def subordinates(user: User, employee: Employee) -> list[Employee]:
    """Who reports to somebody today, as far as the user may see them; the first hundred."""
    rows = Employee.objects.visible_to(user).filter(superior_id=employee.pk).order_by("number")  # type: ignore[misc]  # annotated by with_place
    return list(with_titles(rows)[:100])
