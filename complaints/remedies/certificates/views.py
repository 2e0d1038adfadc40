"""Pages of discount certificates: drawing up, the paper with what may be done now, its copies on paper."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from callcenter.web.uploads import takes_upload
from complaints.cases.models import RemedyLine
from complaints.remedies import access, pages
from complaints.remedies.acting import REFUSED, Act, acts, answer
from complaints.remedies.certificates import services
from complaints.remedies.certificates.listing import CERTIFICATES, state
from complaints.remedies.certificates.models import CertificateState as S
from complaints.remedies.certificates.models import DiscountCertificate
from complaints.remedies.duties.models import SUBJECT, Duty
from complaints.remedies.forms import CertificateForm, ConfirmForm, PostForm, ReasonForm
from complaints.remedies.papers import WITH_CERTIFICATE
from complaints.remedies.rules import second_role

WITH = ("site", "case", "remedy", "drawn_by", "signed_by", "signed_for", "issued_by", "confirmed_by", "filed_by",
        "posted_by", "voided_by", "evidence")  # fmt: skip


@login_required
@require_GET
def certificates(request: HttpRequest) -> HttpResponseBase:
    """All certificates in sight."""
    require(may(request.user, Action.VIEW, SUBJECT) or access.may_sign(request.user))
    rows = DiscountCertificate.objects.visible_to(request.user).select_related(
        "case", "remedy", "drawn_by", "site"
    )
    context = {"tabs": pages.tabs(request, "remedies:certificates")}
    return list_page(request, rows, CERTIFICATES, template="remedies/paper_list.html", context=context)


@login_required
def draw_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw one up for an approved discount or compensation."""
    rows = RemedyLine.objects.select_related("case__site")
    remedy = get_object_or_404(rows, pk=pk, kind__in=WITH_CERTIFICATE, case__decided_at__isnull=False)
    if not access.has_duty(request.user, Duty.SALES, remedy.case.site_id):
        raise Http404
    left = remedy.amount - services.taken(remedy)
    form, refusal = CertificateForm(posted(request), initial={"amount": left}), None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.draw_up(remedy, actor=request.user, **form.cleaned_data))
        except RuleViolation as caught:
            refusal = place(form, caught)
    context = {
        "form": form,
        "refusal": refusal,
        "remedy": remedy,
        "left": left,
        "case": remedy.case,
        "back": pages.back_url(request, remedy),
    }
    status = REFUSED if form.errors or refusal else 200
    return render(request, "remedies/certificate_form.html", context, status=status)


@login_required
def certificate(request: HttpRequest, number: str, **given: Any) -> HttpResponse:
    """One certificate: its facts, who signed when, what may be done now."""
    found = _visible(request, number)
    forms = given.get("given", {})
    context = {
        "paper": found,
        "state": state(found),
        "acts": acts(_offered(request, found), forms),
        "case_url": pages.case_url(request, found.case),
        "copies": copies_of(request, found),
        "refusal": given.get("refusal"),
    }
    with timezone.override(found.site.zone):
        return render(request, "remedies/certificate_detail.html", context, status=REFUSED if given else 200)


def copies_of(request: HttpRequest, found: DiscountCertificate) -> list[tuple[int, str]]:
    """The copies that exist and that the reader has."""
    sees_all = (
        access.has_duty(request.user, Duty.SALES, found.site_id)
        or access.is_service(request.user, found.site_id)
        or access.may_sign(request.user)
    )
    copies = []
    if sees_all:
        copies.append((1, _("Copy 1: marketing")))
    if found.filed_at is not None:
        copies.append((2, _("Copy 2: finance")))
    return copies


