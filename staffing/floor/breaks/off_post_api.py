"""The API of times off post: read those in sight, report one and its end through the pages' services."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.floor.access import BREAKS
from staffing.floor.breaks import services
from staffing.floor.breaks.models import OffPost
from staffing.records.sending import sent
from staffing.roster.models import Assignment


class OffPostFilter(django_filters.FilterSet):
    """By day, team, person, whether it goes on."""

    day = django_filters.DateFromToRangeFilter(field_name="on", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    employee = django_filters.CharFilter(field_name="employee__number", label=_("Employee number"))
    open = django_filters.BooleanFilter(
        field_name="returned_at", lookup_expr="isnull", label=_("Not back yet")
    )

    class Meta:
        model = OffPost
        fields: list[str] = []


class OffPostSerializer(serializers.ModelSerializer[OffPost]):
    """A time off post without consent; `from_break`: the break that lasted too long, null where the leader found it."""

    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = OffPost
        fields = (
            "id", "site", "team", "employee", "assignment", "on", "left_at", "returned_at", "from_break", "note",
        )  # fmt: skip
        read_only_fields = fields


class NewOffPostSerializer(serializers.Serializer[Any]):
    """Whose shift, from now on."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class OffPostViewSet(ScopedReadViewSet):
    """Times off post in the caller's sight."""

    queryset = OffPost.objects.select_related("site", "team", "employee").order_by("-left_at", "-pk")
    serializer_class = OffPostSerializer
    filterset_class = OffPostFilter
    subject = BREAKS

    @extend_schema(request=NewOffPostSerializer, responses={201: OffPostSerializer})
    def create(self, request: Request) -> Response:
        """The shift leader notes that somebody is off post without consent."""
        data = sent(NewOffPostSerializer, request)
        made = services.report_off_post(data["assignment"], actor=request.user, note=data["note"])
        return Response(OffPostSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=OffPostSerializer)
    @action(detail=True, methods=["post"])
    def back(self, request: Request, pk: str) -> Response:
        """The shift leader notes that somebody is back on post."""
        services.back_on_post(self.get_object(), actor=request.user)
        return Response(OffPostSerializer(self.get_object()).data)
