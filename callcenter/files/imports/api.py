"""Imports for programs: send a file, ask how it went, read its errors, apply it."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.files.imports import services
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.listing import JobFilter
from callcenter.files.jobs.models import Job, JobError, Work
from callcenter.tabular import limits
from callcenter.web.uploads import takes_upload


class ImportSerializer(serializers.ModelSerializer[Job]):
    """An import as programs read it."""

    class Meta:
        model = Job
        fields = [
            "id", "kind", "step", "state", "site_id", "file_name", "file_size", "sha256", "mapping", "counts", "notes",
            "error_count", "message", "rows_done", "rows_total", "created_at", "started_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class ImportUploadSerializer(serializers.Serializer[Job]):
    """A file to import. Without `columns` or `mapping` the columns are guessed from the header."""

    kind = serializers.CharField(help_text="What it is, such as people.employees.")
    file = serializers.FileField()
    site_id = serializers.IntegerField(
        required=False, help_text="Needed when you stand at more than one site."
    )
    mapping = serializers.CharField(
        required=False, help_text="A mapping to use: saved:<name>, preset:<name> or the name alone."
    )
    columns = serializers.JSONField(
        required=False, help_text='Field to column name, such as {"number": "工号"}.'
    )
    options = serializers.JSONField(
        required=False,
        help_text='How the file is written, on top of the mapping\'s, such as {"date_format": "iso", "constants": {"queue": "sales"}}.',
    )
    apply = serializers.BooleanField(
        default=True, help_text="Apply it as soon as it is checked without errors."
    )

    def validate_columns(self, columns: object) -> object:
        """An object of text to text; anything else is the wrong shape."""
        if isinstance(columns, dict) and all(isinstance(name, str) for name in columns.values()):
            return columns
        raise serializers.ValidationError(_("Send an object of field to column name."))

    def validate_options(self, options: object) -> object:
        """An object; what may be in it, the import says."""
        if isinstance(options, dict):
            return options
        raise serializers.ValidationError(_("Send an object of option to value."))


class ImportErrorSerializer(serializers.ModelSerializer[JobError]):
    """One row that does not fit."""

    class Meta:
        model = JobError
        fields = ["row", "column", "value", "reason"]
        read_only_fields = fields


@takes_upload(lambda: limits.DEFAULT.bytes)
class ImportViewSet(ScopedReadViewSet):
    """Files taken in: all of one or nothing of it, and the same file only once."""

    queryset = Job.objects.filter(work=Work.IMPORT)
    serializer_class = ImportSerializer
    subject = "files.job"
    filterset_class = JobFilter
    parser_classes = [*ScopedReadViewSet.parser_classes, MultiPartParser]

    @extend_schema(request={"multipart/form-data": ImportUploadSerializer}, responses={202: ImportSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a file. It is checked, and applied when there are no errors, by a worker: ask for the import again."""
        sent = ImportUploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        own_sites = position(request.user).site_ids
        site_id = given.get("site_id") or (next(iter(own_sites)) if len(own_sites) == 1 else None)
        job = services.send_import(
            given["kind"],
            given["file"],
            site_id=site_id,
            actor=request.user,
            mapping_name=given.get("mapping", ""),
            columns=given.get("columns"),
            stated=given.get("options"),
            apply_at_once=given["apply"],
        )
        return Response(self.get_serializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        """Apply a checked import."""
        job = services.apply_import(self.get_object(), actor=request.user)
        return Response(self.get_serializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop an import that has not ended."""
        job = jobs.cancel_job(self.get_object(), actor=request.user)
        return Response(self.get_serializer(job).data)

    @extend_schema(responses=ImportErrorSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"])
    def errors(self, request: Request, pk: str) -> Response:
        """The rows that do not fit, in pages."""
        rows = self.get_object().errors.order_by("-pk")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ImportErrorSerializer(page, many=True).data)
