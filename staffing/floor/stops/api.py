"""The API of stop-work orders: read those in sight, order one through the page's service."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.floor.access import RECORDS
from staffing.floor.stops.models import StopWork
from staffing.floor.stops.services import annul_stop_work, order_stop_work
from staffing.records.sending import sent
from staffing.roster.models import Assignment


class StopWorkFilter(django_filters.FilterSet):
    """By day, team, person."""

    day = django_filters.DateFromToRangeFilter(field_name="on", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    employee = django_filters.CharFilter(field_name="employee__number", label=_("Employee number"))

    class Meta:
        model = StopWork
        fields: list[str] = []


class StopWorkSerializer(serializers.ModelSerializer[StopWork]):
    """Somebody was ordered to stop work; the times are those the shift had before. `annulled_at`: the order was wrong."""

    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    annulled_at = serializers.DateTimeField(source="annulment.annulled_at", read_only=True, default=None)
    annulled_for = serializers.CharField(source="annulment.reason", read_only=True, default=None)

    class Meta:
        model = StopWork
        fields = (
            "id", "site", "team", "employee", "assignment", "on", "starts_at", "ends_at", "ground", "reason", "ordered_at",
            "annulled_at", "annulled_for",
        )  # fmt: skip
        read_only_fields = fields


class NewStopWorkSerializer(serializers.Serializer[Any]):
    """Whose shift ends now, what for (a code of the catalogue of conduct), and why."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    ground = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=2000)


class StopWorkReasonSerializer(serializers.Serializer[Any]):
    """Why an order is annulled."""

    reason = serializers.CharField(max_length=2000)


class StopWorkViewSet(ScopedReadViewSet):
    """Stop-work orders in the caller's sight."""

    queryset = StopWork.objects.select_related("site", "team", "employee", "annulment").order_by(
        "-ordered_at", "-pk"
    )
    serializer_class = StopWorkSerializer
    filterset_class = StopWorkFilter
    subject = RECORDS

    @extend_schema(request=NewStopWorkSerializer, responses={201: StopWorkSerializer})
    def create(self, request: Request) -> Response:
        """Order somebody to stop work for the rest of a shift."""
        data = sent(NewStopWorkSerializer, request)
        made = order_stop_work(
            data["assignment"], actor=request.user, reason=data["reason"], ground=data["ground"]
        )
        return Response(StopWorkSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=StopWorkReasonSerializer, responses=StopWorkSerializer)
    @action(detail=True, methods=["post"])
    def annul(self, request: Request, pk: str) -> Response:
        """Annul an order that was wrong; what was recorded of it is undone."""
        order: StopWork = self.get_object()
        annul_stop_work(order, actor=request.user, reason=sent(StopWorkReasonSerializer, request)["reason"])
        return Response(StopWorkSerializer(self.get_queryset().get(pk=order.pk)).data)
