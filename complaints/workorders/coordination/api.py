"""The API of coordination: asked for, minuted, planned, followed up, accepted or called off, through the pages' services."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department, Site
from callcenter.workcalendar.periods import is_reportable
from complaints.cases.naming import sent
from complaints.workorders.coordination import services
from complaints.workorders.listing import CoordinationFilter
from complaints.workorders.models import (
    SUBJECT,
    CoordinationMeeting,
    CoordinationRequest,
    PlanItem,
    Way,
    WorkOrder,
)

WORDS = 4000
TASK = r"tasks/(?P<item>[0-9]{1,18})"


def of_our_calendar(at: datetime.date) -> None:
    """A day or moment that deadlines and time zones can be worked out of."""
    if not is_reportable(at.date() if isinstance(at, datetime.datetime) else at):
        raise serializers.ValidationError(_("There is no such day in our calendar."))


class CoordinationMeetingSerializer(serializers.ModelSerializer[CoordinationMeeting]):
    """A meeting or another way, with its minutes."""

    written_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = CoordinationMeeting
        fields = (
            "id", "way", "held_at", "participants", "discussion", "consensus", "arrangements", "written_by", "written_at",
        )  # fmt: skip


class PlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """A task of the plan."""

    department = serializers.CharField(source="department.code", read_only=True)

    class Meta:
        model = PlanItem
        fields = ("id", "department", "task", "due_on", "progress", "progress_at", "done_at")


class CoordinationSerializer(serializers.ModelSerializer[CoordinationRequest]):
    """A coordination request with its meetings and its plan; `order` is the number of the work order that it came from."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    order = serializers.CharField(source="order.number", read_only=True, default=None, allow_null=True)
    coordinator = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    asked_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    is_behind = serializers.BooleanField(read_only=True)
    meetings = CoordinationMeetingSerializer(many=True, read_only=True)
    items = PlanItemSerializer(many=True, read_only=True)

    class Meta:
        model = CoordinationRequest
        fields = (
            "id", "number", "site", "order", "state", "situation", "purpose", "required_by", "asked_by", "asked_at",
            "coordinator", "is_behind", "acceptance", "evaluation", "lessons", "closed_at", "words", "meetings", "items",
        )  # fmt: skip


class NewCoordinationSerializer(serializers.Serializer[Any]):
    """A coordination to ask for; `order`: the number of the work order that it is needed for (`WO-000042`)."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    order = serializers.RegexField(r"^WO-[0-9]{6,15}$", required=False, allow_null=True, default=None)
    situation = serializers.CharField(max_length=WORDS)
    purpose = serializers.CharField(max_length=WORDS)
    required_by = serializers.DateTimeField(validators=[of_our_calendar])


class CoordinationMinutesSerializer(serializers.Serializer[Any]):
    """Minutes to write; they are added to, never changed."""

    way = serializers.ChoiceField(choices=Way.choices)
    held_at = serializers.DateTimeField(validators=[of_our_calendar])
    participants = serializers.CharField(max_length=WORDS)
    discussion = serializers.CharField(max_length=WORDS)
    consensus = serializers.CharField(max_length=WORDS)
    arrangements = serializers.CharField(max_length=WORDS)


class NewPlanItemSerializer(serializers.Serializer[Any]):
    """A task to plan; `department` is its code at the request's site."""

    department = serializers.CharField(max_length=32)
    task = serializers.CharField(max_length=WORDS)
    due_on = serializers.DateField(validators=[of_our_calendar])


class PlanItemProgressSerializer(serializers.Serializer[Any]):
    """How far a task is."""

    progress = serializers.CharField(max_length=WORDS)
    is_done = serializers.BooleanField(default=False)


class PlanItemDaySerializer(serializers.Serializer[Any]):
    due_on = serializers.DateField(validators=[of_our_calendar])


class CoordinationEndSerializer(serializers.Serializer[Any]):
    """What came of it: result, evaluation, lessons learned."""

    acceptance = serializers.CharField(max_length=WORDS)
    evaluation = serializers.CharField(max_length=WORDS)
    lessons = serializers.CharField(max_length=WORDS)


class CoordinationWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=WORDS)


