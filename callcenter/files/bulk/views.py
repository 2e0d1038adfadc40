"""The page of a job that does the same to many rows, and its rows as a workbook."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from callcenter.audit import exports as audit_exports
from callcenter.files.bulk import registry, services
from callcenter.files.bulk.models import Fate
from callcenter.files.jobs import access
from callcenter.files.jobs.models import Job, State, Work
from callcenter.files.jobs.views import visible
from callcenter.tabular.workbook import XLSX, Column, Sheet, write_workbook

SHOWN = 50
FOLDED = 200
TONES = {Fate.DONE: "good", Fate.REFUSED: "bad", Fate.UNCHANGED: ""}
ORDER = (Fate.REFUSED, Fate.DONE, Fate.UNCHANGED)


def bulk_page(request: HttpRequest, job: Job) -> HttpResponse:
    """How far it is; then what was done, what was refused and why."""
    counts = services.count(job)
    treated = sum(counts.values())
    if job.state == State.DONE:  # its lines are kept for a time only, the figures with the job
        counts |= job.counts
        treated = job.rows_done
    groups = []
    for fate in ORDER:
        lines = list(job.lines.filter(fate=fate)[: SHOWN + FOLDED]) if counts[fate] else []
        if lines:
            groups.append(
                {
                    "fate": fate,
                    "label": fate.label,
                    "count": counts[fate],
                    "lines": lines[:SHOWN],
                    "folded": lines[SHOWN:],
                    "shown": len(lines),
                }
            )
    context = {
        "job": job,
        "figures": [
            {"label": fate.label, "value": counts[fate], "tone": TONES[fate] if counts[fate] else ""}
            for fate in (Fate.DONE, Fate.REFUSED, Fate.UNCHANGED)
        ],
        "groups": groups,
        "left": len(job.params["keys"]) - treated,
        "back": job.params.get("next", ""),
        "again": registry.get(job.kind).again,
        "may_cancel": not job.has_ended and access.may_cancel_job(request.user, job),
    }
    return render(request, "files/bulk_job.html", context)


@login_required
@require_GET
def lines_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every row with what became of it."""
    job = visible(request, pk)
    if job.work != Work.BULK:
        raise Http404
    columns = [Column(_("No."), "number"), Column(pgettext("job", "Row"), width=50), Column(_("Result")), Column(_("Reason or what it was before"), width=80, wrap=True)]  # fmt: skip
    rows = ((one.place, one.title, one.get_fate_display(), one.words) for one in job.lines.iterator())
    spool = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write_workbook(
        spool, [Sheet(_("Rows"), columns, rows)], definitions=[(_("Job"), f"{job.pk}")], title=job.label
    )
    spool.seek(0)
    audit_exports.taken(request, "files.job_lines", job.lines.count())
    return FileResponse(spool, as_attachment=True, filename=f"rows-{job.pk}.xlsx", content_type=XLSX)
