"""What must hold of an employee's dated history. Plain Python: days come in, objections come out.

A history is a row of spans, each `[start, end)` in days; `end` None means until further notice.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from callcenter.objections import Objection

Day = datetime.date


@dataclass(frozen=True)
class Span:
    """`value` (the id of a team or superior; post and department as a pair) holds from `start` to before `end`."""

    start: Day
    end: Day | None
    value: Any

    def holds_on(self, day: Day) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Tenure:
    """The days of one employment: from `hired_on` to before `left_on`. Who comes back has several, one after another."""

    hired_on: Day
    left_on: Day | None = None

    def holds_on(self, day: Day) -> bool:
        return self.hired_on <= day and (self.left_on is None or day < self.left_on)


def tenure_for(tenures: Sequence[Tenure], day: Day) -> Tenure:
    """The employment that the day belongs to; else the latest, against which the refusal is told."""
    return next((tenure for tenure in tenures if tenure.holds_on(day)), tenures[-1])


def tenure_objections(
    tenure: Tenure, others: Iterable[Tenure], *, field: str = "hired_on"
) -> list[Objection]:
    """One employment at a time: the next begins when the one before has ended, and ends after it began."""
    if tenure.left_on and tenure.left_on <= tenure.hired_on:
        return [Objection("people.leave_before_hire", {"hired_on": tenure.hired_on}, "left_on")]
    return [
        Objection(
            "people.employed_already",
            {"hired_on": other.hired_on, "left_on": other.left_on or "…"},
            field,
        )
        for other in others
        if (other.left_on is None or tenure.hired_on < other.left_on)
        and (tenure.left_on is None or other.hired_on < tenure.left_on)
    ]


def rehire_objections(
    hired_on: Day, tenures: Sequence[Tenure], today: Day, *, name: str, field: str = "hired_on"
) -> list[Objection]:
    """Who has left comes back; a leave that is still to come is called off instead."""
    last = tenures[-1]
    if last.left_on is None or last.left_on > today:
        return [Objection("people.has_not_gone", {"name": name}, field)]
    return tenure_objections(Tenure(hired_on), tenures, field=field)


def earlier(first: Day | None, second: Day | None) -> Day | None:
    """The earlier of two ends, where None is never."""
    if first is None or second is None:
        return first or second
    return min(first, second)


def changed_from(spans: Iterable[Span], start: Day, value: Any, *, until: Day | None) -> list[Span]:
    """The history once `value` (None: nothing) holds from `start` on.

    The running span closes the day before; planned changes after `start` stay, and so the new span ends where
    the next of them begins, and by `until` (the leave date, or None). Equal neighbours become one span.
    """
    ordered = sorted(spans, key=lambda span: span.start)
    kept = [replace(span, end=earlier(span.end, start)) for span in ordered if span.start < start]
    planned = [span for span in ordered if span.start > start]
    if value is not None:
        kept.append(Span(start, earlier(planned[0].start if planned else None, until), value))
    return joined([*kept, *planned])


def joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbours that touch and hold the same value as one span."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].value == span.value and found[-1].end == span.start:
            found[-1] = replace(found[-1], end=span.end)
        else:
            found.append(span)
    return found


def closed_on(spans: Iterable[Span], end: Day) -> list[Span]:
    """The history of somebody who is gone from `end` on: nothing reaches past it."""
    return [replace(span, end=earlier(span.end, end)) for span in spans if span.start < end]


def reopened(spans: Iterable[Span], end: Day) -> list[Span]:
    """The reverse for a leave that is called off: what ended on that day runs on."""
    return [replace(span, end=None) if span.end == end else span for span in spans]


def handed_over(spans: Iterable[Span], start: Day, giver: int, taker: int | None) -> list[Span]:
    """The reporting history once `giver` is gone from `start` on: those days go to `taker` (None: to nobody)."""
    found = []
    for span in spans:
        if span.value != giver or (span.end is not None and span.end <= start):
            found.append(span)
            continue
        if span.start < start:
            found.append(replace(span, end=start))
        if taker is not None:
            found.append(Span(max(span.start, start), span.end, taker))
    return joined(found)


def undone(spans: Iterable[Span], start: Day) -> list[Span]:
    """The history without the change planned for `start`: what held before it runs on instead."""
    ordered = sorted(spans, key=lambda span: span.start)
    dropped = next(span for span in ordered if span.start == start)
    return joined(
        replace(span, end=dropped.end) if span.end == start else span for span in ordered if span != dropped
    )


def corrected(spans: Iterable[Span], start: Day, by: Span) -> list[Span]:
    """The history with the span that began on `start` replaced by another."""
    return sorted([*(span for span in spans if span.start != start), by], key=lambda span: span.start)


def overlap(first: Span, second: Span) -> bool:
    """Whether two spans share a day."""
    return (first.end is None or second.start < first.end) and (
        second.end is None or first.start < second.end
    )


def day_objections(start: Day, tenure: Tenure, *, field: str = "start") -> list[Objection]:
    """A change must begin while the person is employed."""
    if start < tenure.hired_on:
        return [Objection("people.before_hire", {"day": start, "hired_on": tenure.hired_on}, field)]
    if tenure.left_on and start >= tenure.left_on:
        return [Objection("people.after_leave", {"day": start, "left_on": tenure.left_on}, field)]
    return []


def reason_objections(start: Day, today: Day, reason: str) -> list[Objection]:
    """History before today is changed with a reason only."""
    if start < today and not reason.strip():
        return [Objection("people.reason_needed", {"day": start}, "reason")]
    return []


def same_value_objections(before: list[Span], after: list[Span]) -> list[Objection]:
    """A change that changes nothing is refused, so that nobody believes it did."""
    return [Objection("people.nothing_changes", {}, "value")] if before == after else []


def team_objections(
    *, team: str, is_active: bool, same_site: bool, other_site_stated: bool = False
) -> list[Objection]:
    """A team must be in use, and of the employee's own site unless stated."""
    found = []
    if not is_active:
        found.append(Objection("people.team_not_active", {"team": team}, "value"))
    if not same_site and not other_site_stated:
        found.append(Objection("people.team_of_other_site", {"team": team}, "value"))
    return found


