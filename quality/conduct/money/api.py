"""The API of a month in money: the page's facts; one's own line for everybody."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.api.viewsets import ApiViewSet
from callcenter.people.models import Employee, Site
from quality.conduct.money import access
from quality.conduct.money.access import SUBJECT
from quality.conduct.money.selectors import Line, Sheet, month_at, sheet

AMOUNT: dict[str, Any] = {"max_digits": 10, "decimal_places": 2, "read_only": True, "allow_null": True}


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


class ConductMoneyViewSet(ApiViewSet):
    """Points in money by statistics month."""

    subject = SUBJECT

    @extend_schema(
        parameters=[
            OpenApiParameter("site", str, description="Code of the site; the caller's own without it."),
            OpenApiParameter(
                "month", str, description="A day of the statistics month; the running one without it."
            ),
        ],
        responses=ConductMoneySerializer,
    )
    def list(self, request: Request) -> Response:
        """A month of a site; who sees no more gets their own line alone."""
        me = (
            Employee.objects.filter(pk=position(request.user).employee_id or 0).select_related("site").first()
        )
        wanted = request.query_params.get("site")
        site = Site.objects.filter(code=wanted).first() if wanted else (me.site if me else None)
        if site is None:
            site = Site.objects.order_by("pk").first()
        if site is None:
            return Response(status=404)
        found = sheet(site, month_at(site, request.query_params.get("month", "")))
        if not access.may_see(request.user, site):
            own = [one for one in found.lines if me is not None and one.employee == me]
            found = Sheet(found.site, found.month, found.policy, found.closed, own)
        context = {"sees_wages": access.sees_wages(request.user), "me": me.pk if me else None}
        return Response(ConductMoneySerializer(found, context=context).data)
