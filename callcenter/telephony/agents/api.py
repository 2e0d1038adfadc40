"""Switch agents for programs: read, and say who is who."""

from typing import Any

from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.api import VisibleEmployee
from callcenter.people.models import Site
from callcenter.telephony.agents.services import map_agent, map_agents, suggestions
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


class MapManySerializer(serializers.Serializer[Any]):
    """Many names at once. `how`: take the suggestion of each that has one, or say that they are no persons."""

    how = serializers.ChoiceField(choices=[("suggested", _("suggested")), ("ignored", _("ignored"))])
    ids = serializers.ListField(child=serializers.IntegerField(), allow_empty=False, max_length=1000)


class SuggestionSerializer(serializers.Serializer[Any]):
    """A name that nobody has named yet, and the employee that its code or name points to."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    employee = serializers.CharField(help_text="An employee's number.")


class SuggestionQuery(serializers.Serializer[Any]):
    """Whose names."""

    site = serializers.SlugField()


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

    @extend_schema(
        parameters=[OpenApiParameter("site", str, required=True, description="code of the site")],
        responses=SuggestionSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def suggestions(self, request: Request) -> Response:
        """Who the unknown names of a site may be."""
        query = SuggestionQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        site = get_object_or_404(Site.objects.visible_to(request.user), code=query.validated_data["site"])
        unknown = list(self.get_queryset().filter(site=site, employee=None, is_ignored=False))
        people = suggestions(site, unknown)
        found = [
            {"id": agent.pk, "code": agent.code, "employee": people[agent.pk].number}
            for agent in unknown
            if agent.pk in people
        ]
        return Response(SuggestionSerializer(found, many=True).data)

    @extend_schema(
        request=MapManySerializer, responses=SwitchAgentSerializer(many=True), filters=False, parameters=[]
    )
    @action(detail=False, methods=["post"], url_path="map-many", pagination_class=None)
    def map_many(self, request: Request) -> Response:
        """Say of many names of one site who they are, all of them or none."""
        shape = MapManySerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        agents = self.get_queryset().filter(pk__in=shape.validated_data["ids"])
        done = map_agents(agents, actor=request.user, how=shape.validated_data["how"])
        return Response(SwitchAgentSerializer(done, many=True).data)
