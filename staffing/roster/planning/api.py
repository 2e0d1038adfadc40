"""The API of what rosters are planned with: heads needed, inductions, coverage by half hour, the staff reserve."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action
from callcenter.api.viewsets import ApiViewSet, ScopedReadViewSet
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Employee, Site, Team
from callcenter.workcalendar.periods import month_after
from staffing.roster import access, services
from staffing.roster.coverage import STEP
from staffing.roster.filters import HeadsFilter, InductionFilter
from staffing.roster.models import SUBJECT, HeadsNeeded, Induction
from staffing.roster.planning import heads, induction, reserve
from staffing.roster.planning.heads import MOST_HEADS, Need
from staffing.roster.telling import clock
from staffing.shifts.rules import DAY

TIME = r"^([01]\d|2[0-3]):[03]0$|^24:00$"
LAST_WEEKDAY = HeadsNeeded.HOLIDAY


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


class HeadsNeededSerializer(serializers.ModelSerializer[HeadsNeeded]):
    """Heads needed on a weekday between two times. `weekday` 0 is Monday, 7 public holidays; `until` is empty while it holds."""

    site = serializers.CharField(source="department.site.code")
    department = serializers.CharField(source="department.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    start = serializers.SerializerMethodField(help_text="Wall-clock time, such as 08:30.")
    end = serializers.SerializerMethodField(help_text="24:00 is midnight at the end of the day.")
    since = serializers.SerializerMethodField()
    until = serializers.SerializerMethodField(help_text="The last day on which it holds.")

    class Meta:
        model = HeadsNeeded
        fields = ("id", "site", "department", "team", "weekday", "start", "end", "heads", "since", "until")

    def get_start(self, row: HeadsNeeded) -> str:
        span: Any = row.span
        return clock(span.lower)

    def get_end(self, row: HeadsNeeded) -> str:
        span: Any = row.span
        return clock(span.upper)

    def get_since(self, row: HeadsNeeded) -> datetime.date:
        period: Any = row.period
        found: datetime.date = period.lower
        return found

    def get_until(self, row: HeadsNeeded) -> datetime.date | None:
        period: Any = row.period
        return period.upper - datetime.timedelta(days=1) if period.upper else None


class NeedSerializer(serializers.Serializer[Any]):
    """So many heads on a weekday between two half hours."""

    weekday = serializers.IntegerField(min_value=0, max_value=LAST_WEEKDAY, help_text="7: public holidays.")
    start = serializers.RegexField(TIME)
    end = serializers.RegexField(TIME)
    heads = serializers.IntegerField(min_value=0, max_value=MOST_HEADS)


class NewNeedsSerializer(serializers.Serializer[Any]):
    """All needs of a department, or of one of its teams, from a day on: in the place of those that held or were planned."""

    site = serializers.CharField(max_length=32)
    department = serializers.CharField(max_length=32)
    team = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    since = serializers.DateField()
    needs = NeedSerializer(many=True, max_length=8 * DAY // STEP)  # type: ignore[call-arg]  # of the list

    def week(self) -> heads.Week:
        """The needs by weekday. RuleViolation where times overlap or end before they start."""
        days: list[list[Need]] = [[] for _ in heads.WEEKDAYS]
        for each in self.validated_data["needs"]:
            need = Need(_minutes(each["start"]), _minutes(each["end"]), each["heads"])
            text = need.written
            if need.start >= need.end:
                raise RuleViolation(Objection("roster.heads_no_half_hours", {"text": text}, "needs"))
            day = days[each["weekday"]]
            if any(need.start < other.end and other.start < need.end for other in day):
                raise RuleViolation(Objection("roster.heads_overlap", {"text": text}, "needs"))
            day.append(need)
        return tuple(tuple(sorted(day)) for day in days)


class HeadsNeededViewSet(ScopedReadViewSet):
    """Heads needed by weekday and time, of departments and teams."""

    subject = SUBJECT
    queryset = HeadsNeeded.objects.select_related("department__site", "team").order_by(
        "department__site__code", "department__code", "team__code", "weekday", "span", "pk"
    )
    serializer_class = HeadsNeededSerializer
    filterset_class = HeadsFilter

    @extend_schema(request=NewNeedsSerializer, responses={201: HeadsNeededSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """Have needs hold from a day on; days before keep theirs. The answer lists what holds on that day."""
        sent = NewNeedsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        units = Department.objects.select_related("site")
        department = get_object_or_404(units, site__code=data["site"], code=data["department"])
        team = get_object_or_404(Team, department=department, code=data["team"]) if data["team"] else None
        services.set_heads(department, team, sent.week(), data["since"], actor=request.user)
        rows = HeadsNeeded.objects.visible_to(request.user).standing(data["since"])
        rows = rows.filter(department=department, team=team).select_related("department__site", "team")
        return Response(self.get_serializer(rows, many=True).data, status=status.HTTP_201_CREATED)


class InductionSerializer(serializers.ModelSerializer[Induction]):
    """Somebody passed induction and may stand on live shifts from that day on."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    recorded_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = Induction
        fields = ("id", "employee", "passed_on", "note", "recorded_by", "recorded_at")


