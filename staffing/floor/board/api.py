"""The API of today's floor: who is where now, by the same facts as the page."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ApiViewSet
from callcenter.people.models import Site
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.access import RECORDS
from staffing.floor.leading import site_or_none
from staffing.floor.presence import Where


class FloorPersonSerializer(serializers.Serializer[Any]):
    """One shift on the floor; `where` has every word that fits, such as present and late."""

    assignment = serializers.IntegerField(source="assignment.pk")
    employee = serializers.CharField(source="employee.number")
    team = serializers.CharField(source="team.code", allow_null=True)
    code = serializers.CharField(source="assignment.code")
    starts_at = serializers.DateTimeField(source="assignment.starts_at")
    ends_at = serializers.DateTimeField(source="assignment.ends_at")
    where = serializers.SerializerMethodField()
    arrived_at = serializers.DateTimeField(allow_null=True)
    went_at = serializers.DateTimeField(allow_null=True)

    def get_where(self, person: floor.Person) -> list[str]:
        return sorted(person.words)


@extend_schema_serializer(many=False)
class FloorSerializer(serializers.Serializer[Any]):
    """The floor of the caller's site at a moment."""

    at = serializers.DateTimeField()
    people = FloorPersonSerializer(many=True)


class FloorViewSet(ApiViewSet):
    """Who of the published shifts around now is due, there, late, absent, away."""

    subject = RECORDS

    @extend_schema(
        parameters=[
            OpenApiParameter("site", str, description="Code of the site; the caller's own without it."),
            OpenApiParameter("where", str, enum=[each.value for each in Where], description="Only these."),
        ],
        responses=FloorSerializer,
    )
    def list(self, request: Request) -> Response:
        """The floor now."""
        sites = Site.objects.filter(departments__teams__isnull=False).distinct()
        wanted = request.query_params.get("site")
        site = sites.filter(code=wanted).first() if wanted else site_or_none(request)
        now = timezone.now()
        people: list[floor.Person] = []
        if site is not None:
            rows = floor.shifts_around(site, now).filter(team__in=access.teams_in_sight(request.user, site))
            people = floor.people(site, rows.order_by("starts_at", "employee__number"), now=now)
        word = request.query_params.get("where")
        shown = [each for each in people if not word or word in each.words]
        return Response(FloorSerializer({"at": now, "people": shown}).data)
