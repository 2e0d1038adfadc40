"""The API of work orders, transfer tickets and coordination: read with the pages' filters, written through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department, Employee, Site
from complaints.customers.masking import masked_email, masked_phone
from complaints.customers.models import Customer
from complaints.workorders.coordination import services as coordination
from complaints.workorders.listing import (
    WITH_ORDERS,
    WITH_TICKETS,
    CoordinationFilter,
    OrderFilter,
    TicketFilter,
)
from complaints.workorders.models import (
    SUBJECT,
    Category,
    CoordinationMeeting,
    CoordinationRequest,
    FeedbackSlip,
    PlanItem,
    TransferTicket,
    WorkOrder,
)
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.services import OrderFacts
from complaints.workorders.states import OrderChannel, OrderKind, ReplyMeans, Satisfaction, Urgency
from complaints.workorders.tickets import services as tickets

WORDS = 4000


class WorkOrderSerializer(serializers.ModelSerializer[WorkOrder]):
    """A work order. Phone and e-mail are masked; `customer` is the customer's public number, `complaint` what it became."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    category = serializers.CharField(source="category.code")
    customer = serializers.CharField(source="customer.number", read_only=True, default=None)
    contact_phone = serializers.SerializerMethodField()
    contact_email = serializers.SerializerMethodField()
    owner = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    keeper = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    complaint = serializers.CharField(source="case.reference", read_only=True, default=None)

    class Meta:
        model = WorkOrder
        fields = (
            "id", "number", "site", "kind", "state", "channel", "urgency", "category", "content", "customer", "contact_name",
            "contact_phone", "contact_email", "owner", "keeper", "is_answered_on_spot", "promised_reply_at", "received_at",
            "due_at", "moved_at", "first_replied_at", "informed_at", "is_satisfied", "satisfied_at", "ended_at", "loops",
            "returns", "complaint",
        )  # fmt: skip

    def get_contact_phone(self, order: WorkOrder) -> str:
        return masked_phone(order.contact_phone)

    def get_contact_email(self, order: WorkOrder) -> str:
        return masked_email(order.contact_email)


