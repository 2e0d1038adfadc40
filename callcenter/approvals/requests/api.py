"""The API of requests: read with the pages' filters, decide through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.approvals import services
from callcenter.approvals.requests import selectors
from callcenter.approvals.requests.filters import RequestFilter
from callcenter.approvals.requests.models import FollowUp, Request, Step


class ApprovalStepSerializer(serializers.ModelSerializer[Step]):
    """One level of the chain. `acted_by` differs from `approver` where a deputy acted, `on_behalf_of` the approver."""

    approver = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    acted_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    on_behalf_of = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = Step
        fields = (
            "id", "round", "place", "approver", "post", "state", "acted_by", "on_behalf_of", "comment",
            "opened_at", "decided_at",
        )  # fmt: skip


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    """What the direct superior has to be told after an emergency."""

    assignee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    informs = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = FollowUp
        fields = ("assignee", "informs", "due_at", "done_at", "note")


class ApprovalRequestSerializer(serializers.ModelSerializer[Request]):
    """What was asked, where it stands, and every level with its decision."""

    number = serializers.CharField(read_only=True)
    applicant = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.CharField(source="site.code")
    due_at = serializers.DateTimeField(read_only=True, allow_null=True, default=None)
    steps = ApprovalStepSerializer(many=True, read_only=True)
    follow_up = FollowUpSerializer(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Request
        fields = (
            "id", "number", "kind", "label", "applicant", "site", "reason", "state", "round", "line_on",
            "skipped_level", "asked_at", "closed_at", "due_at", "steps", "follow_up",
        )  # fmt: skip


class DecisionSerializer(serializers.Serializer[Any]):
    """`step`: the id of the open step as it was read; refused when it is another one by now."""

    step = serializers.IntegerField(required=False, allow_null=True, default=None)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class ApprovalSerializer(DecisionSerializer):
    """`is_final`: answer a report here instead of passing it up."""

    is_final = serializers.BooleanField(default=False)


class WordsSerializer(serializers.Serializer[Any]):
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class NoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000)


class RequestReadViewSet(ScopedReadViewSet):
    """Requests in the caller's sight, with their chains."""

    queryset = Request.objects.all()
    serializer_class = ApprovalRequestSerializer
    filterset_class = RequestFilter
    subject = "approvals.request"

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return selectors.with_open_step(rows).prefetch_related(
            "steps__approver",
            "steps__acted_by",
            "steps__on_behalf_of",
            "follow_up__assignee",
            "follow_up__informs",
        )

    def _shown(self, asked: Request, code: int = status.HTTP_200_OK) -> Response:
        return Response(ApprovalRequestSerializer(self.get_queryset().get(pk=asked.pk)).data, status=code)


class RequestViewSet(RequestReadViewSet):
    """Requests and reports in the caller's sight, with their chains; the caller's decisions."""

    @extend_schema(request=ApprovalSerializer, responses=ApprovalRequestSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: HttpRequest, pk: str) -> Response:
        """Say yes; after the last level it is done."""
        return self._done(services.approve, ApprovalSerializer, request)

    @extend_schema(request=DecisionSerializer, responses=ApprovalRequestSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: HttpRequest, pk: str) -> Response:
        """Say no, with a comment."""
        return self._done(services.reject, DecisionSerializer, request)

    @extend_schema(request=DecisionSerializer, responses=ApprovalRequestSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def give_back(self, request: HttpRequest, pk: str) -> Response:
        """Give it back to be put right, with a comment."""
        return self._done(services.return_to_applicant, DecisionSerializer, request)

    @extend_schema(request=DecisionSerializer, responses=ApprovalRequestSerializer)
    @action(detail=True, methods=["post"])
    def recuse(self, request: HttpRequest, pk: str) -> Response:
        """Step aside, with a comment: the next level decides."""
        return self._done(services.recuse, DecisionSerializer, request)

    @extend_schema(request=WordsSerializer, responses=ApprovalRequestSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: HttpRequest, pk: str) -> Response:
        """Take one's own back."""
        return self._done(services.withdraw, WordsSerializer, request)

    @extend_schema(request=NoteSerializer, responses=ApprovalRequestSerializer)
    @action(detail=True, methods=["post"])
    def tell(self, request: HttpRequest, pk: str) -> Response:
        """Say that the direct superior has been told of the emergency."""
        asked = self.get_object()
        data = checked(NoteSerializer, request)
        follow_up = FollowUp.objects.filter(request=asked).first()
        if follow_up is None:
            raise ValidationError({"note": ["Nobody was passed over."]})
        services.report_back(follow_up, actor=request.user, **data)
        return self._shown(asked)

    def _done(self, service: Any, form: type[serializers.Serializer[Any]], request: HttpRequest) -> Response:
        asked = self.get_object()
        return self._shown(service(asked, actor=request.user, **checked(form, request)))


def checked(form: type[serializers.Serializer[Any]], request: HttpRequest) -> dict[str, Any]:
    """What was sent, in shape; 400 naming each field otherwise."""
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
