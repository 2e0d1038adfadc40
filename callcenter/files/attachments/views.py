"""Attaching, downloading and removing files over HTTP."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import user_of
from callcenter.files.attachments import kinds, selectors, services
from callcenter.files.attachments.models import Attachment
from callcenter.objections import RuleViolation
from callcenter.web.uploads import takes_upload

REFUSED = 422
TOGETHER = 10  # files of the largest size that may be sent at once
# A picture shown in place can run nothing, load nothing and reach nothing.
PICTURE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def visible(request: HttpRequest, pk: int) -> Attachment:
    """The attachment whose record the user may see; else 404."""
    found = selectors.visible(pk, actor=user_of(request.user))
    if found is None:
        raise Http404
    return found


def _record(request: HttpRequest, label: str, pk: int) -> models.Model:
    found = selectors.visible_record(label, pk, actor=user_of(request.user))
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
@takes_upload(lambda: TOGETHER * settings.FILES_ATTACHMENT_BYTES)
def attach(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Hang the sent files on the record; back to its page."""
    record = _record(request, label, pk)
    sent = request.FILES.getlist("file")
    try:
        if sent:
            services.attach_all(record, sent, actor=user_of(request.user), note=request.POST.get("note", ""))
    except RuleViolation as refusal:
        context = {"refusal": refusal, "record": record, "label": label}
        return render(request, "files/attach_refused.html", context, status=REFUSED)
    if sent:
        done = ngettext("The file was attached.", "%(count)s files were attached.", len(sent))
        messages.success(request, done % {"count": len(sent)})
    else:
        messages.error(request, _("Choose a file first."))
    return redirect(_next(request, record))


def _next(request: HttpRequest, record: Any) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return str(record.get_absolute_url())


@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file to keep. A picture is shown in place when asked with `?show=1`; nothing else ever is."""
    attachment = visible(request, pk)
    in_place = attachment.media_type in kinds.SHOWN_IN_PLACE and request.GET.get("show") == "1"
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=not in_place,
        filename=attachment.name,
        content_type=attachment.media_type if in_place else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The question before a file is removed, and the removal."""
    attachment = visible(request, pk)
    record = attachment.subject
    if request.method == "POST":
        services.remove(attachment, actor=user_of(request.user), reason=request.POST.get("reason", ""))
        messages.success(request, _("“%(name)s” was removed.") % {"name": attachment.name})
        return redirect(_next(request, record))
    context = {"attachment": attachment, "record": record, "next": request.GET.get("next", "")}
    return render(request, "files/attachment_remove.html", context)
