"""What the viewsets of every room stand on: permission from the matrix, rows from `visible_to`."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from callcenter.access.matrix import Action
from callcenter.access.permissions import may


class MayViewSubject(BasePermission):
    """The caller's posts let them view the view's `subject`; which rows, `visible_to` says. Writing is the service's question."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        subject = getattr(view, "subject", "")
        return not subject or may(request.user, Action.VIEW, subject)


class ScopedReadViewSet(ReadOnlyModelViewSet):
    """Lists and shows the rows that the caller may see; anything else is 404.

    Give it `queryset` (whose class has `visible_to(user)`), `serializer_class`, `subject` (a line of the matrix) and,
    as a rule, the page's `filterset_class` and a public `lookup_field`. Use cases are an `@action` each.
    """

    subject: ClassVar[str]
    permission_classes = [IsAuthenticated, MayViewSubject]

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return queryset.none()
        return queryset.visible_to(self.request.user)
