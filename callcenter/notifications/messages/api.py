"""One's own notifications for programs: read, mark as read."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.notifications.messages import services
from callcenter.notifications.messages.listing import MessageFilter
from callcenter.notifications.messages.models import Message


class NotificationSerializer(serializers.ModelSerializer[Message]):
    """One notification, in the caller's language."""

    sentence = serializers.CharField(source="shown", help_text="What is said, in the caller's language.")
    is_urgent = serializers.BooleanField(source="about.is_urgent")
    url = serializers.SerializerMethodField(
        help_text="The page that it leads to; empty when it leads nowhere."
    )

    class Meta:
        model = Message
        fields = ["id", "kind", "sentence", "is_urgent", "site_id", "url", "created_at", "read_at"]
        read_only_fields = fields

    def get_url(self, message: Message) -> str:
        return message.url if message.is_open else ""


class NotificationViewSet(ScopedReadViewSet):
    """The caller's own notifications, newest first."""

    queryset = Message.objects.for_reading()
    serializer_class = NotificationSerializer
    filterset_class = MessageFilter
    subject = ""

    @extend_schema(request=None, responses=NotificationSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str | None = None) -> Response:
        """Mark it as read; once is enough, twice changes nothing."""
        message = self.get_object()
        services.mark_read(message.recipient, [message.pk])
        return Response(self.get_serializer(self.get_object()).data)
