"""Messages that another system posts: a raw message, or a form with one, signed under the Standard Webhooks scheme."""

import base64
import binascii
import hmac
from email.parser import BytesParser
from email.policy import compat32

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from callcenter.integrations.sealing import UnreadableError, unseal
from callcenter.web.uploads import takes_upload
from complaints.intake.mail import keeping
from complaints.intake.mail.models import SEALED_FOR, Mailbox

MOST_BYTES = 60 * 1024 * 1024
WINDOW = 300  # seconds that a signature is good for
FIELD = "message"


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """v1,base64 of the HMAC-SHA256 over id.timestamp.body"""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def is_signed(request: HttpRequest, body: bytes, secret: str, now: float) -> bool:
    """Whether the headers prove who sent it, and when: within five minutes of `now` (seconds since 1970)."""
    message_id = request.headers.get("webhook-id", "")
    timestamp = request.headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    if abs(now - int(timestamp)) > WINDOW:
        return False
    try:
        expected = signature(secret, message_id, timestamp, body).encode()
    except (binascii.Error, ValueError):
        return False
    given = request.headers.get("webhook-signature", "").split()[:8]
    return any(hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in given)


@csrf_exempt
@takes_upload(lambda: MOST_BYTES)
@require_POST
def inbound(request: HttpRequest, key: str) -> HttpResponse:
    """202 with the number of the message, new or known; 401 without a good signature; 404 without a webhook."""
    mailbox = Mailbox.objects.filter(key=key, is_active=True).exclude(webhook_secret="").first()
    if mailbox is None:
        return _problem(404, "There is no such mailbox.")
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _problem(413, "The message is too large.")
    try:
        secret = unseal(mailbox.webhook_secret, SEALED_FOR)
    except UnreadableError:
        return _problem(401, "The secret of this mailbox has to be made anew.")
    if not is_signed(request, body, secret, timezone.now().timestamp()):
        return _problem(401, "The signature does not fit, or is older than five minutes.")
    raw = message_of(request.headers.get("Content-Type", ""), body)
    if not raw:
        return _problem(400, f"There is no message: post it raw, or as the field “{FIELD}” of a form.")
    row, is_new = keeping.keep(mailbox, raw)
    return JsonResponse({"id": f"EM-{row.pk:06d}", "is_new": is_new, "state": row.state}, status=202)


def message_of(content_type: str, body: bytes) -> bytes:
    """The raw message: the body, or the field of a form; b"" where there is none."""
    if not content_type.lower().startswith("multipart/form-data"):
        return body.strip(b"\r\n")
    try:
        head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
        form = BytesParser(policy=compat32).parsebytes(head + body)
        for part in form.get_payload() if form.is_multipart() else ():
            name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
            if name == FIELD:
                payload = part.get_payload(decode=True)  # type: ignore[union-attr]
                if isinstance(payload, bytes):
                    return payload
                # a letter that the parser has opened because the field says message/rfc822
                return b"".join(one.as_bytes() for one in part.get_payload())  # type: ignore[union-attr]
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    return b""


def _problem(status: int, detail: str) -> JsonResponse:
    problem = {"type": "about:blank", "status": status, "detail": detail}
    return JsonResponse(problem, status=status, content_type="application/problem+json")
