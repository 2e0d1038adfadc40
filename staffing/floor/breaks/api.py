"""The API of breaks: read those in sight, ask, decide, go and come back through the pages' services."""

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
from staffing.floor.breaks.models import Break, BreakKind, BreakState
from staffing.roster.models import Assignment


class BreakFilter(django_filters.FilterSet):
    """By day, team, person, state."""

    day = django_filters.DateFromToRangeFilter(field_name="on", label=_("Day"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    employee = django_filters.CharFilter(field_name="employee__number", label=_("Employee number"))
    state = django_filters.MultipleChoiceFilter(choices=BreakState.choices, label=_("State"))

    class Meta:
        model = Break
        fields: list[str] = []


class BreakSerializer(serializers.ModelSerializer[Break]):
    """A slot with its actual times. `overrun_seconds` counts where it was longer than the slot and the tolerance."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Break
        fields = (
            "id", "site", "team", "employee", "assignment", "on", "kind", "starts_at", "ends_at", "state", "note",
            "left_at", "returned_at", "overrun_seconds",
        )  # fmt: skip
        read_only_fields = fields


class AskBreakSerializer(serializers.Serializer[Any]):
    """A slot of one's own shift (its id as the roster's API gives it); the shift leader also assigns those of the team."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    kind = serializers.ChoiceField(choices=BreakKind.choices)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=240)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class BreakViewSet(ScopedReadViewSet):
    """Breaks in the caller's sight."""

    queryset = Break.objects.select_related("employee", "team", "site")
    serializer_class = BreakSerializer
    filterset_class = BreakFilter
    subject = BREAKS

    @extend_schema(request=AskBreakSerializer, responses={201: BreakSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a slot of one's own shift."""
        sent = AskBreakSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        row, starts_at = data.pop("assignment"), data.pop("starts_at")
        slot = services.ask(
            row, BreakKind(data["kind"]), starts_at, data["minutes"], actor=request.user, note=data["note"]
        )
        return Response(BreakSerializer(slot).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=BreakSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """The shift leader agrees to a slot that was asked for."""
        return self._done(services.decide(self.get_object(), accepts=True, actor=request.user))

    @extend_schema(request=None, responses=BreakSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """The shift leader does not agree."""
        return self._done(services.decide(self.get_object(), accepts=False, actor=request.user))

    @extend_schema(request=None, responses=BreakSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """Somebody goes on the break now."""
        return self._done(services.leave(self.get_object(), actor=request.user))

    @extend_schema(request=None, responses=BreakSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def come_back(self, request: Request, pk: str) -> Response:
        """Somebody is back from the break now."""
        return self._done(services.come_back(self.get_object(), actor=request.user))

    def _done(self, slot: Break) -> Response:
        return Response(
            BreakSerializer(Break.objects.select_related("employee", "team", "site").get(pk=slot.pk)).data
        )
