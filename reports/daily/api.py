"""The report by API: GET /api/v1/reports/daily/?site=haifa&date=1999-02-01[&period=week]."""

import datetime
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import require
from callcenter.api.viewsets import ApiViewSet
from callcenter.files.jobs.api import WorkbookRenderer
from callcenter.people.models import Site
from callcenter.tabular.workbook import XLSX
from reports.daily.data import as_data
from reports.daily.report import build
from reports.daily.views import download
from reports.rollups.access import may_export, sites_to_report
from reports.rollups.periods import FIRST, LAST, REPORTED, Kind, Period, is_reportable, period_of
from reports.rollups.services import ask_recompute


def require_reportable(day: datetime.date) -> None:
    """Refuse a day outside the calendar."""
    if not is_reportable(day):
        raise serializers.ValidationError(
            _("Reports reach from %(first)s to %(last)s.") % {"first": FIRST, "last": LAST}
        )


class DailyReportQuery(serializers.Serializer[Any]):
    """Which report is wanted."""

    site = serializers.SlugField()
    date = serializers.DateField(validators=[require_reportable])
    period = serializers.ChoiceField(choices=[kind.value for kind in REPORTED], default=Kind.DAY.value)


WANTED = [
    OpenApiParameter("site", str, required=True, description="code of the site"),
    OpenApiParameter("date", datetime.date, required=True, description="a day of the period"),
    OpenApiParameter("period", str, enum=[kind.value for kind in REPORTED], default=Kind.DAY.value),
]


class RecomputeRequest(serializers.Serializer[Any]):
    """Which day is to be summed again."""

    site = serializers.SlugField()
    date = serializers.DateField(validators=[require_reportable])


class DailyReportViewSet(ApiViewSet):
    """Operations reports: a site's figures of a day, week, month or statistics month."""

    subject = "reports.daily"

    @extend_schema(parameters=WANTED, responses=OpenApiTypes.OBJECT)
    def list(self, request: Request) -> Response:
        """The report: headline figures with numerator, denominator, target and comparison; sections; complaints; revisions."""
        return Response(as_data(build(*_wanted(request), reader=request.user)))

    @extend_schema(parameters=WANTED, responses={(200, XLSX): OpenApiTypes.BINARY})
    @action(detail=False, methods=["get"], renderer_classes=[JSONRenderer, WorkbookRenderer])
    def workbook(self, request: Request) -> FileResponse:
        """The same report as its workbook: typed cells, a sheet for each section, the definitions. Each taking is recorded."""
        site, period = _wanted(request)
        require(may_export(request.user, site))
        return download(request, build(site, period, reader=request.user))

    @extend_schema(request=RecomputeRequest, responses={202: RecomputeRequest, 404: OpenApiTypes.OBJECT})
    @action(detail=False, methods=["post"])
    def recompute(self, request: Request) -> Response:
        """Ask for a day to be summed again from its facts; a worker does it within a minute."""
        shape = RecomputeRequest(data=request.data)
        shape.is_valid(raise_exception=True)
        ask_recompute(
            site_of(request, shape.validated_data["site"]),
            [shape.validated_data["date"]],
            actor=request.user,
        )
        return Response(shape.data, status=202)


def _wanted(request: Request) -> tuple[Site, Period]:
    query = DailyReportQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    wanted = query.validated_data
    site = site_of(request, wanted["site"])
    return site, period_of(Kind(wanted["period"]), wanted["date"], start_day=site.statistics_start_day)


def site_of(request: Request, code: str) -> Site:
    """The site of that code if the caller may read its reports; else 404."""
    site = sites_to_report(request.user).filter(code=code).first()
    if site is None:
        raise NotFound
    return site
