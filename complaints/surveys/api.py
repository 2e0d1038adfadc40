"""The API of surveys: answers to read, callbacks to read and work on through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.surveys.callbacks import services
from complaints.surveys.callbacks.listing import CallbackFilter
from complaints.surveys.callbacks.models import Attempt, Callback, Reach
from complaints.surveys.ratings.listing import ResponseFilter
from complaints.surveys.ratings.models import SUBJECT, Grade, Response


class SurveyResponseSerializer(serializers.ModelSerializer[Response]):
    """One answer; `score` is the mean of the rated items, 0 to 100. The customer is not named."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    kind = serializers.CharField(source="invitation.kind")
    campaign = serializers.IntegerField(source="invitation.campaign_id", allow_null=True)
    score = serializers.FloatField(read_only=True)

    class Meta:
        model = Response
        fields = (
            "id", "number", "site", "team", "employee", "kind", "campaign", "attitude", "technique", "timeliness", "promises",
            "words", "points", "items", "score", "is_satisfied", "is_counted", "answered_at",
        )  # fmt: skip


class CallbackAttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One try to reach the customer."""

    class Meta:
        model = Attempt
        fields = ("at", "reach", "next_at", "words")


class CallbackSerializer(serializers.ModelSerializer[Callback]):
    """One callback; `round` counts how often this matter was called back."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    case = serializers.CharField(source="case.reference")
    owner = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    round = serializers.IntegerField(source="loop")
    attempts = CallbackAttemptSerializer(many=True, read_only=True)

    class Meta:
        model = Callback
        fields = (
            "id", "number", "site", "case", "round", "owner", "state", "made_at", "due_at", "next_at", "missed", "response",
            "decision", "decided_at", "done_at", "attempts",
        )  # fmt: skip


class NewCallbackAttemptSerializer(serializers.Serializer[Any]):
    """A try that did not lead to an answer; `next_at` for "later"."""

    reach = serializers.ChoiceField(choices=[Reach.NOT_REACHED, Reach.LATER])
    next_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class SurveyAnswersSerializer(serializers.Serializer[Any]):
    """The four items, each with a grade or "not_applicable"."""

    attitude = serializers.ChoiceField(choices=Grade.choices)
    technique = serializers.ChoiceField(choices=Grade.choices)
    timeliness = serializers.ChoiceField(choices=Grade.choices)
    promises = serializers.ChoiceField(choices=Grade.choices)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)


class CallbackWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=2000)


class SurveyResponseViewSet(ScopedReadViewSet):
    """Answers in the caller's sight."""

    queryset = Response.objects.all()
    serializer_class = SurveyResponseSerializer
    filterset_class = ResponseFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("site", "employee", "team", "invitation")


class CallbackViewSet(ScopedReadViewSet):
    """Callbacks in the caller's sight; what follows an unsatisfied customer is decided on the page."""

    queryset = Callback.objects.order_by("next_at", "pk")
    serializer_class = CallbackSerializer
    filterset_class = CallbackFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("site", "case", "owner")
        return rows.prefetch_related("attempts")

    @extend_schema(request=NewCallbackAttemptSerializer, responses=CallbackSerializer)
    @action(detail=True, methods=["post"])
    def attempt(self, request: Request, pk: str) -> Answer:
        """Not reached, or to be called again."""
        found, data = self.get_object(), _sent(NewCallbackAttemptSerializer, request)
        services.log_attempt(found, Reach(data.pop("reach")), actor=request.user, **data)
        return self._shown()

    @extend_schema(request=SurveyAnswersSerializer, responses=CallbackSerializer)
    @action(detail=True, methods=["post"])
    def fill(self, request: Request, pk: str) -> Answer:
        """The customer was reached and answered."""
        found, data = self.get_object(), _sent(SurveyAnswersSerializer, request)
        words = data.pop("words")
        services.fill(found, data, actor=request.user, words=words)
        return self._shown()

    @extend_schema(request=CallbackWordsSerializer, responses=CallbackSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Answer:
        """The customer does not want to answer."""
        found, data = self.get_object(), _sent(CallbackWordsSerializer, request)
        services.decline(found, actor=request.user, **data)
        return self._shown()

    @extend_schema(request=None, responses=CallbackSerializer)
    @action(detail=True, methods=["post"], url_path="give-up")
    def give_up(self, request: Request, pk: str) -> Answer:
        """Not reached as often as the rulebook asks for."""
        services.give_up(self.get_object(), actor=request.user)
        return self._shown()

    def _shown(self) -> Answer:
        return Answer(CallbackSerializer(self.get_object()).data)


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
