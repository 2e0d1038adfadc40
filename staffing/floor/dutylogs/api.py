"""The API of duty logs: read those in sight, sign through the page's service."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.floor.access import RECORDS
from staffing.floor.dutylogs import services
from staffing.floor.dutylogs.listing import DutyLogFilter
from staffing.floor.dutylogs.models import DutyLog

ROWS = DutyLog.objects.select_related("team", "site", "locked_by")


class DutyLogSerializer(serializers.ModelSerializer[DutyLog]):
    """A duty log: words by section; `facts` are what the system knew at the signature, empty before."""

    number = serializers.CharField(read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    locked_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    sections = serializers.DictField(child=serializers.CharField(), read_only=True)
    facts = serializers.DictField(child=serializers.ListField(), read_only=True)

    class Meta:
        model = DutyLog
        fields = (
            "id", "number", "site", "team", "on", "code", "starts_at", "ends_at", "sections", "facts", "opened_at",
            "locked_at", "locked_by",
        )  # fmt: skip
        read_only_fields = fields


class DutyLogViewSet(ScopedReadViewSet):
    """Duty logs in the caller's sight."""

    queryset = ROWS
    serializer_class = DutyLogSerializer
    filterset_class = DutyLogFilter
    subject = RECORDS

    @extend_schema(request=None, responses=DutyLogSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Sign and lock the log."""
        services.sign_log(self.get_object(), actor=request.user)
        return Response(DutyLogSerializer(ROWS.get(pk=pk)).data)
