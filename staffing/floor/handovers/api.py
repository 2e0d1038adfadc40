"""The API of handovers: read those in sight, sign through the pages' services."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.floor.access import RECORDS
from staffing.floor.handovers import services
from staffing.floor.handovers.listing import HandoverFilter
from staffing.floor.handovers.models import Handover, HandoverProblem

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
    outgoing = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    incoming = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    topics = serializers.DictField(child=serializers.CharField(), read_only=True)
    facts = serializers.ListField(read_only=True)
    problems = HandoverProblemSerializer(many=True, read_only=True)

    class Meta:
        model = Handover
        fields = (
            "id", "number", "site", "team", "on", "code", "change_at", "topics", "facts", "outgoing",
            "outgoing_signed_at", "incoming", "incoming_signed_at", "problems",
        )  # fmt: skip
        read_only_fields = fields


class HandoverViewSet(ScopedReadViewSet):
    """Handovers in the caller's sight."""

    queryset = ROWS
    serializer_class = HandoverSerializer
    filterset_class = HandoverFilter
    subject = RECORDS

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
