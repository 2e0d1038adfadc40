"""Interval statistics for programs, with the filters of the pages."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from callcenter.api.pagination import CursorPages
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.calls.api import SITE
from callcenter.telephony.facts.models import AgentInterval, QueueInterval
from callcenter.telephony.feeds.api import AGENT_INTERVALS, QUEUE_INTERVALS
from callcenter.telephony.intervals.filters import AgentIntervalFilter, QueueIntervalFilter

WHEN = ["id", "site", "feed", "day", "half_hour", "starts_at", "minutes"]


class QueueIntervalSerializer(serializers.ModelSerializer[QueueInterval]):
    """A queue's sums over one interval. Moments are UTC, lengths whole seconds."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]
    queue = serializers.SlugRelatedField("code", read_only=True, allow_null=True)  # type: ignore[var-annotated]

    class Meta:
        model = QueueInterval
        fields = [
            *WHEN,
            "queue",
            "offered",
            "answered",
            "answered_in_target",
            "abandoned",
            "abandoned_in_target",
            "short_abandoned",
            "wait_answered_seconds",
            "wait_abandoned_seconds",
            "longest_wait_seconds",
            "talk_seconds",
            "hold_seconds",
            "acw_seconds",
        ]


class AgentIntervalSerializer(serializers.ModelSerializer[AgentInterval]):
    """An agent's sums over one interval. Moments are UTC, lengths whole seconds."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]
    agent = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]
    employee = serializers.CharField(
        source="agent.employee.number", default=None, read_only=True, allow_null=True
    )

    class Meta:
        model = AgentInterval
        fields = [
            *WHEN,
            "agent",
            "employee",
            "handled",
            "login_seconds",
            "talk_seconds",
            "hold_seconds",
            "acw_seconds",
            "idle_seconds",
            "pause_seconds",
        ]


class NewestIntervals(CursorPages):
    ordering = ("-day", "-id")


class IntervalViewSet(ScopedReadViewSet):
    """What both kinds share: the newest first, of one site where `site` names it."""

    pagination_class = NewestIntervals

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        site = self.request.query_params.get("site")
        return found.filter(site__code=site) if site else found


@extend_schema_view(list=extend_schema(parameters=[SITE]))
class QueueIntervalViewSet(QUEUE_INTERVALS, IntervalViewSet):  # type: ignore[misc,valid-type]  # made by a function
    """Interval statistics of queues that the caller may see, newest first."""

    subject = "telephony.queue_interval"
    queryset = QueueInterval.objects.select_related("site", "queue")
    serializer_class = QueueIntervalSerializer
    filterset_class = QueueIntervalFilter


@extend_schema_view(list=extend_schema(parameters=[SITE]))
class AgentIntervalViewSet(AGENT_INTERVALS, IntervalViewSet):  # type: ignore[misc,valid-type]  # made by a function
    """Agent states by interval that the caller may see, newest first."""

    subject = "telephony.agent_interval"
    queryset = AgentInterval.objects.select_related("site", "agent__employee")
    serializer_class = AgentIntervalSerializer
    filterset_class = AgentIntervalFilter
