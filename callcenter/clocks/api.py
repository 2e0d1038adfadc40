"""Deadlines for programs: read, explained day by day, paused and resumed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.clocks import selectors, services, wording
from callcenter.clocks.listing import ClockFilter
from callcenter.clocks.models import SUBJECT, Clock


class ClockSerializer(serializers.ModelSerializer[Clock]):
    """One deadline. `due_at` null: paused without an end."""

    title = serializers.CharField(help_text="What kind of deadline it is, in the caller's language.")
    subject_type = serializers.CharField(
        source="subject_type.model", help_text="What sort of object it is about."
    )
    site = serializers.CharField(source="site.code")
    owner = serializers.CharField(source="owner.username", allow_null=True, default=None)
    outcome = serializers.CharField(help_text="done, cancelled or merged; empty while it runs.")
    is_overdue = serializers.BooleanField(
        help_text="Later than the deadline; for ever when it was stopped too late."
    )
    is_paused = serializers.BooleanField()
    rule = serializers.SerializerMethodField(help_text="How the time is counted, in words.")
    words = serializers.SerializerMethodField(help_text="How long is left, in words.")

    class Meta:
        model = Clock
        fields = [
            "id",
            "kind",
            "title",
            "subject_type",
            "subject_id",
            "label",
            "site",
            "owner",
            "started_at",
            "due_at",
            "stopped_at",
            "outcome",
            "paused_at",
            "pause_ends_at",
            "is_overdue",
            "is_paused",
            "rule",
            "words",
        ]
        read_only_fields = fields

    def get_rule(self, clock: Clock) -> str:
        return wording.allowance(clock.policy)

    def get_words(self, clock: Clock) -> str:
        return wording.due(clock)


class DaySerializer(serializers.Serializer[Any]):
    """One local day of a clock: seconds counted, or days where days are counted."""

    date = serializers.DateField()
    why = serializers.CharField(
        help_text="open, day_off, holiday, closed, part_day, make_up, start, every_day, round_the_clock."
    )
    words = serializers.SerializerMethodField(help_text="The same in words; holidays by name.")
    counted = serializers.IntegerField()
    paused = serializers.IntegerField(help_text="Seconds that a pause took.")
    total = serializers.IntegerField(help_text="What had been counted by the end of the day.")

    def get_words(self, line: Any) -> str:
        return wording.why(line)


class StepSerializer(serializers.Serializer[Any]):
    """One step of the ladder."""

    step = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    fire_at = serializers.DateTimeField()
    fired_at = serializers.DateTimeField(allow_null=True)


class ExplanationSerializer(serializers.Serializer[Any]):
    """Why the deadline is where it is."""

    due_at = serializers.DateTimeField(source="explanation.due_at", allow_null=True)
    used_seconds = serializers.IntegerField(source="used.net")
    paused_seconds = serializers.IntegerField(source="used.paused")
    gross_seconds = serializers.IntegerField(source="used.gross")
    days = DaySerializer(source="explanation.lines", many=True)
    is_cut = serializers.BooleanField(source="explanation.is_cut")
    steps = StepSerializer(many=True)
    rules = serializers.SerializerMethodField(help_text="The rules as they were, in words.")

    def get_rules(self, facts: selectors.ClockFacts) -> list[str]:
        return [cited.sentence for cited in facts.citations]


class PauseSerializer(serializers.Serializer[Any]):
    """Why a deadline pauses, and since when (now without it)."""

    reason = serializers.CharField(max_length=500)
    at = serializers.DateTimeField(required=False)


class ResumeSerializer(serializers.Serializer[Any]):
    """Since when a deadline runs on (now without it)."""

    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    at = serializers.DateTimeField(required=False)


class ClockViewSet(ScopedReadViewSet):
    """Deadlines, the earliest due first; running ones unless `state` says otherwise."""

    queryset = Clock.objects.select_related("site", "owner", "subject_type", "calendar").order_by(
        "due_at", "pk"
    )
    serializer_class = ClockSerializer
    filterset_class = ClockFilter
    subject = SUBJECT

    def filter_queryset(self, queryset: Any) -> Any:
        """One deadline is found whatever its state."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @extend_schema(responses=ExplanationSerializer)
    @action(detail=True)
    def explanation(self, request: Request, pk: str) -> Response:
        """Day by day: what counted, what did not and why; the steps, and the rules it rests on."""
        return Response(ExplanationSerializer(selectors.ClockFacts(self.get_object())).data)

    @extend_schema(request=PauseSerializer, responses=ClockSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """The clock stands still from then on."""
        sent = PauseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        clock = services.pause_clock(self.get_object(), actor=request.user, **sent.validated_data)
        return Response(ClockSerializer(clock).data)

    @extend_schema(request=ResumeSerializer, responses=ClockSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """The clock runs on from then; its deadline is worked out anew."""
        sent = ResumeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        clock = services.resume_clock(self.get_object(), actor=request.user, **sent.validated_data)
        return Response(ClockSerializer(clock).data)
