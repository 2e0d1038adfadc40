"""The API of what a shift leaves behind: open items, consoles that are released."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Team
from staffing.floor.access import RECORDS
from staffing.floor.handovers import services
from staffing.floor.handovers.models import ConsoleRelease, OpenItem
from staffing.records.sending import sent
from staffing.roster.models import Assignment


class OpenItemFilter(django_filters.FilterSet):
    """By team, day, whether it is done."""

    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    since = django_filters.DateFromToRangeFilter(field_name="raised_on", label=_("Day"))
    open = django_filters.BooleanFilter(field_name="done_at", lookup_expr="isnull", label=_("Still open"))

    class Meta:
        model = OpenItem
        fields: list[str] = []


class OpenItemSerializer(serializers.ModelSerializer[OpenItem]):
    """Something that is not finished or not passed on; from the day after `raised_on` on it comes first."""

    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = OpenItem
        fields = ("id", "site", "team", "text", "raised_on", "raised_at", "done_at")
        read_only_fields = fields


class NewOpenItemSerializer(serializers.Serializer[Any]):
    """What is open, and for which team."""

    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.select_related("department__site"))
    text = serializers.CharField(max_length=300)


class OpenItemViewSet(ScopedReadViewSet):
    """Open items in the caller's sight, those left over first."""

    queryset = OpenItem.objects.select_related("site", "team").order_by("raised_on", "pk")
    serializer_class = OpenItemSerializer
    filterset_class = OpenItemFilter
    subject = RECORDS

    @extend_schema(request=NewOpenItemSerializer, responses={201: OpenItemSerializer})
    def create(self, request: Request) -> Response:
        """Note something that is open."""
        data = sent(NewOpenItemSerializer, request)
        made = services.raise_item(data["team"], data["text"], actor=request.user)
        return Response(OpenItemSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=OpenItemSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """Note that it is done."""
        services.finish_item(self.get_object(), actor=request.user)
        return Response(OpenItemSerializer(self.get_object()).data)


class ConsoleReleaseFilter(django_filters.FilterSet):
    """By team, person, moment."""

    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    employee = django_filters.CharFilter(field_name="employee__number", label=_("Employee number"))
    released = django_filters.IsoDateTimeFromToRangeFilter(field_name="released_at", label=_("Released"))

    class Meta:
        model = ConsoleRelease
        fields: list[str] = []


class ConsoleReleaseSerializer(serializers.ModelSerializer[ConsoleRelease]):
    """Somebody was free to leave the console: `relief` is the shift that relieved, null where none was due or the leader said so."""

    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = ConsoleRelease
        fields = (
            "id", "site", "team", "employee", "assignment", "relief", "is_without_relief", "reason", "released_at",
        )  # fmt: skip
        read_only_fields = fields


class NewConsoleReleaseSerializer(serializers.Serializer[Any]):
    """Which shift's console; the leader gives a `reason` to release it early or without relief."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class ConsoleReleaseViewSet(ScopedReadViewSet):
    """Consoles that were released, in the caller's sight."""

    queryset = ConsoleRelease.objects.select_related("site", "team", "employee").order_by(
        "-released_at", "-pk"
    )
    serializer_class = ConsoleReleaseSerializer
    filterset_class = ConsoleReleaseFilter
    subject = RECORDS

    @extend_schema(request=NewConsoleReleaseSerializer, responses={201: ConsoleReleaseSerializer})
    def create(self, request: Request) -> Response:
        """Release a console: one's own once the relief is there, anybody's by the leader."""
        data = sent(NewConsoleReleaseSerializer, request)
        made = services.release_console(data["assignment"], actor=request.user, reason=data["reason"])
        return Response(ConsoleReleaseSerializer(made).data, status=status.HTTP_201_CREATED)
