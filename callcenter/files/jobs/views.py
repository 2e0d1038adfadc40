"""Jobs over HTTP: the list, how far one is, its errors as a workbook, its file, cancelling."""

import tempfile

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.permissions import require
from callcenter.audit import exports as audit_exports
from callcenter.files.exports import services as exports
from callcenter.files.imports import access as imports
from callcenter.files.jobs import access, services
from callcenter.files.jobs.listing import JOBS
from callcenter.files.jobs.models import Job, State, Work
from callcenter.objections import RuleViolation
from callcenter.tabular.workbook import XLSX, Column, Sheet, write_workbook
from callcenter.web.listing import list_page


def visible(request: HttpRequest, pk: int) -> Job:
    """The job, if the user may see it; else 404."""
    rows = Job.objects.visible_to(request.user).select_related("requested_by__employee")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def job_list(request: HttpRequest) -> HttpResponseBase:
    """Imports and exports that the user may see, newest first."""
    rows = Job.objects.visible_to(request.user).select_related("requested_by__employee").defer("params")
    site = getattr(request, "site", None)
    may_import = bool(imports.offered_to(request.user, site.pk if site else None))
    return list_page(request, rows, JOBS, template="files/jobs.html", context={"may_import": may_import})


@login_required
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar alone, for htmx; once the job has stopped the whole page is asked for."""
    job = visible(request, pk)
    response = render(request, "files/job_progress.html", {"job": job})
    if not job.is_busy:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_GET
def errors_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every row error as a workbook: row, column, value, reason."""
    job = visible(request, pk)
    columns = [
        Column(_("Row"), "number"),
        Column(_("Column")),
        Column(_("Value")),
        Column(_("Reason"), width=80, wrap=True),
    ]
    rows = ((e.row, e.column, e.value, e.reason) for e in job.errors.iterator())
    spool = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    facts = [
        (_("File"), job.file_name),
        (_("Errors found"), f"{job.error_count:,}"),
        (_("Checked at"), f"{timezone.localtime(job.finished_at or job.created_at):%Y-%m-%d %H:%M}"),
        (_("Row"), _("As your spreadsheet numbers it: the header is row 1.")),
    ]
    write_workbook(spool, [Sheet(_("Errors"), columns, rows)], definitions=facts, title=job.file_name)
    spool.seek(0)
    audit_exports.taken(request, "files.job_errors", job.errors.count())
    return FileResponse(spool, as_attachment=True, filename=f"errors-{job.pk}.xlsx", content_type=XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The question before a job is stopped, and the stopping; back to its page."""
    job = visible(request, pk)
    require(access.may_cancel_job(request.user, job))
    if request.method == "GET":
        return render(request, "files/job_cancel.html", {"job": job})
    try:
        job = services.cancel_job(job, actor=request.user)
    except RuleViolation as refusal:
        messages.error(request, " ".join(refusal.sentences))
    else:
        ended = job.state == State.CANCELLED
        messages.info(request, _("The job was cancelled.") if ended else _("The job will stop in a moment."))
    return redirect(job)


@login_required
@require_GET
def take_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A finished export, or the uploaded file of an import, for the one it belongs to."""
    job = visible(request, pk)
    if job.work == Work.EXPORT and job.state != State.DONE:
        raise Http404
    try:
        exports.take_file(job, actor=request.user)
    except RuleViolation as refusal:
        messages.error(request, " ".join(refusal.sentences))
        return redirect(job)
    response = FileResponse(
        job.file.open("rb"),
        as_attachment=True,
        filename=job.file_name,
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    return response
