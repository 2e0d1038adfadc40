"""The API of a month in money: the page's facts, one's own line for everybody; HR's wages, the GM's closing."""

import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position, require
from callcenter.api.viewsets import ApiViewSet
from callcenter.people.models import Employee, Site
from callcenter.workcalendar.periods import Period, is_reportable
from quality.conduct.money import access, services
from quality.conduct.money.access import SUBJECT
from quality.conduct.money.models import MoneyMonth
from quality.conduct.money.selectors import Line, Sheet, sheet
from quality.conduct.months import last_months, statistics_month

AMOUNT: dict[str, Any] = {"max_digits": 10, "decimal_places": 2, "read_only": True, "allow_null": True}
MONTHS = 12
AT = OpenApiParameter("site", str, description="Code of the site; the caller's own without it.")
IN = OpenApiParameter(
    "month",
    OpenApiTypes.DATE,
    description="A day of the statistics month; the running one without it.",
)


class ConductMoneyLineSerializer(serializers.Serializer[Any]):
    """One person's month. `wage` and `cap` for HR, the GM and oneself; `amount` null: the wage is missing."""

    employee = serializers.CharField(source="employee.number")
    department = serializers.CharField(source="department.code", default=None, allow_null=True)
    taken = serializers.IntegerField()
    rewarded = serializers.IntegerField()
    points = serializers.IntegerField()
    wage = serializers.SerializerMethodField()
    cap = serializers.SerializerMethodField()
    amount = serializers.DecimalField(**AMOUNT)
    limit = serializers.CharField()

    def get_wage(self, line: Line) -> str | None:
        return self._shown(line, line.wage)

    def get_cap(self, line: Line) -> str | None:
        return self._shown(line, line.cap)

    def _shown(self, line: Line, amount: Any) -> str | None:
        is_shown = self.context["sees_wages"] or line.employee.pk == self.context["me"]
        return f"{amount:.2f}" if is_shown and amount is not None else None


@extend_schema_serializer(many=False)
class ConductMoneySerializer(serializers.Serializer[Any]):
    """A statistics month of a site: `per_point`, `share` (per cent of the wage) and `floor` (minimum wage) as they hold."""

    site = serializers.CharField(source="site.code", allow_null=True)
    month = serializers.DateField(source="month.start")
    is_in_money = serializers.BooleanField(source="policy.is_on")
    per_point = serializers.DecimalField(source="policy.per_point", **AMOUNT)
    share = serializers.IntegerField(source="policy.share")
    floor = serializers.DecimalField(source="policy.floor", **AMOUNT)
    closed_at = serializers.DateTimeField(source="closed.closed_at", default=None, allow_null=True)
    lines = ConductMoneyLineSerializer(many=True)


class ConductMoneyMonthSerializer(serializers.Serializer[Any]):
    """A statistics month by its first day; `closed_at` null: not closed yet."""

    month = serializers.DateField()
    last = serializers.DateField()
    is_over = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)


class AskedMonthSerializer(serializers.Serializer[Any]):
    """What the address asks for."""

    site = serializers.CharField(required=False, max_length=32)
    month = serializers.DateField(required=False)

    def validate_month(self, day: datetime.date) -> datetime.date:
        if not is_reportable(day):
            raise serializers.ValidationError(_("There is no statistics month so far away."))
        return day


