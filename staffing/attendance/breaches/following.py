"""Breaches follow their days: proposed when a day says so, changed with its figures, withdrawn when it says so no more.

Called in the transaction that works the days out, whose rows are locked: the same day worked out twice proposes nothing twice.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from callcenter.audit.services import Entry, record_many
from callcenter.people.models import Site
from staffing.attendance.breaches import changes, telling
from staffing.attendance.breaches.models import Breach, BreachKind, BreachState

Pair = tuple[int, datetime.date]
Findings = list[list[Any]]
KINDS = frozenset(BreachKind.values)


def grounds(findings: Findings) -> dict[str, tuple[int, str]]:
    """Seconds and detail of each kind of breach that a day says for good: the longest of a kind."""
    found: dict[str, tuple[int, str]] = {}
    for code, seconds, detail, so_far in findings:
        if code in KINDS and not so_far:
            found[code] = max(found.get(code, (0, "")), (seconds, detail))
    return found


def follow(site: Site, days: Mapping[Pair, tuple[Findings, Findings, int | None]]) -> None:
    """Bring the breaches in line with days that changed: findings before and after, the team worked for.

    Days that never said a breach cost nothing; the others a fixed number of queries.
    """
    touched = {pair: each for pair, each in days.items() if _says(each[0]) or _says(each[1])}
    if not touched:
        return
    rows = Breach.objects.standing().filter(
        employee__in={pk for pk, _on in touched}, on__in={on for _pk, on in touched}
    )
    known: dict[Pair, dict[str, Breach]] = {}
    for row in (
        rows.select_related("site", "employee__user", "team").select_for_update(of=("self",)).order_by("pk")
    ):
        known.setdefault((row.employee_id, row.on), {})[row.kind] = row
    fresh: list[Breach] = []
    gone: list[Breach] = []
    moved: list[Breach] = []
    for pair, (_before, after, team) in sorted(touched.items()):
        told, have = grounds(after), known.get(pair, {})
        gone += [row for kind, row in have.items() if kind not in told]
        for kind, (seconds, detail) in told.items():
            standing = have.get(kind)
            if standing is None:
                fresh.append(
                    Breach(
                        site=site,
                        employee_id=pair[0],
                        team_id=team,
                        on=pair[1],
                        kind=kind,
                        seconds=seconds,
                        detail=detail,
                    )
                )
            elif (standing.seconds, standing.detail) != (seconds, detail):
                standing.seconds, standing.detail = seconds, detail
                moved.append(standing)
    _propose(site, fresh)
    _withdraw(gone)
    _move(moved)


def _says(findings: Findings) -> bool:
    return any(each[0] in KINDS and not each[3] for each in findings)


def _propose(site: Site, fresh: Iterable[Breach]) -> None:
    made = Breach.objects.bulk_create(fresh)
    if not made:
        return
    rows = Breach.objects.select_related("site", "employee__user", "team")
    made = list(rows.filter(pk__in=[row.pk for row in made]).order_by("pk"))
    record_many(None, [Entry("attendance.breach.proposed", row, after=row.facts()) for row in made])
    telling.proposed(site, made)


def _withdraw(gone: Iterable[Breach]) -> None:
    for row in gone:
        before = row.facts()
        row.state = BreachState.WITHDRAWN.value
        row.save(update_fields=["state"])
        telling.decision_wanted_no_more(row)
        if before["state"] != BreachState.DISMISSED:
            telling.withdrawn(row)
        record_many(None, [Entry("attendance.breach.withdrawn", row, before=before, after=row.facts())])
        changes.tell(row, before["state"])


def _move(moved: Iterable[Breach]) -> None:
    """New figures of a breach that stands: its decision stays, whoever took it over hears of them."""
    for row in moved:
        row.save(update_fields=["seconds", "detail"])
        record_many(None, [Entry("attendance.breach.changed", row, after=row.facts())])
        if row.state == BreachState.CONFIRMED:
            changes.tell(row, row.state)