class CoordinationViewSet(ScopedReadViewSet):
    """Coordination requests in the caller's sight; each act on one is an action, and so is each on a task of its plan."""

    queryset = CoordinationRequest.objects.all()
    serializer_class = CoordinationSerializer
    filterset_class = CoordinationFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        today = position(self.request.user).today or timezone.localdate()
        return _whole(rows.with_lateness(today)).order_by("-asked_at", "-pk")

    @extend_schema(request=NewCoordinationSerializer, responses={201: CoordinationSerializer})
    def create(self, request: Request) -> Response:
        """Ask for coordination."""
        data = sent(NewCoordinationSerializer, request.data, user=request.user)
        site, number = data.pop("site"), data.pop("order")
        order = None
        if number is not None:
            rows = WorkOrder.objects.visible_to(request.user)
            order = rows.filter(site=site, pk=int(number.removeprefix("WO-"))).first()
            if order is None:
                raise serializers.ValidationError({"order": [_("There is no such work order at the site.")]})
        made = services.ask(site, actor=request.user, order=order, **data)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=CoordinationMinutesSerializer, responses=CoordinationSerializer)
    @action(detail=True, methods=["post"])
    def minutes(self, request: Request, pk: str) -> Response:
        """Write the minutes of a meeting or of another way."""
        found, data = self._asked(CoordinationMinutesSerializer, request)
        services.write_minutes(found, actor=request.user, **data)
        return self._shown(found)

    @extend_schema(request=NewPlanItemSerializer, responses=CoordinationSerializer)
    @action(detail=True, methods=["post"])
    def plan(self, request: Request, pk: str) -> Response:
        """Plan a task: which department does what, by which day."""
        found, data = self._asked(NewPlanItemSerializer, request)
        department = Department.objects.filter(site=found.site_id, code=data.pop("department")).first()
        if department is None:
            raise serializers.ValidationError({"department": [_("There is no such department.")]})
        services.plan(found, department, actor=request.user, **data)
        return self._shown(found)

    @extend_schema(request=PlanItemProgressSerializer, responses=CoordinationSerializer)
    @action(detail=True, methods=["post"], url_path=f"{TASK}/progress")
    def progress(self, request: Request, pk: str, item: str) -> Response:
        """How far the department is with its task; whether it is done."""
        task = self._task(item)
        data = sent(PlanItemProgressSerializer, request.data, user=request.user)
        return self._shown(services.report(task, actor=request.user, **data).request)

    @extend_schema(request=PlanItemDaySerializer, responses=CoordinationSerializer)
    @action(detail=True, methods=["post"], url_path=f"{TASK}/postpone")
    def postpone(self, request: Request, pk: str, item: str) -> Response:
        """Another day for a task; one that fell behind only after it was coordinated anew."""
        task = self._task(item)
        data = sent(PlanItemDaySerializer, request.data, user=request.user)
        return self._shown(services.postpone(task, actor=request.user, **data).request)

    @extend_schema(request=CoordinationEndSerializer, responses=CoordinationSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Accept, evaluate, close: with minutes, and a plan that is done."""
        found, data = self._asked(CoordinationEndSerializer, request)
        return self._shown(services.accept(found, actor=request.user, **data))

    @extend_schema(request=CoordinationWordsSerializer, responses=CoordinationSerializer)
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, pk: str) -> Response:
        """It is not needed any more."""
        found, data = self._asked(CoordinationWordsSerializer, request)
        return self._shown(services.call_off(found, actor=request.user, **data))

    def _asked(
        self, shape: type[serializers.Serializer[Any]], request: Request
    ) -> tuple[CoordinationRequest, dict[str, Any]]:
        """The request first, so that what is out of sight is 404 whatever is sent; then what was sent."""
        return self.get_object(), sent(shape, request.data, user=request.user)

    def _task(self, item: str) -> PlanItem:
        rows = PlanItem.objects.select_related("request__site", "department")
        return get_object_or_404(rows, pk=item, request=self.get_object())

    def _shown(self, made: CoordinationRequest, code: int = status.HTTP_200_OK) -> Response:
        rows = _whole(CoordinationRequest.objects.with_lateness(made.site.today()))
        return Response(CoordinationSerializer(rows.get(pk=made.pk)).data, status=code)


def _whole(rows: Any) -> Any:
    rows = rows.select_related("site", "order", "coordinator", "asked_by").defer("search", "order__search")
    return rows.prefetch_related("meetings__written_by", "items__department")
