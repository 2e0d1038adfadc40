"""The API of visitors: read the register, ask, decide, in and out."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee, Site
from staffing.records.access import SUBJECT
from staffing.records.sending import sent
from staffing.records.visitors import services
from staffing.records.visitors.models import Visit
from staffing.records.visitors.views import VisitFilter


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """A visit: who, why, with whom, badge, in and out."""

    site = serializers.CharField(source="site.code")
    host = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = Visit
        fields = (
            "id", "site", "name", "organisation", "reason", "host", "on", "state", "asked_at", "badge", "in_at", "out_at",
        )  # fmt: skip


class NewVisitSerializer(serializers.Serializer[Any]):
    """A visit to ask for."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())
    name = serializers.CharField(max_length=120)
    organisation = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    reason = serializers.CharField(max_length=400)
    host = serializers.SlugRelatedField(slug_field="number", queryset=Employee.objects.all())
    on = serializers.DateField()


class VisitDecisionSerializer(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=["approve", "reject"])


class VisitBadgeSerializer(serializers.Serializer[Any]):
    badge = serializers.CharField(max_length=16)


class VisitorViewSet(ScopedReadViewSet):
    """The register of visitors in the caller's sight."""

    queryset = Visit.objects.select_related("site", "host").order_by("-on", "-pk")
    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    subject = SUBJECT

    @extend_schema(request=NewVisitSerializer, responses={201: VisitSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a visit."""
        data = sent(NewVisitSerializer, request)
        made = services.ask_visit(data.pop("site"), actor=request.user, **data)
        return Response(VisitSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=VisitDecisionSerializer, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve or reject a visit."""
        found, data = self.get_object(), sent(VisitDecisionSerializer, request)
        done = services.decide_visit(found, actor=request.user, approve=data["decision"] == "approve")
        return Response(VisitSerializer(done).data)

    @extend_schema(request=VisitBadgeSerializer, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def enter(self, request: Request, pk: str) -> Response:
        """The visitor comes in with a badge."""
        found, data = self.get_object(), sent(VisitBadgeSerializer, request)
        return Response(VisitSerializer(services.let_in(found, actor=request.user, **data)).data)

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: str) -> Response:
        """The visitor leaves."""
        return Response(VisitSerializer(services.let_out(self.get_object(), actor=request.user)).data)
