"""Imports for programs: send a file, ask how it went, read its errors, apply it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position, require
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.files.imports import mappings, services
from callcenter.files.imports.registry import Mapping
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


class ColumnsSerializer(serializers.Serializer[Any]):
    """Which column feeds which field, and how the file is written. `save_as` keeps both for the next file."""

    columns = serializers.DictField(
        child=serializers.CharField(), help_text='Field to column name, such as {"number": "工号"}.'
    )
    options = serializers.DictField(child=serializers.JSONField(), required=False)
    save_as = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)


class ImportPreviewSerializer(serializers.Serializer[Any]):
    """The file's columns with their first values, and once it is checked the first rows as they would be kept."""

    header = serializers.ListField(child=serializers.CharField())
    samples = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    preview_header = serializers.ListField(child=serializers.CharField())
    preview = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))


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

    @extend_schema(request=ColumnsSerializer, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"])
    def columns(self, request: Request, pk: str) -> Response:
        """Say which column feeds which field, and have the file checked again. Keeps the mapping when `save_as` names it."""
        job = self.get_object()
        sent = ColumnsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        mapping = Mapping(given["columns"], given.get("options", job.mapping.get("options", {})))
        with transaction.atomic():
            job = services.assign_columns(job, mapping, actor=request.user)
            if given["save_as"]:
                mappings.save_mapping(job, given["save_as"], actor=request.user)
        return Response(self.get_serializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses=ImportPreviewSerializer)
    @action(detail=True, methods=["get"])
    def preview(self, request: Request, pk: str) -> Response:
        """What is in the file, and how its first rows would be kept; for the one who sent it."""
        job = self.get_object()
        require(job.requested_by_id == request.user.pk)
        found = {
            "header": job.details.get("header", []),
            "samples": job.details.get("samples", []),
            "preview_header": job.preview.get("header", []),
            "preview": job.preview.get("rows", []),
        }
        return Response(ImportPreviewSerializer(found).data)

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
