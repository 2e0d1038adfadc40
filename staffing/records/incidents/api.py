"""The API of incidents: read them, report, write the timeline, end, close; minutes of interruption."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee, Site, Team
from callcenter.telephony.models import Queue
from staffing.records.access import SUBJECT
from staffing.records.incidents import services
from staffing.records.incidents.filters import IncidentFilter
from staffing.records.incidents.models import EntryKind, Incident, IncidentEntry, IncidentKind
from staffing.records.incidents.rules import Load
from staffing.records.incidents.services import IncidentFacts
from staffing.records.sending import sent

WRITTEN = [one for one in EntryKind.choices if one[0] != EntryKind.STATE]


class IncidentEntrySerializer(serializers.ModelSerializer[IncidentEntry]):
    """A line of the timeline; `person` is who was notified."""

    person = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = IncidentEntry
        fields = ("id", "at", "kind", "text", "person", "recorded_at")


class IncidentSerializer(serializers.ModelSerializer[Incident]):
    """An incident with its timeline; `ends_at` null: it goes on."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    reported_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    queues = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)
    entries = IncidentEntrySerializer(many=True, read_only=True)

    class Meta:
        model = Incident
        fields = (
            "id", "number", "site", "team", "kind", "title", "severity", "starts_at", "ends_at", "is_interruption",
            "queues", "calls_lost", "root_cause", "reported_by", "reported_at", "closed_at", "entries",
        )  # fmt: skip


class NewIncidentSerializer(serializers.Serializer[Any]):
    """An incident to report; `starts_at` null: now."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    kind = serializers.ChoiceField(choices=IncidentKind.choices)
    title = serializers.CharField(max_length=160)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.select_related("department"), required=False, allow_null=True, default=None
    )
    starts_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    is_interruption = serializers.BooleanField(default=False)


class NewIncidentEntrySerializer(serializers.Serializer[Any]):
    """A line to write; `at` null: now."""

    kind = serializers.ChoiceField(choices=WRITTEN)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    person = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.all(), required=False, allow_null=True, default=None
    )
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class IncidentImpactSerializer(serializers.Serializer[Any]):
    """What an incident does: interruption, queues (their codes), calls lost, what the switch shows; rates in per cent."""

    is_interruption = serializers.BooleanField()
    queues = serializers.ListField(child=serializers.CharField(max_length=80), required=False, default=list)
    calls_lost = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=2**31 - 1
    )
    waiting = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=2**31 - 1
    )
    usual = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=2**31 - 1
    )
    connect_rate = serializers.DecimalField(
        5, 2, required=False, allow_null=True, default=None, min_value=0, max_value=100
    )
    loss_rate = serializers.DecimalField(
        5, 2, required=False, allow_null=True, default=None, min_value=0, max_value=100
    )
    wait_seconds = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=2**31 - 1
    )


class IncidentEndSerializer(serializers.Serializer[Any]):
    """Since when it is over; null: now."""

    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class IncidentCauseSerializer(serializers.Serializer[Any]):
    root_cause = serializers.CharField(max_length=4000)


class IncidentViewSet(ScopedReadViewSet):
    """Incidents in the caller's sight."""

    queryset = Incident.objects.select_related("site", "team", "reported_by").order_by("-starts_at", "-pk")
    serializer_class = IncidentSerializer
    filterset_class = IncidentFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("queues", "entries__person")

    @extend_schema(request=NewIncidentSerializer, responses={201: IncidentSerializer})
    def create(self, request: Request) -> Response:
        """Report an incident."""
        data = sent(NewIncidentSerializer, request)
        site, kind = data.pop("site"), IncidentKind(data.pop("kind"))
        made = services.report_incident(site, IncidentFacts(kind=kind, **data), actor=request.user)
        return Response(IncidentSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=NewIncidentEntrySerializer, responses={201: IncidentEntrySerializer})
    @action(detail=True, methods=["post"])
    def note(self, request: Request, pk: str) -> Response:
        """Write a line of the timeline."""
        found, data = self.get_object(), sent(NewIncidentEntrySerializer, request)
        data["kind"] = EntryKind(data["kind"])
        entry = services.add_entry(found, actor=request.user, **data)
        return Response(IncidentEntrySerializer(entry).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=IncidentImpactSerializer, responses=IncidentSerializer)
    @action(detail=True, methods=["post"])
    def impact(self, request: Request, pk: str) -> Response:
        """Say what it does; its severity follows the rulebook."""
        found, data = self.get_object(), sent(IncidentImpactSerializer, request)
        codes = set(data.pop("queues"))
        queues = list(Queue.objects.filter(site=found.site_id, code__in=codes))
        if len(queues) != len(codes):
            raise serializers.ValidationError({"queues": ["Codes of queues of the incident's site."]})
        services.change_impact(
            found,
            actor=request.user,
            is_interruption=data.pop("is_interruption"),
            queues=queues,
            calls_lost=data.pop("calls_lost"),
            load=Load(**data),
        )
        return Response(IncidentSerializer(self.get_object()).data)

    @extend_schema(request=IncidentEndSerializer, responses=IncidentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Say that it is over."""
        services.end_incident(self.get_object(), actor=request.user, **sent(IncidentEndSerializer, request))
        return Response(IncidentSerializer(self.get_object()).data)

    @extend_schema(request=IncidentCauseSerializer, responses=IncidentSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it with its root cause."""
        services.close_incident(
            self.get_object(), actor=request.user, **sent(IncidentCauseSerializer, request)
        )
        return Response(IncidentSerializer(self.get_object()).data)
