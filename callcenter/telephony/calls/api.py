"""Calls for programs: the list behind every figure, with the page's filters."""

import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from callcenter.api.pagination import CursorPages
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.telephony.calls.filters import CallFilter
from callcenter.telephony.facts.masking import masked
from callcenter.telephony.facts.models import Call
from callcenter.telephony.feeds.api import CALLS


class CallSerializer(serializers.ModelSerializer[Call]):
    """One call. Moments are UTC, lengths whole seconds; the customer's number is masked."""

    key = serializers.SerializerMethodField(help_text="Day and number: the address of the call.")
    site = serializers.SlugRelatedField("code", read_only=True)  # type: ignore[var-annotated]
    queue = serializers.SlugRelatedField("code", read_only=True, allow_null=True)  # type: ignore[var-annotated]
    agent = serializers.SlugRelatedField("code", read_only=True, allow_null=True)  # type: ignore[var-annotated]
    employee = serializers.CharField(
        source="agent.employee.number", default=None, read_only=True, allow_null=True
    )
    customer = serializers.SerializerMethodField(help_text="Masked.")

    class Meta:
        model = Call
        fields = [
            "key",
            "site",
            "feed",
            "day",
            "half_hour",
            "queue",
            "agent",
            "employee",
            "call_type",
            "priority",
            "outcome",
            "end_reason",
            "started_at",
            "answered_at",
            "ended_at",
            "ivr_seconds",
            "wait_seconds",
            "ring_seconds",
            "talk_seconds",
            "hold_seconds",
            "acw_seconds",
            "switch_ref",
            "customer",
        ]

    def get_key(self, call: Call) -> str:
        return f"{call.day}-{call.pk}"

    def get_customer(self, call: Call) -> str:
        return masked(call.customer_ref)


class NewestCalls(CursorPages):
    ordering = ("-day", "-id")


SITE = OpenApiParameter("site", OpenApiTypes.STR, description="A site's code; default: every site in reach.")


@extend_schema_view(list=extend_schema(parameters=[SITE]))
class CallViewSet(CALLS, ScopedReadViewSet):  # type: ignore[misc,valid-type]  # made by a function
    """Calls that the caller may see, newest first. `outcome`: offered, 1 answered, 2 abandoned, 3 not counted."""

    subject = "telephony.call"
    queryset = Call.objects.select_related("site", "queue", "agent__employee")
    serializer_class = CallSerializer
    filterset_class = CallFilter
    pagination_class = NewestCalls
    lookup_field = "key"
    lookup_value_regex = r"\d{4}-\d{2}-\d{2}-\d+"

    def get_queryset(self) -> QuerySet[Call]:
        found: QuerySet[Call] = super().get_queryset()
        site = self.request.query_params.get("site")
        return found.filter(site__code=site) if site else found

    def get_object(self) -> Call:
        day, _dash, pk = self.kwargs["key"].rpartition("-")
        try:
            on = datetime.date.fromisoformat(day)
        except ValueError:
            raise NotFound from None
        return get_object_or_404(self.get_queryset(), day=on, pk=pk)
