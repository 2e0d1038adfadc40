"""The API of the board: covers, open shifts and offers, each under its own address, over the pages' services."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Department, Team
from staffing.roster.models import Assignment
from staffing.shifts.models import ShiftType
from staffing.swaps.board import services
from staffing.swaps.board.listing import PostingFilter
from staffing.swaps.board.models import OFFERS, SUBJECT, Claim, Posting, PostingKind
from staffing.swaps.board.services import MOST_PLACES, NewPosting


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """Who took a place, and the change of the roster."""

    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = Claim
        fields = ("place", "employee", "assignment", "claimed_at")


class PostingSerializer(serializers.ModelSerializer[Posting]):
    """An entry of the board with the places that are taken."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    department = serializers.CharField(source="department.code")
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    shift_type = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    giver = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    claims = ClaimSerializer(many=True, read_only=True)

    class Meta:
        model = Posting
        fields = (
            "id", "number", "kind", "site", "department", "team", "on", "shift_type", "starts_at", "ends_at", "giver",
            "places", "reason", "state", "posted_at", "closed_at", "claims",
        )  # fmt: skip


class GiveAwaySerializer(serializers.Serializer[Any]):
    """Id of the caller's own shift."""

    assignment = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.published())
    reason = serializers.CharField(max_length=2000)


class PlaceSerializer(serializers.Serializer[Any]):
    """To whom it is offered: ids of a department, or of one of its teams as well."""

    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.select_related("site"))
    team = serializers.PrimaryKeyRelatedField(
        queryset=Team.objects.all(), required=False, allow_null=True, default=None
    )
    on = serializers.DateField()
    places = serializers.IntegerField(required=False, default=1, min_value=1, max_value=MOST_PLACES)
    reason = serializers.CharField(max_length=2000)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["team"] is not None and sent["team"].department_id != sent["department"].pk:
            raise serializers.ValidationError({"team": ["The team is in another department."]})
        kind = sent.get("shift_type")
        if kind is not None and kind.site_id != sent["department"].site_id:
            raise serializers.ValidationError({"shift_type": ["The shift is of another site."]})
        return sent


class OpenShiftSerializer(PlaceSerializer):
    """A shift that nobody has yet; `shift_type` is its id."""

    shift_type = serializers.PrimaryKeyRelatedField(
        queryset=ShiftType.objects.filter(is_active=True).prefetch_related("segments")
    )


class OfferSerializer(PlaceSerializer):
    """Overtime from `starts_at` to `ends_at`, or time off: from a shift, or within that time."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in OFFERS])
    shift_type = serializers.PrimaryKeyRelatedField(
        queryset=ShiftType.objects.filter(is_active=True), required=False, allow_null=True, default=None
    )
    starts_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class WithdrawalSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class PostingViewSet(ScopedReadViewSet):
    """What every part of the board shares: reading, taking a place, taking off."""

    queryset = Posting.objects.all()
    serializer_class = PostingSerializer
    filterset_class = PostingFilter
    subject = SUBJECT
    kinds: ClassVar[tuple[PostingKind, ...]] = ()

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().filter(kind__in=self.kinds)
        rows = rows.select_related("site", "department", "team", "shift_type", "giver")
        return rows.prefetch_related("claims__employee")

    @extend_schema(request=None, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: str) -> Response:
        """Take a place for oneself."""
        posting = self.get_object()
        employee = getattr(request.user, "employee", None)
        if employee is None:
            raise PermissionDenied
        services.claim(posting, employee=employee, actor=request.user)
        return self._shown(posting)

    @extend_schema(request=WithdrawalSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it off the board; places that are taken stay taken."""
        posting = self.get_object()
        services.withdraw(posting, actor=request.user, **self._sent(WithdrawalSerializer, request))
        return self._shown(posting)

    def _sent(self, form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = form(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def _shown(self, posting: Posting, code: int = status.HTTP_200_OK) -> Response:
        rows = Posting.objects.select_related("site", "department", "team", "shift_type", "giver")
        found = rows.prefetch_related("claims__employee").get(pk=posting.pk)
        return Response(PostingSerializer(found).data, status=code)


class CoverViewSet(PostingViewSet):
    """Shifts that people give away."""

    kinds = (PostingKind.COVER,)

    @extend_schema(request=GiveAwaySerializer, responses={201: PostingSerializer})
    def create(self, request: Request) -> Response:
        """Give one's own shift away; the leader releases it."""
        data = self._sent(GiveAwaySerializer, request)
        posting = services.give_away(data.pop("assignment"), actor=request.user, **data)
        return self._shown(posting, status.HTTP_201_CREATED)


class OpenShiftViewSet(PostingViewSet):
    """Shifts that nobody has yet."""

    kinds = (PostingKind.OPEN_SHIFT,)

    @extend_schema(request=OpenShiftSerializer, responses={201: PostingSerializer})
    def create(self, request: Request) -> Response:
        """Put an open shift on the board."""
        data = self._sent(OpenShiftSerializer, request)
        posting = services.post(NewPosting(PostingKind.OPEN_SHIFT, **data), actor=request.user)
        return self._shown(posting, status.HTTP_201_CREATED)


class OfferViewSet(PostingViewSet):
    """Offers of overtime and of voluntary time off."""

    kinds = OFFERS

    @extend_schema(request=OfferSerializer, responses={201: PostingSerializer})
    def create(self, request: Request) -> Response:
        """Offer overtime or time off; overtime waits for who may approve it."""
        data = self._sent(OfferSerializer, request)
        kind = PostingKind(data.pop("kind"))
        if kind is PostingKind.OVERTIME:
            data["shift_type"] = None
        posting = services.post(NewPosting(kind, **data), actor=request.user)
        return self._shown(posting, status.HTTP_201_CREATED)
