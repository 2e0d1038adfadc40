"""Queues and call types for programs."""

from collections.abc import Callable
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.facts.models import CallType, Queue
from callcenter.telephony.names.services import name_call_type, rename_queue


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


class NameSerializer(serializers.Serializer[Any]):
    """What people call it; an empty name is the code again."""

    name = serializers.CharField(max_length=120, allow_blank=True)
    name_zh = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


def _named(view: ScopedReadViewSet, request: Request, save: Callable[..., Any]) -> Response:
    sent = NameSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    row = save(view.get_object(), actor=request.user, **sent.validated_data)
    return Response(view.get_serializer(row).data)


class QueueViewSet(ScopedReadViewSet):
    """Queues of the sites that the caller sees imports of."""

    subject = "telephony.import"
    queryset: models.QuerySet[Queue] = Queue.objects.select_related("site")
    serializer_class = QueueSerializer

    @extend_schema(request=NameSerializer, responses=QueueSerializer)
    @action(detail=True, methods=["post"])
    def rename(self, request: Request, pk: str) -> Response:
        """Name a queue; calls and reports keep its code."""
        return _named(self, request, rename_queue)


class CallTypeViewSet(ScopedReadViewSet):
    """Call types of the sites that the caller sees imports of."""

    subject = "telephony.import"
    queryset: models.QuerySet[CallType] = CallType.objects.select_related("site")
    serializer_class = CallTypeSerializer

    @extend_schema(request=NameSerializer, responses=CallTypeSerializer)
    @action(detail=True, methods=["post"])
    def rename(self, request: Request, pk: str) -> Response:
        """Name a call type; calls keep its code."""
        return _named(self, request, name_call_type)
