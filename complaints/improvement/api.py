"""The API of improvement: read, plan, finish, verify."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from complaints.improvement import services
from complaints.improvement.listing import ImprovementFilter
from complaints.improvement.models import SUBJECT, Improvement, Measurement


class MeasurementSerializer(serializers.ModelSerializer[Measurement]):
    """The effect of one round: complaints of the cause in as many weeks before and after the action, and the calls of
    those weeks; rates are complaints per 1,000 calls, null where calls are not known."""

    rate_before = serializers.FloatField(source="effect.rate_before", read_only=True, allow_null=True)
    rate_after = serializers.FloatField(source="effect.rate_after", read_only=True, allow_null=True)

    class Meta:
        model = Measurement
        fields = (
            "round", "weeks", "action_on", "before", "after", "calls_before", "calls_after", "rate_before", "rate_after",
            "is_effective", "measured_at",
        )  # fmt: skip


class ImprovementSerializer(serializers.ModelSerializer[Improvement]):
    """An improvement out of a complaint; `round` counts how often it was begun."""

    number = serializers.CharField(read_only=True)
    is_late = serializers.BooleanField(read_only=True)
    site = serializers.CharField(source="site.code")
    case = serializers.CharField(source="case.reference", read_only=True)
    cause = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    owner = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    department = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    measurements = MeasurementSerializer(many=True, read_only=True)

    class Meta:
        model = Improvement
        fields = (
            "id", "number", "site", "case", "cause", "state", "round", "owner", "department", "root_cause", "action",
            "due_on", "is_late", "created_at", "done_at", "evidence", "verified_at", "words", "measurements",
        )  # fmt: skip


class ImprovementPlanSerializer(serializers.Serializer[Any]):
    root_cause = serializers.CharField(max_length=4000)
    action = serializers.CharField(max_length=4000)
    owner = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.select_related("site", "user")
    )
    due_on = serializers.DateField()


class ImprovementEvidenceSerializer(serializers.Serializer[Any]):
    evidence = serializers.CharField(max_length=4000)


class ImprovementVerificationSerializer(serializers.Serializer[Any]):
    """`is_done` false: it goes back to the owner."""

    is_done = serializers.BooleanField()
    words = serializers.CharField(max_length=4000)


class ImprovementViewSet(ScopedReadViewSet):
    """Improvements in the caller's sight."""

    queryset = Improvement.objects.all()
    serializer_class = ImprovementSerializer
    filterset_class = ImprovementFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("site", "case", "cause", "owner", "department")
        return rows.prefetch_related("measurements")

    @extend_schema(request=ImprovementPlanSerializer, responses=ImprovementSerializer)
    @action(detail=True, methods=["post"])
    def plan(self, request: Request, pk: str) -> Response:
        """Say why, what is done, by whom, by when."""
        found, data = self.get_object(), _sent(ImprovementPlanSerializer, request)
        services.plan(found, actor=request.user, **data)
        return self._shown(found)

    @extend_schema(request=ImprovementEvidenceSerializer, responses=ImprovementSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """It is done, with what shows it."""
        found, data = self.get_object(), _sent(ImprovementEvidenceSerializer, request)
        services.finish(found, actor=request.user, **data)
        return self._shown(found)

    @extend_schema(request=ImprovementVerificationSerializer, responses=ImprovementSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """The service department's look at it."""
        found, data = self.get_object(), _sent(ImprovementVerificationSerializer, request)
        services.verify(found, actor=request.user, **data)
        return self._shown(found)

    def _shown(self, improvement: Improvement) -> Response:
        return Response(ImprovementSerializer(self.get_queryset().get(pk=improvement.pk)).data)


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
