"""Webhooks for programs: make and change them, read their deliveries, have one sent again."""

from typing import Any

from drf_spectacular.utils import OpenApiTypes, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.integrations import events
from callcenter.integrations.webhooks import services
from callcenter.integrations.webhooks.listing import DeliveryFilter
from callcenter.integrations.webhooks.models import SUBJECT, Attempt, Delivery, Endpoint
from callcenter.people.models import Site


class EndpointSerializer(serializers.ModelSerializer[Endpoint]):
    """A webhook: address, events, how it is doing. `off` is empty while it is on, else person, failing or gone."""

    site = serializers.CharField(source="site.code")
    events = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Endpoint
        fields = [
            "id",
            "site",
            "name",
            "address",
            "events",
            "off",
            "off_at",
            "failures",
            "failing_since",
            "paused_until",
            "succeeded_at",
            "previous_until",
            "created_at",
        ]
        read_only_fields = fields


class EndpointWithSecretSerializer(EndpointSerializer):
    """The answer that holds the secret: it is shown this once."""

    secret = serializers.CharField(help_text="whsec_…, for any library of the Standard Webhooks scheme.")

    class Meta(EndpointSerializer.Meta):
        fields = [*EndpointSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class EndpointFactsSerializer(serializers.Serializer[Any]):
    """What a webhook is made of."""

    name = serializers.CharField(max_length=80)
    address = serializers.CharField(max_length=500, help_text="https://…, on the public internet.")
    events = serializers.ListField(
        child=serializers.CharField(max_length=100), allow_empty=False, help_text="Codes of public events."
    )


class NewEndpointSerializer(EndpointFactsSerializer):
    """A webhook to make."""

    site = serializers.SlugRelatedField("code", queryset=Site.objects.all(), help_text="A site's code.")


class PublicEventSerializer(serializers.Serializer[Any]):
    """An event that webhooks may be told of."""

    type = serializers.CharField(source="verb")
    title = serializers.CharField(help_text="In the caller's language.")


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One sending and its answer. `seconds` null: under way, or nobody knows how it ended."""

    class Meta:
        model = Attempt
        fields = ["number", "address", "started_at", "seconds", "status", "answer", "error"]
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """One event for one webhook, with every attempt."""

    webhook = serializers.IntegerField(source="endpoint_id")
    body = serializers.SerializerMethodField(help_text="The text that was signed and sent.")
    attempts = AttemptSerializer(many=True)

    @extend_schema_field(OpenApiTypes.STR)
    def get_body(self, delivery: Delivery) -> str:
        return delivery.body

    class Meta:
        model = Delivery
        fields = [
            "message_id",
            "webhook",
            "event_id",
            "type",
            "state",
            "attempt",
            "due_at",
            "last_status",
            "created_at",
            "ended_at",
            "body",
            "attempts",
        ]
        read_only_fields = fields


class EndpointViewSet(ScopedReadViewSet):
    """Webhooks of the caller's sites."""

    subject = SUBJECT
    queryset = Endpoint.objects.select_related("site")
    serializer_class = EndpointSerializer

    @extend_schema(request=NewEndpointSerializer, responses={201: EndpointWithSecretSerializer})
    def create(self, request: Request) -> Response:
        """Make a webhook. Its secret is in this answer and in no other."""
        sent = NewEndpointSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        facts = dict(sent.validated_data)
        site = facts.pop("site")
        endpoint, secret = services.create_endpoint(site, actor=request.user, **facts)
        return Response(_with_secret(endpoint, secret), status=status.HTTP_201_CREATED)

    @extend_schema(request=EndpointFactsSerializer, responses=EndpointSerializer)
    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Change name, address or events."""
        endpoint = self.get_object()
        sent = EndpointFactsSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        facts = {name: getattr(endpoint, name) for name in services.FACTS} | dict(sent.validated_data)
        endpoint = services.change_endpoint(endpoint, actor=request.user, **facts)
        return Response(EndpointSerializer(endpoint).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str | None = None) -> Response:
        """Remove it for good."""
        services.remove_endpoint(self.get_object(), actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=EndpointWithSecretSerializer)
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str | None = None) -> Response:
        """Make a new secret, in this answer and in no other. The old one signs beside it for a while."""
        endpoint = self.get_object()
        secret = services.change_secret(endpoint, actor=request.user)
        return Response(_with_secret(self.get_object(), secret))

    @extend_schema(request=None, responses=EndpointSerializer)
    @action(detail=True, methods=["post"], url_path="switch-off")
    def switch_off(self, request: Request, pk: str | None = None) -> Response:
        """Send it nothing more until it is switched on."""
        endpoint = services.switch_off(self.get_object(), actor=request.user)
        return Response(EndpointSerializer(endpoint).data)

    @extend_schema(request=None, responses=EndpointSerializer)
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, request: Request, pk: str | None = None) -> Response:
        """Send to it again, from the next event on."""
        endpoint = services.switch_on(self.get_object(), actor=request.user)
        return Response(EndpointSerializer(endpoint).data)

    @extend_schema(request=None, responses={201: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str | None = None) -> Response:
        """Send a message of the type webhook.test."""
        delivery = services.send_test(self.get_object(), actor=request.user)
        return Response(DeliverySerializer(delivery).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=PublicEventSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def events(self, request: Request) -> Response:
        """Every event that webhooks may be told of."""
        return Response(PublicEventSerializer(list(events.all_events()), many=True).data)


class DeliveryViewSet(ScopedReadViewSet):
    """What was sent to webhooks or waits to be, newest first."""

    subject = SUBJECT
    queryset = Delivery.objects.select_related("endpoint").prefetch_related("attempts")
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter
    lookup_field = "message_id"
    lookup_value_regex = r"msg_[0-9a-f]{32}"

    @extend_schema(request=None, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    def redeliver(self, request: Request, message_id: str | None = None) -> Response:
        """Send it once more, under the same webhook-id."""
        delivery = services.redeliver(self.get_object(), actor=request.user)
        return Response(DeliverySerializer(delivery).data)


def _with_secret(endpoint: Endpoint, secret: str) -> dict[str, Any]:
    return {**EndpointSerializer(endpoint).data, "secret": secret}
