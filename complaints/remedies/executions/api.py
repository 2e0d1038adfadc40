"""The API of what is to be carried out: read with the page's filters, said to be done, ended or open again by the page's services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.cases.models import Remedy
from complaints.remedies.certificates.api import employee, sent
from complaints.remedies.duties.models import SUBJECT
from complaints.remedies.executions import services
from complaints.remedies.executions.listing import ExecutionFilter
from complaints.remedies.executions.models import Execution

WITH = ("site", "case", "remedy", "over_by")
LESS = ("case__search", "case__content")


class RemedyExecutionSerializer(serializers.ModelSerializer[Execution]):
    """An approved remedy and how far it is. `remedy` is the id that its papers carry; `duty` whose turn it is: empty for the
    owner of the complaint, or the sales deputy GM where `next_step` is `sign`.
    """

    site = serializers.CharField(source="site.code")
    complaint = serializers.CharField(source="case.reference")
    kind = serializers.ChoiceField(source="remedy.kind", choices=Remedy.choices, read_only=True)
    amount = serializers.DecimalField(source="remedy.amount", max_digits=12, decimal_places=2, read_only=True)
    quantity = serializers.DecimalField(
        source="remedy.quantity", max_digits=12, decimal_places=3, read_only=True, allow_null=True
    )
    unit = serializers.CharField(source="remedy.unit", read_only=True)
    over_by = employee()

    class Meta:
        model = Execution
        fields = (
            "id", "site", "complaint", "remedy", "kind", "amount", "quantity", "unit", "state", "next_step", "duty", "due_at",
            "over_at", "over_by", "words",
        )  # fmt: skip


class RemedyWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=2000)


class RemedyReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class RemedyExecutionViewSet(ScopedReadViewSet):
    """Remedies to carry out in the caller's sight, one for each that was approved. People say that one is done: a program cannot."""

    queryset = Execution.objects.all()
    serializer_class = RemedyExecutionSerializer
    filterset_class = ExecutionFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH).defer(*LESS)

    @extend_schema(request=RemedyWordsSerializer, responses=RemedyExecutionSerializer)
    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request: Request, pk: str) -> Response:
        """Say that a remedy without papers (an apology, an explanation) was carried out."""
        found = self.get_object()
        data = sent(RemedyWordsSerializer, request)
        return self._shown(services.carry_out(found, actor=request.user, **data))

    @extend_schema(request=RemedyWordsSerializer, responses=RemedyExecutionSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End it with less than was approved, because the customer takes less."""
        found = self.get_object()
        data = sent(RemedyWordsSerializer, request)
        return self._shown(services.end_short(found, actor=request.user, **data))

    @extend_schema(request=RemedyReasonSerializer, responses=RemedyExecutionSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """It was said to be over by mistake: open again, with the deadline it had."""
        found = self.get_object()
        data = sent(RemedyReasonSerializer, request)
        return self._shown(services.take_back(found, actor=request.user, **data))

    def _shown(self, made: Execution) -> Response:
        found = Execution.objects.select_related(*WITH).defer(*LESS).get(pk=made.pk)
        return Response(RemedyExecutionSerializer(found).data)
