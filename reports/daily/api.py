"""The report by API: GET /api/v1/reports/daily/?site=haifa&date=1999-02-01[&period=week]."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from callcenter.api.viewsets import MayViewSubject
from reports.daily.data import as_data
from reports.daily.report import build
from reports.rollups.access import sites_to_report
from reports.rollups.periods import FIRST, LAST, Kind, is_reportable, period_of


class DailyReportQuery(serializers.Serializer[Any]):
    """Which report is wanted."""

    site = serializers.SlugField()
    date = serializers.DateField()
    period = serializers.ChoiceField(choices=[kind.value for kind in Kind], default=Kind.DAY.value)

    def validate_date(self, day: datetime.date) -> datetime.date:
        if not is_reportable(day):
            raise serializers.ValidationError(
                _("Reports reach from %(first)s to %(last)s.") % {"first": FIRST, "last": LAST}
            )
        return day


class DailyReportViewSet(ViewSet):
    """Operations reports: a site's figures of a day, week, month or statistics month."""

    subject = "reports.daily"
    permission_classes = [IsAuthenticated, MayViewSubject]

    @extend_schema(
        parameters=[
            OpenApiParameter("site", str, required=True, description="code of the site"),
            OpenApiParameter("date", datetime.date, required=True, description="a day of the period"),
            OpenApiParameter("period", str, enum=[kind.value for kind in Kind], default=Kind.DAY.value),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def list(self, request: Request) -> Response:
        """The report: headline figures with numerator, denominator, target and comparison; sections; revisions."""
        query = DailyReportQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        site = sites_to_report(request.user).filter(code=wanted["site"]).first()
        if site is None:
            raise NotFound
        period = period_of(Kind(wanted["period"]), wanted["date"], start_day=site.statistics_start_day)
        return Response(as_data(build(site, period)))
