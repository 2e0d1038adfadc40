"""The API of service orders: the register to read, a line to write, dispatch, come back, sign, archive."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee, Site
from complaints.customers.masking import last_four, masked_name
from complaints.serviceorders import services
from complaints.serviceorders.listing import ServiceOrderFilter
from complaints.serviceorders.models import SUBJECT, ServiceOrder
from complaints.serviceorders.services import OrderFacts
from complaints.serviceorders.states import Category


class ServiceOrderSerializer(serializers.ModelSerializer[ServiceOrder]):
    """A line of the register with its voucher; the customer's name and phone are masked."""

    site = serializers.CharField(source="site.code")
    technician = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    taker = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    customer_name = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()

    class Meta:
        model = ServiceOrder
        fields = (
            "id", "voucher", "site", "category", "state", "customer_name", "phone", "product_model", "specification",
            "purchased_on", "purchase_place", "wanted", "registered_at", "taker", "is_priority", "priority_since", "technician",
            "dispatched_at", "visit_at", "trips", "off_site", "travel_cost", "began_at", "ended_at", "work_done", "finished_at",
            "signed_off_at", "archived_at", "fee", "fee_way", "collected_at", "handed_over_at", "invoice_no", "invoiced_at",
        )  # fmt: skip

    def get_customer_name(self, order: ServiceOrder) -> str:
        return masked_name(order.customer_name)

    def get_phone(self, order: ServiceOrder) -> str:
        return last_four(order.phone)


class NewServiceOrderSerializer(serializers.Serializer[Any]):
    """A line to register."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    category = serializers.ChoiceField(choices=Category.choices)
    customer_name = serializers.CharField(max_length=200)
    phone = serializers.CharField(max_length=40)
    postal_address = serializers.CharField(max_length=300)
    product_model = serializers.CharField(max_length=120)
    wanted = serializers.CharField(max_length=4000)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    specification = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    purchased_on = serializers.DateField(required=False, allow_null=True, default=None)
    purchase_place = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    contract_no = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    is_off_site = serializers.BooleanField(required=False, default=False)


class ServiceDispatchSerializer(serializers.Serializer[Any]):
    """Who goes; `visit_at` null: at once."""

    technician = serializers.SlugRelatedField(slug_field="number", queryset=Employee.objects.all())
    visit_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ServiceWordsSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class ServiceOrderViewSet(ScopedReadViewSet):
    """Service orders in the caller's sight. Finishing with the customer's signature is done on the page."""

    queryset = ServiceOrder.objects.all()
    serializer_class = ServiceOrderSerializer
    filterset_class = ServiceOrderFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("site", "technician", "taker")

    @extend_schema(request=NewServiceOrderSerializer, responses={201: ServiceOrderSerializer})
    def create(self, request: Request) -> Response:
        """Register."""
        data = _sent(NewServiceOrderSerializer, request)
        site = data.pop("site")
        if not Site.objects.visible_to(request.user).filter(pk=site.pk).exists():
            raise PermissionDenied
        made = services.register(site, OrderFacts(**data), actor=request.user)
        return Response(ServiceOrderSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ServiceDispatchSerializer, responses=ServiceOrderSerializer)
    @action(detail=True, methods=["post"], url_path="dispatch", url_name="dispatch")
    def send(self, request: Request, pk: str) -> Response:
        """Send a named technician."""
        found, data = self.get_object(), _sent(ServiceDispatchSerializer, request)
        services.dispatch(found, data["technician"], actor=request.user, visit_at=data["visit_at"])
        return self._shown()

    @extend_schema(request=ServiceWordsSerializer, responses=ServiceOrderSerializer)
    @action(detail=True, methods=["post"], url_path="come-back")
    def come_back(self, request: Request, pk: str) -> Response:
        """It could not be finished."""
        services.come_back(self.get_object(), actor=request.user, **_sent(ServiceWordsSerializer, request))
        return self._shown()

    @extend_schema(request=ServiceWordsSerializer, responses=ServiceOrderSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Nobody has to come any more."""
        services.cancel(self.get_object(), actor=request.user, **_sent(ServiceWordsSerializer, request))
        return self._shown()

    @extend_schema(request=None, responses=ServiceOrderSerializer)
    @action(detail=True, methods=["post"], url_path="sign-off")
    def sign_off(self, request: Request, pk: str) -> Response:
        """The manager signs."""
        services.sign_off(self.get_object(), actor=request.user)
        return self._shown()

    @extend_schema(request=None, responses=ServiceOrderSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Into the folder."""
        services.archive(self.get_object(), actor=request.user)
        return self._shown()

    def _shown(self) -> Response:
        return Response(ServiceOrderSerializer(self.get_object()).data)


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
