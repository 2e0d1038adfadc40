"""The API of Personnel Notices: proposed by the GM office, drawn up and published by HR."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import require
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from complaints.cases.naming import sent
from complaints.liability import access
from complaints.liability.access import SUBJECT
from complaints.liability.judging.models import Penalty
from complaints.liability.notices.api import NoticeBulletinSerializer
from complaints.liability.personnel import services
from complaints.liability.personnel.listing import PersonnelFilter
from complaints.liability.personnel.models import PersonnelNotice
from complaints.liability.reviews.models import ReviewLine

WITH = ("site", "employee", "line__case")
LESS = ("line__case__search", "line__case__content")


class PersonnelNoticeSerializer(serializers.ModelSerializer[PersonnelNotice]):
    """A Personnel Notice; `case` is the complaint that it came from."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    case = serializers.CharField(source="line.case.reference", read_only=True)

    class Meta:
        model = PersonnelNotice
        fields = (
            "id", "number", "site", "employee", "case", "penalty", "grounds", "state", "proposed_at", "approved_at",
            "title", "text", "drawn_up_at", "published_at",
        )  # fmt: skip


class NewPersonnelNoticeSerializer(serializers.Serializer[Any]):
    """A penalty to propose; `line`: the id of the line of a review whose verdict it follows from."""

    line = serializers.PrimaryKeyRelatedField(queryset=ReviewLine.objects.select_related("case", "review"))
    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.filter(left_on=None).select_related("site")
    )
    penalty = serializers.ChoiceField(choices=Penalty.choices)
    grounds = serializers.CharField(max_length=4000)


class PersonnelNoticeViewSet(ScopedReadViewSet):
    """Personnel Notices in the caller's sight: one's own once they are approved. The GM approves at `approvals/requests`."""

    queryset = PersonnelNotice.objects.select_related(*WITH).defer(*LESS).order_by("-proposed_at", "-pk")
    serializer_class = PersonnelNoticeSerializer
    filterset_class = PersonnelFilter
    subject = SUBJECT

    @extend_schema(request=NewPersonnelNoticeSerializer, responses={201: PersonnelNoticeSerializer})
    def create(self, request: Request) -> Response:
        """The GM office proposes an administrative penalty; it goes up to the general manager."""
        require(access.is_gm_office(request.user))
        data = sent(NewPersonnelNoticeSerializer, request.data, user=request.user)
        data["penalty"] = Penalty(data["penalty"])
        return self._shown(services.propose(**data, actor=request.user), status.HTTP_201_CREATED)

    @extend_schema(request=NoticeBulletinSerializer, responses=PersonnelNoticeSerializer)
    @action(detail=True, methods=["post"], url_path="draw-up")
    def draw_up(self, request: Request, pk: str) -> Response:
        """HR writes what is published; until then it may be written anew."""
        found = self.get_object()
        data = sent(NoticeBulletinSerializer, request.data, user=request.user)
        return self._shown(services.draw_up(found, actor=request.user, **data))

    @extend_schema(request=None, responses=PersonnelNoticeSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """HR publishes it to the site."""
        return self._shown(services.publish(self.get_object(), actor=request.user))

    def _shown(self, made: PersonnelNotice, code: int = status.HTTP_200_OK) -> Response:
        rows: Any = self.queryset
        return Response(PersonnelNoticeSerializer(rows.get(pk=made.pk)).data, status=code)
