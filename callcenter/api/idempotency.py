"""`Idempotency-Key`: a write that is sent twice happens once. Only what was done is kept; a refusal changed nothing."""

import datetime
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from callcenter.accounts.models import User
from callcenter.api.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
Handler = Callable[[], HttpResponseBase]


class KeyReused(APIException):
    """The key was sent with another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = _(
        "This Idempotency-Key has been used for another request. Take a new key for a new request."
    )
    default_code = "idempotency_key_reused"


def answered_once(request: Request, handler: Handler) -> HttpResponseBase:
    """The handler's answer; with a key that was seen before, the answer that was given then."""
    key = request.headers.get(HEADER)
    if key is None:
        return handler()
    if not _KEY.fullmatch(key):
        raise ValidationError({HEADER: [_("Send 1 to 200 visible ASCII characters, such as a UUID.")]})
    assert isinstance(request.user, User)  # nobody else gets as far as a handler
    wanted = KeptAnswer(
        caller=request.user,
        key=key,
        method=request.method or "",
        path=request.get_full_path()[:1000],
        body_digest=body_digest(request),
    )
    with transaction.atomic():
        kept = _kept(wanted)
        if kept is not None:
            return _again(kept, wanted)
        answer = handler()
        if answer.status_code < status.HTTP_300_MULTIPLE_CHOICES:
            data = getattr(answer, "data", None)
            wanted.status, wanted.body = (
                answer.status_code,
                b"" if data is None else JSONRenderer().render(data),
            )
            wanted.save(update_fields=["status", "body"])
        else:
            wanted.delete()
    return answer


def body_digest(request: Request) -> str:
    """SHA-256 of what was sent: the same fields, in whatever order, and the same files."""
    data: Any = request.data
    sha = hashlib.sha256()
    lists = data.lists() if hasattr(data, "lists") else None
    if lists is None:
        sha.update(json.dumps(data, sort_keys=True, default=str).encode())
        return sha.hexdigest()
    for name, values in sorted(lists):
        sha.update(f"\x1e{name}".encode())
        for value in values:
            sha.update(b"\x1f")
            if isinstance(value, UploadedFile):
                for chunk in value.chunks():
                    sha.update(chunk)
                value.seek(0)
            else:
                sha.update(str(value).encode())
    return sha.hexdigest()


def drop_old_answers() -> int:
    """Delete answers that are no longer given again; how many. Safe to run twice."""
    before = timezone.now() - datetime.timedelta(hours=settings.API_IDEMPOTENCY_HOURS)
    return KeptAnswer.objects.filter(made_at__lt=before).delete()[0]


def _kept(wanted: KeptAnswer) -> KeptAnswer | None:
    """The row that another request has left; None when ours is the first, and then it is written.

    The insert waits while another transaction holds the same key.
    """
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        return KeptAnswer.objects.get(caller=wanted.caller, key=wanted.key)
    return None


def _again(kept: KeptAnswer, wanted: KeptAnswer) -> HttpResponse:
    if (kept.method, kept.path, kept.body_digest) != (wanted.method, wanted.path, wanted.body_digest):
        raise KeyReused
    answer = HttpResponse(bytes(kept.body), status=kept.status, content_type="application/json")
    answer[REPLAYED] = "true"
    return answer
