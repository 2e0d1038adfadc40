"""The API of cleaning duties: read them, tick one off."""

from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.records.access import SUBJECT
from staffing.records.cleaning import services
from staffing.records.cleaning.models import CleaningDuty, CleaningTick
from staffing.records.sending import sent


class CleaningFilter(django_filters.FilterSet):
    is_active = django_filters.BooleanFilter()

    class Meta:
        model = CleaningDuty
        fields: list[str] = []


class CleaningDutySerializer(serializers.ModelSerializer[CleaningDuty]):
    """A duty of a site; `weekday` 0 is Monday, `team` null: the day shift."""

    site = serializers.CharField(source="site.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = CleaningDuty
        fields = ("id", "site", "code", "name", "name_zh", "weekday", "team", "since", "is_active")


class CleaningTickSerializer(serializers.ModelSerializer[CleaningTick]):
    """A duty that was done for its day."""

    done_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = CleaningTick
        fields = ("id", "duty", "on", "done_by", "done_at", "note")


class NewCleaningTickSerializer(serializers.Serializer[Any]):
    """The day that the duty was done for."""

    on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class CleaningDutyViewSet(ScopedReadViewSet):
    """Cleaning duties in the caller's sight."""

    queryset = CleaningDuty.objects.select_related("site", "team").order_by("site__code", "weekday", "pk")
    serializer_class = CleaningDutySerializer
    filterset_class = CleaningFilter
    subject = SUBJECT

    @extend_schema(request=NewCleaningTickSerializer, responses={201: CleaningTickSerializer})
    @action(detail=True, methods=["post"])
    def tick(self, request: Request, pk: str) -> Response:
        """Say that the duty was done for a day."""
        found, data = self.get_object(), sent(NewCleaningTickSerializer, request)
        made = services.tick_off(found, data.pop("on"), actor=request.user, **data)
        return Response(CleaningTickSerializer(made).data, status=status.HTTP_201_CREATED)
