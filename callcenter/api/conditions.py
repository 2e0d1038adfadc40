"""ETag, If-None-Match and If-Match (RFC 9110): unchanged answers are not sent again, changed records are not overwritten."""

import hashlib
import zlib
from typing import Any

from django.db import connection, models
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

VARIES = ("Authorization", "Cookie", "Accept-Language")


class ChangedMeanwhile(APIException):
    """The record is no longer the one that the caller has read."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = _("The record has changed since you read it. Read it again and decide.")
    default_code = "changed_meanwhile"


def etag_of(content: bytes) -> str:
    """A strong entity tag of an answer as it is sent, in the caller's language."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tagged(request: Request, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with its ETag; 304 without a body when the caller has it already."""
    if not isinstance(answer, Response) or answer.data is None:
        return answer
    if request.method not in ("GET", "HEAD") or answer.status_code != status.HTTP_200_OK:
        return answer
    etag = etag_of(answer.render().content)
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    patch_vary_headers(answer, VARIES)
    return get_conditional_response(request._request, etag=etag, response=answer) or answer


def require_unchanged(request: Request, view: Any) -> None:
    """Refuse with 412 when `If-Match` names another state than the record's; its row stays locked until the write is done.

    Runs inside the write's transaction. A view without rows locks the address instead.
    """
    wanted = parse_etags(request.headers["If-Match"])
    if wanted == ["*"]:
        return
    row = view.get_object() if hasattr(view, "get_object") else None
    if isinstance(row, models.Model):
        type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [0xE7A6, _signed(zlib.crc32(_place(request)))]
            )
    shown = view.retrieve(request, *view.args, **view.kwargs)
    if etag_of(JSONRenderer().render(shown.data)) not in wanted:
        raise ChangedMeanwhile


def _place(request: Request) -> bytes:
    return request.path.encode()


def _signed(number: int) -> int:
    """As PostgreSQL's integer."""
    return number - (1 << 32) if number >= 1 << 31 else number
