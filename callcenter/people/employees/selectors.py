"""Reads about employees that join several models: today's place of many, one person's whole history."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.people.employees.changes import names_of
from callcenter.people.employees.filters import matching
from callcenter.people.employees.history import TRACKS, Track, span_of
from callcenter.people.employees.models import Employee, PostHolding, ReportingLine, TeamMembership
from callcenter.people.employees.rules import Span

DAY = datetime.timedelta(days=1)


def with_titles(rows: QuerySet[Employee], on: datetime.date) -> QuerySet[Employee]:
    """Load the team, post and superior of the day with the rows: three more queries, however many rows."""
    return rows.select_related("site").prefetch_related(
        Prefetch(
            "teammemberships",
            TeamMembership.objects.filter(period__contains=on).select_related("team__department"),
            to_attr="teams_held",
        ),
        Prefetch(
            "postholdings",
            PostHolding.objects.filter(period__contains=on, is_primary=True).select_related("post"),
            to_attr="posts_held",
        ),
        Prefetch(
            "reportinglines",
            ReportingLine.objects.filter(period__contains=on).select_related("superior"),
            to_attr="lines_held",
        ),
    )


def team_of(employee: Any) -> Any:
    """The team that `with_titles` loaded, or None."""
    return employee.teams_held[0].team if employee.teams_held else None


def post_of(employee: Any) -> Any:
    """The main post that `with_titles` loaded, or None."""
    return employee.posts_held[0].post if employee.posts_held else None


def superior_of(employee: Any) -> Any:
    """The superior that `with_titles` loaded, or None."""
    return employee.lines_held[0].superior if employee.lines_held else None


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


LABELS = {"team": _("Team"), "superior": _("Superior"), "post": _("Post"), "role": _("Extra role")}


def history(employee: Employee, today: datetime.date) -> list[Entry]:
    """Every dated fact of a person, latest first: what is planned, what holds, what was."""
    found = []
    for kind, track in TRACKS.items():
        rows = list(track.rows(employee=employee).order_by("period"))
        spans = [span_of(row, track) for row in rows]
        names = names_of(track, spans)
        found += [_entry(kind, names[span.value], row, today) for row, span in zip(rows, spans, strict=True)]
    roles = PostHolding.objects.filter(employee=employee, is_primary=False)
    for role in roles.select_related("post", "department"):
        label = f"{role.post} · {role.department}" if role.department else str(role.post)
        found.append(_entry("role", label, role, today))
    return sorted(found, key=lambda entry: (entry.start, entry.kind), reverse=True)


def _entry(kind: str, label: str, row: Any, today: datetime.date) -> Entry:
    period = row.period
    return Entry(
        kind=kind,
        label=label,
        start=period.lower,
        last=period.upper - DAY if period.upper else None,
        is_planned=period.lower > today,
        is_over=period.upper is not None and period.upper <= today,
        url=row.superior.get_absolute_url() if kind == "superior" else "",
        pk=row.pk,
    )


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


@dataclass(frozen=True)
class Node:
    """A person in the reporting line, with those below."""

    employee: Any
    below: list["Node"]
    count: int  # everybody below, at any depth


def reporting_tree(people: Iterable[Any], root: int | None = None, depth: int = 2) -> list[Node]:
    """The people (annotated by `with_place`) as a tree down to `depth` levels under the top or under `root`.

    The top are those whose superior is not among the people. Counts reach to the bottom.
    """
    by_superior: dict[int | None, list[Any]] = {}
    everybody = list(people)
    known = {person.pk for person in everybody}
    for person in everybody:
        above = person.superior_id if person.superior_id in known else None
        by_superior.setdefault(above, []).append(person)
    counts: dict[int, int] = {}

    def count(pk: int) -> int:
        if pk not in counts:
            counts[pk] = sum(1 + count(person.pk) for person in by_superior.get(pk, []))
        return counts[pk]

    def node(person: Any, levels: int) -> Node:
        below = [node(one, levels - 1) for one in by_superior.get(person.pk, [])] if levels else []
        return Node(person, sorted(below, key=lambda n: -n.count), count(person.pk))

    top = [p for p in everybody if p.pk == root] if root else by_superior.get(None, [])
    return sorted((node(person, depth) for person in top), key=lambda n: -n.count)


def subordinates(user: User, employee: Employee, on: datetime.date) -> list[Employee]:
    """Who reports to somebody on the day, as far as the user may see them."""
    rows = Employee.objects.visible_to(user).filter(superior_id=employee.pk).order_by("number")  # type: ignore[misc]  # annotated by with_place
    return list(with_titles(rows, on)[:100])


def differences(form: Any, seen: Any, standing: Any) -> list[dict[str, Any]]:
    """Per fact that somebody else changed meanwhile: as it was when opened, as it is now, as the form has it."""
    return [
        {
            "label": form.fields[name].label,
            "before": getattr(seen, name),
            "now": getattr(standing, name),
            "yours": form.cleaned_data.get(name),
        }
        for name in vars(standing)
        if getattr(seen, name) != getattr(standing, name)
    ]
