"""A document as a workbook: its figures as signed, what the writer said, who signed, what every figure means."""

import datetime
from dataclasses import replace
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.measures.judgement import Verdict
from callcenter.measures.registry import Unit
from callcenter.tabular.workbook import Column, Share, Sheet, write_workbook
from callcenter.web import cells
from reports.daily.words import verdict_label
from reports.daily.workbook import KINDS, overdue_sheet, typed
from reports.documents import figures
from reports.documents.access import named
from reports.documents.kinds import SectionType
from reports.documents.models import Document, FigureVersion


def file_name(document: Document) -> str:
    """DR-haifa-1999-02-01.xlsx"""
    return f"{document.number}.xlsx"


def write(document: Document, stream: IO[bytes], *, version: FigureVersion | None = None) -> int:
    """Write the document with the figures that were signed (before: the newest, or those of `version`); how many rows."""
    version = version or shown_version(document)
    kept = version.figures
    sheets = [
        _said(document),
        _headlines(_("Headline figures"), figures.headlines(kept)),
        *_complaints(kept),
        *(_table(table) for table in figures.tables(kept)),
    ]
    with timezone.override(document.site.zone):
        definitions = _definitions(document, version)
    return write_workbook(
        stream, sheets, definitions=definitions, zone=document.site.zone, title=document.title
    )


def shown_version(document: Document) -> FigureVersion:
    """The figures that the document stands for: those signed, before that the newest."""
    versions = FigureVersion.objects.filter(document=document).order_by("-number")
    if document.signed_version is not None:
        versions = versions.filter(number=document.signed_version)
    return versions[0]


def _said(document: Document) -> Sheet:
    rows: list[list[Any]] = []
    for section in document.document_kind.sections:
        value = document.sections.get(section.key, {})
        if value.get("none"):
            rows.append([str(section.title), _("Nothing to report"), None])
        elif section.type is SectionType.LINES:
            rows += [[str(section.title), *line] for line in value.get("lines", [])]
        elif section.type is SectionType.COUNTS:
            counts = value.get("counts", {})
            rows += [[str(section.title), str(label), counts.get(name)] for name, label in section.names]
        else:
            rows.append([str(section.title), value.get("text", ""), None])
    columns = [
        Column(_("Section"), width=24),
        Column(_("Text"), width=70, wrap=True),
        Column("", width=40, wrap=True),
    ]
    return Sheet(_("What the writer says"), columns, rows)


def _complaints(kept: figures.Figures) -> list[Sheet]:
    """The figures of complaints and the overdue ones. The file goes to several people, and one may be complained about: why
    such a complaint is late is not said in it.
    """
    if not kept.get("complaints"):
        return []
    late = [replace(one, reason="") if one.about else one for one in figures.late(kept)]
    return [_headlines(_("Complaints and work orders"), figures.complaints(kept)), overdue_sheet(late)]


def _headlines(title: str, lines: list[figures.Shown]) -> Sheet:
    columns = [
        Column(_("Figure"), width=44),
        Column(_("Value"), "text", width=14),
        Column(_("Numerator"), "number"),
        Column(_("Denominator"), "number"),
        Column(_("Judgement"), width=14),
        Column(_("Target"), width=12),
        Column(_("Alarm"), width=12),
    ]
    rows = [
        [
            line.label,
            _value(line),
            None if line.measure.is_maximum else line.figure.numerator,
            line.figure.denominator if line.measure.is_ratio else None,
            verdict_label(line.verdict) if line.verdict is not Verdict.NONE else None,
            line.target or None,
            line.alarm or None,
        ]
        for line in lines
    ]
    return Sheet(title, columns, rows)


def _value(shown: figures.Shown) -> Any:
    value = typed(shown.figure, shown.measure.unit)
    is_share = shown.measure.unit is Unit.PERCENT and isinstance(value, float | int)
    return Share(float(value)) if is_share else value  # type: ignore[arg-type]


def _table(table: figures.Table) -> Sheet:
    columns = [Column(table.item_label, width=26), Column(_("Number or code"), width=18)]
    for cell in table.total:
        columns.append(Column(cell.label, KINDS[cell.measure.unit]))
        if cell.measure.is_ratio:
            columns += [
                Column(_("%(figure)s: numerator") % {"figure": cell.label}, "number"),
                Column(_("%(figure)s: denominator") % {"figure": cell.label}, "number"),
            ]
    rows = [[row.name, row.detail or None, *_cells(row.cells)] for row in table.rows]
    return Sheet(table.title, columns, rows, totals=[_("Total"), None, *_cells(table.total)])


def _cells(shown: list[figures.Shown]) -> list[int | float | datetime.timedelta | None]:
    found: list[int | float | datetime.timedelta | None] = []
    for one in shown:
        found.append(typed(one.figure, one.measure.unit))
        if one.measure.is_ratio:
            found += [one.figure.numerator, one.figure.denominator]
    return found


def _definitions(document: Document, version: FigureVersion) -> list[tuple[str, str]]:
    kept = version.figures
    found = [
        (_("Report"), document.title),
        (_("Number"), document.number),
        (_("State"), document.state_label),
        (_("Writer"), str(document.writer or "—")),
        (
            _("Signed by"),
            "; ".join(
                f"{named(one.signer)} {cells.moment(one.signed_at)}"
                for one in document.signatures.filter(round=document.times_returned).select_related(
                    "signer__employee"
                )
            )
            or "—",
        ),
        (_("Version of the figures"), f"{version.number} ({cells.moment(version.at)})"),
        (_("T of the service level"), _("%(seconds)s seconds") % {"seconds": kept.get("sl_seconds", "")}),
        (_("S of a short abandon"), _("%(seconds)s seconds") % {"seconds": kept.get("short_seconds", "")}),
        (_("Percentages"), _("Worked out from summed counts, never an average of percentages.")),
    ]
    shown = (
        figures.headlines(kept)
        + figures.complaints(kept)
        + [cell for table in figures.tables(kept) for cell in table.total]
    )
    measures = {one.measure.key: one for one in shown}
    found += [(one.label, str(one.measure.formula)) for one in measures.values()]
    return found
