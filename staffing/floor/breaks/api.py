"""The API of breaks: read those in sight, ask, assign, spread, move, decide, go and come back through the pages' services."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import require
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Team
from staffing.floor import access
from staffing.floor.access import BREAKS
from staffing.floor.breaks import services
from staffing.floor.breaks.models import Break, BreakKind, BreakState
from staffing.floor.breaks.moving.facts import outlook
from staffing.floor.breaks.moving.services import Step, move_breaks
from staffing.records.sending import sent
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
    """A slot of a shift (its id as the roster's API gives it)."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    kind = serializers.ChoiceField(choices=BreakKind.choices)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=240)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class BreakMoveSerializer(serializers.Serializer[Any]):
    """The new time of a slot; its length stays."""

    starts_at = serializers.DateTimeField()


class BreakDaySerializer(serializers.Serializer[Any]):
    """A team's day."""

    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.select_related("department__site"))
    on = serializers.DateField()


class BreakSpreadSerializer(serializers.Serializer[Any]):
    """What a spread assigned; `left_over`: how many found no room within the limit."""

    assigned = BreakSerializer(many=True)
    left_over = serializers.IntegerField()


class ShortHalfHourSerializer(serializers.Serializer[Any]):
    """A half hour with too few at their posts: at its worst minute `there` of `needed`, `away` on breaks."""

    starts_at = serializers.DateTimeField(source="start")
    ends_at = serializers.DateTimeField(source="end")
    needed = serializers.IntegerField()
    there = serializers.IntegerField()
    away = serializers.IntegerField()


class SuggestedMoveSerializer(serializers.Serializer[Any]):
    """A slot that could go elsewhere: `minutes` short fewer at `to`; `others` help as well."""

    id = serializers.IntegerField(source="slot.pk")
    seen = serializers.DateTimeField(source="slot.start")
    to = serializers.DateTimeField(source="start")
    others = serializers.ListField(child=serializers.DateTimeField())
    minutes = serializers.IntegerField()


class BreakOutlookSerializer(serializers.Serializer[Any]):
    """The half hours of a team's day that are still to come and short, and the moves that help."""

    short = ShortHalfHourSerializer(many=True, source="gaps")
    moves = SuggestedMoveSerializer(many=True)


class BreakStepSerializer(serializers.Serializer[Any]):
    """Move the slot from where it was seen to another start."""

    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    seen = serializers.DateTimeField()
    to = serializers.DateTimeField()


class BreakStepsSerializer(serializers.Serializer[Any]):
    """Moves of a team's breaks, done as a whole or not at all."""

    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.select_related("department__site"))
    moves = BreakStepSerializer(many=True, allow_empty=False)


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

    @extend_schema(request=AskBreakSerializer, responses={201: BreakSerializer})
    @action(detail=False, methods=["post"])
    def assign(self, request: Request) -> Response:
        """The shift leader gives somebody a slot."""
        data = sent(AskBreakSerializer, request)
        kind = BreakKind(data["kind"])
        slot = services.assign(
            data["assignment"], kind, data["starts_at"], data["minutes"], actor=request.user
        )
        return Response(BreakSerializer(slot).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=BreakDaySerializer, responses=BreakSpreadSerializer)
    @action(detail=False, methods=["post"])
    def spread(self, request: Request) -> Response:
        """Give everybody of a team's day what they are entitled to and have not got."""
        data = sent(BreakDaySerializer, request)
        made, left = services.spread_breaks(data["team"], data["on"], actor=request.user)
        return Response(BreakSpreadSerializer({"assigned": made, "left_over": len(left)}).data)

    @extend_schema(parameters=[BreakDaySerializer], responses=BreakOutlookSerializer)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def outlook(self, request: Request) -> Response:
        """The half hours of a team's day that are short, and which breaks to move."""
        asked = BreakDaySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        team = asked.validated_data["team"]
        require(access.may_see_breaks_of(request.user, team))
        found = outlook(team, asked.validated_data["on"], timezone.now())
        return Response(BreakOutlookSerializer(found).data)

    @extend_schema(request=BreakStepsSerializer, responses=BreakSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def moves(self, request: Request) -> Response:
        """Move several breaks of a team, as a whole or not at all."""
        data = sent(BreakStepsSerializer, request)
        steps = [Step(each["id"], each["seen"], each["to"]) for each in data["moves"]]
        moved = move_breaks(data["team"], steps, actor=request.user)
        rows = Break.objects.select_related("employee", "team", "site").filter(
            pk__in=[one.pk for one in moved]
        )
        return Response(BreakSerializer(rows, many=True).data)

    @extend_schema(request=BreakMoveSerializer, responses=BreakSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """The shift leader gives a slot another time."""
        data = sent(BreakMoveSerializer, request)
        return self._done(services.move(self.get_object(), data["starts_at"], actor=request.user))

    @extend_schema(request=None, responses=BreakSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back a slot that was not used."""
        return self._done(services.take_back(self.get_object(), actor=request.user))

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