class NewWorkOrderSerializer(serializers.Serializer[Any]):
    """An order to take down. `answer`: told on the spot; without it `promised_reply_at` is needed. `customer`: their id."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    channel = serializers.ChoiceField(choices=OrderChannel.choices)
    kind = serializers.ChoiceField(choices=OrderKind.choices, default=OrderKind.INQUIRY)
    urgency = serializers.ChoiceField(choices=Urgency.choices, default=Urgency.NORMAL)
    category = serializers.CharField(max_length=32)
    content = serializers.CharField(max_length=WORDS)
    customer = serializers.PrimaryKeyRelatedField(
        queryset=Customer.objects.all(), required=False, allow_null=True, default=None
    )
    contact_name = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    contact_phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    contact_email = serializers.EmailField(required=False, allow_blank=True, default="")
    promised_reply_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    answer = serializers.CharField(required=False, allow_blank=True, default="", max_length=WORDS)
    is_satisfied = serializers.BooleanField(required=False, allow_null=True, default=None)


class OrderReplySerializer(serializers.Serializer[Any]):
    """What the customer was told and how."""

    means = serializers.ChoiceField(choices=ReplyMeans.choices)
    words = serializers.CharField(max_length=WORDS)


class OrderWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=WORDS)


class OrderTransferSerializer(serializers.Serializer[Any]):
    """A transfer ticket to send; `department` is its code at the order's site."""

    department = serializers.CharField(max_length=32)
    problem = serializers.CharField(max_length=WORDS)
    reason = serializers.CharField(max_length=WORDS)
    required_by = serializers.DateTimeField()
    promised_reply_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class OrderAgainSerializer(serializers.Serializer[Any]):
    """To be processed again."""

    words = serializers.CharField(max_length=WORDS)
    required_by = serializers.DateTimeField()
    promised_reply_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class WorkOrderViewSet(ScopedReadViewSet):
    """Work orders in the caller's sight; each step of their life is an action."""

    queryset = WorkOrder.objects.all()
    serializer_class = WorkOrderSerializer
    filterset_class = OrderFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH_ORDERS, "case").order_by("-received_at", "-pk")

    @extend_schema(request=NewWorkOrderSerializer, responses={201: WorkOrderSerializer})
    def create(self, request: Request) -> Response:
        """Take an order down."""
        data = _sent(NewWorkOrderSerializer, request)
        site = data.pop("site")
        if site.pk not in position(request.user).site_ids:
            raise ValidationError({"site": ["This is not your site."]})
        category = Category.objects.filter(site=site, code=data["category"], is_active=True).first()
        if category is None:
            raise ValidationError({"category": ["There is no such category."]})
        facts = OrderFacts(**(data | {"category": category}))
        made = orders.record_order(site, facts, actor=request.user)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=OrderReplySerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Answer the customer oneself."""
        return self._shown(
            orders.answer(self.get_object(), actor=request.user, **_sent(OrderReplySerializer, request))
        )

    @extend_schema(request=OrderTransferSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def transfer(self, request: Request, pk: str) -> Response:
        """Transfer to a department."""
        found, data = self.get_object(), _sent(OrderTransferSerializer, request)
        department = Department.objects.filter(site=found.site_id, code=data.pop("department")).first()
        if department is None:
            raise ValidationError({"department": ["There is no such department."]})
        tickets.transfer(found, department, actor=request.user, **data)
        return self._shown(found)

    @extend_schema(request=OrderReplySerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def inform(self, request: Request, pk: str) -> Response:
        """Inform the customer of the result."""
        return self._shown(
            orders.inform(self.get_object(), actor=request.user, **_sent(OrderReplySerializer, request))
        )

    @extend_schema(request=None, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The customer is satisfied."""
        return self._shown(orders.confirm(self.get_object(), actor=request.user))

    @extend_schema(request=OrderWordsSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"], url_path="object")
    def object_to(self, request: Request, pk: str) -> Response:
        """The customer is not satisfied."""
        return self._shown(
            orders.object_to(self.get_object(), actor=request.user, **_sent(OrderWordsSerializer, request))
        )

    @extend_schema(request=OrderAgainSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def reprocess(self, request: Request, pk: str) -> Response:
        """Have it processed again."""
        found = self.get_object()
        tickets.reprocess(found, actor=request.user, **_sent(OrderAgainSerializer, request))
        return self._shown(found)

    @extend_schema(request=None, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close and archive."""
        return self._shown(orders.close(self.get_object(), actor=request.user))

    @extend_schema(request=OrderWordsSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel it."""
        return self._shown(
            orders.cancel(self.get_object(), actor=request.user, **_sent(OrderWordsSerializer, request))
        )

    @extend_schema(request=OrderWordsSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def upgrade(self, request: Request, pk: str) -> Response:
        """Upgrade it to a complaint."""
        found = self.get_object()
        orders.upgrade(found, actor=request.user, **_sent(OrderWordsSerializer, request))
        return self._shown(found)

    def _shown(self, order: WorkOrder, code: int = status.HTTP_200_OK) -> Response:
        rows = WorkOrder.objects.select_related(*WITH_ORDERS, "case")
        return Response(WorkOrderSerializer(rows.get(pk=order.pk)).data, status=code)


class FeedbackSlipSerializer(serializers.ModelSerializer[FeedbackSlip]):
    """What a department did."""

    class Meta:
        model = FeedbackSlip
        fields = ("handling", "result", "satisfaction", "at")


class TransferTicketSerializer(serializers.ModelSerializer[TransferTicket]):
    """A transfer ticket with its feedback slip; `order` is the order's public number."""

    number = serializers.CharField(read_only=True)
    order = serializers.CharField(source="order.number", read_only=True)
    department = serializers.CharField(source="department.code", read_only=True)
    handler = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    slip = FeedbackSlipSerializer(read_only=True, default=None, allow_null=True)

    class Meta:
        model = TransferTicket
        fields = (
            "id", "number", "order", "state", "problem", "reason", "department", "required_by", "sent_at", "received_at",
            "handler", "first_contact_due_at", "first_contacted_at", "waits_for", "return_reason", "done_at", "first_on",
            "is_last_resort", "is_again", "slip",
        )  # fmt: skip


class ReceiveTicketSerializer(serializers.Serializer[Any]):
    """Who handles it: an employee number."""

    handler = serializers.SlugRelatedField(slug_field="number", queryset=Employee.objects.all())


class NewFeedbackSlipSerializer(serializers.Serializer[Any]):
    """A feedback slip to hand in."""

    handling = serializers.CharField(max_length=WORDS)
    result = serializers.CharField(max_length=WORDS)
    satisfaction = serializers.ChoiceField(choices=Satisfaction.choices)


class TransferTicketViewSet(ScopedReadViewSet):
    """Transfer tickets in the caller's sight; what departments do with them."""

    queryset = TransferTicket.objects.all()
    serializer_class = TransferTicketSerializer
    filterset_class = TicketFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related(*WITH_TICKETS, "slip")
        return rows.order_by("-sent_at", "-pk")

    @extend_schema(request=ReceiveTicketSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        """Receive it for a named handler."""
        found = self.get_object()
        handler = _sent(ReceiveTicketSerializer, request)["handler"]
        return self._shown(tickets.receive(found, handler, actor=request.user))

    @extend_schema(request=OrderWordsSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def contact(self, request: Request, pk: str) -> Response:
        """The handler has talked with the agent."""
        found = self.get_object()
        return self._shown(tickets.contact(found, actor=request.user, **_sent(OrderWordsSerializer, request)))

    @extend_schema(request=OrderWordsSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def return_ticket(self, request: Request, pk: str) -> Response:
        """Return it with a reason."""
        found = self.get_object()
        return self._shown(
            tickets.return_ticket(found, actor=request.user, **_sent(OrderWordsSerializer, request))
        )

    @extend_schema(request=NewFeedbackSlipSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def feedback(self, request: Request, pk: str) -> Response:
        """Hand in the feedback slip."""
        found = self.get_object()
        tickets.hand_in_slip(found, actor=request.user, **_sent(NewFeedbackSlipSerializer, request))
        return self._shown(found)

    def _shown(self, ticket: TransferTicket) -> Response:
        rows = TransferTicket.objects.select_related(*WITH_TICKETS, "slip")
        return Response(TransferTicketSerializer(rows.get(pk=ticket.pk)).data)


class CoordinationMeetingSerializer(serializers.ModelSerializer[CoordinationMeeting]):
    """A meeting or another way, with its minutes."""

    class Meta:
        model = CoordinationMeeting
        fields = ("id", "way", "held_at", "participants", "discussion", "consensus", "arrangements")


class PlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """A task of the plan."""

    department = serializers.CharField(source="department.code", read_only=True)

    class Meta:
        model = PlanItem
        fields = ("id", "department", "task", "due_on", "progress", "done_at")


class CoordinationSerializer(serializers.ModelSerializer[CoordinationRequest]):
    """A coordination request with its meetings and its plan."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    coordinator = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    asked_by = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    is_behind = serializers.BooleanField(read_only=True)
    meetings = CoordinationMeetingSerializer(many=True, read_only=True)
    items = PlanItemSerializer(many=True, read_only=True)

    class Meta:
        model = CoordinationRequest
        fields = (
            "id", "number", "site", "state", "situation", "purpose", "required_by", "asked_by", "asked_at", "coordinator",
            "is_behind", "acceptance", "evaluation", "lessons", "closed_at", "meetings", "items",
        )  # fmt: skip


class NewCoordinationSerializer(serializers.Serializer[Any]):
    """A coordination to ask for."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    situation = serializers.CharField(max_length=WORDS)
    purpose = serializers.CharField(max_length=WORDS)
    required_by = serializers.DateTimeField()


class CoordinationViewSet(ScopedReadViewSet):
    """Coordination requests in the caller's sight."""

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
        data = _sent(NewCoordinationSerializer, request)
        site = data.pop("site")
        made = coordination.ask(site, actor=request.user, **data)
        rows = _whole(CoordinationRequest.objects.with_lateness(site.today()))
        return Response(CoordinationSerializer(rows.get(pk=made.pk)).data, status=status.HTTP_201_CREATED)


def _whole(rows: Any) -> Any:
    return rows.select_related("site", "coordinator", "asked_by").prefetch_related(
        "meetings", "items__department"
    )


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
