"""The API of transfer tickets: what departments do with them, read with the page's filters, written through its services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from complaints.workorders.listing import WITH_TICKETS, TicketFilter
from complaints.workorders.models import SUBJECT, FeedbackSlip, TransferTicket
from complaints.workorders.states import Satisfaction
from complaints.workorders.tickets import services

WORDS = 4000


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


class TicketWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=WORDS)


class TicketWaitSerializer(serializers.Serializer[Any]):
    """What is waited for."""

    words = serializers.CharField(max_length=200)


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
        return self._shown(services.receive(found, handler, actor=request.user))

    @extend_schema(request=ReceiveTicketSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def handler(self, request: Request, pk: str) -> Response:
        """Somebody else of the department handles it from now on."""
        found = self.get_object()
        handler = _sent(ReceiveTicketSerializer, request)["handler"]
        return self._shown(services.name_handler(found, handler, actor=request.user))

    @extend_schema(request=TicketWaitSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def wait(self, request: Request, pk: str) -> Response:
        """Nothing can be done until something comes."""
        found = self.get_object()
        return self._shown(services.wait(found, actor=request.user, **_sent(TicketWaitSerializer, request)))

    @extend_schema(request=None, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """What was waited for has come."""
        return self._shown(services.resume(self.get_object(), actor=request.user))

    @extend_schema(request=TicketWordsSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def contact(self, request: Request, pk: str) -> Response:
        """The handler has talked with the agent."""
        found = self.get_object()
        return self._shown(
            services.contact(found, actor=request.user, **_sent(TicketWordsSerializer, request))
        )

    @extend_schema(request=TicketWordsSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def return_ticket(self, request: Request, pk: str) -> Response:
        """Return it with a reason."""
        found = self.get_object()
        return self._shown(
            services.return_ticket(found, actor=request.user, **_sent(TicketWordsSerializer, request))
        )

    @extend_schema(request=NewFeedbackSlipSerializer, responses=TransferTicketSerializer)
    @action(detail=True, methods=["post"])
    def feedback(self, request: Request, pk: str) -> Response:
        """Hand in the feedback slip."""
        found = self.get_object()
        services.hand_in_slip(found, actor=request.user, **_sent(NewFeedbackSlipSerializer, request))
        return self._shown(found)

    def _shown(self, ticket: TransferTicket) -> Response:
        rows = TransferTicket.objects.select_related(*WITH_TICKETS, "slip")
        return Response(TransferTicketSerializer(rows.get(pk=ticket.pk)).data)


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
