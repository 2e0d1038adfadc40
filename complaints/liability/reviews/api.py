"""The API of the monthly review: a month with every complaint closed in it, the verdict on one, the end."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department
from complaints.cases.naming import sent
from complaints.liability.access import SUBJECT
from complaints.liability.reviews import services
from complaints.liability.reviews.listing import ReviewFilter
from complaints.liability.reviews.models import Review, ReviewLine, Verdict

WORDS = 4000


class ReviewLineSerializer(serializers.ModelSerializer[ReviewLine]):
    """One complaint of a review; `verdict` empty: not reviewed yet."""

    case = serializers.CharField(source="case.reference", read_only=True)
    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = ReviewLine
        fields = ("id", "case", "is_overdue", "verdict", "unit", "words", "reviewed_at")


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """The GM office's review of a month (`month`: its first day), with every complaint closed in it."""

    site = serializers.CharField(source="site.code")
    lines = ReviewLineSerializer(many=True, read_only=True)

    class Meta:
        model = Review
        fields = ("id", "site", "month", "created_at", "due_at", "finished_at", "summary", "lines")


class ReviewVerdictSerializer(serializers.Serializer[Any]):
    """What follows from a complaint; `unit` (a code at the site) and `words` where something does."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    unit = serializers.CharField(required=False, allow_null=True, default=None, max_length=32)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=WORDS)


class ReviewEndSerializer(serializers.Serializer[Any]):
    summary = serializers.CharField(required=False, allow_blank=True, default="", max_length=WORDS)


class ReviewViewSet(ScopedReadViewSet):
    """Monthly reviews of complaints in the caller's sight; the GM office gives its verdicts and finishes them."""

    queryset = Review.objects.select_related("site").order_by("-month", "-pk")
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("lines__case", "lines__unit")

    @extend_schema(request=ReviewVerdictSerializer, responses=ReviewLineSerializer)
    @action(detail=True, methods=["post"], url_path=r"lines/(?P<line>[0-9]{1,18})/verdict")
    def verdict(self, request: Request, pk: str, line: str) -> Response:
        """What follows from one complaint of the month."""
        found = get_object_or_404(ReviewLine, pk=line, review=self.get_object())
        data = sent(ReviewVerdictSerializer, request.data, user=request.user)
        code, unit = data.pop("unit"), None
        if code is not None:
            unit = Department.objects.filter(site=found.site_id, code=code).first()
            if unit is None:
                raise serializers.ValidationError({"unit": [_("There is no such department.")]})
        made = services.give_verdict(
            found, Verdict(data["verdict"]), actor=request.user, unit=unit, words=data["words"]
        )
        return Response(ReviewLineSerializer(made).data)

    @extend_schema(request=ReviewEndSerializer, responses=ReviewSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """The month is done: every complaint has its verdict."""
        found = self.get_object()
        data = sent(ReviewEndSerializer, request.data, user=request.user)
        services.finish_review(found, actor=request.user, **data)
        return Response(ReviewSerializer(self.get_object()).data)
