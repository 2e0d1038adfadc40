"""What the viewsets of every room stand on: permission from the matrix, rows from `visible_to`."""

from functools import partial
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.api.conditions import require_unchanged, tagged
from callcenter.api.idempotency import answered_once
from callcenter.api.scopes import READING


class MayViewSubject(BasePermission):
    """The caller's posts let them view the view's `subject`; which rows, `visible_to` says. Writing is the service's question."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        subject = getattr(view, "subject", "")
        return not subject or may(request.user, Action.VIEW, subject)


class Contract(APIView):
    """What holds at every address: ETags on reads, `If-Match` and `Idempotency-Key` on writes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As REST framework's own, with the handler called through `answered`."""
        self.args, self.kwargs = args, kwargs
        asked = self.initialize_request(request, *args, **kwargs)
        self.request, self.headers = asked, self.default_response_headers
        try:
            self.initial(asked, *args, **kwargs)
            name = (asked.method or "").lower()
            known = name in self.http_method_names
            handler = (
                getattr(self, name, self.http_method_not_allowed) if known else self.http_method_not_allowed
            )
            answer = self.answered(asked, partial(handler, asked, *args, **kwargs))
        except Exception as error:
            answer = self.handle_exception(error)
        self.response = self.finalize_response(asked, answer, *args, **kwargs)
        return tagged(asked, self.response)

    def answered(self, request: Request, handler: Any) -> Any:
        """The handler's answer: a read as it is, a write once, and only on the record that the caller has read."""
        if request.method in READING:
            return handler()
        if "If-Match" not in request.headers or not hasattr(self, "retrieve") or not self.kwargs:
            return answered_once(request, handler)

        def checked() -> Any:
            require_unchanged(request, self)
            return handler()

        with transaction.atomic():
            return answered_once(request, checked)


class ApiViewSet(Contract, ViewSet):
    """For what is not a table: give it `subject` and handlers."""

    subject: ClassVar[str]
    permission_classes = [IsAuthenticated, MayViewSubject]


class ScopedReadViewSet(Contract, ReadOnlyModelViewSet):
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
