"""Why a file cannot be read, as one sentence with a stable code."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.objections import Objection, RuleViolation, define


class FileRefused(RuleViolation):
    """The file cannot be read as a table; `code` is stable, the sentence says what is wrong and what to do."""

    def __init__(self, code: str, **figures: Any) -> None:
        super().__init__(Objection(code, figures, field="file"))

    @property
    def code(self) -> str:
        return self.objections[0].code

    @property
    def sentence(self) -> str:
        return self.objections[0].sentence

    def __str__(self) -> str:
        return self.sentence


define(
    {
        "tabular.empty": _("The file is empty."),
        "tabular.no_rows": _("The file has a header but no rows below it."),
        "tabular.too_large": _("The file has %(size)s; at most %(limit)s are read."),
        "tabular.wrong_kind": _(
            "This is not a table: the content is %(found)s. Send a CSV or text file, or an Excel workbook (.xlsx)."
        ),
        "tabular.not_xlsx": _(
            "The name ends in %(ending)s, but the content is not an Excel workbook. "
            "Save it in Excel as .xlsx and send that file."
        ),
        "tabular.old_excel": _(
            "This is an old Excel workbook (.xls) or one that is protected by a password. "
            "Save it as .xlsx without a password and send that file."
        ),
        "tabular.open_document": _(
            "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV and send that file."
        ),
        "tabular.binary_excel": _(
            "This is a binary Excel workbook (.xlsb). Save it as .xlsx and send that file."
        ),
        "tabular.broken_workbook": _(
            "The workbook is damaged or cut off and cannot be opened. Save it again in Excel and send that file."
        ),
        "tabular.workbook_bomb": _(
            "The workbook unpacks to far more than its size allows and was not opened. "
            "Copy the rows into a new workbook and send that file."
        ),
        "tabular.workbook_entities": _(
            "The workbook contains XML declarations that Excel never writes; it was not opened."
        ),
        "tabular.no_sheet": _("The workbook has no sheet named “%(sheet)s”. Its sheets are: %(sheets)s."),
        "tabular.nul_bytes": _(
            "The file contains zero bytes (first in line %(row)s), so it is not plain text or it is damaged. Export it again."
        ),
        "tabular.encoding": _(
            "The characters cannot be read: the file is neither UTF-8 nor GB18030 nor UTF-16 (first problem in line %(row)s). "
            "Save it as “CSV UTF-8” and send that file."
        ),
        "tabular.wrong_encoding": _(
            "The file is not written in %(encoding)s (first problem in line %(row)s)."
        ),
        "tabular.truncated": _("The file is cut off in its last line (line %(row)s). Export it again."),
        "tabular.bad_quote": _("Row %(row)s: a quotation mark is opened and not closed as it should be."),
        "tabular.cell_too_long": _("Row %(row)s: one cell has more than %(limit)s characters."),
        "tabular.row_too_long": _(
            "Row %(row)s has %(found)s values, but the header has %(expected)s columns."
        ),
        "tabular.too_many_columns": _("The file has %(found)s columns; at most %(limit)s are read."),
        "tabular.too_many_rows": _("The file has more than %(limit)s rows. Split it and send the parts."),
        "tabular.no_header": _("The first row should name the columns, but it is empty."),
        "tabular.duplicate_header": _(
            "These column names occur more than once in the header: %(names)s. Give each column its own name."
        ),
    }
)
