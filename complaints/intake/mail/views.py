"""Pages of supervisors: every message with what became of it, letters that went out, mailboxes and their settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require, rows
from callcenter.audit.exports import taken
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from complaints.cases.models import Case
from complaints.intake.links import services as link_services
from complaints.intake.links.models import StatusLink
from complaints.intake.mail import access, parsing, polling, treating
from complaints.intake.mail import mailboxes as mailbox_services
from complaints.intake.mail.forms import MailboxForm
from complaints.intake.mail.listing import LETTERS, MESSAGES, works
from complaints.intake.mail.models import NOBODYS, SUBJECT, Became, InboundMail, Mailbox
from complaints.intake.mail.wording import reason, state
from complaints.intake.outbox.models import OutboundMail

REFUSED = 422
SHOWN = 40_000  # characters of a message's text on its page


def _tabs(active: str) -> list[dict[str, Any]]:
    pages = [
        ("intake:messages", _("Inbound messages")),
        ("intake:letters", _("Confirmations")),
        ("intake:mailboxes", _("Mailboxes")),
    ]
    return page_tabs(pages, active)


@login_required
@require_GET
def messages_list(request: HttpRequest) -> HttpResponseBase:
    """Every message, newest first."""
    require(may(request.user, Action.VIEW, SUBJECT))
    found = InboundMail.objects.visible_to(request.user).select_related("mailbox", "case")
    return list_page(
        request, found, MESSAGES, template="intake/list.html", context={"tabs": _tabs("intake:messages")}
    )


@login_required
@require_GET
def letters(request: HttpRequest) -> HttpResponseBase:
    """What customers were told by e-mail."""
    require(may(request.user, Action.VIEW, SUBJECT))
    found = OutboundMail.objects.filter(
        rows(request.user, SUBJECT, own=NOBODYS, site="case__site")
    ).select_related("case")
    return list_page(
        request, found, LETTERS, template="intake/list.html", context={"tabs": _tabs("intake:letters")}
    )


def _message(request: HttpRequest, pk: int) -> InboundMail:
    found = InboundMail.objects.visible_to(request.user).select_related("mailbox__site", "case")
    return get_object_or_404(found, pk=pk)


@login_required
@require_GET
def message(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One message: what it says, what became of it, what can be done."""
    found = _message(request, pk)
    parsed = _parsed(found)
    context = {
        "message": found,
        "state": state(found),
        "why": reason(found),
        "parsed": parsed,
        "text": parsed.text[:SHOWN] if parsed else "",
        "may_retry": found.state == Became.FAILED and _may_take_up(request, found),
        "may_take": found.state == Became.IGNORED and bool(found.sender) and _may_take_up(request, found),
        **given,
    }
    with timezone.override(found.mailbox.site.zone):
        return render(request, "intake/message.html", context, status=REFUSED if given else 200)


def _may_take_up(request: HttpRequest, found: InboundMail) -> bool:
    return bool(found.raw) and access.may_take_up(request.user, found.mailbox.site_id)


def _parsed(found: InboundMail) -> parsing.Parsed | None:
    if not found.raw:
        return None
    try:
        with found.raw.open("rb") as file:
            return parsing.parse(file.read(), most_bytes=polling.MB * 1024)
    except FileNotFoundError:
        return None


@login_required
@require_GET
def raw(request: HttpRequest, pk: int) -> FileResponse:
    """The message as it came, as evidence; taking it away is on record."""
    found = _message(request, pk)
    require(access.may_take_up(request.user, found.mailbox.site_id))
    if not found.raw:
        raise Http404
    taken(request, "intake.message", rows=1, site_id=found.mailbox.site_id)
    name = f"EM-{found.pk:06d}.eml"
    return FileResponse(
        found.raw.open("rb"), as_attachment=True, filename=name, content_type="message/rfc822"
    )


