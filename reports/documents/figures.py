"""Figures frozen in a document: what they look like, how two versions differ, how they are shown.

    {"facts_as_of": …, "revision": 1, "sl_seconds": "20", "short_seconds": "5", "has_facts": true,
     "headlines": [{"measure", "version", "numerator", "denominator", "verdict", "target", "alarm"}],
     "sections": [{"key", "title": {"en", "zh-hans"}, "item_label": {…}, "by": "agent",
                   "rows": [{"item", "name": {…}, "detail": {…}, "figures": [{"measure", "numerator", "denominator"}]}],
                   "total": […]}],
     "complaints": {"figures": [as headlines], "unnamed": 0,
                    "overdue": [{"reference", "owner": {…}, "due_on", "days", "expected_on", "reason", "about"}]}}

Numerators and denominators are kept, never percentages; a measure that changes its definition later is shown by its kept parts.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from callcenter.measures import formatting, registry
from callcenter.measures.judgement import Verdict
from callcenter.measures.registry import Measure, Ratio
from reports.daily.complaints import Late

Figures = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A frozen figure as people read it. `url`: the rows that it counts, as they are today."""

    measure: Measure
    label: str
    figure: Ratio
    verdict: Verdict = Verdict.NONE
    target: str = ""
    alarm: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return formatting.shown(self.figure)

    @property
    def fraction(self) -> str:
        return formatting.fraction(self.figure)

    @property
    def is_alarm(self) -> bool:
        return self.verdict is Verdict.ALARM


@dataclass(frozen=True)
class Row:
    """A line of a section."""

    item: Any
    name: str
    detail: str
    cells: list[Shown]


@dataclass(frozen=True)
class Table:
    """A section of the frozen figures."""

    key: str
    title: str
    item_label: str
    rows: list[Row]
    total: list[Shown]


def in_language(texts: Any) -> str:
    """The kept text in the reader's language."""
    if not isinstance(texts, dict):
        return str(texts)
    language = get_language() or settings.LANGUAGE_CODE
    return str(texts.get(language) or texts.get("en") or next(iter(texts.values()), ""))


def label_of(measure: Measure, figures: Figures) -> str:
    """The measure's label with the seconds that these figures were counted with."""
    return str(measure.label) % {"seconds": figures.get("sl_seconds", "")}


def _ratio(kept: dict[str, Any]) -> Ratio:
    return Ratio(kept["measure"], kept["numerator"], kept["denominator"])


def _known(kept: Iterable[dict[str, Any]]) -> list[tuple[Measure, dict[str, Any]]]:
    """Figures whose measures are still declared; an old document may hold others."""
    measures = {measure.key: measure for measure in registry.all_measures()}
    return [(measures[one["measure"]], one) for one in kept if one["measure"] in measures]


def headlines(figures: Figures, url: Any = lambda measure: "") -> list[Shown]:
    """The headline figures; `url(measure key)` says where their rows are."""
    return _lines(figures.get("headlines", []), figures, url)


def complaints(figures: Figures) -> list[Shown]:
    """The figures of complaints; none in a document of before they were counted."""
    return _lines(figures.get("complaints", {}).get("figures", []), figures, lambda measure: "")


def late(figures: Figures, reader: int | None = None) -> list[Late]:
    """The complaints that were overdue at the end of the day; none about the employee `reader`."""
    return [
        Late(
            one["reference"],
            in_language(one["owner"]),
            datetime.date.fromisoformat(one["due_on"]),
            one["days"],
            datetime.date.fromisoformat(one["expected_on"]) if one["expected_on"] else None,
            one["reason"],
            one["about"],
        )
        for one in figures.get("complaints", {}).get("overdue", [])
        if reader is None or one["about"] != reader
    ]


def _lines(found: Iterable[dict[str, Any]], figures: Figures, url: Any) -> list[Shown]:
    return [
        Shown(
            measure,
            label_of(measure, figures),
            _ratio(kept),
            Verdict(kept.get("verdict", Verdict.NONE)),
            kept.get("target", ""),
            kept.get("alarm", ""),
            url(measure.key),
        )
        for measure, kept in _known(found)
    ]


def tables(figures: Figures, url: Any = lambda measure, by, item: "") -> list[Table]:
    """The sections; `url(measure key, by, item)` says where a cell's rows are."""
    found = []
    for section in figures.get("sections", []):
        by = section.get("by", "")
        rows = [
            Row(
                row["item"],
                in_language(row["name"]),
                in_language(row.get("detail", "")),
                [
                    Shown(
                        measure,
                        label_of(measure, figures),
                        _ratio(kept),
                        url=url(measure.key, by, row["item"]),
                    )
                    for measure, kept in _known(row["figures"])
                ],
            )
            for row in section["rows"]
        ]
        total = [
            Shown(measure, label_of(measure, figures), _ratio(kept))
            for measure, kept in _known(section["total"])
        ]
        found.append(
            Table(
                section["key"], in_language(section["title"]), in_language(section["item_label"]), rows, total
            )
        )
    return found


def differences(before: Figures, after: Figures) -> list[dict[str, Any]]:
    """The headline figures that changed: measure with both sides, numerator and denominator each; empty: only parts moved."""
    old = {one["measure"]: one for one in _all(before)}
    new = {one["measure"]: one for one in _all(after)}
    if not before.get("complaints"):  # frozen before complaints were counted: nothing changed in them
        new = {key: one for key, one in new.items() if key in old or one in after.get("headlines", [])}
    found = []
    for key in {**old, **new}:
        sides = [side.get(key, {"numerator": 0, "denominator": 0}) for side in (old, new)]
        parts = [(side["numerator"], side["denominator"]) for side in sides]
        if parts[0] != parts[1]:
            found.append({"measure": key, "before": list(parts[0]), "after": list(parts[1])})
    return found


def _all(figures: Figures) -> list[dict[str, Any]]:
    return [*figures.get("headlines", []), *figures.get("complaints", {}).get("figures", [])]


@dataclass(frozen=True)
class Difference:
    """One changed figure as people read it."""

    label: str
    before: str
    after: str
    difference: str


def shown_differences(kept: list[dict[str, Any]], figures: Figures) -> list[Difference]:
    """The kept differences in words; `figures` are those after."""
    found = []
    for measure, one in _known(kept):
        before, after = (Ratio(measure.key, *one[side]) for side in ("before", "after"))
        found.append(
            Difference(
                label_of(measure, figures),
                _with_fraction(before),
                _with_fraction(after),
                formatting.difference(after.exact, before.exact, measure.unit),
            )
        )
    return found


def _with_fraction(figure: Ratio) -> str:
    fraction = formatting.fraction(figure)
    return f"{formatting.shown(figure)} ({fraction})" if fraction else formatting.shown(figure)


def is_same(before: Figures, after: Figures) -> bool:
    """Whether the figures say the same; when they were worked out is no figure, and what is said of an overdue complaint
    may be said later. Figures of complaints in a document of before they were counted are none that changed.
    """
    return _compared(before, after) == _compared(after, before)


def _compared(figures: Figures, other: Figures) -> dict[str, Any]:
    passing = ("facts_as_of", "revision", "complaints")
    kept = {key: value for key, value in figures.items() if key not in passing}
    if figures.get("complaints") and other.get("complaints"):
        kept["complaints"] = figures["complaints"]["figures"]
    return kept
