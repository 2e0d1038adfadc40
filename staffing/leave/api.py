"""The API of leave: read with the pages' filters, ask and take back through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.approvals.requests.api import checked
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.leave import asking, cancelling, certification, selectors
from staffing.leave.amounts import Part, Wish
from staffing.leave.filters import LeaveFilter, PeopleFilter
from staffing.leave.listing import loaded
from staffing.leave.models import PARTS, SUBJECT, LeaveDay, LeaveKind, LeaveRequest, people_of
from staffing.leave.outlook import Wanted


class LeaveDaySerializer(serializers.ModelSerializer[LeaveDay]):
    """What a leave takes of a day: `minutes` of the `of_minutes` that would be worked."""

    class Meta:
        model = LeaveDay
        fields = ("on", "minutes", "of_minutes")


class LeaveRequestSerializer(serializers.ModelSerializer[LeaveRequest]):
    """A leave. `amount` is in the unit of its kind, `days` its length in working days; `path` the rule that decided."""

    number = serializers.CharField(read_only=True)
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    site = serializers.CharField(source="site.code")
    team = serializers.CharField(source="team.code", allow_null=True, default=None)
    kind = serializers.CharField(source="kind.code")
    unit = serializers.CharField(source="kind.unit")
    leave_days = LeaveDaySerializer(many=True, read_only=True)

    class Meta:
        model = LeaveRequest
        fields = (
            "id", "number", "employee", "site", "team", "kind", "unit", "part", "first_on", "last_on", "starts_at",
            "ends_at", "amount", "days", "path", "state", "reason", "is_late", "is_automatic", "consent_by",
            "certificate_due_on", "decides", "notified_by", "relation", "asked_at", "waiting_since", "decided_at",
            "reported_back_at", "leave_days",
        )  # fmt: skip


class NewLeaveSerializer(serializers.Serializer[Any]):
    """Leave for oneself, or sick leave for `employee` of one's teams. Times only with `part` hours."""

    employee = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Employee number; empty: oneself."
    )
    kind = serializers.CharField(help_text="Code of the kind of leave.")
    first_on = serializers.DateField()
    last_on = serializers.DateField(required=False, allow_null=True, default=None)
    part = serializers.ChoiceField(choices=PARTS, default="whole")
    from_time = serializers.TimeField(required=False, allow_null=True, default=None)
    to_time = serializers.TimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    notified_by = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    relation = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    is_late_meant = serializers.BooleanField(
        default=False, help_text="Ask although it is late: it counts only with consent."
    )
    may_wait = serializers.BooleanField(default=False, help_text="Wait for a place where the day is full.")


class TakeBackSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class CertificateSerializer(serializers.Serializer[Any]):
    """A medical certificate and the days that it covers."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    issuer = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    file = serializers.FileField(max_length=255)


class LeaveRequestViewSet(ScopedReadViewSet):
    """Leave in the caller's sight."""

    queryset = LeaveRequest.objects.all()
    serializer_class = LeaveRequestSerializer
    filterset_class = LeaveFilter
    subject = SUBJECT
    lookup_value_regex = r"\d{1,18}"

    asked_for: tuple[Employee, Wanted] | None = None

    def answered(self, request: HttpRequest, handler: Any) -> Any:
        """A refusal is put on record after it has undone what the call did, its Idempotency-Key included."""
        try:
            return super().answered(request, handler)
        except RuleViolation as refusal:
            if self.asked_for is not None:
                asking.record_refusal(*self.asked_for, refusal, actor=request.user)
            raise

    def get_queryset(self) -> QuerySet[Any]:
        rows = loaded(super().get_queryset()).prefetch_related("leave_days")
        return rows.order_by("-first_on", "-pk")

    @extend_schema(request=NewLeaveSerializer, responses={201: LeaveRequestSerializer})
    def create(self, request: HttpRequest) -> Response:
        """Ask for leave. Refused with every reason and the rules they rest on."""
        data = checked(NewLeaveSerializer, request)
        employee = self._employee(request, data["employee"])
        kind = LeaveKind.objects.filter(site=employee.site_id, code=data["kind"]).first()
        if kind is None:
            raise ValidationError({"kind": ["No kind of leave of the site has this code."]})
        wish = Wish(
            data["first_on"],
            data["last_on"] or data["first_on"],
            Part(data["part"]),
            *(_minutes(data[name]) for name in ("from_time", "to_time")),
        )
        names = ("reason", "notified_by", "relation", "is_late_meant", "may_wait")
        wanted = Wanted(kind, wish, **{name: data[name] for name in names})
        self.asked_for = employee, wanted
        leave = asking.ask(employee, wanted, actor=request.user, records_refusal=False)
        return self._shown(leave, status.HTTP_201_CREATED)

    @extend_schema(request=TakeBackSerializer, responses=LeaveRequestSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: HttpRequest, pk: str) -> Response:
        """Take leave back: one's own, or with a reason approved leave of the site."""
        leave = self.get_object()
        cancelling.cancel(leave, actor=request.user, **checked(TakeBackSerializer, request))
        return self._shown(leave)

    @extend_schema(request={"multipart/form-data": CertificateSerializer}, responses=LeaveRequestSerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def certificate(self, request: HttpRequest, pk: str) -> Response:
        """Hand a medical certificate in; the leave is certified when its days are covered without a gap."""
        leave = self.get_object()
        data = checked(CertificateSerializer, request)
        paper = certification.Paper(data["starts_on"], data["ends_on"], data["issuer"])
        certification.hand_in(leave, paper, data["file"], actor=request.user)
        return self._shown(leave)

    def _employee(self, request: HttpRequest, number: str) -> Employee:
        rows = Employee.objects.select_related("site")
        if number:
            found = rows.filter(pk__in=people_of(request.user).values("pk"), number__iexact=number).first()
            if found is None:
                raise ValidationError({"employee": ["Nobody in your sight has this number."]})
            return found
        own = rows.filter(pk=position(request.user).employee_id or 0).first()
        if own is None:
            raise PermissionDenied
        return own

    def _shown(self, leave: LeaveRequest, code: int = status.HTTP_200_OK) -> Response:
        return Response(LeaveRequestSerializer(self.get_queryset().get(pk=leave.pk)).data, status=code)


def _minutes(at: Any) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


class LeaveKindSerializer(serializers.ModelSerializer[LeaveKind]):
    """A kind of leave and the rules that it follows."""

    site = serializers.CharField(source="site.code")

    class Meta:
        model = LeaveKind
        fields = (
            "id", "site", "code", "name", "name_zh", "nature", "unit", "needs_balance", "accrual", "takes_certificate",
            "certificate_from_days", "others_may_ask", "takes_place", "may_be_automatic", "is_paid", "is_active",
        )  # fmt: skip


class LeaveKindViewSet(ScopedReadViewSet):
    """Kinds of leave of the caller's sites."""

    queryset = LeaveKind.objects.select_related("site").order_by("site__code", "place", "code")
    serializer_class = LeaveKindSerializer
    subject = SUBJECT
    lookup_value_regex = r"\d{1,18}"


class BalanceSerializer(serializers.Serializer[Any]):
    """What somebody has of a kind of leave, in its unit."""

    kind = serializers.CharField(source="kind.code")
    unit = serializers.CharField(source="kind.unit")
    given = serializers.DecimalField(max_digits=9, decimal_places=2)
    taken = serializers.DecimalField(max_digits=9, decimal_places=2)
    reserved = serializers.DecimalField(max_digits=9, decimal_places=2)
    left = serializers.DecimalField(max_digits=9, decimal_places=2)


class LeaveBalanceSerializer(serializers.Serializer[Any]):
    """Somebody's balances."""

    employee = serializers.CharField(source="number")
    name = serializers.CharField()
    balances = serializers.SerializerMethodField()

    @extend_schema(responses=BalanceSerializer(many=True))
    def get_balances(self, person: Employee) -> list[dict[str, Any]]:
        found = self.context["balances"].get(person.pk, [])
        return list(BalanceSerializer(found, many=True).data)


class LeaveBalanceViewSet(ScopedReadViewSet):
    """Balances of the people in the caller's sight, by employee number."""

    queryset = Employee.objects.all()
    serializer_class = LeaveBalanceSerializer
    filterset_class = PeopleFilter
    subject = SUBJECT
    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z0-9-]+"

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Employee.objects.none()
        return people_of(self.request.user).order_by("number")

    def get_serializer(self, *args: Any, **options: Any) -> Any:
        """With the balances of everybody shown, in three queries."""
        made: Any = super().get_serializer(*args, **options)
        if args:
            people = args[0] if options.get("many") else [args[0]]
            made.context["balances"] = selectors.balances_of(people)
        return made
