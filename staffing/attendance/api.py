"""The API of attendance: punches in, days and month sheets out, corrections, closing."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position, require
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.files.jobs.api import JobSerializer
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from staffing.attendance import access
from staffing.attendance.corrections.models import Correction
from staffing.attendance.corrections.services import Wish, ask_correction
from staffing.attendance.days.filters import AttendanceDayFilter, PunchFilter
from staffing.attendance.models import AttendanceDay, AttendancePeriod, Punch
from staffing.attendance.periods import services as periods
from staffing.attendance.punches.models import Direction
from staffing.attendance.punches.services import MOST, PunchRow, add_by_program


class PunchSerializer(serializers.ModelSerializer[Punch]):
    """A punch as it was recorded. `source_key` names its clock, file or correction; `is_void`: a correction took it away."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.CharField(source="site.code")
    is_void = serializers.SerializerMethodField()

    class Meta:
        model = Punch
        fields = (
            "id", "employee", "site", "occurred_at", "direction", "source", "source_key", "recorded_at", "drift_seconds",
            "is_void",
        )  # fmt: skip

    def get_is_void(self, punch: Punch) -> bool:
        return hasattr(punch, "voiding")


class NewPunchSerializer(serializers.Serializer[Any]):
    """A punch of a clock. The same employee, time and clock again adds nothing."""

    employee = serializers.CharField(max_length=32, help_text="The employee's number.")
    occurred_at = serializers.DateTimeField(help_text="With its offset; seconds count.")
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.UNKNOWN.value)
    clock = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class NewPunchesSerializer(serializers.Serializer[Any]):
    """Many punches in any order, all or none. `site`: a site's code; default: the caller's own."""

    punches = NewPunchSerializer(many=True, max_length=MOST, min_length=1)  # type: ignore[call-arg]  # handed on to the list
    site = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")


class PunchesAddedSerializer(serializers.Serializer[Any]):
    """What came of it: new punches, those known before, days that are worked out anew."""

    new = serializers.IntegerField()
    known = serializers.IntegerField()
    days = serializers.IntegerField()


class PunchViewSet(ScopedReadViewSet):
    """Punches in the caller's sight; new ones of time clocks."""

    queryset = Punch.objects.select_related("employee", "site", "voiding")
    serializer_class = PunchSerializer
    filterset_class = PunchFilter
    subject = access.SUBJECT

    @extend_schema(request=NewPunchesSerializer, responses={200: PunchesAddedSerializer})
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    def bulk(self, request: Request) -> Response:
        """Send punches of time clocks, at most five thousand, in any order: all are taken or none."""
        given = _checked(NewPunchesSerializer, request)
        site = _site(request, given["site"])
        added = add_by_program(_rows(given["punches"], site), site=site, actor=request.user)
        return Response(PunchesAddedSerializer(added).data)

    @extend_schema(request=NewPunchSerializer, responses={200: PunchesAddedSerializer})
    def create(self, request: Request) -> Response:
        """Send one punch of a time clock."""
        given = _checked(NewPunchSerializer, request)
        site = _site(request, "")
        added = add_by_program(_rows([given], site), site=site, actor=request.user)
        return Response(PunchesAddedSerializer(added).data)


def _site(request: Request, code: str) -> Site:
    """The site that is named, or the caller's own; 404 for one out of sight."""
    own = position(request.user).site_ids
    if code:
        return get_object_or_404(
            Site.objects.visible_to(request.user) | Site.objects.filter(pk__in=own), code=code
        )
    require(access.may_enter_punches(request.user, None))
    if len(own) != 1:
        raise serializers.ValidationError({"site": ["Say which site."]})
    return Site.objects.get(pk=next(iter(own)))


def _rows(given: list[dict[str, Any]], site: Site) -> list[PunchRow]:
    """The punches with their people; every unknown number is an objection."""
    numbers = {each["employee"].casefold() for each in given}
    known = {
        number.casefold(): pk
        for number, pk in Employee.objects.filter(site=site).values_list("number", "pk")
        if number.casefold() in numbers
    }
    unknown = sorted({each["employee"] for each in given if each["employee"].casefold() not in known})
    if unknown:
        raise RuleViolation(
            [Objection("attendance.unknown_employee", {"number": each}) for each in unknown[:20]]
        )
    return [
        PunchRow(
            known[each["employee"].casefold()],
            each["occurred_at"].replace(microsecond=0),
            each["direction"],
            each["clock"],
        )
        for each in given
    ]


