"""The API of bulletins: read them, publish, change, withdraw, confirm."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.posts import PostCode
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department, Site, Team
from staffing.records.access import SUBJECT, me
from staffing.records.bulletins import services
from staffing.records.bulletins.filters import BulletinFilter
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.services import BulletinFacts


class BulletinSerializer(serializers.ModelSerializer[Bulletin]):
    """A bulletin as it stands; `is_read`: the caller has confirmed what is to be read now."""

    site = serializers.CharField(source="site.code")
    departments = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)
    teams = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)
    is_read = serializers.BooleanField(read_only=True)

    class Meta:
        model = Bulletin
        fields = (
            "id", "site", "title", "text", "departments", "teams", "posts", "must_read", "valid_from", "valid_until",
            "number", "read_from", "published_at", "changed_at", "withdrawn_at", "is_read",
        )  # fmt: skip


class BulletinFactsSerializer(serializers.Serializer[Any]):
    """What a bulletin says, to whom (no department and no team: everybody), for how long."""

    title = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=4000)
    departments = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), many=True, required=False, default=list
    )
    teams = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.select_related("department"), many=True, required=False, default=list
    )
    posts = serializers.ListField(
        child=serializers.ChoiceField(choices=PostCode.choices), required=False, default=list
    )
    must_read = serializers.BooleanField(default=True)
    valid_from = serializers.DateTimeField(required=False, allow_null=True, default=None)
    valid_until = serializers.DateTimeField(required=False, allow_null=True, default=None)


class NewBulletinSerializer(BulletinFactsSerializer):
    """A bulletin to publish at a site."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())


class ChangedBulletinSerializer(BulletinFactsSerializer):
    """What it says from now on, and what changed."""

    note = serializers.CharField(max_length=400)
    asks_again = serializers.BooleanField(default=True)
    expected = serializers.IntegerField(required=False, allow_null=True, default=None)


class BulletinReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400)


class ReadBulletinSerializer(serializers.Serializer[Any]):
    """The version that was read; left out: the present one."""

    number = serializers.IntegerField(required=False, allow_null=True, default=None)


class BulletinViewSet(ScopedReadViewSet):
    """Bulletins in the caller's sight."""

    queryset = Bulletin.objects.all()
    serializer_class = BulletinSerializer
    filterset_class = BulletinFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        rows = rows.select_related("site").prefetch_related("departments", "teams")
        return rows.with_read_by(me(self.request.user)).order_by("-changed_at", "-pk")

    @extend_schema(request=NewBulletinSerializer, responses={201: BulletinSerializer})
    def create(self, request: Request) -> Response:
        """Publish a bulletin."""
        data = self._sent(NewBulletinSerializer, request)
        made = services.publish_bulletin(data.pop("site"), BulletinFacts(**data), actor=request.user)
        return self._shown(made, status.HTTP_201_CREATED)

    @extend_schema(request=ChangedBulletinSerializer, responses=BulletinSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Say something else in a new version."""
        found, data = self.get_object(), self._sent(ChangedBulletinSerializer, request)
        how = {name: data.pop(name) for name in ("note", "asks_again", "expected")}
        return self._shown(services.change_bulletin(found, BulletinFacts(**data), actor=request.user, **how))

    @extend_schema(request=BulletinReasonSerializer, responses=BulletinSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a bulletin back."""
        found, data = self.get_object(), self._sent(BulletinReasonSerializer, request)
        return self._shown(services.withdraw_bulletin(found, actor=request.user, **data))

    @extend_schema(request=ReadBulletinSerializer, responses=BulletinSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm having read it."""
        found, data = self.get_object(), self._sent(ReadBulletinSerializer, request)
        services.confirm_bulletin(found, actor=request.user, **data)
        return self._shown(found)

    def _sent(self, form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = form(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def _shown(self, bulletin: Bulletin, code: int = status.HTTP_200_OK) -> Response:
        rows = Bulletin.objects.filter(pk=bulletin.pk).with_read_by(me(self.request.user))
        shown = rows.select_related("site").prefetch_related("departments", "teams").get()
        return Response(BulletinSerializer(shown).data, status=code)
