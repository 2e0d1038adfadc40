"""Attachments for programs: those of a record at the record's own address, each by its number for taking it away."""

from typing import Any

from django.conf import settings
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from callcenter.access.permissions import require
from callcenter.api.viewsets import ApiViewSet, ScopedReadViewSet
from callcenter.files.attachments import registry, selectors, services
from callcenter.files.attachments.models import Attachment
from callcenter.web.uploads import takes_upload

PLAIN = "application/octet-stream"


class FileRenderer(JSONRenderer):
    """Says that the file may be asked for. It is sent as it lies; what is rendered is a refusal."""

    media_type = PLAIN
    format = "file"


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file on a record: what it is, who hung it there. `of` is the record's kind."""

    of = serializers.SerializerMethodField(help_text="What the record is, such as people.employee.")
    uploaded_by = serializers.CharField(read_only=True, allow_null=True)
    file = serializers.SerializerMethodField(help_text="The address to take it from.")

    class Meta:
        model = Attachment
        fields = [
            "id", "of", "name", "size", "media_type", "sha256", "note", "uploaded_by", "uploaded_at", "file",
        ]  # fmt: skip
        read_only_fields = fields

    def get_of(self, attachment: Attachment) -> str:
        return f"{attachment.subject_type.app_label}.{attachment.subject_type.model}"

    def get_file(self, attachment: Attachment) -> str:
        return str(reverse("api:files-attachments-file", args=[attachment.pk]))


class NewAttachmentSerializer(serializers.Serializer[Any]):
    """A file to hang on the record, and a word about it."""

    file = serializers.FileField(max_length=255)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


@takes_upload(lambda: settings.FILES_ATTACHMENT_BYTES)
class AttachmentsOfRecord(ScopedReadViewSet):
    """The part of a viewset whose records hold files: at `attachments/` below each record."""

    @extend_schema(responses=AttachmentSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, parser_classes=[MultiPartParser])
    def attachments(self, request: Request, **kwargs: Any) -> Response:
        """The files that hang on it, newest first."""
        record = self.get_object()
        require(registry.may_view(request.user, record))
        files = services.files_of(record).select_related("subject_type")
        return Response(AttachmentSerializer(files, many=True).data)

    @extend_schema(
        request={"multipart/form-data": NewAttachmentSerializer}, responses={201: AttachmentSerializer}
    )
    @attachments.mapping.post
    def attach(self, request: Request, **kwargs: Any) -> Response:
        """Hang a file on it. Refused by size, by kind, and when this very file hangs there already."""
        record = self.get_object()
        sent = NewAttachmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = services.attach(record, actor=request.user, **sent.validated_data)
        return Response(AttachmentSerializer(made).data, status=status.HTTP_201_CREATED)


class AttachmentViewSet(ApiViewSet):
    """One attachment; its record's addresses list and take them. Who sees the record may see it."""

    subject = ""
    lookup_value_regex = r"\d{1,18}"

    def get_object(self) -> Attachment:
        found = selectors.visible(int(self.kwargs["pk"]), actor=self.request.user)
        if found is None:
            raise NotFound
        return found

    @extend_schema(responses=AttachmentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """What the file is, without its content."""
        return Response(AttachmentSerializer(self.get_object()).data)

    @extend_schema(
        parameters=[
            OpenApiParameter("reason", str, description="Why it goes; the trail keeps it."),
        ],
        responses={204: None},
    )
    def destroy(self, request: Request, pk: str) -> Response:
        """Take the file off its record and delete it, for who may change the record."""
        reason = request.query_params.get("reason", "")[:200].replace("\x00", "")
        services.remove(self.get_object(), actor=request.user, reason=reason)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, PLAIN): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=[JSONRenderer, FileRenderer])
    def file(self, request: Request, pk: str) -> FileResponse:
        """The file itself, always to keep and never to show."""
        attachment = self.get_object()
        try:
            content = attachment.file.open("rb")
        except FileNotFoundError:
            raise NotFound from None
        return FileResponse(content, as_attachment=True, filename=attachment.name, content_type=PLAIN)
