"""The API of unified answers: read those of one's site, publish one, withdraw it."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Site
from staffing.records.access import SUBJECT
from staffing.records.meetings import services
from staffing.records.meetings.listing import AnswerFilter
from staffing.records.meetings.models import Meeting, UnifiedAnswer
from staffing.records.sending import sent


class AnswerSerializer(serializers.ModelSerializer[UnifiedAnswer]):
    """The one answer that everybody gives to a question; `bulletin`: what everybody was asked to read."""

    site = serializers.CharField(source="site.code")

    class Meta:
        model = UnifiedAnswer
        fields = (
            "id", "site", "question", "answer", "tags", "meeting", "bulletin", "published_at", "withdrawn_at",
        )  # fmt: skip


class NewAnswerSerializer(serializers.Serializer[Any]):
    """An answer to publish; `meeting`: the one that found it."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    question = serializers.CharField(max_length=240)
    answer = serializers.CharField(max_length=4000)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)
    meeting = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1
    )


class AnswerReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400)


class AnswerViewSet(ScopedReadViewSet):
    """Unified answers of the caller's sites, the latest first."""

    queryset = UnifiedAnswer.objects.select_related("site").order_by("-published_at", "-pk")
    serializer_class = AnswerSerializer
    filterset_class = AnswerFilter
    subject = SUBJECT

    @extend_schema(request=NewAnswerSerializer, responses={201: AnswerSerializer})
    def create(self, request: Request) -> Response:
        """Publish an answer: everybody of the site is asked to read it."""
        data = sent(NewAnswerSerializer, request)
        pk = data.pop("meeting")
        meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk) if pk else None
        made = services.publish_answer(data.pop("site"), actor=request.user, meeting=meeting, **data)
        return Response(AnswerSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AnswerReasonSerializer, responses=AnswerSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take an answer back, and its bulletin with it."""
        services.withdraw_answer(
            self.get_object(), actor=request.user, **sent(AnswerReasonSerializer, request)
        )
        return Response(AnswerSerializer(self.get_object()).data)
