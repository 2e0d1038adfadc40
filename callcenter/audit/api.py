"""The trail for programs: read only."""

from rest_framework import serializers

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.audit.filters import EventFilter
from callcenter.audit.models import Event


class EventSerializer(serializers.ModelSerializer[Event]):
    """Who did what to which object, with what before and after."""

    actor = serializers.CharField(source="actor.username", allow_null=True, default=None)
    subject_type = serializers.CharField(
        source="subject_type.model", allow_null=True, default=None, help_text="What sort of object."
    )
    sentence = serializers.CharField(help_text="What was done, in the caller's language.")

    class Meta:
        model = Event
        fields = [
            "id",
            "at",
            "actor",
            "verb",
            "sentence",
            "subject_type",
            "subject_id",
            "subject_label",
            "site_id",
            "before",
            "after",
            "reason",
        ]
        read_only_fields = fields


class EventViewSet(ScopedReadViewSet):
    """Events, newest first."""

    queryset = Event.objects.select_related("actor", "subject_type")
    serializer_class = EventSerializer
    filterset_class = EventFilter
    subject = "audit.event"
