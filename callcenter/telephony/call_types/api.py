"""Call types for programs."""

from django.db import models
from rest_framework import serializers

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.facts.models import CallType


class CallTypeSerializer(serializers.ModelSerializer[CallType]):
    """What the calls of a code are about: `code` is what calls and reports hold."""

    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = CallType
        fields = ["id", "site", "code", "name", "name_zh"]


class CallTypeViewSet(ScopedReadViewSet):
    """Call types of the sites that the caller sees imports of."""

    subject = "telephony.import"
    queryset: models.QuerySet[CallType] = CallType.objects.select_related("site")
    serializer_class = CallTypeSerializer
