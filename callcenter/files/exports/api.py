"""Exports for programs: have a list made into a workbook by a worker; the job says how far it is and gives the file."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.api.viewsets import ApiViewSet
from callcenter.files.exports.lists import start_list
from callcenter.files.jobs.api import JobSerializer


class NewExportSerializer(serializers.Serializer[Any]):
    """Which list, as the browser's address has it: the page's path, and its filters after the question mark."""

    page = serializers.RegexField(r"^/[A-Za-z0-9/_.-]{1,200}/$", help_text="Such as /telephony/calls/.")
    query = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=2000, help_text="Such as from=2026-11-01&queue=3."
    )  # fmt: skip
    site_id = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="Whose list, for pages of one site; default: your own site.",
    )


class ExportViewSet(ApiViewSet):
    """Lists as workbooks, whatever their size."""

    subject = "files.job"

    @extend_schema(request=NewExportSerializer, responses={202: JobSerializer})
    def create(self, request: Request) -> Response:
        """Have a page's list made into a workbook. A worker does it, as you: ask for the job, then take its file."""
        require(may(request.user, Action.EXPORT, self.subject))
        sent = NewExportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        own = position(request.user).site_ids
        site_id = given.get("site_id") or (next(iter(own)) if len(own) == 1 else None)
        job = start_list(
            given["page"], given["query"], site_id=site_id, host=request.get_host(), actor=request.user
        )
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
