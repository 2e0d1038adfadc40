"""The API of overtime: read with the pages' filters, ask, assign, consent, call off through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from staffing.overtime import services
from staffing.overtime.listing import OvertimeFilter
from staffing.overtime.models import SUBJECT, Overtime


class OvertimeSerializer(serializers.ModelSerializer[Overtime]):
    """Overtime; `assigned_by` is null where the employee asked for it, `assignment` the row of the roster."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    assigned_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    minutes = serializers.IntegerField(read_only=True)

    class Meta:
        model = Overtime
        fields = (
            "id", "number", "site", "employee", "on", "starts_at", "ends_at", "minutes", "reason", "state", "assigned_by",
            "asked_at", "consented_at", "decided_at", "decision", "override_reason", "assignment",
        )  # fmt: skip


class AskOvertimeSerializer(serializers.Serializer[Any]):
    """For oneself."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=2000)


class AssignOvertimeSerializer(AskOvertimeSerializer):
    """For somebody else. `override_reason`: the center manager lets the limits of the law pass."""

    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.select_related("site")
    )
    override_reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class OvertimeWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class OvertimeViewSet(ScopedReadViewSet):
    """Overtime in the caller's sight; asking, assigning, consent, calling off. The line approves: approvals/requests."""

    queryset = Overtime.objects.all()
    serializer_class = OvertimeSerializer
    filterset_class = OvertimeFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("site", "employee", "assigned_by")

    @extend_schema(request=AskOvertimeSerializer, responses={201: OvertimeSerializer})
    def create(self, request: Request) -> Response:
        """Ask to work overtime oneself."""
        employee = getattr(request.user, "employee", None)
        if employee is None:
            raise PermissionDenied
        data = _sent(AskOvertimeSerializer, request)
        made = services.ask(employee, actor=request.user, **data)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=AssignOvertimeSerializer, responses={201: OvertimeSerializer})
    @action(detail=False, methods=["post"])
    def assign(self, request: Request) -> Response:
        """Ask somebody else to; nothing happens without their consent."""
        data = _sent(AssignOvertimeSerializer, request)
        made = services.assign(data.pop("employee"), actor=request.user, **data)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=OvertimeSerializer)
    @action(detail=True, methods=["post"])
    def consent(self, request: Request, pk: str) -> Response:
        """The employee agrees."""
        return self._shown(services.consent(self.get_object(), actor=request.user))

    @extend_schema(request=OvertimeWordsSerializer, responses=OvertimeSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """The employee does not agree."""
        found = self.get_object()
        return self._shown(
            services.decline(found, actor=request.user, **_sent(OvertimeWordsSerializer, request))
        )

    @extend_schema(request=OvertimeWordsSerializer, responses=OvertimeSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Call it off before it begins."""
        found = self.get_object()
        return self._shown(
            services.cancel(found, actor=request.user, **_sent(OvertimeWordsSerializer, request))
        )

    def _shown(self, overtime: Overtime, code: int = status.HTTP_200_OK) -> Response:
        rows = Overtime.objects.select_related("site", "employee", "assigned_by")
        return Response(OvertimeSerializer(rows.get(pk=overtime.pk)).data, status=code)


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
