"""Pages of letters: writing one, the letter itself on paper and as a Word file, the templates with their preview."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.audit.exports import taken
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.refusals import place, posted
from complaints.cases import access
from complaints.cases.contacts.models import Letter
from complaints.cases.dossier import Case, receipt_of
from complaints.cases.letters import fields, services
from complaints.cases.letters.forms import ComposeForm, PreviewForm, TemplateForm
from complaints.cases.letters.models import LetterTemplate, LetterTemplateVersion
from complaints.cases.letters.word import MEDIA_TYPE, as_docx
from complaints.cases.permits import require_export, require_service

REFUSED = 422
COPIES = {
    1: gettext_lazy("Copy 1: service department"),
    2: gettext_lazy("Copy 2: marketing"),
    3: gettext_lazy("Copy 3: R&D and GM office"),
    4: gettext_lazy("Copy 4: finance"),
}


def visible(request: HttpRequest, reference: str) -> Case:
    """The complaint of that number or receipt, in sight; else 404."""
    rows = Case.objects.visible_to(request.user).select_related("site__company", "customer", "about")
    receipt = receipt_of(reference)
    if receipt is not None:
        return get_object_or_404(rows, pk=receipt, number=None)
    return get_object_or_404(rows, number=reference)


@login_required
def letters(request: HttpRequest, reference: str) -> HttpResponse:
    """The letters of a complaint, and a new one."""
    case = visible(request, reference)
    require_service(request.user, case)
    form, refusal = ComposeForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.compose(case, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            return redirect("cases:letter", reference, made.pk)
    rows = Letter.objects.filter(case=case).select_related("written_by").order_by("-written_at", "-pk")
    context = {"case": case, "form": form, "refusal": refusal, "letters": list(rows)}
    status = REFUSED if refusal or form.errors else 200
    with timezone.override(case.site.zone):
        return render(request, "cases/letter_list.html", context, status=status)


def _letter(request: HttpRequest, reference: str, pk: int) -> Letter:
    case = visible(request, reference)
    require_service(request.user, case)
    found: Letter = get_object_or_404(Letter.objects.filter(case=case).select_related("written_by"), pk=pk)
    found.case = case
    return found


@login_required
@require_GET
def letter(request: HttpRequest, reference: str, pk: int, **given: Any) -> HttpResponse:
    """One letter as the customer will read it."""
    return _shown(request, _letter(request, reference, pk))


def _shown(request: HttpRequest, found: Letter, refusal: RuleViolation | None = None) -> HttpResponse:
    context = {"letter": found, "case": found.case, "refusal": refusal}
    with timezone.override(found.case.site.zone):
        return render(request, "cases/letter_detail.html", context, status=REFUSED if refusal else 200)


@login_required
@require_POST
def issue(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Send it out."""
    found = _letter(request, reference, pk)
    try:
        services.issue(found, actor=request.user)
    except RuleViolation as refusal:
        return _shown(request, found, refusal)
    messages.success(request, _("The letter is sent, and in the file."))
    return redirect("cases:letter", reference, pk)


@login_required
@require_POST
def discard(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Throw it away."""
    found = _letter(request, reference, pk)
    try:
        services.discard(found, actor=request.user)
    except RuleViolation as refusal:
        return _shown(request, found, refusal)
    messages.success(request, _("The letter is thrown away."))
    return redirect("cases:letters", reference)


@login_required
@require_GET
def on_paper(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The letter on A4."""
    found = _letter(request, reference, pk)
    return render(request, "cases/letter_print.html", {"letter": found, "case": found.case})


@login_required
@require_GET
def as_word(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The letter as a Word file."""
    found = _letter(request, reference, pk)
    taken(request, "cases.letter", 1, site_id=found.case.site_id)
    answer = HttpResponse(as_docx(found), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{found.case.reference}-{found.pk}.docx"'
    return answer


@login_required
@require_GET
def templates(request: SiteRequest) -> HttpResponse:
    """The templates with the version that holds at the site."""
    require(request.site is not None and access.is_service(request.user, request.site.pk))
    assert request.site is not None
    rows = [(one, services.current(one, request.site)) for one in LetterTemplate.objects.all()]
    return render(request, "cases/letter_template_list.html", {"rows": rows})


@login_required
def template(request: SiteRequest, purpose: str) -> HttpResponse:
    """One template: its words, the fields, a look at it with a complaint; changed by the director and the center manager."""
    require(request.site is not None and access.is_service(request.user, request.site.pk))
    assert request.site is not None
    found = get_object_or_404(LetterTemplate, purpose=purpose)
    version = services.current(found, request.site)
    may_edit = services.may_edit_templates(request.user, request.site)
    initial = {name: getattr(version, name) for name in TemplateForm.base_fields}
    form, refusal = TemplateForm(posted(request), initial=initial), None
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            try:
                texts = services.Texts(**form.cleaned_data)
                services.save_version(found, request.site, texts, actor=request.user)
            except RuleViolation as caught:
                refusal = place(form, caught)
            else:
                messages.success(request, _("Saved as a new version."))
                return redirect(found)
    asked = request.GET if "case" in request.GET else None
    preview = PreviewForm(Case.objects.visible_to(request.user), asked)
    context = {
        "template": found,
        "version": version,
        "versions": found.versions.filter(site__in=[request.site.pk]) | found.versions.filter(site=None),
        "form": form,
        "refusal": refusal,
        "may_edit": may_edit,
        "fields": [(name, label, name in fields.OF_A_DECISION) for name, label in fields.FIELDS.items()],
        "preview": preview,
        "shown": _preview(preview, version),
    }
    status = REFUSED if refusal or form.errors else 200
    return render(request, "cases/letter_template_detail.html", context, status=status)


def _preview(form: PreviewForm, version: LetterTemplateVersion) -> Letter | None:
    if not form.is_bound or not form.is_valid():
        return None
    return services.draft(
        form.cleaned_data["case"], version, form.cleaned_data["language"], words=_("(what the writer adds)")
    )


@login_required
@require_GET
def form_on_paper(request: HttpRequest, reference: str, copy: int) -> HttpResponse:
    """One copy of the handling form: internal, for the service department, on record (S2A-31)."""
    case = visible(request, reference)
    require_export(request.user, case)
    if copy not in COPIES:
        raise Http404
    taken(request, "cases.form", 1, site_id=case.site_id)
    context = {
        "case": case,
        "copy": COPIES[copy],
        "copies": [(number, title, number == copy) for number, title in COPIES.items()],
        "findings": getattr(case, "findings", None),
        "steps": case.steps.select_related("department", "assignee"),
        "remedies": case.remedies.all(),
        "report": case.reports.select_related("decided_by").order_by("-round").first(),
        "third_parties": case.third_parties.all(),
        "contacts": case.contacts.all(),
    }
    with timezone.override(case.site.zone):
        return render(request, "cases/form_print.html", context)
