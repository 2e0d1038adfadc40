"""The rulebook as a workbook."""

import datetime
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile

from django.http import FileResponse
from django.utils.translation import gettext as _

from callcenter.people.models import Site
from callcenter.rulebook.selectors import Line
from callcenter.tabular.workbook import XLSX, Column, Sheet, write_workbook


def workbook(lines: Sequence[Line], site: Site | None, on: datetime.date) -> FileResponse:
    """Exactly the rules that the page shows, with a sheet that says what the columns mean."""
    columns = [
        Column(_("Area")),
        Column(_("Rule")),
        Column(_("What it says"), wrap=True, width=60),
        Column(_("Value")),
        Column(_("Effective since"), "date"),
        Column(_("Default")),
        Column(_("Next value")),
        Column(_("From"), "date"),
        Column(_("Source of the default")),
        Column(_("May be changed by"), wrap=True, width=30),
    ]
    rows = (
        (
            line.room,
            line.rule.key,
            line.sentence,
            line.value,
            line.piece.start,
            line.default,
            line.next_value,
            line.following.start if line.following else None,
            line.source,
            line.who,
        )
        for line in lines
    )
    definitions = [
        (_("As of"), on.isoformat()),
        (_("Site"), str(site) if site else _("all sites without a value of their own")),
        (
            _("Value"),
            _("What holds on that day: the site's own value, else the company's, else the default."),
        ),
        (
            _("Source of the default"),
            _("Only what is marked as a manual's stands in a manual. Our defaults are our own judgement."),
        ),
    ]
    stream = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  (the response closes it)
    write_workbook(
        stream, [Sheet(_("Rulebook"), columns, rows)], definitions=definitions, title=_("Rulebook")
    )
    stream.seek(0)
    name = f"rulebook-{site.code if site else 'company'}-{on.isoformat()}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