class ConductMoneyClosingSerializer(AskedMonthSerializer):
    """Which month of which site: by any of its days."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())  # type: ignore[assignment]
    month = serializers.DateField()


class ConductWageSerializer(serializers.Serializer[Any]):
    """What somebody earned in the month; null takes it out."""

    employee = serializers.CharField(max_length=20)
    wage = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=Decimal(0), allow_null=True)


class ConductWagesSerializer(ConductMoneyClosingSerializer):
    """Wages of people who have points in the month."""

    wages = serializers.ListField(child=ConductWageSerializer(), min_length=1, max_length=5000)


class ConductMoneyViewSet(ApiViewSet):
    """Points in money by statistics month."""

    subject = SUBJECT

    @extend_schema(parameters=[AT, IN], responses=ConductMoneySerializer)
    def list(self, request: Request) -> Response:
        """A month of a site; who sees no more gets their own line alone."""
        asked = _asked(AskedMonthSerializer, request.query_params)
        site = _site(request, asked.get("site"))
        return _shown(
            request, site, statistics_month(site, min(asked.get("month", site.today()), site.today()))
        )

    @extend_schema(parameters=[AT], responses=ConductMoneyMonthSerializer(many=True))
    @action(detail=False, methods=["get"])
    def months(self, request: Request) -> Response:
        """The last twelve months of a site, the running one first; which are closed."""
        site = _site(request, _asked(AskedMonthSerializer, request.query_params).get("site"))
        found, today = last_months(site, MONTHS), site.today()
        closed = dict(
            MoneyMonth.objects.filter(site=site, month__in=[one.start for one in found]).values_list(
                "month", "closed_at"
            )
        )
        rows = [
            {
                "month": one.start,
                "last": one.last,
                "is_over": one.last < today,
                "closed_at": closed.get(one.start),
            }
            for one in found
        ]
        return Response(ConductMoneyMonthSerializer(rows, many=True).data)

    @extend_schema(request=ConductWagesSerializer, responses=ConductMoneySerializer)
    @action(detail=False, methods=["post"])
    def wages(self, request: Request) -> Response:
        """HR enters what people with points earned in the month; nobody their own."""
        require(access.may_enter(request.user))
        data = _asked(ConductWagesSerializer, request.data)
        site, month = _month(request, data)
        wages = _by_person(data["wages"], sheet(site, month))
        services.enter_wages(site, month, wages, actor=request.user)
        return _shown(request, site, month)

    @extend_schema(request=ConductMoneyClosingSerializer, responses=ConductMoneySerializer)
    @action(detail=False, methods=["post"])
    def close(self, request: Request) -> Response:
        """The general manager closes a month that is over: it stays as it is, and later points count in the next one."""
        require(access.may_close(request.user))
        site, month = _month(request, _asked(ConductMoneyClosingSerializer, request.data))
        services.close_month(site, month, actor=request.user)
        return _shown(request, site, month)


def _asked(shape: type[serializers.Serializer[Any]], given: Any) -> dict[str, Any]:
    found = shape(data=given)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _site(request: Request, code: str | None) -> Site:
    """The site of that code, one's own without it; 404 for one that is neither one's own nor in sight."""
    rows = Employee.objects.select_related("site").filter(pk=position(request.user).employee_id or 0)
    own = next((me.site for me in rows), None)
    found = own if code is None else Site.objects.filter(code=code).first()
    if found is None or not (found == own or access.may_see(request.user, found)):
        raise Http404
    return found


def _month(request: Request, data: dict[str, Any]) -> tuple[Site, Period]:
    site: Site = data["site"]
    require(access.may_see(request.user, site))
    return site, statistics_month(site, data["month"])


def _by_person(given: list[dict[str, Any]], found: Sheet) -> dict[int, Decimal | None]:
    """The wages by the ids of people who have points in the month; 400 at each line that is of nobody such, or twice."""
    known = {line.employee.number: line.employee.pk for line in found.lines}
    wages: dict[int, Decimal | None] = {}
    wrong: dict[str, Any] = {}
    for place, one in enumerate(given):
        pk = known.get(one["employee"])
        if pk is None:
            wrong[str(place)] = {"employee": [_("Nobody of this number has points in the month.")]}
        elif pk in wages:
            wrong[str(place)] = {"employee": [_("This person stands here twice.")]}
        else:
            wages[pk] = one["wage"]
    if wrong:
        raise serializers.ValidationError({"wages": wrong})
    return wages


def _shown(request: Request, site: Site, month: Period) -> Response:
    """The month as it stands now, as far as the caller sees it."""
    found, me = sheet(site, month), position(request.user).employee_id
    if not access.may_see(request.user, site):
        own = [one for one in found.lines if one.employee.pk == me]
        found = Sheet(found.site, found.month, found.policy, found.closed, own)
    context = {"sees_wages": access.sees_wages(request.user), "me": me}
    return Response(ConductMoneySerializer(found, context=context).data)
