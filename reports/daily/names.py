"""What the items of a report are called: half hours by the clock, call types, queues, teams and agents by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, BooleanField, F, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from callcenter.people.models import Site, Team
from callcenter.telephony.models import CallType, Queue, SwitchAgent
from reports.rollups.models import Dimension
from reports.rollups.selectors import Figures, Item

AGENT, TYPE = 3, 4  # the kinds of row that are a switch agent and a call type


@dataclass(frozen=True)
class Name:
    """A label, a smaller line under it, and whether somebody still has to say who it is."""

    label: str
    detail: str = ""
    is_unnamed: bool = False
    merged_with: int = 0  # the employee, where several names on the switch are one person
    number: str = ""  # that employee's


def half_hour(number: int) -> str:
    """08:30 for 17."""
    return f"{number // 2:02}:{number % 2 * 30:02}"


@dataclass(frozen=True)
class Names:
    """The names of a report's queues, teams and agents by key, 0 is none; of its call types by code."""

    queues: dict[int, Name]
    teams: dict[int, Name]
    agents: dict[int, Name]
    call_types: dict[Item, Name]


def names(site: Site, figures: Figures) -> Names:
    """One query for all four kinds. Employees where the switch agent is named; else the name on the switch."""
    nobody = Cast(Value(None), BigIntegerField())  # a bare NULL would be text to a UNION
    yes = Value(True, BooleanField())
    columns = ("kind", "pk", "label", "label_zh", "small", "person", "ignored")
    queues = Queue.objects.filter(pk__in=_keys(figures, Dimension.QUEUE)).annotate(
        kind=Value(1), label=F("name"), label_zh=F("name_zh"), small=F("code"), person=nobody, ignored=yes
    )
    teams = Team.objects.filter(pk__in=_keys(figures, Dimension.TEAM)).annotate(
        kind=Value(2), label=F("name"), label_zh=F("name_zh"), small=F("code"), person=nobody, ignored=yes
    )
    agents = SwitchAgent.objects.filter(pk__in=_keys(figures, Dimension.AGENT)).annotate(
        kind=Value(3),
        label=Coalesce("employee__name", "code"),
        label_zh=Coalesce("employee__name_zh", Value("")),
        small=Coalesce("employee__number", Value("")),
        person=F("employee_id"),
        ignored=F("is_ignored"),
    )
    types = CallType.objects.filter(site=site).annotate(
        kind=Value(TYPE), label=F("name"), label_zh=F("name_zh"), small=F("code"), person=nobody, ignored=yes
    )
    rows = [found.order_by().values_list(*columns) for found in (queues, teams, agents, types)]
    by_kind: dict[int, dict[int, Name]] = {
        1: {0: Name(_("No queue named"))},
        2: {0: Name(_("No team"))},
        3: {0: Name(_("No agent recorded"), _("answered calls without an agent in the record"))},
    }
    call_types = {text: Name(str(text) or _("No type")) for text in figures.of(Dimension.CALL_TYPE)}
    is_chinese = (get_language() or "").startswith("zh")
    for kind, pk, label, label_zh, small, person, ignored in rows[0].union(*rows[1:], all=True):
        shown = label_zh if label_zh and is_chinese else label
        if kind == AGENT and person is None:
            small = _("not a person") if ignored else ""
        if kind == TYPE:
            call_types[small] = Name(shown)
            continue
        detail = small if small != shown else ""
        is_unnamed = kind == AGENT and person is None and not ignored
        by_kind[kind][pk] = Name(shown, detail, is_unnamed, person or 0, small if person else "")
    return Names(by_kind[1], by_kind[2], by_kind[3], call_types)


def _keys(figures: Figures, dimension: Dimension) -> Iterable[int]:
    return [item for item in figures.of(dimension) if item]  # type: ignore[misc]
