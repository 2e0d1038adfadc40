"""A list as a file: exactly the rows and columns that are shown, typed. Large ones become a job that files provides."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.tabular import workbook
from callcenter.tabular.delimited import csv_lines

if TYPE_CHECKING:
    from callcenter.web.listing import Column, Listing
    from callcenter.web.listing_filters import Chip

AT_ONCE = 20_000  # rows; more than that becomes a job
_CHUNK = 2_000
_TOLD_EVERY = 500  # rows

ExportJob = Callable[[HttpRequest, "Listing"], HttpResponse]
Progress = Callable[[int, int], None]  # rows written, rows in all; may raise to stop
ExportNote = Callable[[HttpRequest, "Listing", int], None]
_job: ExportJob | None = None
_note: ExportNote = lambda request, listing, rows: None  # noqa: E731


def provide_export_job(job: ExportJob) -> None:
    """Called once by files: `job(request, listing)` starts the export of that very request and answers with its page.

    The job makes the file by asking the same address again, as the same user, with `request.export_sink` set to a
    binary stream: `respond` then writes the workbook there, whatever its size, and tells `request.export_progress`.
    """
    global _job
    _job = job


def provide_export_note(note: ExportNote) -> None:
    """Called once by audit: `note(request, listing, rows)` records that somebody took a list away."""
    global _note
    _note = note


def respond(
    request: HttpRequest,
    queryset: QuerySet[Any],
    listing: "Listing",
    columns: Sequence["Column"],
    chips: Sequence["Chip"],
) -> HttpResponseBase:
    """The file, or the job that makes it, or a sentence when it is too large and nobody makes it."""
    sink = getattr(request, "export_sink", None)
    if sink is not None:
        progress = getattr(request, "export_progress", None)
        rows = write(sink, queryset, listing, columns, chips, progress)
        _note(request, listing, rows)
        return HttpResponse(str(rows))
    total = queryset.count()
    if total > AT_ONCE:
        if _job is not None:
            return _job(request, listing)
        messages.error(
            request,
            _("%(rows)s rows are too many to export at once; filter them down to %(limit)s.")
            % {"rows": f"{total:,}", "limit": f"{AT_ONCE:,}"},
        )
        params = request.GET.copy()
        params.pop("export")
        return redirect(f"{request.path}?{params.urlencode()}")
    _note(request, listing, total)
    name = f"{listing.key.replace('.', '-')}-{timezone.localtime():%Y-%m-%d-%H%M}"
    if request.GET["export"] == "csv":
        return _csv(queryset, columns, name)
    spool = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write(spool, queryset, listing, columns, chips)
    spool.seek(0)
    return FileResponse(spool, as_attachment=True, filename=f"{name}.xlsx", content_type=workbook.XLSX)


def write(
    stream: Any,
    queryset: QuerySet[Any],
    listing: "Listing",
    columns: Sequence["Column"],
    chips: Sequence["Chip"],
    progress: Progress | None = None,
) -> int:
    """Write the workbook; how many rows it holds. Its last sheet says which filters were on and when it was made.

    `progress` is told every some hundred rows; what it raises ends the writing.
    """
    definitions = [
        (_("Made"), f"{timezone.localtime():%Y-%m-%d %H:%M}"),
        *((_("Filter: %(name)s") % {"name": chip.label}, chip.value) for chip in chips),
        *((column.label, column.help) for column in columns if column.help),
        *listing.definitions,
    ]
    items: Any = queryset.iterator(chunk_size=_CHUNK)
    with contextlib.closing(items):  # its cursor must not outlive the writing
        told = _told(items, progress, queryset.count()) if progress else items
        sheet = workbook.Sheet(
            listing.title,
            [workbook.Column(column.label, column.kind) for column in columns],
            _rows(told, columns),
        )
        return workbook.write_workbook(
            stream,
            [sheet],
            definitions=definitions,
            zone=timezone.get_current_timezone(),
            title=listing.title,
        )


def _told(items: Iterator[Any], progress: Progress, total: int) -> Iterator[Any]:
    done = 0
    for done, item in enumerate(items, 1):
        if done % _TOLD_EVERY == 1:
            progress(done - 1, max(total, done))
        yield item
    progress(done, done)


def _rows(items: Iterator[Any], columns: Sequence["Column"]) -> Iterator[list[Any]]:
    for item in items:
        yield [column.value(item) for column in columns]


def _csv(queryset: QuerySet[Any], columns: Sequence["Column"], name: str) -> StreamingHttpResponse:
    lines = csv_lines(
        [str(column.label) for column in columns],
        _rows(queryset.iterator(chunk_size=_CHUNK), columns),
        zone=timezone.get_current_timezone(),
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
