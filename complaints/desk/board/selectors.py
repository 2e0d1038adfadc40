"""The open complaints by state: for each state how many, and those that are due first."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.web.cells import due
from complaints.cases.acts import MOVES, act_url
from complaints.cases.models import OPEN, Case, CaseQuerySet, Severity, State
from complaints.desk.lists import case_list

CARDS = 12  # of one state


@dataclass(frozen=True)
class Card:
    case: Case
    words: str
    tone: str
    moves: list[tuple[str, str]]  # what this reader may do next with it: its name, and where


@dataclass(frozen=True)
class Column:
    state: State
    count: int
    cards: list[Card]
    url: str  # the list of all of them

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def columns_of(
    rows: CaseQuerySet, reader: Actor, soon: datetime.timedelta, narrowing: dict[str, str]
) -> list[Column]:
    """A column for each open state in the order of the procedure. Three questions, however many complaints.

    `narrowing`: the filters of the list that leave just these rows.
    """
    now = timezone.now()
    rows = rows.open()
    counted = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    order = [F("due_at").asc(nulls_first=True), F("received_at").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("state"), order_by=order)
    keys = [
        pk
        for pk, at in rows.order_by()
        .annotate(place=place)
        .filter(place__lte=CARDS)
        .values_list("pk", "place")
    ]
    found = (
        Case.objects.filter(pk__in=keys)
        .defer("search", "content")
        .select_related("site", "customer", "owner")
    )
    cards: dict[str, list[Card]] = {}
    for case in sorted(found, key=lambda one: (one.due_at or one.received_at, one.pk)):
        moves = [(str(act.title), act_url(case, act)) for act in MOVES if act.is_offered(reader, case)]
        cards.setdefault(case.state, []).append(Card(case, *_due(case, now, soon), moves))
    return [
        Column(state, counted.get(state, 0), cards.get(state, []), case_list(state=state, **narrowing))
        for state in OPEN
    ]


def _due(case: Case, now: datetime.datetime, soon: datetime.timedelta) -> tuple[str, str]:
    if case.due_at is None:
        return "", ""
    tone = "late" if case.due_at <= now else "soon" if case.due_at - now <= soon else ""
    return due(case.due_at, now), tone


def narrowed(rows: CaseQuerySet, *, owner: int | None, is_serious: bool) -> CaseQuerySet:
    """Those of one owner, the especially serious ones."""
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.filter(severity=Severity.SERIOUS) if is_serious else rows
