"""The API of escalations: report up the line."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response

from callcenter.access.permissions import position
from callcenter.approvals.escalations.models import KIND
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.approvals.requests.api import ApprovalRequestSerializer, RequestReadViewSet, checked
from callcenter.people.models import Employee


class EscalationSerializer(serializers.Serializer[Any]):
    """A report up the line; `is_urgent` goes past the direct superior, who has to be told the same day."""

    topic = serializers.CharField(max_length=120)
    situation = serializers.CharField(max_length=4000)
    question = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    is_urgent = serializers.BooleanField(default=False)


class EscalationViewSet(RequestReadViewSet):
    """Reports to the superior with their chains; they are decided as requests."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(kind=KIND)

    @extend_schema(request=EscalationSerializer, responses={201: ApprovalRequestSerializer})
    def create(self, request: HttpRequest) -> Response:
        """Report to the direct superior and ask for an instruction."""
        data = checked(EscalationSerializer, request)
        me = position(request.user).employee_id
        author = Employee.objects.filter(pk=me or 0).select_related("site").first()
        if author is None:
            raise PermissionDenied
        asked = escalate(Report(**data), author=author, actor=request.user)
        return self._shown(asked, status.HTTP_201_CREATED)
