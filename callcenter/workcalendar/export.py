"""The calendar of a year as a workbook: its days, its opening hours, what the columns mean. The days can be loaded again."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.people.models import Site
from callcenter.tabular.workbook import XLSX, Column, Sheet, write_workbook
from callcenter.workcalendar import selectors
from callcenter.workcalendar.selectors import Line
from callcenter.workcalendar.wording import WEEKDAYS, hours_text, written


def workbook(site: Site, year: int, lines: list[Line]) -> FileResponse:
    """The entries of the year and every version of the opening hours."""
    days = Sheet(
        _("Days"),
        [
            Column(_("Date"), "date"),
            Column(_("Weekday")),
            Column(_("Type")),
            Column(pgettext("of a thing", "Name"), width=30),
            Column(_("Chinese name")),
            Column(_("Hours"), width=24),
            Column(_("Every year")),
            Column(_("In force")),
            Column(_("Source")),
            Column(_("Added by")),
            Column(_("Reason"), wrap=True, width=40),
        ],
        (_day(line) for line in lines),
    )
    weeks = Sheet(
        _("Opening hours"),
        [
            Column(_("From"), "date"),
            *(Column(str(day), width=18) for day in WEEKDAYS),
            Column(_("Reason"), wrap=True),
        ],
        (
            (version.since, *(hours_text(day) for day in selectors.week_of(version)), version.reason)
            for version in selectors.versions(site)
        ),
    )
    definitions = [
        (_("Site"), f"{site} · {site.time_zone}"),
        (_("Year"), str(year)),
        (_("Holiday"), _("No working day; hours that it has still count as open time.")),
        (_("Make-up workday"), _("A weekend day that is worked in exchange for a holiday.")),
        (_("Hours"), _("In the time of the site; an end before its start is on the next day.")),
    ]
    stream = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  (the response closes it)
    write_workbook(stream, [days, weeks], definitions=definitions, title=_("Calendar"))
    stream.seek(0)
    name = f"calendar-{site.code}-{year}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def _day(line: Line) -> tuple[object, ...]:
    row = line.row
    return (
        line.on,
        str(WEEKDAYS[line.on.weekday()]),
        row.get_kind_display(),
        row.name,
        row.name_zh,
        written(line.plan.intervals) if line.plan else "",
        _("yes") if row.is_yearly else _("no"),
        _("yes") if row.is_active else _("no"),
        " · ".join(filter(None, [row.get_source_display(), row.source_detail])),
        row.added_by.get_full_name() if row.added_by else "",
        row.reason,
    )