def _offered(request: HttpRequest, found: DiscountCertificate) -> dict[str, Any]:
    """What the reader may do with it now."""
    user, site_id = request.user, found.site_id
    sells = access.has_duty(user, Duty.SALES, site_id)
    today, me = found.site.today(), position(user).employee_id

    def url(name: str) -> str:
        return reverse(f"remedies:certificate-{name}", args=[found.number])

    return {
        "sign": (
            found.state == S.DRAFT and access.may_sign(user),
            lambda: Act("sign", _("Sign"), url("sign"), _("Your signature and the time are kept."), icon="rubber-stamp", blocked=second_role(me, found.drawn_by_id)),
        ),
        "hand-out": (
            found.state == S.SIGNED and sells,
            lambda: Act(
                "hand-out", _("Handed to the customer"), url("hand-out"),
                _("From now on the paper counts as issued."), icon="send",
            ),
        ),
        "confirm": (
            found.state == S.ISSUED and sells,
            lambda: Act(
                "confirm", _("Record the customer’s signature"), url("confirm"),
                form=ConfirmForm("confirm", initial={"signed_on": today}), icon="rubber-stamp",
            ),
        ),
        "file": (
            found.state == S.CONFIRMED and sells,
            lambda: Act(
                "file", _("File the copies"), url("file"),
                _("Copy 1 stays with marketing, copy 2 goes to finance."), icon="archive",
            ),
        ),
        "post": (
            found.state == S.FILED and not found.is_posted and access.has_duty(user, Duty.FINANCE, site_id),
            lambda: Act(
                "post", pgettext("paper", "Post"), url("post"),
                form=PostForm("post", initial={"posting_on": today}),
                blocked=second_role(me, found.drawn_by_id, found.signed_by_id),
            ),
        ),
        "void": (
            found.state != S.VOID and not found.is_posted and access.may_void(user, site_id),
            lambda: Act(
                "void", _("Make it void"), url("void"), form=ReasonForm("void"), icon="ban", is_danger=True
            ),
        ),
    }  # fmt: skip


def _visible(request: HttpRequest, number: str) -> DiscountCertificate:
    rows = DiscountCertificate.objects.visible_to(request.user).select_related(*WITH)
    return get_object_or_404(rows, number=number)


def _answer(
    request: HttpRequest, number: str, key: str, form: Form | None, service: Any, done: str
) -> HttpResponse:
    found = _visible(request, number)
    return answer(
        request, found, key=key, form=form, call=partial(service, found, actor=request.user), done=done,
        page=partial(certificate, request, number),
    )  # fmt: skip


@login_required
@require_POST
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """The sales deputy GM signs."""
    return _answer(request, number, "sign", None, services.sign, _("Signed."))


@login_required
@require_POST
def hand_out(request: HttpRequest, number: str) -> HttpResponse:
    """It goes to the customer."""
    return _answer(request, number, "hand-out", None, services.hand_out, _("The paper is issued."))


@login_required
@require_POST
@takes_upload(lambda: settings.FILES_ATTACHMENT_BYTES)
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The customer has signed."""
    form = ConfirmForm("confirm", request.POST, request.FILES)
    return _answer(
        request, number, "confirm", form, services.confirm, _("The customer’s signature is recorded.")
    )


@login_required
@require_POST
def file_copies(request: HttpRequest, number: str) -> HttpResponse:
    """Its copies go where they belong."""
    return _answer(request, number, "file", None, services.file_copies, _("The copies are filed."))


@login_required
@require_POST
def post(request: HttpRequest, number: str) -> HttpResponse:
    """Finance posts it."""
    return _answer(request, number, "post", PostForm("post", request.POST), services.post, _("Posted."))


@login_required
@require_POST
def void(request: HttpRequest, number: str) -> HttpResponse:
    """Make it void."""
    return _answer(
        request, number, "void", ReasonForm("void", request.POST), services.void, _("The paper is void.")
    )


@login_required
@require_GET
def print_copy(request: HttpRequest, number: str, copy: int) -> HttpResponse:
    """One copy on paper, with its name."""
    found = _visible(request, number)
    title = dict(copies_of(request, found)).get(copy)
    if title is None:
        raise Http404
    with timezone.override(found.site.zone):
        context = {"paper": found, "copy": title}
        return render(request, "remedies/certificate_print.html", context)
