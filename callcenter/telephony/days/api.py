"""Days loaded, for programs: what the switch has told about which day, so that a feed knows what is missing."""

from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from callcenter.telephony.calls.api import SITE
from callcenter.telephony.days.views import DayFilter
from callcenter.telephony.facts.models import DayLoad
from callcenter.telephony.intervals.api import IntervalViewSet


class DayLoadSerializer(serializers.ModelSerializer[DayLoad]):
    """A day of a feed: `feed` is kind and source, such as calls:acd; `revision` rises with every corrected file."""

    site = serializers.SlugRelatedField[Any]("code", read_only=True)
    job = serializers.IntegerField(
        source="job_id", read_only=True, allow_null=True, help_text="The import that brought it."
    )

    class Meta:
        model = DayLoad
        fields = ["id", "site", "feed", "day", "revision", "rows", "source_name", "job", "loaded_at"]
        read_only_fields = fields


@extend_schema_view(list=extend_schema(parameters=[SITE]))
class DayLoadViewSet(IntervalViewSet):
    """Days that are loaded, by feed, the newest first."""

    subject = "telephony.import"
    queryset: models.QuerySet[DayLoad] = DayLoad.objects.select_related("site")
    serializer_class = DayLoadSerializer
    filterset_class = DayFilter
