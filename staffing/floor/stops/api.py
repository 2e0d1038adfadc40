"""The API of stop-work orders: read those in sight, order one through the page's service."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.floor.access import RECORDS
from staffing.floor.stops.models import StopWork
from staffing.floor.stops.services import order_stop_work
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
    """Somebody was ordered to stop work; the times are those the shift had before."""

    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = StopWork
        fields = (
            "id", "site", "team", "employee", "assignment", "on", "starts_at", "ends_at", "reason", "ordered_at",
        )  # fmt: skip
        read_only_fields = fields


class NewStopWorkSerializer(serializers.Serializer[Any]):
    """Whose shift ends now, and why."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    reason = serializers.CharField(max_length=2000)


class StopWorkViewSet(ScopedReadViewSet):
    """Stop-work orders in the caller's sight."""

    queryset = StopWork.objects.select_related("site", "team", "employee").order_by("-ordered_at", "-pk")
    serializer_class = StopWorkSerializer
    filterset_class = StopWorkFilter
    subject = RECORDS

    @extend_schema(request=NewStopWorkSerializer, responses={201: StopWorkSerializer})
    def create(self, request: Request) -> Response:
        """Order somebody to stop work for the rest of a shift."""
        data = sent(NewStopWorkSerializer, request)
        made = order_stop_work(data["assignment"], actor=request.user, reason=data["reason"])
        return Response(StopWorkSerializer(made).data, status=status.HTTP_201_CREATED)
