"""The API of return slips: read with the pages' filters, act through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.cases.models import RemedyLine
from complaints.remedies.certificates.api import PostPaperSerializer, VoidPaperSerializer, employee, sent
from complaints.remedies.duties.models import SUBJECT
from complaints.remedies.slips import services
from complaints.remedies.slips.listing import SlipFilter
from complaints.remedies.slips.models import Delivery, ReturnSlip

WITH = ("site", "case", "remedy", "drawn_by", "signed_by", "signed_for", "received_by", "posted_by")
PARTS = ("deliveries__counted_by", "deliveries__struck_by")


class SlipDeliverySerializer(serializers.ModelSerializer[Delivery]):
    """Goods that arrived, as the warehouse counted them; a wrong count is struck out."""

    counted_by = employee()
    struck_by = employee()

    class Meta:
        model = Delivery
        fields = (
            "id",
            "quantity",
            "arrived_on",
            "note",
            "counted_by",
            "counted_at",
            "struck_by",
            "struck_at",
        )


class ReturnSlipSerializer(serializers.ModelSerializer[ReturnSlip]):
    """A return slip; `received_quantity` is what the warehouse has counted so far, without deliveries that are struck out."""

    site = serializers.CharField(source="site.code")
    complaint = serializers.CharField(source="case.reference")
    drawn_by = employee()
    signed_by = employee()
    signed_for = employee()
    received_by = employee()
    posted_by = employee()
    deliveries = SlipDeliverySerializer(many=True, read_only=True)

    class Meta:
        model = ReturnSlip
        fields = (
            "number", "site", "complaint", "remedy", "quantity", "received_quantity", "reason", "handling", "basis", "state",
            "drawn_by", "drawn_at", "signed_by", "signed_for", "signed_at", "sent_at", "received_by", "received_at",
            "handed_on_at", "voucher_no", "posting_on", "posted_by", "posted_at", "voided_at", "void_reason",
            "deliveries",
        )  # fmt: skip


class DrawSlipSerializer(serializers.Serializer[Any]):
    remedy = serializers.PrimaryKeyRelatedField(queryset=RemedyLine.objects.all())
    quantity = serializers.DecimalField(max_digits=12, decimal_places=3)
    reason = serializers.CharField(max_length=2000)
    handling = serializers.CharField(max_length=2000)
    basis = serializers.CharField(max_length=2000)


class CountDeliverySerializer(serializers.Serializer[Any]):
    quantity = serializers.DecimalField(max_digits=12, decimal_places=3)
    arrived_on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class ReceiveGoodsSerializer(serializers.Serializer[Any]):
    same_goods = serializers.BooleanField()


class ReturnSlipViewSet(ScopedReadViewSet):
    """Return slips in the caller's sight. People sign them: a program cannot."""

    queryset = ReturnSlip.objects.all()
    serializer_class = ReturnSlipSerializer
    filterset_class = SlipFilter
    subject = SUBJECT
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH).prefetch_related(*PARTS)

    @extend_schema(request=DrawSlipSerializer, responses={201: ReturnSlipSerializer})
    def create(self, request: Request) -> Response:
        """Draw one up for goods that come back."""
        data = sent(DrawSlipSerializer, request)
        made = services.draw_up(data.pop("remedy"), actor=request.user, **data)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, number: str) -> Response:
        """The sales deputy GM signs."""
        return self._shown(services.sign(self.get_object(), actor=request.user))

    @extend_schema(request=None, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, number: str) -> Response:
        """Copies 2, 3 and 4 go to the warehouse."""
        return self._shown(services.send(self.get_object(), actor=request.user))

    @extend_schema(request=CountDeliverySerializer, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"])
    def count(self, request: Request, number: str) -> Response:
        """The warehouse counts a delivery."""
        found = self.get_object()
        services.count_delivery(found, actor=request.user, **sent(CountDeliverySerializer, request))
        return self._shown(found)

    @extend_schema(request=None, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"], url_path=r"deliveries/(?P<delivery>[0-9]{1,18})/strike")
    def strike(self, request: Request, number: str, delivery: str) -> Response:
        """Strike a wrong count out; it stays to be read."""
        found = self.get_object()
        rows = Delivery.objects.select_related("slip__site")
        services.strike_delivery(get_object_or_404(rows, pk=delivery, slip=found), actor=request.user)
        return self._shown(found)

    @extend_schema(request=ReceiveGoodsSerializer, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, number: str) -> Response:
        """The warehouse signs, when all the goods of the slip are there."""
        found = self.get_object()
        data = sent(ReceiveGoodsSerializer, request)
        return self._shown(services.receive(found, actor=request.user, **data))

    @extend_schema(request=None, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"], url_path="hand-on")
    def hand_on(self, request: Request, number: str) -> Response:
        """Copy 3 goes to finance, copy 4 back to sales."""
        return self._shown(services.hand_on(self.get_object(), actor=request.user))

    @extend_schema(request=PostPaperSerializer, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"], url_path="post", url_name="post")
    def post_paper(self, request: Request, number: str) -> Response:
        """Finance posts it: only when what was approved has come back."""
        data = sent(PostPaperSerializer, request)
        return self._shown(services.post(self.get_object(), actor=request.user, **data))

    @extend_schema(request=VoidPaperSerializer, responses=ReturnSlipSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, number: str) -> Response:
        """Make it void, with the reason."""
        data = sent(VoidPaperSerializer, request)
        return self._shown(services.void(self.get_object(), actor=request.user, **data))

    def _shown(self, made: ReturnSlip, code: int = status.HTTP_200_OK) -> Response:
        found = ReturnSlip.objects.select_related(*WITH).prefetch_related(*PARTS).get(pk=made.pk)
        return Response(ReturnSlipSerializer(found).data, status=code)