def post_objections(
    *, needs_department: bool, has_department: bool, same_site: bool = True
) -> list[Objection]:
    """A deputy director holds the post for a department (S1-4), and that department is of the own site."""
    if needs_department and not has_department:
        return [Objection("people.department_needed", {}, "department")]
    if has_department and not same_site:
        return [Objection("people.department_of_other_site", {}, "department")]
    return []


def superior_objections(
    employee_id: int,
    span: Span,
    superior: Tenure,
    lines: Mapping[int, list[Span]],
    names: Mapping[int, str],
    *,
    field: str = "value",
) -> list[Objection]:
    """The superior must be somebody else, employed throughout, and never below the employee on any day.

    `lines`: each employee's reporting lines that share a day with `span`.
    """
    name = names.get(span.value, str(span.value))
    if span.value == employee_id:
        return [Objection("people.own_superior", {}, field)]
    found = []
    if span.start < superior.hired_on:
        found.append(
            Objection(
                "people.superior_not_yet_hired", {"superior": name, "hired_on": superior.hired_on}, field
            )
        )
    if superior.left_on and (span.end is None or span.end > superior.left_on):
        found.append(
            Objection("people.superior_leaves", {"superior": name, "left_on": superior.left_on}, field)
        )
    if ring := chain_back_to(employee_id, span, lines):
        chain = " → ".join(names.get(person, str(person)) for person in ring)
        found.append(Objection("people.reporting_cycle", {"chain": chain}, field))
    return found


def chain_back_to(employee_id: int, span: Span, lines: Mapping[int, list[Span]]) -> list[int]:
    """The reporting chain from `span.value` up to the employee, if one exists on any day of `span`; else empty.

    Walks up with the days narrowing at each step, so that lines that never hold on one same day make no ring.
    """
    paths = [(span, [employee_id, span.value])]
    while paths:
        window, path = paths.pop()
        for line in lines.get(path[-1], []):
            if not overlap(window, line):
                continue
            if line.value == employee_id:
                return [*path, employee_id]
            if line.value not in path:
                shared = Span(max(window.start, line.start), earlier(window.end, line.end), line.value)
                paths.append((shared, [*path, line.value]))
    return []


def overlap_objections(by: Span, others: Iterable[Span]) -> list[Objection]:
    """A corrected period may not reach into its neighbours."""
    return [
        Objection("people.period_overlaps", {"start": other.start, "end": other.end or "…"}, "start")
        for other in others
        if overlap(by, other)
    ]


def period_objections(by: Span, tenure: Tenure) -> list[Objection]:
    """A period must have a day, and lie within the tenure."""
    if by.end is not None and by.end <= by.start:
        return [Objection("people.period_is_empty", {}, "end")]
    found = day_objections(by.start, tenure)
    if tenure.left_on and (by.end is None or by.end > tenure.left_on):
        found.append(Objection("people.after_leave_end", {"left_on": tenure.left_on}, "end"))
    return found
