"""The API of meetings: read them with agenda and attendance, plan, call off."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee, Site, Team
from staffing.records.access import SUBJECT
from staffing.records.meetings import services
from staffing.records.meetings.listing import MeetingFilter
from staffing.records.meetings.models import AgendaItem, Attendance, Meeting, Presence
from staffing.records.meetings.series import MeetingKind
from staffing.records.meetings.services import MeetingFacts
from staffing.records.sending import sent


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    class Meta:
        model = AgendaItem
        fields = ("id", "place", "topic", "notes")


class MeetingAttendanceSerializer(serializers.ModelSerializer[Attendance]):
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = Attendance
        fields = ("employee", "presence")


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting with agenda, minutes and who came; `shift_on` and `code` name the shift of a pre- or post-shift meeting."""

    site = serializers.CharField(source="site.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    chair = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    agenda = AgendaItemSerializer(many=True, read_only=True)
    attendance = MeetingAttendanceSerializer(many=True, read_only=True)

    class Meta:
        model = Meeting
        fields = (
            "id", "site", "team", "kind", "title", "shift_on", "code", "on", "starts_at", "ends_at", "place", "chair", "minutes",
            "closed_at", "cancelled_at", "agenda", "attendance",
        )  # fmt: skip


class NewMeetingSerializer(serializers.Serializer[Any]):
    """A meeting to plan; without topics those of its type."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    kind = serializers.ChoiceField(choices=MeetingKind.choices)
    title = serializers.CharField(max_length=160)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    place = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    chair = serializers.SlugRelatedField(slug_field="number", queryset=Employee.objects.all())
    team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.select_related("department"), required=False, allow_null=True, default=None
    )
    topics = serializers.ListField(child=serializers.CharField(max_length=160), required=False, default=list)


class MeetingReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400)


class AgendaNotesSerializer(serializers.Serializer[Any]):
    """What was said about a topic of the agenda."""

    item = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    notes = serializers.CharField(allow_blank=True, max_length=4000)


class PresenceSerializer(serializers.Serializer[Any]):
    """Whether somebody came."""

    employee = serializers.CharField(max_length=40)
    presence = serializers.ChoiceField(choices=Presence.choices)


class MinutesSerializer(serializers.Serializer[Any]):
    """Minutes; what is left out of notes and attendance stays. `close`: nothing changes afterwards."""

    minutes = serializers.CharField(allow_blank=True, max_length=4000)
    notes = AgendaNotesSerializer(many=True, required=False, default=list)
    attendance = PresenceSerializer(many=True, required=False, default=list)
    close = serializers.BooleanField(default=False)


class MeetingViewSet(ScopedReadViewSet):
    """Meetings in the caller's sight."""

    queryset = Meeting.objects.select_related("site", "team", "chair").order_by("-starts_at", "-pk")
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("agenda", "attendance__employee")

    @extend_schema(request=NewMeetingSerializer, responses={201: MeetingSerializer})
    def create(self, request: Request) -> Response:
        """Plan a meeting."""
        data = sent(NewMeetingSerializer, request)
        site, kind = data.pop("site"), MeetingKind(data.pop("kind"))
        made = services.plan_meeting(site, MeetingFacts(kind=kind, **data), actor=request.user)
        return Response(MeetingSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=MinutesSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def minutes(self, request: Request, pk: str) -> Response:
        """Write the minutes, with notes and attendance; close them."""
        found, data = self.get_object(), sent(MinutesSerializer, request)
        lines = {line.employee.number: line.pk for line in found.attendance.all()}
        services.write_minutes(
            found,
            actor=request.user,
            minutes=data["minutes"],
            notes={each["item"]: each["notes"] for each in data["notes"]},
            presence={
                lines[each["employee"]]: each["presence"]
                for each in data["attendance"]
                if each["employee"] in lines
            },
            close=data["close"],
        )
        return Response(MeetingSerializer(self.get_object()).data)

    @extend_schema(request=MeetingReasonSerializer, responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Call a meeting off."""
        services.cancel_meeting(
            self.get_object(), actor=request.user, **sent(MeetingReasonSerializer, request)
        )
        return Response(MeetingSerializer(self.get_object()).data)
