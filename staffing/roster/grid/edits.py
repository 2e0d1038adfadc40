"""Edits that the grid's page sends: read from JSON, done whole or not at all, answered with what they touched."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import BadRequest

from callcenter.access.permissions import Actor
from callcenter.objections import RuleViolation
from callcenter.web import rules as rulebook
from staffing.roster.cells import CellEdit
from staffing.roster.grid import foot as grid_foot
from staffing.roster.grid import html as grid_html
from staffing.roster.grid import month as grid
from staffing.roster.models import Roster
from staffing.roster.rules import Finding

Rules = dict[str, rulebook.RuleFact]
MOST = 10_000  # cells of one request
LONGEST = 8  # signs of a code


def read(body: bytes) -> tuple[list[CellEdit], str]:
    """The edits and the reason of a request {"edits": [{"e": 7, "d": "2026-03-12", "c": "D", "x": ""}], "reason": ""}."""
    try:
        sent = json.loads(body)
        reason = str(sent.get("reason", ""))[:500]
        edits = [_edit(each) for each in sent["edits"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadRequest("not edits of a roster") from None
    if not 0 < len(edits) <= MOST:
        raise BadRequest("no edits, or too many")
    return edits, reason


def _edit(each: dict[str, Any]) -> CellEdit:
    code, expected = each["c"], each.get("x")
    if not isinstance(code, str) or len(code) > LONGEST or not isinstance(expected, str | None):
        raise ValueError
    return CellEdit(int(each["e"]), datetime.date.fromisoformat(each["d"]), code, expected)


def answer(roster: Roster, user: Actor, edits: Iterable[CellEdit]) -> dict[str, Any]:
    """The rows of the people concerned as they now stand, their findings, and the figures of the days."""
    edits = list(edits)
    days = sorted({each.on for each in edits if each.on.replace(day=1) == roster.month})
    part = grid.part(roster, user, {each.employee_id for each in edits}, days or [roster.month])
    rules: Rules = {}
    return {
        "rows": {str(line.employee.pk): grid_html.row(part, line) for line in part.lines},
        "findings": {str(line.employee.pk): told(line.findings, rules) for line in part.lines},
        "foot": [
            {str(on.day): mark for on, mark in by_day.items()} for _name, by_day in grid_foot.rows(part, days)
        ],
    }


def told(findings: Iterable[Finding], rules: Rules) -> list[dict[str, Any]]:
    """Findings for the page: day, whether it blocks, the sentence, and the rule it rests on. `rules` are looked up once."""
    found = []
    for each in findings:
        key = each.objection.rules[0] if each.objection.rules else ""
        if key and key not in rules:
            rules[key] = rulebook.facts([key])[0]
        fact = rules.get(key)
        found.append(
            {
                "d": each.on.day,
                "b": each.blocks,
                "s": each.objection.sentence,
                "u": fact.url if fact else "",
                "r": fact.title if fact else "",
            }
        )
    return found


def refused(refusal: RuleViolation) -> list[dict[str, Any]]:
    """Why, and of which cell: a conflict names both versions and who made the other."""
    return [{"cell": each.field, "code": each.code, "sentence": each.sentence} for each in refusal.objections]
