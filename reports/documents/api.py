"""Documents for programs: the list with the page's filters, one document with its figures, and each act."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import require
from callcenter.api.pagination import CursorPages
from callcenter.files.attachments.api import AttachmentsOfRecord
from callcenter.people.models import Employee
from reports.documents import access, selectors, services
from reports.documents.listing import DocumentFilter, documents_of
from reports.documents.models import SUBJECT, Document, FigureVersion


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A document on its way. `is_submitted_late` and `is_signed_late` never change once true."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]
    writer = serializers.CharField(source="writer.number", default=None, read_only=True, allow_null=True)
    title = serializers.CharField(source="document_kind.title", read_only=True)
    is_revised = serializers.BooleanField(read_only=True, help_text="Figures came in after the signature.")

    class Meta:
        model = Document
        fields = [
            "number",
            "kind",
            "title",
            "site",
            "period_kind",
            "period_start",
            "period_end",
            "state",
            "writer",
            "writing_due_at",
            "review_due_at",
            "first_submitted_at",
            "submitted_at",
            "is_submitted_late",
            "reviewed_at",
            "is_signed_late",
            "signed_version",
            "times_returned",
            "distributed_at",
            "archived_at",
            "is_revised",
        ]


class VersionSerializer(serializers.ModelSerializer[FigureVersion]):
    """Frozen figures: every one with numerator and denominator; `differences` against the version before."""

    class Meta:
        model = FigureVersion
        fields = ["number", "at", "reason", "figures", "differences"]


class SignatureSerializer(serializers.Serializer[Any]):
    """A signature under a version of the figures."""

    step = serializers.IntegerField()
    post = serializers.CharField()
    signer = serializers.CharField(source="signer.username")
    on_behalf_of = serializers.CharField(source="on_behalf_of.number", default=None, allow_null=True)
    signed_at = serializers.DateTimeField()
    figures_version = serializers.IntegerField()


class DocumentDetailSerializer(DocumentSerializer):
    """A document with what its writer says, its signatures and every version of its figures."""

    versions = VersionSerializer(source="figure_versions", many=True, read_only=True)
    signatures = SignatureSerializer(many=True, read_only=True)
    sections = serializers.SerializerMethodField()

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "sections", "return_reason", "signatures", "versions"]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_sections(self, document: Document) -> Any:
        return document.sections


class SectionsRequest(serializers.Serializer[Any]):
    """What the writer says: for each section {"text"}, {"lines"} or {"counts"}, or {"none": true}. `edition`: the save seen."""

    sections = serializers.DictField(child=serializers.DictField())
    edition = serializers.IntegerField(required=False, min_value=0)


class SubmitRequest(SectionsRequest):
    """Submit, with a last save or without."""

    sections = serializers.DictField(child=serializers.DictField(), required=False)


class ReturnRequest(serializers.Serializer[Any]):
    """Why it goes back."""

    reason = serializers.CharField(max_length=2000)


class SignRequest(serializers.Serializer[Any]):
    """The tick, and the version of the figures that was looked at."""

    figures_checked = serializers.BooleanField()
    figures_version = serializers.IntegerField(min_value=1)


class WriterRequest(serializers.Serializer[Any]):
    """Who writes it: the number of an employee who holds the writing post at the site."""

    writer = serializers.CharField()


class MissingSerializer(serializers.Serializer[Any]):
    """A report that is overdue from its writer; `number` is null where not even a draft was made."""

    kind = serializers.CharField(source="kind.key")
    site = serializers.CharField(source="site.code")
    period_start = serializers.DateField()
    due_at = serializers.DateTimeField()
    number = serializers.CharField(source="document.number", default=None, allow_null=True)


class NewestDocuments(CursorPages):
    ordering = ("-period_start", "-id")


class DocumentViewSet(AttachmentsOfRecord):
    """Documents that the caller may see, the newest period first."""

    subject = SUBJECT
    queryset = Document.objects.all()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    pagination_class = NewestDocuments
    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z0-9-]+"

    def get_queryset(self) -> QuerySet[Document]:
        found: QuerySet[Document] = documents_of(super().get_queryset())
        site = self.request.query_params.get("site")
        found = found.filter(site__code=site) if site else found
        if self.action == "list":
            return found
        return found.prefetch_related("figure_versions", "signatures__signer", "signatures__on_behalf_of")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return DocumentSerializer if self.action == "list" else DocumentDetailSerializer

    def _answer(self) -> Response:
        return Response(DocumentDetailSerializer(self.get_object()).data)

    def _asked(self, shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = shape(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    @extend_schema(request=SectionsRequest, responses=DocumentDetailSerializer)
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, number: str) -> Response:
        """Keep what the writer says."""
        found = self.get_object()
        require(access.may_write(request.user, found))
        services.save_sections(found, actor=request.user, **self._asked(SectionsRequest, request))
        return self._answer()

    @extend_schema(request=SubmitRequest, responses=DocumentDetailSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, number: str) -> Response:
        """Hand it to the reviewer."""
        found = self.get_object()
        require(access.may_write(request.user, found))
        services.submit_document(found, actor=request.user, **self._asked(SubmitRequest, request))
        return self._answer()

    @extend_schema(request=ReturnRequest, responses=DocumentDetailSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request: Request, number: str) -> Response:
        """Return it to the writer."""
        found = self.get_object()
        require(access.is_next_reviewer(request.user, found))
        services.return_document(found, actor=request.user, **self._asked(ReturnRequest, request))
        return self._answer()

    @extend_schema(request=SignRequest, responses=DocumentDetailSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, number: str) -> Response:
        """Sign for the figures of that version."""
        found = self.get_object()
        require(access.is_next_reviewer(request.user, found))
        services.sign_document(found, actor=request.user, **self._asked(SignRequest, request))
        return self._answer()

    @extend_schema(request=WriterRequest, responses=DocumentDetailSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, number: str) -> Response:
        """Name who writes it."""
        found = self.get_object()
        require(access.may_assign(request.user, found))
        named = self._asked(WriterRequest, request)["writer"]
        writer = Employee.objects.filter(number=named, site=found.site).first()
        if writer is None:
            raise serializers.ValidationError({"writer": "unknown"})
        services.assign_writer(found, writer=writer, actor=request.user)
        return self._answer()

    @extend_schema(request=None, responses=DocumentDetailSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, number: str) -> Response:
        """Confirm the receipt."""
        services.acknowledge_document(self.get_object(), actor=request.user)
        return self._answer()

    @extend_schema(responses=MissingSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def missing(self, request: Request) -> Response:
        """Reports that are overdue from their writers, at every site in reach."""
        from reports.documents.models import works_on_them
        from reports.rollups.access import sites_to_report

        require(works_on_them(request.user))
        found = [one for site in sites_to_report(request.user) for one in selectors.missing(site)]
        return Response(MissingSerializer(found, many=True).data)
