"""Queues for programs."""

from django.db import models
from rest_framework import serializers

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.facts.models import Queue


class QueueSerializer(serializers.ModelSerializer[Queue]):
    """A waiting line of the switch and its names."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Queue
        fields = ["id", "site", "code", "name", "name_zh"]


class QueueViewSet(ScopedReadViewSet):
    """Queues of the sites that the caller sees imports of."""

    subject = "telephony.import"
    queryset: models.QuerySet[Queue] = Queue.objects.select_related("site")
    serializer_class = QueueSerializer
