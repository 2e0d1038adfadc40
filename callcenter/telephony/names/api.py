"""Queues and call types for programs."""

from typing import Any

from django.db import models
from rest_framework import serializers

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.facts.models import CallType, Queue


class NamedCodeSerializer(serializers.ModelSerializer[Any]):
    """A code of the switch and its names; `code` is what calls and reports hold."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        fields = ["id", "site", "code", "name", "name_zh"]


class QueueSerializer(NamedCodeSerializer):
    """A waiting line of the switch and its names."""

    class Meta(NamedCodeSerializer.Meta):
        model = Queue


class CallTypeSerializer(NamedCodeSerializer):
    """What the calls of a code are about."""

    class Meta(NamedCodeSerializer.Meta):
        model = CallType


class QueueViewSet(ScopedReadViewSet):
    """Queues of the sites that the caller sees imports of."""

    subject = "telephony.import"
    queryset: models.QuerySet[Queue] = Queue.objects.select_related("site")
    serializer_class = QueueSerializer


class CallTypeViewSet(ScopedReadViewSet):
    """Call types of the sites that the caller sees imports of."""

    subject = "telephony.import"
    queryset: models.QuerySet[CallType] = CallType.objects.select_related("site")
    serializer_class = CallTypeSerializer
