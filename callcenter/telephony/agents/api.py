"""Switch agents for programs: read, and say who is who."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.api import VisibleEmployee
from callcenter.telephony.agents.services import map_agent
from callcenter.telephony.agents.views import AgentFilter
from callcenter.telephony.facts.models import SwitchAgent


class SwitchAgentSerializer(serializers.ModelSerializer[SwitchAgent]):
    """A name on the switch and who it is; `employee` is the employee number, null while nobody has said."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]
    employee = serializers.CharField(source="employee.number", default=None, read_only=True, allow_null=True)

    class Meta:
        model = SwitchAgent
        fields = ["id", "site", "code", "employee", "is_ignored"]


class MapAgentSerializer(serializers.Serializer[SwitchAgent]):
    """Who it is: an employee's number, or `is_ignored`; neither makes it unknown again."""

    employee = VisibleEmployee(required=False, allow_null=True, default=None)
    is_ignored = serializers.BooleanField(default=False)


class SwitchAgentViewSet(ScopedReadViewSet):
    """Names on the switch."""

    subject = "telephony.import"
    queryset: models.QuerySet[SwitchAgent] = SwitchAgent.objects.select_related("site", "employee")
    serializer_class = SwitchAgentSerializer
    filterset_class = AgentFilter

    @extend_schema(request=MapAgentSerializer, responses=SwitchAgentSerializer)
    @action(detail=True, methods=["post"])
    def map(self, request: Request, pk: str | None = None) -> Response:
        """Say who the agent is."""
        shape = MapAgentSerializer(data=request.data, context=self.get_serializer_context())
        shape.is_valid(raise_exception=True)
        agent = map_agent(self.get_object(), actor=request.user, **shape.validated_data)
        return Response(SwitchAgentSerializer(agent).data)
