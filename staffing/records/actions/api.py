"""The API of actions: read those in sight, give one from an incident or a meeting, say that it is done."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from staffing.records.access import SUBJECT
from staffing.records.actions import services
from staffing.records.actions.listing import ActionFilter
from staffing.records.actions.models import Action
from staffing.records.incidents.models import Incident
from staffing.records.meetings.models import Meeting
from staffing.records.sending import sent

LARGEST = 2**63 - 1


class ActionSerializer(serializers.ModelSerializer[Action]):
    """What somebody has to do by the end of a day, because of an incident or a meeting; `result` once it is done."""

    site = serializers.CharField(source="site.code")
    owner = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = Action
        fields = (
            "id", "site", "incident", "meeting", "text", "owner", "due_on", "created_at", "done_at", "result",
        )  # fmt: skip


class NewActionSerializer(serializers.Serializer[Any]):
    """An action to give: of an incident or of a meeting that the caller keeps."""

    incident = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=LARGEST
    )
    meeting = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=LARGEST
    )
    text = serializers.CharField(max_length=400)
    owner = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.select_related("site", "user")
    )
    due_on = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["incident"] is None) == (attrs["meeting"] is None):
            raise serializers.ValidationError({"incident": ["Name an incident or a meeting, one of them."]})
        return attrs


class ActionResultSerializer(serializers.Serializer[Any]):
    result = serializers.CharField(max_length=400)


class ActionViewSet(ScopedReadViewSet):
    """Actions in the caller's sight."""

    queryset = Action.objects.select_related("site", "owner").order_by("due_on", "pk")
    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    subject = SUBJECT

    @extend_schema(request=NewActionSerializer, responses={201: ActionSerializer})
    def create(self, request: Request) -> Response:
        """Give somebody something to do."""
        data = sent(NewActionSerializer, request)
        incident, meeting = data.pop("incident"), data.pop("meeting")
        rows: Any = Incident.objects if incident else Meeting.objects
        visible = rows.visible_to(request.user).select_related("site", "team")
        source = get_object_or_404(visible, pk=incident or meeting)
        made = services.give_action(source, actor=request.user, **data)
        return Response(ActionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ActionResultSerializer, responses=ActionSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """Say that it is done, with what came of it."""
        found = self.get_object()
        services.finish_action(found, actor=request.user, **sent(ActionResultSerializer, request))
        return Response(ActionSerializer(self.get_object()).data)
