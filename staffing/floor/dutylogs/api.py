"""The API of duty logs and monthly reports: opened, written, signed and handed in through the pages' services."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Team
from staffing.floor.access import RECORDS
from staffing.floor.dutylogs import services
from staffing.floor.dutylogs.listing import DutyLogFilter
from staffing.floor.dutylogs.models import DutyLog, MonthReport
from staffing.floor.handovers.api import TeamShiftSerializer
from staffing.records.sending import sent

ROWS = DutyLog.objects.select_related("team", "site", "locked_by")


class DutyLogSerializer(serializers.ModelSerializer[DutyLog]):
    """A duty log: words by section; `facts` are what the system knew at the signature, empty before."""

    number = serializers.CharField(read_only=True)
    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    locked_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    sections = serializers.DictField(child=serializers.CharField(), read_only=True)
    facts = serializers.DictField(child=serializers.ListField(), read_only=True)

    class Meta:
        model = DutyLog
        fields = (
            "id", "number", "site", "team", "on", "code", "starts_at", "ends_at", "sections", "facts", "opened_at",
            "locked_at", "locked_by", "version",
        )  # fmt: skip
        read_only_fields = fields


class DutyLogSectionsSerializer(serializers.Serializer[Any]):
    """Words by section; what is left out stays. `version`: the one that the writer has read."""

    sections = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=2000))
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class DutyLogViewSet(ScopedReadViewSet):
    """Duty logs in the caller's sight."""

    queryset = ROWS
    serializer_class = DutyLogSerializer
    filterset_class = DutyLogFilter
    subject = RECORDS

    @extend_schema(request=TeamShiftSerializer, responses={201: DutyLogSerializer})
    def create(self, request: Request) -> Response:
        """Open the log of a shift; the one that is there where somebody was quicker."""
        data = sent(TeamShiftSerializer, request)
        made = services.open_log(data["team"], data["on"], data["code"], actor=request.user)
        return Response(DutyLogSerializer(ROWS.get(pk=made.pk)).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=DutyLogSectionsSerializer, responses=DutyLogSerializer)
    @action(detail=True, methods=["post"])
    def write(self, request: Request, pk: str) -> Response:
        """Write sections until the log is signed."""
        data = sent(DutyLogSectionsSerializer, request)
        services.write_log(self.get_object(), data["sections"], version=data["version"], actor=request.user)
        return Response(DutyLogSerializer(ROWS.get(pk=pk)).data)

    @extend_schema(request=None, responses=DutyLogSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Sign and lock the log."""
        services.sign_log(self.get_object(), actor=request.user)
        return Response(DutyLogSerializer(ROWS.get(pk=pk)).data)


class MonthReportFilter(django_filters.FilterSet):
    """By team, month."""

    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    month = django_filters.DateFilter(label=_("Month"))

    class Meta:
        model = MonthReport
        fields: list[str] = []


class MonthReportSerializer(serializers.ModelSerializer[MonthReport]):
    """A team's shift report of a month; `figures` are the counts of its duty logs as it was handed in."""

    site = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    figures = serializers.DictField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = MonthReport
        fields = ("id", "site", "team", "month", "figures", "text", "handed_in_at")
        read_only_fields = fields


class NewMonthReportSerializer(serializers.Serializer[Any]):
    """The report of a month, named by its first day."""

    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.select_related("department__site"))
    month = serializers.DateField()
    text = serializers.CharField(max_length=20000)


class MonthReportViewSet(ScopedReadViewSet):
    """Monthly shift reports in the caller's sight."""

    queryset = MonthReport.objects.select_related("site", "team").order_by("-month", "pk")
    serializer_class = MonthReportSerializer
    filterset_class = MonthReportFilter
    subject = RECORDS

    @extend_schema(request=NewMonthReportSerializer, responses={201: MonthReportSerializer})
    def create(self, request: Request) -> Response:
        """Hand in the report of a month, once."""
        data = sent(NewMonthReportSerializer, request)
        made = services.hand_in_report(data["team"], data["month"], data["text"], actor=request.user)
        return Response(MonthReportSerializer(made).data, status=status.HTTP_201_CREATED)
