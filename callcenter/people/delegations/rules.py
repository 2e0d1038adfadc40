"""Who may stand in for whom. Plain Python: days and ids come in, objections come out."""

from collections.abc import Iterable, Sequence

from callcenter.objections import Objection
from callcenter.people.employees.rules import Day, Span, Tenure, overlap, tenure_for


def objections(
    span: Span,
    *,
    absent: int,
    tenures: Sequence[Tenure],
    deputy_tenures: Sequence[Tenure],
    standing: Iterable[Span],
    deputy_away: Iterable[Span],
    deputyships: Iterable[Span],
    in_line: bool,
    today: Day,
) -> list[Objection]:
    """Every reason why `span.value` may not act for `absent` on the days of `span`. Domain §3.3.

    `standing`: delegations of the absent one; `deputy_away`: those that the deputy has named; `deputyships`: those
    in which the absent one is a deputy. A deputy hands nothing on: no delegation leads to another on the same day.
    """
    found = []
    if span.end is None or span.end <= span.start:
        return [Objection("people.period_is_empty", {}, "last_day")]
    if span.start < today:
        found.append(Objection("people.delegation_in_the_past", {"today": today}, "start"))
    if span.value == absent:
        return [*found, Objection("people.own_deputy", {}, "deputy")]
    if not in_line:
        found.append(Objection("people.deputy_out_of_line", {}, "deputy"))
    for someone, field in ((tenures, "start"), (deputy_tenures, "deputy")):
        tenure = tenure_for(someone, span.start)
        if span.start < tenure.hired_on or (tenure.left_on is not None and span.end > tenure.left_on):
            found.append(Objection("people.delegation_beyond_employment", {}, field))
    for other, code, field in (
        *((other, "people.has_a_deputy", "start") for other in standing),
        *((other, "people.deputy_is_absent", "deputy") for other in deputy_away),
        *((other, "people.stands_in_already", "start") for other in deputyships),
    ):
        if overlap(span, other):
            found.append(Objection(code, {"start": other.start, "end": other.end or "…"}, field))
    return found
