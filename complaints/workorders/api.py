"""The API of work orders: read with the pages' filters, written through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department, Employee, Site
from complaints.cases.naming import ComplaintField, sent
from complaints.customers.masking import masked_email, masked_phone
from complaints.customers.models import Customer
from complaints.workorders import permits
from complaints.workorders.listing import WITH_ORDERS, OrderFilter
from complaints.workorders.models import SUBJECT, Category, WorkOrder
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.services import OrderFacts
from complaints.workorders.states import OrderChannel, OrderKind, ReplyMeans, Urgency
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


class OrderInterimReplySerializer(OrderReplySerializer):
    """What the customer was told in between, perhaps with a new promise."""

    promised_reply_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class OrderWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=WORDS)


class OrderChaseSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class OrderKeeperSerializer(OrderChaseSerializer):
    """Who stands in: the number of an employee of the site."""

    person = serializers.CharField(max_length=20)


class OrderOfComplaintSerializer(serializers.Serializer[Any]):
    """A complaint that was passed on as none; `category` is a code of its site."""

    complaint = ComplaintField()
    category = serializers.CharField(max_length=32)
    promised_reply_at = serializers.DateTimeField()


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
            raise ValidationError({"site": [_("This is not your site.")]})
        facts = OrderFacts(**(data | {"category": _category(site, data["category"])}))
        made = orders.record_order(site, facts, actor=request.user)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=OrderOfComplaintSerializer, responses={201: WorkOrderSerializer})
    @action(detail=False, methods=["post"], url_path="from-complaint")
    def from_complaint(self, request: Request) -> Response:
        """A complaint that was passed on becomes a work order of who takes it over."""
        data = sent(OrderOfComplaintSerializer, request.data, user=request.user)
        case = data["complaint"]
        permits.require_take(request.user, case.site)
        category = _category(case.site, data["category"])
        made = orders.take_over_case(
            case, actor=request.user, category=category, promised_reply_at=data["promised_reply_at"]
        )
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
            raise ValidationError({"department": [_("There is no such department.")]})
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

    @extend_schema(request=OrderInterimReplySerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Tell the customer how far it is."""
        return self._shown(
            orders.reply(self.get_object(), actor=request.user, **_sent(OrderInterimReplySerializer, request))
        )

    @extend_schema(request=OrderChaseSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def chase(self, request: Request, pk: str) -> Response:
        """Chase whoever has it."""
        found = self.get_object()
        tickets.chase(found, actor=request.user, **_sent(OrderChaseSerializer, request))
        return self._shown(found)

    @extend_schema(request=OrderKeeperSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Have somebody stand in for who took it."""
        found, data = self.get_object(), _sent(OrderKeeperSerializer, request)
        people = Employee.objects.filter(site=found.site_id).employed(found.site.today())
        person = people.filter(number=data.pop("person")).select_related("user").first()
        if person is None:
            raise ValidationError({"person": [_("Nobody of this number works at the site.")]})
        return self._shown(orders.hand_over_order(found, person, actor=request.user, **data))

    @extend_schema(request=OrderWordsSerializer, responses=WorkOrderSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """The manager ends what the customer is never satisfied with."""
        return self._shown(
            orders.settle(self.get_object(), actor=request.user, **_sent(OrderWordsSerializer, request))
        )

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


def _category(site: Site, code: str) -> Category:
    found = Category.objects.filter(site=site, code=code, is_active=True).first()
    if found is None:
        raise ValidationError({"category": [_("There is no such category.")]})
    return found


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
