"""The API of handovers, open items and consoles: begun, written, signed and released through the pages' services."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Team
from staffing.floor.access import RECORDS
from staffing.floor.handovers import services
from staffing.floor.handovers.listing import HandoverFilter
from staffing.floor.handovers.models import Handover, HandoverProblem
from staffing.records.sending import sent

ROWS = Handover.objects.select_related("team", "site", "outgoing", "incoming").prefetch_related("problems")


class HandoverProblemSerializer(serializers.ModelSerializer[HandoverProblem]):
    """A problem; `side` answers for it."""

    class Meta:
        model = HandoverProblem
        fields = ("id", "text", "found_at", "side", "noted_at")


class HandoverSerializer(serializers.ModelSerializer[Handover]):
    """A handover: words by topic, what was listed of itself when the outgoing leader signed, both signatures."""

    number = serializers.CharField(read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    outgoing = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    incoming = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    topics = serializers.DictField(child=serializers.CharField(), read_only=True)
    facts = serializers.ListField(read_only=True)
    problems = HandoverProblemSerializer(many=True, read_only=True)

    class Meta:
        model = Handover
        fields = (
            "id", "number", "site", "team", "on", "code", "change_at", "topics", "facts", "outgoing",
            "outgoing_signed_at", "incoming", "incoming_signed_at", "problems", "version",
        )  # fmt: skip
        read_only_fields = fields


class TeamShiftSerializer(serializers.Serializer[Any]):
    """One shift of a team on a day, by the shift's code."""

    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.select_related("department__site"))
    on = serializers.DateField()
    code = serializers.CharField(max_length=8)


class HandoverTopicsSerializer(serializers.Serializer[Any]):
    """Words by topic; what is left out stays. `version`: the one that the writer has read."""

    topics = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=2000))
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class NewHandoverProblemSerializer(serializers.Serializer[Any]):
    """A problem; `found_at` null: now."""

    text = serializers.CharField(max_length=2000)
    found_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class HandoverViewSet(ScopedReadViewSet):
    """Handovers in the caller's sight."""

    queryset = ROWS
    serializer_class = HandoverSerializer
    filterset_class = HandoverFilter
    subject = RECORDS

    @extend_schema(request=TeamShiftSerializer, responses={201: HandoverSerializer})
    def create(self, request: Request) -> Response:
        """Begin the handover of a shift; the one that is there where somebody was quicker."""
        data = sent(TeamShiftSerializer, request)
        made = services.begin(data["team"], data["on"], data["code"], actor=request.user)
        return Response(HandoverSerializer(ROWS.get(pk=made.pk)).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=HandoverTopicsSerializer, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def write(self, request: Request, pk: str) -> Response:
        """Write topics until the outgoing leader has signed."""
        data = sent(HandoverTopicsSerializer, request)
        return self._done(
            services.write(self.get_object(), data["topics"], version=data["version"], actor=request.user)
        )

    @extend_schema(request=NewHandoverProblemSerializer, responses={201: HandoverProblemSerializer})
    @action(detail=True, methods=["post"])
    def problem(self, request: Request, pk: str) -> Response:
        """Note a problem; who answers for it follows from when it was found."""
        data = sent(NewHandoverProblemSerializer, request)
        made = services.note_problem(
            self.get_object(), data["text"], actor=request.user, found_at=data["found_at"]
        )
        return Response(HandoverProblemSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def give(self, request: Request, pk: str) -> Response:
        """The outgoing leader signs."""
        return self._done(services.give(self.get_object(), actor=request.user))

    @extend_schema(request=None, responses=HandoverSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: str) -> Response:
        """The incoming leader signs; the duty log of the outgoing shift is locked."""
        return self._done(services.take(self.get_object(), actor=request.user))

    def _done(self, row: Handover) -> Response:
        return Response(HandoverSerializer(ROWS.get(pk=row.pk)).data)
