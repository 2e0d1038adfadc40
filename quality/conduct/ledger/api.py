"""The API of the ledger of points: read it, and sums by person and statistics month."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from callcenter.api.viewsets import ScopedReadViewSet
from quality.conduct.access import SUBJECT
from quality.conduct.ledger.listing import PointsFilter
from quality.conduct.ledger.models import PointsEntry


class ConductPointsSerializer(serializers.ModelSerializer[PointsEntry]):
    """An entry: positive points are taken, negative given back or rewarded. `month`: first day of the statistics month they count in."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    item = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    source = serializers.SerializerMethodField(  # type: ignore[assignment]
        help_text="The decision: its kind and id."
    )

    class Meta:
        model = PointsEntry
        fields = (
            "id", "number", "site", "employee", "team", "item", "kind", "points", "is_veto", "on", "month", "reason",
            "source", "reverses", "entered_at",
        )  # fmt: skip

    def get_source(self, entry: PointsEntry) -> str:
        return f"{entry.source_type.app_label}.{entry.source_type.model}:{entry.source_id}"


class ConductPointsViewSet(ScopedReadViewSet):
    """The ledger of points in the caller's sight; only decisions write it."""

    queryset = PointsEntry.objects.select_related("site", "employee", "team", "item", "source_type").order_by(
        "-entered_at", "-pk"
    )
    serializer_class = ConductPointsSerializer
    filterset_class = PointsFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset()
