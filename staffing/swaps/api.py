"""The API of swaps: read with the pages' filters, write through the pages' services."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.approvals import services as approvals
from staffing.roster.models import Assignment
from staffing.swaps import services
from staffing.swaps.filters import SwapFilter
from staffing.swaps.models import SUBJECT, Swap, SwapShift
from staffing.swaps.selectors import listed, running_requests


class SwapShiftSerializer(serializers.ModelSerializer[SwapShift]):
    """One of the two shifts. `assignment` is the row as it was, `replacement` the one that came of it."""

    giver = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    taker = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    on = serializers.DateField(source="assignment.on")
    code = serializers.CharField(source="assignment.code")
    starts_at = serializers.DateTimeField(source="assignment.starts_at")
    ends_at = serializers.DateTimeField(source="assignment.ends_at")

    class Meta:
        model = SwapShift
        fields = (
            "id", "giver", "taker", "on", "code", "starts_at", "ends_at", "is_return", "assignment", "replacement",
        )  # fmt: skip


class SwapSerializer(serializers.ModelSerializer[Swap]):
    """A swap with both shifts, the earlier one first."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    requester = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    counterpart = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    shifts = SwapShiftSerializer(many=True, read_only=True)

    class Meta:
        model = Swap
        fields = (
            "id", "number", "site", "requester", "counterpart", "month", "first_on", "last_on", "reason", "notes",
            "state", "asked_at", "answered_at", "answer", "decided_at", "decision", "worked_at", "returned_at", "shifts",
        )  # fmt: skip


class AskSwapSerializer(serializers.Serializer[Any]):
    """Ids of the caller's shift and of the colleague's, as the roster's API gives them."""

    gives = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.none())
    takes = serializers.PrimaryKeyRelatedField(queryset=Assignment.objects.none())
    reason = serializers.CharField(max_length=2000)
    notes = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    back_gives = serializers.PrimaryKeyRelatedField(
        queryset=Assignment.objects.none(), required=False, allow_null=True, default=None
    )
    back_takes = serializers.PrimaryKeyRelatedField(
        queryset=Assignment.objects.none(), required=False, allow_null=True, default=None
    )

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        back = sent.pop("back_gives"), sent.pop("back_takes")
        if any(back) and not all(back):
            raise serializers.ValidationError(
                {"back_takes": ["A return day needs a shift of each of the two."]}
            )
        return sent | {"back": back if all(back) else None}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        user = self.context["request"].user if "request" in self.context else None
        employee = getattr(user, "employee", None)
        published = Assignment.objects.published().select_related("site")
        own = published.filter(employee=employee) if employee else published.none()
        others = published.filter(site=employee.site_id) if employee else published.none()
        fields: Any = self.fields
        fields["gives"].queryset = fields["back_gives"].queryset = own
        fields["takes"].queryset = fields["back_takes"].queryset = others


class SwapAnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class SwapWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class SwapDecisionSerializer(serializers.Serializer[Any]):
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class SwapViewSet(ScopedReadViewSet):
    """Swaps in the caller's sight; asking, answering, deciding, calling off."""

    queryset = Swap.objects.all()
    serializer_class = SwapSerializer
    filterset_class = SwapFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else listed(rows)

    @extend_schema(request=AskSwapSerializer, responses={201: SwapSerializer})
    def create(self, request: Request) -> Response:
        """Ask a colleague for a swap of one's own shift."""
        data = self._sent(AskSwapSerializer, request)
        swap = services.ask(data.pop("gives"), data.pop("takes"), actor=request.user, **data)
        return self._shown(swap, status.HTTP_201_CREATED)

    @extend_schema(request=SwapAnswerSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The colleague agrees."""
        return self._done(services.confirm, SwapAnswerSerializer, request)

    @extend_schema(request=SwapAnswerSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """The colleague declines."""
        return self._done(services.decline, SwapAnswerSerializer, request)

    @extend_schema(request=SwapDecisionSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """The leader whose turn it is approves."""
        return self._decided(approvals.approve, request)

    @extend_schema(request=SwapDecisionSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """The leader whose turn it is rejects, with a comment."""
        return self._decided(approvals.reject, request)

    @extend_schema(request=SwapWordsSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """One of the two calls it off."""
        return self._done(services.cancel, SwapWordsSerializer, request)

    @extend_schema(request=SwapWordsSerializer, responses=SwapSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """The director voids it; what was exchanged goes back."""
        return self._done(services.void, SwapWordsSerializer, request)

    def _sent(self, form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = form(data=request.data, context={"request": request})
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def _shown(self, swap: Swap, code: int = status.HTTP_200_OK) -> Response:
        return Response(SwapSerializer(listed(Swap.objects.filter(pk=swap.pk)).get()).data, status=code)

    def _done(self, service: Any, form: type[serializers.Serializer[Any]], request: Request) -> Response:
        found = self.get_object()
        return self._shown(service(found, actor=request.user, **self._sent(form, request)))

    def _decided(self, service: Any, request: Request) -> Response:
        found = self.get_object()
        data = self._sent(SwapDecisionSerializer, request)
        asked = running_requests(found).first()
        if asked is None:
            raise services.not_open(found)
        service(asked, actor=request.user, **data)
        return self._shown(found)
