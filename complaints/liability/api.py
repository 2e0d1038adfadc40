"""The API of liability: reviews with their verdicts, Reward/Penalty Notices, Personnel Notices. Decisions are taken on pages."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from callcenter.api.viewsets import ScopedReadViewSet
from complaints.liability.access import SUBJECT
from complaints.liability.notices.listing import NoticeFilter
from complaints.liability.notices.models import PenaltyNotice
from complaints.liability.personnel.listing import PersonnelFilter
from complaints.liability.personnel.models import PersonnelNotice
from complaints.liability.reviews.listing import ReviewFilter
from complaints.liability.reviews.models import Review, ReviewLine


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


class ReviewViewSet(ScopedReadViewSet):
    """Monthly reviews of complaints in the caller's sight."""

    queryset = Review.objects.select_related("site").order_by("-month", "-pk")
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("lines__case", "lines__unit")


class PenaltyNoticeSerializer(serializers.ModelSerializer[PenaltyNotice]):
    """A Reward/Penalty Notice; `executed_at` is when its points went into the ledger, `published_at` when HR published a reward."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    case = serializers.CharField(source="case.reference", read_only=True, allow_null=True)
    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    item = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = PenaltyNotice
        fields = (
            "id", "number", "kind", "site", "employee", "case", "unit", "item", "points", "grounds", "state", "written_at",
            "approved_at", "contest_until", "contest", "contested_at", "decision", "executed_at", "published_at",
        )  # fmt: skip


class PenaltyNoticeViewSet(ScopedReadViewSet):
    """Reward/Penalty Notices in the caller's sight: one's own once they are approved."""

    queryset = PenaltyNotice.objects.select_related("site", "employee", "case", "unit", "item").order_by(
        "-written_at", "-pk"
    )
    serializer_class = PenaltyNoticeSerializer
    filterset_class = NoticeFilter
    subject = SUBJECT


class PersonnelNoticeSerializer(serializers.ModelSerializer[PersonnelNotice]):
    """A Personnel Notice; `case` is the complaint that it came from."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    case = serializers.CharField(source="line.case.reference", read_only=True)

    class Meta:
        model = PersonnelNotice
        fields = (
            "id", "number", "site", "employee", "case", "penalty", "grounds", "state", "proposed_at", "approved_at",
            "title", "text", "drawn_up_at", "published_at",
        )  # fmt: skip


class PersonnelNoticeViewSet(ScopedReadViewSet):
    """Personnel Notices in the caller's sight: one's own once they are approved."""

    queryset = PersonnelNotice.objects.select_related("site", "employee", "line__case").order_by(
        "-proposed_at", "-pk"
    )
    serializer_class = PersonnelNoticeSerializer
    filterset_class = PersonnelFilter
    subject = SUBJECT