def _checked(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was sent, in shape; 400 naming each field otherwise."""
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


class FindingSerializer(serializers.Serializer[Any]):
    """One thing about a day: its code, how many seconds, which punch or why, and whether the shift still runs."""

    code = serializers.CharField()
    seconds = serializers.IntegerField()
    detail = serializers.CharField()
    so_far = serializers.BooleanField()


class AttendanceDaySerializer(serializers.ModelSerializer[AttendanceDay]):
    """A person's day. Lengths are seconds; `overtime_class` is the legal class in percent of pay."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.CharField(source="site.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    findings = FindingSerializer(source="found", many=True, read_only=True)

    class Meta:
        model = AttendanceDay
        fields = (
            "id", "employee", "site", "team", "on", "state", "shift_code", "starts_at", "ends_at", "first_in", "last_out",
            "codes", "findings", "worked_seconds", "late_seconds", "early_seconds", "absent_seconds", "leave_seconds",
            "overtime_seconds", "overtime_class", "holiday_seconds", "is_incomplete", "revision", "computed_at",
        )  # fmt: skip


class AttendanceDayViewSet(ScopedReadViewSet):
    """Attendance days in the caller's sight."""

    queryset = AttendanceDay.objects.select_related("employee", "site", "team").order_by(
        "-on", "employee__number"
    )
    serializer_class = AttendanceDaySerializer
    filterset_class = AttendanceDayFilter
    subject = access.SUBJECT


class AttendancePeriodSerializer(serializers.ModelSerializer[AttendancePeriod]):
    """A month sheet: its days, whether it is closed, and how often it was."""

    site = serializers.CharField(source="site.code")
    last = serializers.DateField(read_only=True)

    class Meta:
        model = AttendancePeriod
        fields = (
            "id", "site", "start", "last", "state", "number", "closed_at", "reopened_at", "reopen_reason",
        )  # fmt: skip


class SheetReopeningSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class AttendancePeriodViewSet(ScopedReadViewSet):
    """Month sheets; closing, reopening, their workbooks."""

    queryset = AttendancePeriod.objects.select_related("site")
    serializer_class = AttendancePeriodSerializer
    subject = access.SUBJECT

    @extend_schema(request=None, responses=AttendancePeriodSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close the sheet with what it says now."""
        return self._shown(periods.close_period(self.get_object(), actor=request.user))

    @extend_schema(request=SheetReopeningSerializer, responses=AttendancePeriodSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open a closed sheet again, with a reason."""
        period, given = self.get_object(), _checked(SheetReopeningSerializer, request)
        return self._shown(periods.reopen_period(period, actor=request.user, **given))

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def workbook(self, request: Request, pk: str) -> Response:
        """Have the workbook for human resources made; ask for the job, then take its file."""
        job = periods.ask_workbook(self.get_object(), actor=request.user)
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    def _shown(self, period: AttendancePeriod) -> Response:
        return Response(AttendancePeriodSerializer(period).data)


class AttendanceCorrectionSerializer(serializers.ModelSerializer[Correction]):
    """A correction of a day. It is decided as a request (approvals/requests)."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    direction = serializers.CharField(read_only=True, help_text="in, out, or empty where nothing is added.")

    class Meta:
        model = Correction
        fields = (
            "id", "employee", "on", "adds_at", "direction", "voids_punch", "reason", "state", "asked_at", "decided_at",
        )  # fmt: skip


class NewAttendanceCorrectionSerializer(serializers.Serializer[Any]):
    """What is to be corrected: a punch that was forgotten (`adds_at` with `direction`), one that is wrong (`voids_id`)."""

    employee = serializers.CharField(max_length=32)
    on = serializers.DateField()
    reason = serializers.CharField(max_length=1000)
    adds_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    direction = serializers.CharField(
        max_length=3, required=False, allow_blank=True, default="", help_text="in or out."
    )
    voids_id = serializers.IntegerField(required=False, allow_null=True, default=None)


class CorrectionViewSet(ScopedReadViewSet):
    """Corrections in the caller's sight; asking for one."""

    queryset = Correction.objects.select_related("employee")
    serializer_class = AttendanceCorrectionSerializer
    subject = access.SUBJECT

    @extend_schema(request=NewAttendanceCorrectionSerializer, responses={201: AttendanceCorrectionSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a correction of a day: the shift leader endorses, the director approves."""
        given = _checked(NewAttendanceCorrectionSerializer, request)
        own = Employee.objects.filter(pk=position(request.user).employee_id or 0)
        seen = Employee.objects.visible_to(request.user).values("pk")
        rows = own | Employee.objects.filter(pk__in=seen)
        employee = get_object_or_404(rows, number=given.pop("employee"))
        made = ask_correction(employee, given.pop("on"), Wish(**given), actor=request.user)
        return Response(AttendanceCorrectionSerializer(made).data, status=status.HTTP_201_CREATED)
