"""The API of discount certificates: read with the pages' filters, act through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.cases.models import RemedyLine
from complaints.remedies.certificates import services
from complaints.remedies.certificates.listing import CertificateFilter
from complaints.remedies.certificates.models import DiscountCertificate
from complaints.remedies.duties.models import SUBJECT

WITH = ("site", "case", "remedy", "drawn_by", "signed_by", "signed_for", "posted_by")


def employee() -> serializers.Field[Any, Any, Any, Any]:
    """Somebody by their number."""
    return serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)


class DiscountCertificateSerializer(serializers.ModelSerializer[DiscountCertificate]):
    """A discount certificate; `complaint` is the number of its complaint, `remedy` the id of the approved remedy."""

    site = serializers.CharField(source="site.code")
    complaint = serializers.CharField(source="case.reference")
    drawn_by = employee()
    signed_by = employee()
    signed_for = employee()
    posted_by = employee()

    class Meta:
        model = DiscountCertificate
        fields = (
            "number", "site", "complaint", "remedy", "amount", "reason", "state", "drawn_by", "drawn_at", "signed_by",
            "signed_for", "signed_at", "issued_at", "customer_signer", "customer_signed_on", "filed_at", "voucher_no",
            "posting_on", "posted_by", "posted_at", "voided_at", "void_reason",
        )  # fmt: skip


class DrawCertificateSerializer(serializers.Serializer[Any]):
    remedy = serializers.PrimaryKeyRelatedField(queryset=RemedyLine.objects.all())
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    reason = serializers.CharField(max_length=2000)


class ConfirmCertificateSerializer(serializers.Serializer[Any]):
    """Sent as a form with the stamped paper."""

    signer = serializers.CharField(max_length=120)
    signed_on = serializers.DateField()
    file = serializers.FileField()


class PostPaperSerializer(serializers.Serializer[Any]):
    voucher_no = serializers.CharField(max_length=40)
    posting_on = serializers.DateField()


class VoidPaperSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class DiscountCertificateViewSet(ScopedReadViewSet):
    """Discount certificates in the caller's sight. People sign them: a program cannot."""

    queryset = DiscountCertificate.objects.all()
    serializer_class = DiscountCertificateSerializer
    filterset_class = CertificateFilter
    subject = SUBJECT
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH)

    @extend_schema(request=DrawCertificateSerializer, responses={201: DiscountCertificateSerializer})
    def create(self, request: Request) -> Response:
        """Draw one up for an approved discount or compensation."""
        data = sent(DrawCertificateSerializer, request)
        made = services.draw_up(data.pop("remedy"), actor=request.user, **data)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=DiscountCertificateSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, number: str) -> Response:
        """The sales deputy GM signs."""
        return self._shown(services.sign(self.get_object(), actor=request.user))

    @extend_schema(request=None, responses=DiscountCertificateSerializer)
    @action(detail=True, methods=["post"], url_path="hand-out")
    def hand_out(self, request: Request, number: str) -> Response:
        """It goes to the customer and counts as issued."""
        return self._shown(services.hand_out(self.get_object(), actor=request.user))

    @extend_schema(request=ConfirmCertificateSerializer, responses=DiscountCertificateSerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def confirm(self, request: Request, number: str) -> Response:
        """Record the customer's signature, with the stamped paper."""
        found = self.get_object()
        data = sent(ConfirmCertificateSerializer, request)
        return self._shown(services.confirm(found, actor=request.user, **data))

    @extend_schema(request=None, responses=DiscountCertificateSerializer)
    @action(detail=True, methods=["post"])
    def file(self, request: Request, number: str) -> Response:
        """Copy 1 stays with marketing, copy 2 goes to finance."""
        return self._shown(services.file_copies(self.get_object(), actor=request.user))

    @extend_schema(request=PostPaperSerializer, responses=DiscountCertificateSerializer)
    @action(detail=True, methods=["post"], url_path="post", url_name="post")
    def post_paper(self, request: Request, number: str) -> Response:
        """Finance posts it."""
        data = sent(PostPaperSerializer, request)
        return self._shown(services.post(self.get_object(), actor=request.user, **data))

    @extend_schema(request=VoidPaperSerializer, responses=DiscountCertificateSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, number: str) -> Response:
        """Make it void, with the reason."""
        data = sent(VoidPaperSerializer, request)
        return self._shown(services.void(self.get_object(), actor=request.user, **data))

    def _shown(self, made: DiscountCertificate, code: int = status.HTTP_200_OK) -> Response:
        found = DiscountCertificate.objects.select_related(*WITH).get(pk=made.pk)
        return Response(DiscountCertificateSerializer(found).data, status=code)


def sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was sent, as the services take it; 400 where its shape is wrong."""
    found = form(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)
