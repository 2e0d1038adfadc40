"""The report as plain data: what the API and the command give out, each figure with numerator and denominator."""

from typing import Any

from callcenter.measures.registry import Measure
from callcenter.rulebook import Citation
from reports.daily.complaints import Complaints
from reports.daily.differences import revised
from reports.daily.headlines import Compared, Headline, Shown
from reports.daily.names import half_hour
from reports.daily.report import Report, Section
from reports.rollups.models import DayRevision


def as_data(report: Report) -> dict[str, Any]:
    """JSON-ready; values in percent, seconds or counts, null where the denominator is 0."""
    state, period = report.state, report.period
    return {
        "site": {"code": report.site.code, "name": str(report.site), "time_zone": report.site.time_zone},
        "period": {"kind": period.kind.value, "from": period.start, "to": period.last},
        "has_facts": not report.is_empty,
        "facts_as_of": state.facts_as_of,
        "stale_days": sorted(set(state.stale)),
        "revision": state.revision,
        "is_revised": bool(state.revisions),
        "service_level_seconds": state.sl_seconds,
        "short_abandon_seconds": state.short_seconds,
        "figures": [_headline(line) for line in report.headlines],
        **{section.key: _section(section) for section in report.sections},
        "complaints": _complaints(report.complaints),
        "revisions": [_revision(revision, report) for revision in state.revisions],
        "definitions": [_definition(measure, report) for measure in report.measures],
    }


def _complaints(found: Complaints | None) -> dict[str, Any] | None:
    """Figures, the overdue ones of a day, the days of a longer period; null where nothing is counted yet."""
    if found is None:
        return None
    return {
        "figures": [_headline(line) for line in found.figures],
        "overdue": [
            {
                "reference": one.reference,
                "owner": one.owner,
                "due_on": one.due_on,
                "days_overdue": one.days,
                "expected_close_on": one.expected_on,
                "reason": one.reason,
            }
            for one in found.late
        ],
        "overdue_not_listed": found.unnamed,
        "days": _section(found.days) if found.days else [],
    }


def figure(shown: Shown) -> dict[str, Any]:
    """One figure. A count has no denominator; a maximum has neither part: it is the largest value itself."""
    measure = shown.measure
    return {
        "measure": measure.key,
        "value": shown.figure.value,
        "numerator": None if measure.is_maximum else shown.figure.numerator,
        "denominator": shown.figure.denominator if measure.is_ratio else None,
    }


def _headline(line: Headline) -> dict[str, Any]:
    return figure(line) | {
        "label": line.label,
        "unit": line.measure.unit.value,
        "verdict": line.verdict.value,
        "target": _citation(line.target),
        "alarm": _citation(line.alarm),
        "compared": [_compared(other) for other in line.compared],
    }


def _compared(other: Compared) -> dict[str, Any]:
    return {
        "with": other.name,
        "from": other.period.start,
        "to": other.period.last,
        "value": other.figure.value if other.text != "—" else None,
        "numerator": other.figure.numerator,
        "denominator": other.figure.denominator,
        "change": other.change.value if other.change else None,
    }


def _citation(citation: Citation | None) -> dict[str, Any] | None:
    if citation is None:
        return None
    return {"rule": citation.key, "value": citation.value, "since": citation.since, "source": citation.source}


def _section(section: Section) -> list[dict[str, Any]]:
    return [
        {
            "item": half_hour(row.item) if section.key == "half_hours" else row.item,  # type: ignore[arg-type]
            "name": row.name.label,
            "counts": dict(row.counts),
            "figures": [figure(cell) for cell in row.cells],
        }
        for row in section.rows
    ]


def _revision(revision: DayRevision, report: Report) -> dict[str, Any]:
    return {
        "day": revision.day,
        "revision": revision.revision,
        "at": revision.at,
        "reason": revision.reason,
        "file": revision.source_name,
        "import_job": revision.job_id,
        "before": revision.before,
        "after": revision.after,
        "differences": [
            {
                "measure": d.measure.key,
                "before": d.exact_before,
                "after": d.exact_after,
                "shown": d.difference,
            }
            for d in revised(revision, report.by).differences
        ],
        "changed_rows": revision.changed_rows,
    }


def _definition(measure: Measure, report: Report) -> dict[str, Any]:
    return {
        "measure": measure.key,
        "version": measure.version,
        "label": report.by.label(measure),
        "formula": str(measure.formula),
        "variant_of": measure.variant_of or None,
        "unit": measure.unit.value,
        "good": measure.good.value,
    }
