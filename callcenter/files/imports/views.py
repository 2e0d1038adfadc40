"""The import wizard over HTTP: upload, assign columns, see the check, apply; and the page of a job."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import require
from callcenter.accounts.models import User
from callcenter.files.bulk.views import bulk_page
from callcenter.files.imports import access, forms, mappings, services
from callcenter.files.imports.registry import Mapping
from callcenter.files.imports.template import template_of
from callcenter.files.imports.wording import effects, figures
from callcenter.files.jobs import access as job_access
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.files.jobs.views import visible
from callcenter.objections import RuleViolation
from callcenter.tabular import limits
from callcenter.tabular.workbook import XLSX
from callcenter.web.uploads import takes_upload

REFUSED = 422
# On a phone each row takes a third of a screen: some are shown, more are folded away, all are in the workbook.
ERRORS_SHOWN, ERRORS_FOLDED = 10, 90
REASONS_SHOWN = 10
PREVIEW_SHOWN = 5


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _site_id(request: HttpRequest) -> int | None:
    site = getattr(request, "site", None)
    return site.pk if site else None


@login_required
@require_http_methods(["GET", "POST"])
@takes_upload(lambda: limits.DEFAULT.bytes)
def start(request: HttpRequest, refusal: RuleViolation | None = None) -> HttpResponse:
    """Choose what to import and send the file."""
    importers = access.offered_to(_user(request), _site_id(request))
    require(bool(importers), _("Your posts do not include any import."))
    form = forms.UploadForm(
        request.POST or None,
        request.FILES or None,
        importers=importers,
        initial={"kind": request.GET.get("kind")},
    )
    if request.method == "POST" and form.is_valid():
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            job = services.start_import(kind, file, site_id=_site_id(request), actor=_user(request))
        except RuleViolation as refused:
            refusal = refused
        else:
            return redirect("files:mapping", job.pk)
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "importers": importers, "refusal": refusal}
    return render(request, "files/import_start.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column of the file feeds which field and how it is written, then have it checked."""
    job = _own_import(request, pk)
    offered = mappings.mappings_for(job.kind, job.site_id)
    own = Mapping(job.mapping.get("columns", {}), job.mapping.get("options", {}))
    chosen, refusal = offered.get(request.GET.get("based_on", ""), own), None
    if request.method == "POST":
        chosen = _posted_mapping(request, job)
        try:
            return redirect(_assign(request, job, chosen))
        except RuleViolation as refused:
            refusal = refused
    context = _mapping_context(job, chosen) | {
        "job": job,
        "offered": [(key, key.partition(":")[2]) for key in offered],
        "based_on": request.GET.get("based_on", ""),
        "save_as": request.POST.get("save_as", ""),
        "refusal": refusal,
    }
    return render(request, "files/import_mapping.html", context, status=REFUSED if refusal else 200)


def _assign(request: HttpRequest, job: Job, chosen: Mapping) -> str:
    """Do what the pressed button says; the address to go on to."""
    if "again" in request.POST:
        services.read_again(job, chosen, actor=_user(request))
        return reverse("files:mapping", args=[job.pk])
    with transaction.atomic():
        services.assign_columns(job, chosen, actor=_user(request))
        if request.POST.get("save_as", "").strip():
            job.refresh_from_db()
            mappings.save_mapping(job, request.POST["save_as"], actor=_user(request))
    return job.get_absolute_url()


def _posted_mapping(request: HttpRequest, job: Job) -> Mapping:
    importer = access.importer_of(job.kind)
    columns = forms.posted_columns(request.POST, importer)
    return Mapping(columns, forms.posted_options(request.POST, importer))


