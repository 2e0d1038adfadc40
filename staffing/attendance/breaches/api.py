"""The API of breaches: read with the page's filters, decide and answer through the page's services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from staffing.attendance.access import SUBJECT
from staffing.attendance.breaches import services
from staffing.attendance.breaches.listing import BreachFilter
from staffing.attendance.breaches.models import Breach


class AttendanceBreachSerializer(serializers.ModelSerializer[Breach]):
    """A breach of attendance; `due_at` is when the leader's word is due, `seconds` how late, off post or absent."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.CharField(source="site.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    due_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Breach
        fields = (
            "id", "employee", "site", "team", "on", "kind", "seconds", "detail", "state", "proposed_at", "due_at",
            "statement", "stated_at", "decided_at", "reason",
        )  # fmt: skip


class BreachReasonSerializer(serializers.Serializer[Any]):
    """`reason`: needed to dismiss and to reopen; with a confirmation it is a comment."""

    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)


class BreachStatementSerializer(serializers.Serializer[Any]):
    statement = serializers.CharField(max_length=2000)


class BreachViewSet(ScopedReadViewSet):
    """Breaches of attendance in the caller's sight; the leader's word, the employee's statement."""

    queryset = Breach.objects.all()
    serializer_class = AttendanceBreachSerializer
    filterset_class = BreachFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.with_due().select_related("site", "employee", "team")

    @extend_schema(request=BreachReasonSerializer, responses=AttendanceBreachSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The leader confirms it."""
        return self._done(services.confirm_breach, BreachReasonSerializer, request)

    @extend_schema(request=BreachReasonSerializer, responses=AttendanceBreachSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """The leader dismisses it, with a reason."""
        return self._done(services.dismiss_breach, BreachReasonSerializer, request)

    @extend_schema(request=BreachReasonSerializer, responses=AttendanceBreachSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """The director has it decided again, with a reason."""
        return self._done(services.reopen_breach, BreachReasonSerializer, request)

    @extend_schema(request=BreachStatementSerializer, responses=AttendanceBreachSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """The employee says what happened."""
        return self._done(services.answer_breach, BreachStatementSerializer, request)

    def _done(self, act: Any, form: type[serializers.Serializer[Any]], request: Request) -> Response:
        sent = form(data=request.data)
        sent.is_valid(raise_exception=True)
        made = act(self.get_object(), actor=request.user, **sent.validated_data)
        return Response(AttendanceBreachSerializer(self.get_queryset().get(pk=made.pk)).data)
