"""The API of extra roles: who holds what beside the main post; adding one and ending it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.employees import changes
from callcenter.people.employees.models import Employee, PostHolding
from callcenter.people.employees.role_views import RoleFilter, roles_seen_by
from callcenter.people.organisation.models import Department, Post


class RoleSerializer(serializers.ModelSerializer[PostHolding]):
    """A role beside the main post, from `start` to before `end`."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    post = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    start = serializers.DateField(source="period.lower")
    end = serializers.DateField(source="period.upper", allow_null=True)

    class Meta:
        model = PostHolding
        fields = ("id", "employee", "post", "department", "start", "end")


class AddRoleSerializer(serializers.Serializer[Any]):
    """`end` is the first day without the role; null: until it is ended."""

    employee = serializers.SlugRelatedField(slug_field="number", queryset=Employee.objects.all())
    post = serializers.SlugRelatedField(slug_field="code", queryset=Post.objects.all())
    start = serializers.DateField()
    end = serializers.DateField(required=False, allow_null=True, default=None)
    department = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), required=False, allow_null=True, default=None
    )
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class EndRoleSerializer(serializers.Serializer[Any]):
    end = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class RoleViewSet(ScopedReadViewSet):
    """Extra roles of the people in the caller's reach; adding and ending them."""

    queryset = PostHolding.objects.filter(is_primary=False)
    serializer_class = RoleSerializer
    filterset_class = RoleFilter
    subject = "people.employee"

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return PostHolding.objects.none()
        return roles_seen_by(self.request.user)

    @extend_schema(request=AddRoleSerializer, responses={201: RoleSerializer})
    def create(self, request: Request) -> Response:
        """Give somebody an extra role."""
        sent = AddRoleSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        made = changes.add_role(data.pop("employee"), data.pop("post"), actor=request.user, **data)
        return Response(RoleSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndRoleSerializer, responses={200: RoleSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End it on a day; one that would never begin is taken back (204)."""
        row = self.get_object()
        sent = EndRoleSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        ended = changes.end_role(row, actor=request.user, **sent.validated_data)
        if ended is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(RoleSerializer(ended).data)