def _mapping_context(job: Job, chosen: Mapping) -> dict[str, Any]:
    importer = access.importer_of(job.kind)
    header, samples = job.details["header"], job.details["samples"]
    shown = mappings.readings(importer, header, samples, chosen)
    lines = forms.lines(importer, header, samples, chosen)
    needed = [line for line in lines if line["chosen"] or line["target"].required]
    return {
        "lines": needed or lines,
        "lines_without": [line for line in lines if line not in needed] if needed else [],
        "unused": [column for column in header if column not in chosen.columns.values()],
        "is_complete": all(line["chosen"] for line in needed),
        "option_lines": forms.option_lines(importer, chosen, shown),
        "columns": list(zip(header, samples, strict=False)),
    }


@login_required
@require_POST
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """How the first values read with the columns and options as they are chosen at this moment; stores nothing."""
    job = _own_import(request, pk)
    context = _mapping_context(job, _posted_mapping(request, job))
    return render(request, "files/import_readings.html", context | {"is_swapped": True})


def _own_import(request: HttpRequest, pk: int) -> Job:
    job = visible(request, pk)
    require(job.work == Work.IMPORT and job.requested_by_id == _user(request).pk)
    return job


@login_required
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a checked file applied."""
    job = _own_import(request, pk)
    try:
        services.apply_import(job, actor=_user(request))
    except RuleViolation as refusal:
        return job_page(request, pk, refusal=refusal)
    return redirect(job)


@login_required
def job_page(request: HttpRequest, pk: int, refusal: RuleViolation | None = None) -> HttpResponse:
    """A job: how far it is, what came of it, what can be done next."""
    job = visible(request, pk)
    if job.work == Work.BULK:
        return bulk_page(request, job)
    is_own = job.requested_by_id == _user(request).pk
    if job.state == State.DRAFT and is_own:
        return redirect("files:mapping", job.pk)
    is_checked = job.state == State.CHECKED
    errors = list(job.errors.all()[: ERRORS_SHOWN + ERRORS_FOLDED]) if job.error_count else []
    preview = [list(zip(job.preview["header"], row, strict=False)) for row in job.preview.get("rows", [])]
    context: dict[str, Any] = {
        "job": job,
        "is_own": is_own,
        "figures": figures(job.counts),
        "preview": preview[:PREVIEW_SHOWN],
        "preview_more": preview[PREVIEW_SHOWN:],
        "errors": errors[:ERRORS_SHOWN],
        "errors_more": errors[ERRORS_SHOWN:],
        "errors_shown": len(errors),
        "reasons": _reasons(job) if job.error_count > ERRORS_SHOWN else [],
        "may_cancel": not job.has_ended and job_access.may_cancel_job(_user(request), job),
        "may_apply": is_own and is_checked,
        "may_remap": is_own and job.work == Work.IMPORT and job.step == Step.CHECK and not job.is_busy,
        "may_take": job_access.may_download_result(_user(request), job) and bool(job.file),
        "before": services.applied_before(job) if is_checked and job.work == Work.IMPORT else None,
        "effects": effects(job.counts, job.details.get("outcome", {})) if is_checked else [],
        "undo": access.importer_of(job.kind).undo if is_checked or job.is_applied else "",
        "refusal": refusal,
    }
    return render(request, "files/job.html", context, status=REFUSED if refusal else 200)


def _reasons(job: Job) -> list[dict[str, Any]]:
    """What is wrong most often: column, reason, in how many rows, the first of them and what stands there."""
    kinds = job.errors.values("column", "reason").annotate(rows=Count("pk"), first_row=Min("row"))
    found = list(kinds.order_by("-rows", "first_row")[:REASONS_SHOWN])
    firsts = {
        (error.row, error.column): error.value
        for error in job.errors.filter(row__in={kind["first_row"] for kind in found})
    }
    return [kind | {"example": firsts[kind["first_row"], kind["column"]]} for kind in found]


@login_required
@require_GET
def template_workbook(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty workbook with the columns of that import and what belongs into them."""
    try:
        importer = access.importer_of(kind)
    except RuleViolation:
        raise Http404 from None
    require(importer in access.offered_to(_user(request), _site_id(request)))
    name = f"{kind.replace('.', '-')}-template.xlsx"
    return FileResponse(template_of(importer), as_attachment=True, filename=name, content_type=XLSX)
