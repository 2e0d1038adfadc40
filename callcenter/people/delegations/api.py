"""The API of deputies: who stands in for whom; naming and ending."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.delegations import services
from callcenter.people.delegations.listing import DelegationFilter
from callcenter.people.delegations.models import Delegation
from callcenter.people.employees.models import Employee


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """`deputy` acts for `employee` from `start` to before `end`."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    deputy = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    start = serializers.DateField(source="period.lower")
    end = serializers.DateField(source="period.upper")

    class Meta:
        model = Delegation
        fields = ("id", "employee", "deputy", "start", "end", "reason")


class NameDeputySerializer(serializers.Serializer[Any]):
    """Numbers of the absent one and of the deputy; `end` is the first day without."""

    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.select_related("site")
    )
    deputy = serializers.SlugRelatedField(slug_field="number", queryset=Employee.objects.all())
    start = serializers.DateField()
    end = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class EndSerializer(serializers.Serializer[Any]):
    end = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class DelegationViewSet(ScopedReadViewSet):
    """Deputies; naming one and ending it."""

    queryset = Delegation.objects.select_related("employee", "deputy")
    serializer_class = DelegationSerializer
    filterset_class = DelegationFilter
    subject = "people.delegation"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("employee__site", "deputy")

    @extend_schema(request=NameDeputySerializer, responses={201: DelegationSerializer})
    def create(self, request: Request) -> Response:
        """Name a deputy."""
        sent = NameDeputySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        named = services.name_deputy(data.pop("employee"), data.pop("deputy"), actor=request.user, **data)
        return Response(DelegationSerializer(named).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndSerializer, responses={200: DelegationSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End it on a day; one that has not begun is taken back (204)."""
        row = self.get_object()
        sent = EndSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        ended = services.end_delegation(row, actor=request.user, **sent.validated_data)
        if ended is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(DelegationSerializer(ended).data)
