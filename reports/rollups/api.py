"""Which days have figures, how they were counted, which are being summed again, and what a day said before."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.pagination import CursorPages
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.calls.api import SITE
from reports.rollups.access import SUBJECT, sites_to_report
from reports.rollups.models import DayRevision, ReportedDay, StaleDay


class ReportedDaySerializer(serializers.ModelSerializer[ReportedDay]):
    """A day with figures. `sources` counts queues by where their figures come from; `revision` 1: the first figures."""

    site = serializers.SlugRelatedField[Any]("code", read_only=True)
    is_stale = serializers.BooleanField(help_text="Its facts have changed; it is being summed again.")
    sources = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = ReportedDay
        fields = [
            "id", "site", "day", "revision", "is_stale", "sl_seconds", "short_abandon_seconds", "sources",
            "facts_as_of", "computed_at",
        ]  # fmt: skip
        read_only_fields = fields


class StaleDaySerializer(serializers.ModelSerializer[StaleDay]):
    """A mark on a day that is to be summed again, and what made it so."""

    site = serializers.SlugRelatedField[Any]("code", read_only=True)

    class Meta:
        model = StaleDay
        fields = ["id", "site", "day", "reason", "note", "marked_at"]
        read_only_fields = fields


class DayRevisionSerializer(serializers.ModelSerializer[DayRevision]):
    """What a day said before and says since; `changed_rows` counts the rows that changed, by what they are of."""

    before = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    after = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    changed_rows = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = DayRevision
        fields = [
            "revision", "at", "reason", "note", "job_id", "source_name", "before", "after", "changed_rows",
        ]  # fmt: skip
        read_only_fields = fields


class ReportedDayFilter(django_filters.FilterSet):
    """Days from, to, only revised ones, only those that are being summed again."""

    since = django_filters.DateFilter(field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte")
    revised = django_filters.BooleanFilter(method="only_revised")
    stale = django_filters.BooleanFilter(field_name="is_stale")

    class Meta:
        model = ReportedDay
        fields: list[str] = []

    def only_revised(self, days: QuerySet[ReportedDay], name: str, wanted: bool) -> QuerySet[ReportedDay]:
        return days.filter(revision__gt=1) if wanted else days.filter(revision=1)


class NewestDays(CursorPages):
    ordering = ("-day", "-id")


@extend_schema_view(list=extend_schema(parameters=[SITE]))
class ReportedDayViewSet(ScopedReadViewSet):
    """Days of the caller's sites that have figures, the newest first. The figures themselves are in the report."""

    subject = SUBJECT
    queryset = ReportedDay.objects.filter(revision__gte=1).select_related("site")
    serializer_class = ReportedDaySerializer
    filterset_class = ReportedDayFilter
    pagination_class = NewestDays

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.queryset.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        marks = StaleDay.objects.filter(site=OuterRef("site"), day=OuterRef("day"))
        return self._of_caller(rows).annotate(is_stale=Exists(marks))

    def _of_caller(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        sites, code = sites_to_report(self.request.user), self.request.query_params.get("site")
        return rows.filter(site__in=sites.filter(code=code) if code else sites)

    @extend_schema(responses=DayRevisionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def revisions(self, request: Request, pk: str) -> Response:
        """Every revision of the day, the latest first, with the counts before and after."""
        day = self.get_object()
        found = DayRevision.objects.filter(site=day.site_id, day=day.day)
        return Response(DayRevisionSerializer(found, many=True).data)

    @extend_schema(parameters=[SITE], responses=StaleDaySerializer(many=True), filters=False)
    @action(detail=False, methods=["get"])
    def stale(self, request: Request) -> Response:
        """Days that wait to be summed, for the first time or again, with what made them so; the latest day first."""
        marks = self._of_caller(StaleDay.objects.select_related("site"))
        return self.get_paginated_response(StaleDaySerializer(self.paginate_queryset(marks), many=True).data)
