"""The API of receivables: who collects the invoice of a complaint that is not upheld, settled or not after all, the memo."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from complaints.remedies.certificates.api import employee, sent
from complaints.remedies.duties.models import SUBJECT
from complaints.remedies.executions.api import RemedyReasonSerializer
from complaints.remedies.executions.listing import ReceivableFilter
from complaints.remedies.receivables import services
from complaints.remedies.receivables.models import Receivable, ReceivableState

WITH = ("site", "case", "salesperson", "over_by", "memo_by")
LESS = ("case__search", "case__content")
OUTCOMES = [
    (ReceivableState.COLLECTED.value, pgettext_lazy("receivable", "Collected")),
    (ReceivableState.DROPPED.value, pgettext_lazy("receivable", "Nothing to collect")),
]


class ReceivableSerializer(serializers.ModelSerializer[Receivable]):
    """An invoice that stays due on its normal term; `memo` is what the superiors were told when the customer objected."""

    site = serializers.CharField(source="site.code")
    complaint = serializers.CharField(source="case.reference")
    order_no = serializers.CharField(source="case.order_no", read_only=True)
    salesperson = employee()
    over_by = employee()
    memo_by = employee()

    class Meta:
        model = Receivable
        fields = (
            "id", "site", "complaint", "order_no", "salesperson", "due_at", "state", "over_at", "over_by", "words", "memo",
            "memo_by", "memo_at", "memo_answer",
        )  # fmt: skip


class SettleReceivableSerializer(serializers.Serializer[Any]):
    """The money is there, or there is nothing to collect; `words` are needed for the second."""

    outcome = serializers.ChoiceField(choices=OUTCOMES)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class ReceivableSalespersonSerializer(serializers.Serializer[Any]):
    """Who collects it: an employee number."""

    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.select_related("site", "user")
    )


class ReceivableMemoSerializer(serializers.Serializer[Any]):
    memo = serializers.CharField(max_length=4000)


class ReceivableViewSet(ScopedReadViewSet):
    """Receivables in the caller's sight. The memo goes up its author's line: the answer is given at `approvals/requests`."""

    queryset = Receivable.objects.all()
    serializer_class = ReceivableSerializer
    filterset_class = ReceivableFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH).defer(*LESS)

    @extend_schema(request=SettleReceivableSerializer, responses=ReceivableSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """The money is there, or there is nothing to collect."""
        found = self.get_object()
        data = sent(SettleReceivableSerializer, request)
        is_collected = data["outcome"] == ReceivableState.COLLECTED
        return self._shown(
            services.settle(found, actor=request.user, is_collected=is_collected, words=data["words"])
        )

    @extend_schema(request=RemedyReasonSerializer, responses=ReceivableSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """It was settled by mistake: to be collected again, on the term it had."""
        found = self.get_object()
        data = sent(RemedyReasonSerializer, request)
        return self._shown(services.take_back(found, actor=request.user, **data))

    @extend_schema(request=ReceivableSalespersonSerializer, responses=ReceivableSerializer)
    @action(detail=True, methods=["post"])
    def salesperson(self, request: Request, pk: str) -> Response:
        """Say who collects it."""
        found = self.get_object()
        who = sent(ReceivableSalespersonSerializer, request)["employee"]
        return self._shown(services.name_salesperson(found, who, actor=request.user))

    @extend_schema(request=ReceivableMemoSerializer, responses=ReceivableSerializer)
    @action(detail=True, methods=["post"])
    def memo(self, request: Request, pk: str) -> Response:
        """The customer objects: a memo goes up the author's line to the deputy GM."""
        found = self.get_object()
        services.write_memo(found, actor=request.user, text=sent(ReceivableMemoSerializer, request)["memo"])
        return self._shown(found)

    def _shown(self, made: Receivable) -> Response:
        found = Receivable.objects.select_related(*WITH).defer(*LESS).get(pk=made.pk)
        return Response(ReceivableSerializer(found).data)
