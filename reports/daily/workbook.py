"""The report as a workbook: typed cells, one sheet a section, and a sheet that says what each figure means."""

import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from callcenter.measures.judgement import Verdict
from callcenter.measures.registry import Unit
from callcenter.tabular.workbook import Column, Sheet, write_workbook
from reports.daily.headlines import Headline, Shown
from reports.daily.report import COMPARISONS, Report, Section
from reports.daily.words import reason_of_counting, verdict_label

KINDS = {Unit.PERCENT: "percent", Unit.SECONDS: "seconds", Unit.COUNT: "number", Unit.RATE_10000: "number"}


def write(report: Report, stream: IO[bytes]) -> int:
    """Write the report to `stream`; how many rows."""
    sheets = [_headlines(report), *(_section(section) for section in report.sections)]
    if report.state.revisions:
        sheets.append(_revisions(report))
    return write_workbook(
        stream,
        sheets,
        definitions=_definitions(report),
        zone=report.site.zone,
        title=f"{report.title} {report.site} {report.period.start}",
    )


def file_name(report: Report) -> str:
    """daily-haifa-1999-02-01.xlsx"""
    return f"{report.period.kind.value}-{report.site.code}-{report.period.start}.xlsx"


def typed(shown: Shown) -> float | int | datetime.timedelta | None:
    """What goes into the cell: a fraction for percent, a length of time for seconds, a whole number for counts."""
    exact = shown.figure.exact
    if exact is None:
        return None
    match shown.measure.unit:
        case Unit.PERCENT:
            return float(exact / 100)
        case Unit.SECONDS:
            return datetime.timedelta(seconds=float(exact))
        case _:
            return int(exact) if exact.denominator == 1 else float(exact)


def _headlines(report: Report) -> Sheet:
    columns = [
        Column(_("Figure"), width=44),
        Column(_("Value"), "text", width=14),
        Column(_("Numerator"), "number"),
        Column(_("Denominator"), "number"),
        Column(_("Judgement"), width=14),
        Column(_("Target"), width=12),
        Column(_("Alarm"), width=12),
        *(
            Column(
                f"{COMPARISONS[report.period.kind, other.name]} ({_span(other.period.start, other.period.last)})",
                width=22,
            )
            for other in report.headlines[0].compared
        ),
    ]
    return Sheet(_("Headline figures"), columns, [_headline(line) for line in report.headlines])


def _headline(line: Headline) -> list[Any]:
    measure = line.measure
    return [
        line.label,
        _mixed(line),
        None if measure.is_maximum else line.figure.numerator,
        line.figure.denominator if measure.is_ratio else None,
        verdict_label(line.verdict) if line.verdict is not Verdict.NONE else None,
        line.target.value if line.target else None,
        line.alarm.value if line.alarm else None,
        *(other.text for other in line.compared),
    ]


def _mixed(line: Headline) -> Any:
    """In a column of mixed units: counts and lengths of time as they are, percentages as the number of percent."""
    exact = line.figure.exact
    if exact is not None and line.measure.unit is Unit.PERCENT:
        return line.text
    return typed(line)


def _section(section: Section) -> Sheet:
    columns = [Column(section.item_label, width=26)]
    has_details = any(row.name.detail for row in section.rows)
    if has_details:
        columns.append(Column(_("Number or code"), width=18))
    columns += [Column(cell.label, KINDS[cell.measure.unit]) for cell in section.total]

    def line(label: str, detail: str, cells: list[Shown]) -> list[Any]:
        return [label, *([detail] if has_details else []), *(typed(cell) for cell in cells)]

    return Sheet(
        section.title,
        columns,
        [line(row.name.label, row.name.detail, row.cells) for row in section.rows],
        totals=line(_("Total"), "", section.total),
    )


def _revisions(report: Report) -> Sheet:
    from reports.daily.differences import revised

    columns = [
        Column(_("Day"), "date"),
        Column(_("Revision"), "number"),
        Column(_("Revised at"), "datetime"),
        Column(_("Reason"), width=40),
        Column(_("File"), width=30),
        Column(_("Figure"), width=40),
        Column(_("Before"), width=20),
        Column(_("After"), width=20),
    ]
    rows: list[list[Any]] = []
    for revision in report.state.revisions:
        head = [
            revision.day,
            revision.revision,
            revision.at,
            revision.get_reason_display(),
            revision.source_name,
        ]
        found = revised(revision, report.by).differences
        rows += [[*head, d.label, d.before, d.after] for d in found] or [[*head, None, None, None]]
    return Sheet(_("Revisions"), columns, rows)


def _definitions(report: Report) -> list[tuple[str, str]]:
    period = report.period
    found = [
        (_("Report"), f"{report.title} · {report.site}"),
        (_("Period"), _span(period.start, period.last)),
        (_("Counted with"), reason_of_counting(report)),
        (_("Percentages"), _("Worked out from summed counts, never an average of percentages.")),
    ]
    for measure in report.measures:
        text = str(measure.formula)
        if measure.help:
            text += f". {measure.help}"
        found.append(
            (
                report.by.label(measure),
                _("%(formula)s (version %(version)d)") % {"formula": text, "version": measure.version},
            )
        )
    return found


def _span(start: datetime.date, last: datetime.date) -> str:
    return str(start) if start == last else f"{start} – {last}"
