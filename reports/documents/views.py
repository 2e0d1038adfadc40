"""Pages of documents: the workbench, one document, and each act of writer and reviewer."""

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.audit import exports
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Employee
from callcenter.people.versions import differences
from callcenter.tabular.workbook import XLSX
from callcenter.web.listing import list_page
from reports.documents import access, listing, page, selectors, services, workbook
from reports.documents.forms import ReturnForm, SectionsForm, SignForm, WriterForm
from reports.documents.models import SUBJECT, Document, works_on_them


@login_required
@require_GET
def documents(request: SiteRequest) -> HttpResponseBase:
    """The documents of the chosen site, with those that are missing on top."""
    require(may(request.user, Action.VIEW, SUBJECT))
    site = request.site or None
    rows = listing.documents_of(Document.objects.visible_to(request.user).filter(site=site))
    is_working = site is not None and works_on_them(request.user)
    context = {"site": site, "missing": selectors.missing(site) if is_working and site else []}
    return list_page(
        request, rows, listing.listing(site), template="reports/document_list.html", context=context
    )


@login_required
def document(request: HttpRequest, number: str, *, status: int = 200, **given: Any) -> HttpResponse:
    """One document; `?export=xlsx` gives its workbook."""
    found = _document(request, number)
    with timezone.override(found.site.zone):
        if request.method == "GET" and request.GET.get("export") == "xlsx":
            require(may(request.user, Action.EXPORT, SUBJECT))
            return _workbook(request, found)
        return render(
            request, "reports/document_detail.html", page.context(request, found, **given), status=status
        )


def _document(request: HttpRequest, number: str) -> Document:
    rows = Document.objects.visible_to(request.user).select_related("site", "writer__user", "submitted_by")
    return get_object_or_404(rows, number=number)


def _workbook(request: HttpRequest, found: Document) -> HttpResponse:
    buffer = io.BytesIO()
    exports.taken(request, SUBJECT, workbook.write(found, buffer))
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{workbook.file_name(found)}"'
    return response


@login_required
@require_POST
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Save the sections; with `submit` hand the document in at once. A stale form shows both versions."""
    found = _document(request, number)
    require(access.may_write(request.user, found))
    form = SectionsForm(found.document_kind, found.sections, request.POST)
    if not form.is_valid():
        return document(request, number, status=422, form=form)
    seen = request.POST.get("edition", "")
    edition = int(seen) if seen.isdigit() else None
    is_submitting = "submit" in request.POST
    act = services.submit_document if is_submitting else services.save_sections
    try:
        act(found, sections=form.sections, actor=request.user, edition=edition)
    except RuleViolation as refusal:
        return document(
            request, number, status=422, form=form, refusal=refusal, stale=_stale(form, found, refusal)
        )
    messages.success(request, _("Submitted.") if is_submitting else _("Saved."))
    return redirect(found)


def _stale(form: SectionsForm, found: Document, refusal: RuleViolation) -> list[dict[str, Any]]:
    """What somebody else saved meanwhile, beside what this form has."""
    if "reports.document_edited" not in {one.code for one in refusal.objections}:
        return []
    standing = {name: field.initial or "" for name, field in form.fields.items()}
    written = {name: form.cleaned_data.get(name) or "" for name in standing}
    return differences(form, written, standing)


@login_required
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Return the document to its writer."""
    found = _document(request, number)
    form = ReturnForm(request.POST, auto_id="return_%s")
    form.is_valid()
    try:
        services.return_document(found, reason=form.cleaned_data.get("reason", ""), actor=request.user)
    except RuleViolation as refusal:
        return document(request, number, status=422, return_form=form, refusal=refusal)
    messages.success(request, _("Returned to the writer."))
    return redirect(found)


@login_required
@require_POST
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign for the figures."""
    found = _document(request, number)
    form = SignForm(request.POST)
    form.is_valid()
    try:
        services.sign_document(
            found,
            actor=request.user,
            figures_checked=form.cleaned_data.get("figures_checked", False),
            figures_version=form.cleaned_data.get("version") or 0,
        )
    except RuleViolation as refusal:
        return document(request, number, status=422, refusal=refusal)
    messages.success(request, _("Signed. The receivers get it with its workbook."))
    return redirect(found)


@login_required
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Name the writer; without a name whoever asks takes it over."""
    found = _document(request, number)
    require(access.may_assign(request.user, found))
    form = WriterForm(access.writers(found), request.POST)
    own = Employee.objects.filter(user=request.user.pk).first()
    writer = form.cleaned_data["writer"] if form.is_valid() else own
    try:
        services.assign_writer(found, writer=writer, actor=request.user)  # type: ignore[arg-type]
    except RuleViolation as refusal:
        return document(request, number, status=422, refusal=refusal)
    messages.success(request, _("%(name)s writes it now.") % {"name": writer})
    return redirect(found)


@login_required
@require_POST
def acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm the receipt."""
    found = _document(request, number)
    try:
        services.acknowledge_document(found, actor=request.user)
    except RuleViolation as refusal:
        return document(request, number, status=422, refusal=refusal)
    messages.success(request, _("Receipt confirmed."))
    return redirect(found)