@login_required
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a failed message treated again, or a complaint made of an ignored one."""
    found = _message(request, pk)
    by_hand = found.state == Became.IGNORED
    try:
        again = treating.take_up(found, actor=request.user)
    except RuleViolation as refusal:
        messages.error(request, " ".join(refusal.sentences))
        return redirect(found)
    treating.treat(again, by_hand=by_hand, actor=request.user)
    again.refresh_from_db()
    messages.info(request, f"{again.get_state_display()}. {reason(again)}")
    return redirect(found)


@login_required
@require_POST
def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the address of a customer's page."""
    cases = Case.objects.visible_to(request.user)
    link = get_object_or_404(StatusLink.objects.filter(case__in=cases).select_related("case"), pk=pk)
    try:
        link_services.revoke(link, actor=request.user)
    except RuleViolation as refusal:
        messages.error(request, " ".join(refusal.sentences))
    else:
        messages.success(request, _("The customer’s address is closed."))
    return redirect(link.case)


@login_required
@require_GET
def mailboxes(request: HttpRequest) -> HttpResponse:
    """The mailboxes of one's sites, and whether they work."""
    require(may(request.user, Action.VIEW, SUBJECT))
    found = Mailbox.objects.visible_to(request.user).select_related("site")
    context = {
        "tabs": _tabs("intake:mailboxes"),
        "mailboxes": [(one, works(one)) for one in found],
        "may_add": access.may_set_up_some(request.user),
        "form_addresses": _form_addresses(request),
    }
    return render(request, "intake/mailboxes.html", context)


def _form_addresses(request: HttpRequest) -> list[tuple[Any, str]]:
    """Where customers find the open form of each site in sight."""
    site = getattr(request, "site", None)
    if site is None:
        return []
    return [(site, request.build_absolute_uri(reverse("intake:web", args=[site.code])))]


@login_required
def add_mailbox(request: SiteRequest) -> HttpResponse:
    """A new mailbox of the site that is shown."""
    require(access.may_set_up_some(request.user) and request.site is not None)
    assert request.site is not None
    form, refusal = MailboxForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = mailbox_services.add_mailbox(request.site, form.cleaned_data, actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The mailbox stands. Test the connection now."))
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "intake/mailbox_form.html", {"form": form, "refusal": refusal}, status=status)


def _mailbox(request: HttpRequest, pk: int) -> Mailbox:
    return get_object_or_404(Mailbox.objects.visible_to(request.user).select_related("site"), pk=pk)


@login_required
def mailbox(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One mailbox: how it goes, its settings for those who may write them, its webhook."""
    found = _mailbox(request, pk)
    may_set_up = access.may_set_up(request.user, found.site_id)
    form, refusal = MailboxForm(posted(request) if not given else None, instance=found), None
    if request.method == "POST" and not given:
        require(may_set_up)
        if form.is_valid():
            try:
                mailbox_services.change_mailbox(found, form.cleaned_data, actor=request.user)
            except RuleViolation as caught:
                refusal = place(form, caught)
            else:
                messages.success(request, _("Saved."))
                return redirect(found)
    shown = Mailbox.objects.select_related("site").get(
        pk=found.pk
    )  # the form writes what was typed on its own
    context = {
        "mailbox": shown,
        "works": works(shown),
        "form": form if may_set_up else None,
        "refusal": refusal,
        "webhook": request.build_absolute_uri(reverse("intake:inbound", args=[shown.key])),
        "counts": [(label, shown.messages.filter(state=key).count(), key) for key, label in Became.choices],
        **given,
    }
    with timezone.override(shown.site.zone):
        return render(
            request, "intake/mailbox.html", context, status=REFUSED if refusal or form.errors else 200
        )


@login_required
@require_POST
def test_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Try to open it now."""
    found = _mailbox(request, pk)
    require(access.may_set_up(request.user, found.site_id))
    trouble = polling.test(found)
    if trouble:
        messages.error(request, _("The mailbox cannot be read: %(trouble)s") % {"trouble": trouble})
    else:
        messages.success(request, _("The connection works."))
    return redirect(found)


@login_required
@require_POST
def renew_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret for the webhook, shown on this page and never again."""
    found = _mailbox(request, pk)
    secret = mailbox_services.renew_secret(found, actor=request.user)
    response = mailbox(request, pk, secret=secret)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def close_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody may post to it any more."""
    found = _mailbox(request, pk)
    mailbox_services.close_webhook(found, actor=request.user)
    messages.success(request, _("The webhook is closed."))
    return redirect(found)
