"""The API of patrols: read them, record one."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee, Site, Team
from staffing.records.access import SUBJECT
from staffing.records.patrols import services
from staffing.records.patrols.filters import PatrolFilter
from staffing.records.patrols.models import Patrol, PatrolFinding, PatrolItem
from staffing.records.patrols.services import Finding
from staffing.records.sending import sent


class PatrolFindingSerializer(serializers.ModelSerializer[PatrolFinding]):
    """Something that was wrong: the point's code, the person concerned."""

    item = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = PatrolFinding
        fields = ("id", "item", "employee", "is_corrected")


class PatrolSerializer(serializers.ModelSerializer[Patrol]):
    """A patrol with what it found; `team` null: the whole floor."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    patrolled_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    findings = PatrolFindingSerializer(many=True, read_only=True)

    class Meta:
        model = Patrol
        fields = (
            "id", "number", "site", "team", "patrolled_by", "patrolled_at", "recorded_at", "items_checked", "note", "findings",
        )  # fmt: skip


class NewFindingSerializer(serializers.Serializer[Any]):
    """A point of the checklist by its code, and whom it concerns."""

    item = serializers.CharField(max_length=32)
    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.all(), required=False, allow_null=True, default=None
    )
    is_corrected = serializers.BooleanField(default=False)


class NewPatrolSerializer(serializers.Serializer[Any]):
    """A patrol to record; without findings everything was in order. `at` null: now."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.select_related("department"), required=False, allow_null=True, default=None
    )
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    findings = NewFindingSerializer(many=True, required=False, default=list)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)


class PatrolViewSet(ScopedReadViewSet):
    """Patrols in the caller's sight."""

    queryset = Patrol.objects.select_related("site", "team", "patrolled_by").order_by("-patrolled_at", "-pk")
    serializer_class = PatrolSerializer
    filterset_class = PatrolFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("findings__item", "findings__employee")

    @extend_schema(request=NewPatrolSerializer, responses={201: PatrolSerializer})
    def create(self, request: Request) -> Response:
        """Record a patrol; it is never changed afterwards."""
        data = sent(NewPatrolSerializer, request)
        site: Site = data.pop("site")
        points = {one.code: one for one in PatrolItem.objects.filter(site=site)}
        unknown = [one["item"] for one in data["findings"] if one["item"] not in points]
        if unknown:
            raise serializers.ValidationError({"findings": [f"No such point: {', '.join(unknown)}"]})
        data["findings"] = [
            Finding(points[one["item"]], one["employee"], one["is_corrected"]) for one in data["findings"]
        ]
        made = services.record_patrol(site, actor=request.user, **data)
        return Response(PatrolSerializer(made).data, status=status.HTTP_201_CREATED)
