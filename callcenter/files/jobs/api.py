"""Imports and exports of every kind for programs: how far they are, and the finished file for whoever asked for it."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.files.exports import services as exports
from callcenter.files.jobs import services
from callcenter.files.jobs.listing import JobFilter
from callcenter.files.jobs.models import Job
from callcenter.tabular.workbook import XLSX


class WorkbookRenderer(JSONRenderer):
    """Says that a workbook may be asked for. The file is sent as it lies; what is rendered is a refusal."""

    media_type = XLSX
    format = "xlsx"


class JobSerializer(serializers.ModelSerializer[Job]):
    """An import or export: what it is, how far it is, what came of it."""

    class Meta:
        model = Job
        fields = [
            "id", "work", "kind", "label", "state", "site_id", "file_name", "file_size", "sha256", "expires_at",
            "rows_done", "rows_total", "error_count", "message", "created_at", "started_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class JobViewSet(ScopedReadViewSet):
    """Imports and exports, the newest first: one's own, and those of the site for who answers for it."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    subject = "files.job"
    filterset_class = JobFilter

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop a job that has not ended."""
        job = services.cancel_job(self.get_object(), actor=request.user)
        return Response(self.get_serializer(job).data)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY, 409: OpenApiTypes.OBJECT}, filters=False)
    @action(
        detail=True, methods=["get"], pagination_class=None, renderer_classes=[JSONRenderer, WorkbookRenderer]
    )
    def file(self, request: Request, pk: str) -> FileResponse:
        """The finished workbook of an export, for the one who asked for it; each taking is recorded."""
        job = exports.take_file(self.get_object(), actor=request.user)
        return FileResponse(
            job.file.open("rb"), as_attachment=True, filename=job.file_name, content_type=XLSX
        )
