"""The report as a workbook: typed cells, one sheet a section, and a sheet that says what each figure means."""

import datetime
from collections.abc import Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.measures.judgement import Verdict
from callcenter.measures.registry import Ratio, Unit
from callcenter.tabular.workbook import Column, Share, Sheet, write_workbook
from callcenter.web import cells
from reports.daily.complaints import Complaints, Late
from reports.daily.headlines import Headline, Shown
from reports.daily.report import COMPARISONS, Report, Section
from reports.daily.words import reason_of_counting, verdict_label

KINDS = {Unit.PERCENT: "percent", Unit.SECONDS: "duration", Unit.COUNT: "number", Unit.RATE_10000: "number"}

MOST_SAID = 5  # revisions named among the definitions; the sheet of revisions has them all


def write(report: Report, stream: IO[bytes]) -> int:
    """Write the report to `stream`; how many rows."""
    sheets = [_headlines(report), *(_section(section) for section in report.sections)]
    if report.complaints:
        sheets += _complaints(report.complaints, report)
    if report.state.revisions:
        sheets.append(_revisions(report))
    with timezone.override(report.site.zone):
        definitions = _definitions(report)
    return write_workbook(
        stream,
        sheets,
        definitions=definitions,
        zone=report.site.zone,
        title=f"{report.title} {report.site} {report.period.start}",
    )


def file_name(report: Report) -> str:
    """daily-haifa-1999-02-01.xlsx"""
    return f"{report.period.kind.value}-{report.site.code}-{report.period.start}.xlsx"


def typed(figure: Ratio, unit: Unit) -> float | int | datetime.timedelta | None:
    """What goes into the cell: a fraction for percent, a length of time for seconds, a whole number for counts."""
    exact = figure.exact
    if exact is None:
        return None
    match unit:
        case Unit.PERCENT:
            return float(exact / 100)
        case Unit.SECONDS:
            return datetime.timedelta(seconds=float(exact))
        case _:
            return int(exact) if exact.denominator == 1 else float(exact)


def _headlines(report: Report) -> Sheet:
    return _figures(_("Headline figures"), report.headlines, report)


def _complaints(found: Complaints, report: Report) -> list[Sheet]:
    """The figures, the overdue complaints of a day, the days of a longer period."""
    sheets = [_figures(_("Complaints and work orders"), found.figures, report)]
    if found.is_day:
        sheets.append(overdue_sheet(found.late))
    return [*sheets, _section(found.days)] if found.days else sheets


def overdue_sheet(late: Sequence[Late]) -> Sheet:
    """Each overdue complaint with who answers for it and what they say."""
    columns = [
        Column(_("Complaint"), width=20),
        Column(_("Owner"), width=24),
        Column(_("Due"), "date", width=12),
        Column(_("Days overdue"), "number", width=12),
        Column(_("Expected to be closed on"), "date", width=18),
        Column(_("Why it is late"), width=60, wrap=True),
    ]
    rows = [
        [one.reference, one.owner, one.due_on, one.days, one.expected_on, one.reason or None] for one in late
    ]
    return Sheet(_("Overdue complaints"), columns, rows)


def _figures(title: str, lines: Sequence[Headline], report: Report) -> Sheet:
    columns = [
        Column(_("Figure"), width=44),
        Column(_("Value"), "text", width=14),
        Column(_("Numerator"), "number"),
        Column(_("Denominator"), "number"),
        Column(_("Judgement"), width=14),
        Column(_("Target"), width=12),
        Column(_("Alarm"), width=12),
    ]
    for other in lines[0].compared:
        label = (
            f"{COMPARISONS[report.period.kind, other.name]} ({_span(other.period.start, other.period.last)})"
        )
        columns += [Column(label, width=22), Column(_("Difference"), width=14)]
    return Sheet(title, columns, [_headline(line) for line in lines])


def _headline(line: Headline) -> list[Any]:
    measure = line.measure
    unit = measure.unit
    compared = [(_mixed(o.figure, unit) if o.is_known else None, o.difference) for o in line.compared]
    return [
        line.label,
        _mixed(line.figure, unit),
        None if measure.is_maximum else line.figure.numerator,
        line.figure.denominator if measure.is_ratio else None,
        verdict_label(line.verdict) if line.verdict is not Verdict.NONE else None,
        line.target.value if line.target else None,
        line.alarm.value if line.alarm else None,
        *(cell for pair in compared for cell in pair),
    ]


def _mixed(figure: Ratio, unit: Unit) -> Any:
    """In a column of mixed units each cell is formatted by its own."""
    value = typed(figure, unit)
    return Share(float(value)) if unit is Unit.PERCENT and isinstance(value, float | int) else value


def _section(section: Section) -> Sheet:
    are_days = section.key in ("days", "complaint_days")
    columns = [
        Column(section.item_label, "date", width=14) if are_days else Column(section.item_label, width=26)
    ]
    has_details = any(row.name.detail for row in section.rows)
    if has_details:
        columns.append(Column(_("Number or code"), width=18))
    for cell in section.total:
        columns.append(Column(cell.label, KINDS[cell.measure.unit]))
        if cell.measure.unit is Unit.PERCENT:
            columns += [
                Column(_("%(figure)s: numerator") % {"figure": cell.label}, "number"),
                Column(_("%(figure)s: denominator") % {"figure": cell.label}, "number"),
            ]

    def line(label: Any, detail: str, cells: list[Shown]) -> list[Any]:
        return [
            label,
            *([detail] if has_details else []),
            *(value for cell in cells for value in _cell(cell)),
        ]

    return Sheet(
        section.title,
        columns,
        [line(row.item if are_days else row.name.label, row.name.detail, row.cells) for row in section.rows],
        totals=line(_("Total"), "", section.total),
    )


def _cell(cell: Shown) -> list[Any]:
    """The figure; for percentages what it is a share of as well, so that sheets can be summed without averaging."""
    value = typed(cell.figure, cell.measure.unit)
    is_share = cell.measure.unit is Unit.PERCENT
    return [value, cell.figure.numerator, cell.figure.denominator] if is_share else [value]


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
        (_("State of the figures"), _state(report)),
        (_("Facts as of"), cells.moment(report.state.facts_as_of) if report.state.facts_as_of else "—"),
        (_("Made at"), cells.moment(timezone.now())),
        (_("T of the service level"), _("%(seconds)s seconds") % {"seconds": report.by.sl_seconds}),
        (_("S of a short abandon"), _("%(seconds)s seconds") % {"seconds": report.by.short_seconds}),
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


def _state(report: Report) -> str:
    """First figures or which revision, with the day and the file; whether days are being summed again."""
    revisions = report.state.revisions
    said = [
        _("%(day)s: revision %(number)d, %(at)s, %(reason)s %(file)s")
        % {
            "day": one.day,
            "number": one.revision,
            "at": cells.moment(one.at),
            "reason": one.get_reason_display(),
            "file": one.source_name,
        }
        for one in revisions[:MOST_SAID]
    ]
    if len(revisions) > MOST_SAID:
        said.append(
            _("and %(count)d more, see the sheet of revisions") % {"count": len(revisions) - MOST_SAID}
        )
    if not revisions:
        said.append(_("First figures, not revised"))
    if report.state.stale:
        said.append(
            _("days being summed again: %(days)s") % {"days": ", ".join(map(str, report.state.stale))}
        )
    return "; ".join(one.strip() for one in said)


def _span(start: datetime.date, last: datetime.date) -> str:
    return str(start) if start == last else f"{start} – {last}"