class NewInductionSerializer(serializers.Serializer[Any]):
    """Who passed induction, and when."""

    employee = serializers.CharField(max_length=32, help_text="Employee number.")
    passed_on = serializers.DateField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class WithdrawnInductionSerializer(serializers.Serializer[Any]):
    """Why the record is taken back."""

    reason = serializers.CharField(max_length=500)


class NewStaffSerializer(serializers.Serializer[Any]):
    """Somebody hired lately. `until`: the last day on which induction is asked for; `passed_on` is empty before."""

    employee = serializers.CharField(source="employee.number")
    name = serializers.CharField(source="employee")
    hired_on = serializers.DateField(source="employee.hired_on")
    until = serializers.DateField()
    passed_on = serializers.DateField(source="induction.passed_on", allow_null=True, default=None)


class InductionViewSet(ScopedReadViewSet):
    """Who has passed induction, and who is new and has not yet."""

    subject = SUBJECT
    queryset = Induction.objects.select_related("employee", "recorded_by").order_by("-passed_on", "pk")
    serializer_class = InductionSerializer
    filterset_class = InductionFilter

    @extend_schema(request=NewInductionSerializer, responses={201: InductionSerializer})
    def create(self, request: Request) -> Response:
        """Record that somebody passed induction."""
        sent = NewInductionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        people = Employee.objects.visible_to(request.user)
        employee = get_object_or_404(people, number=sent.validated_data["employee"])
        made = services.record_induction(
            employee,
            sent.validated_data["passed_on"],
            actor=request.user,
            note=sent.validated_data["note"],
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=WithdrawnInductionSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what was recorded by mistake."""
        row: Induction = self.get_object()
        sent = WithdrawnInductionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        services.withdraw_induction(row.employee, actor=request.user, reason=sent.validated_data["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        parameters=[
            OpenApiParameter("site", str, description="Code of the site; the caller's own without it.")
        ],
        responses=NewStaffSerializer(many=True),
    )
    @action(detail=False, methods=["get"], url_path="new-staff", pagination_class=None, filterset_class=None)
    def new_staff(self, request: Request) -> Response:
        """Who is new at the site, the latest hired first."""
        site = _site(request)
        if not access.may_draw_up(request.user, site.pk):
            raise PermissionDenied
        return Response(NewStaffSerializer(induction.new_staff(site), many=True).data)


class ReserveCandidateSerializer(serializers.Serializer[Any]):
    """Somebody who could fill the reserve: of the department once inducted (`is_own`), or of another one."""

    employee = serializers.CharField(source="employee.number")
    team = serializers.CharField(source="team.code")
    skill_level = serializers.IntegerField(source="employee.skill_level")
    readiness = serializers.ChoiceField(
        source="readiness.value", choices=[each.value for each in reserve.Readiness]
    )
    passed_on = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True, help_text="Induction is asked for until that day.")
    shifts = serializers.ListField(source="codes", child=serializers.CharField())
    is_own = serializers.BooleanField()


class DepartmentReserveSerializer(serializers.Serializer[Any]):
    """A department's people needed, planned with the reserve, and there. `needed` is empty where no heads are set."""

    department = serializers.CharField(source="department.code")
    hours = serializers.FloatField(help_text="Hours of people that the heads needed add up to.")
    peak = serializers.IntegerField(help_text="Heads of the busiest half hour.")
    needed = serializers.IntegerField(allow_null=True)
    planned = serializers.IntegerField(allow_null=True)
    ready = serializers.IntegerField()
    training = serializers.IntegerField()
    away = serializers.IntegerField(help_text="On leave for the whole month.")
    missing = serializers.IntegerField()
    reserve = serializers.FloatField(allow_null=True, help_text="A fraction of the need.")
    candidates = ReserveCandidateSerializer(many=True)


@extend_schema_serializer(many=False)
class ReserveSerializer(serializers.Serializer[Any]):
    """The staff reserve of a site in a month."""

    month = serializers.DateField()
    departments = DepartmentReserveSerializer(many=True)


class ReserveViewSet(ApiViewSet):
    """The staff reserve: people needed, planned with the reserve, there, and who could fill it."""

    subject = SUBJECT

    @extend_schema(
        parameters=[
            OpenApiParameter("site", str, description="Code of the site; the caller's own without it."),
            OpenApiParameter(
                "month", datetime.date, description="The month by its first day; the next without it."
            ),
        ],
        responses=ReserveSerializer,
    )
    def list(self, request: Request) -> Response:
        """Every department of the site that has teams."""
        site = _site(request)
        if not access.reaches_site(request.user, Action.EXPORT, site.pk):
            raise PermissionDenied
        text = request.query_params.get("month", "")
        try:
            month = datetime.date.fromisoformat(text) if text else None
        except ValueError as error:
            raise ValidationError({"month": ["A day, such as 2026-12-01."]}) from error
        if month is not None and month.day != 1:
            raise ValidationError({"month": ["The first day of a month."]})
        month = month or month_after(site.today())
        shown = {"month": month, "departments": reserve.of_site(site, month)}
        return Response(ReserveSerializer(shown).data)


def _site(request: Request) -> Site:
    """The site asked for, else the caller's own; those out of sight are 404."""
    sites = Site.objects.visible_to(request.user).order_by("pk")
    code = request.query_params.get("site")
    if code:
        return get_object_or_404(sites, code=code)
    return get_object_or_404(sites.filter(employees__user=request.user.pk).distinct())
