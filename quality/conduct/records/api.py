"""The API of conduct records: read, record, state, confirm, dismiss, contest, decide, cancel."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from quality.conduct.access import SUBJECT
from quality.conduct.catalogue.models import ItemVersion
from quality.conduct.records import contests, services
from quality.conduct.records.listing import RecordFilter
from quality.conduct.records.models import ConductRecord, Outcome


class ConductRecordSerializer(serializers.ModelSerializer[ConductRecord]):
    """A conduct record; `measure` and `repeat` come with the decision, `contest_until` is the end of its window."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    team = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    item = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    witness = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = ConductRecord
        fields = (
            "id", "number", "site", "employee", "team", "item", "points", "happened_at", "place", "witness", "words",
            "state", "recorded_at", "statement_until", "statement", "stated_at", "confirmed_at", "decided_at",
            "decision", "repeat", "measure", "contest_until", "contest", "contested_at", "outcome",
            "contest_decided_at", "contest_words",
        )  # fmt: skip


class NewConductRecordSerializer(serializers.Serializer[Any]):
    """What was seen. `points` only where the item has a choice."""

    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.select_related("site")
    )
    item = serializers.CharField(max_length=16, help_text="The item’s code, as it holds on that day.")
    happened_at = serializers.DateTimeField()
    words = serializers.CharField(max_length=4000)
    points = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=100
    )
    place = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    witness = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.all(), required=False, allow_null=True, default=None
    )


class ConductWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=4000)


class ConductConfirmSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    points = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=100
    )


class ConductReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=4000)


class ConductContestDecisionSerializer(ConductReasonSerializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    points = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=100
    )


class ConductRecordViewSet(ScopedReadViewSet):
    """Conduct records in the caller's sight. Approvals of the director go through approvals/requests."""

    queryset = ConductRecord.objects.all()
    serializer_class = ConductRecordSerializer
    filterset_class = RecordFilter
    subject = SUBJECT

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("site", "employee", "team", "item", "witness")

    @extend_schema(request=NewConductRecordSerializer, responses={201: ConductRecordSerializer})
    def create(self, request: Request) -> Response:
        """Record what was seen of somebody."""
        data = _sent(NewConductRecordSerializer, request)
        employee, code = data.pop("employee"), data.pop("item")
        on = data["happened_at"].astimezone(employee.site.zone).date()
        version = ItemVersion.objects.on(on).filter(item__code=code).first()
        if version is None:
            raise serializers.ValidationError({"item": [_("No item of the catalogue of that day.")]})
        made = services.record_conduct(employee, services.Seen(version, **data), actor=request.user)
        return Response(ConductRecordSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ConductWordsSerializer, responses=ConductRecordSerializer)
    @action(detail=True, methods=["post"])
    def statement(self, request: Request, pk: str) -> Response:
        """The employee says a word to it."""
        data = _sent(ConductWordsSerializer, request)
        return self._shown(services.state_own(self.get_object(), actor=request.user, **data))

    @extend_schema(request=ConductConfirmSerializer, responses=ConductRecordSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The leader confirms it."""
        found, data = self.get_object(), _sent(ConductConfirmSerializer, request)
        return self._shown(services.confirm(found, actor=request.user, **data))

    @extend_schema(request=ConductReasonSerializer, responses=ConductRecordSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """The leader dismisses it."""
        found, data = self.get_object(), _sent(ConductReasonSerializer, request)
        return self._shown(services.dismiss(found, actor=request.user, **data))

    @extend_schema(request=ConductReasonSerializer, responses=ConductRecordSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """The director undoes it; points are reversed."""
        found, data = self.get_object(), _sent(ConductReasonSerializer, request)
        return self._shown(services.cancel(found, actor=request.user, **data))

    @extend_schema(request=ConductWordsSerializer, responses=ConductRecordSerializer)
    @action(detail=True, methods=["post"])
    def contest(self, request: Request, pk: str) -> Response:
        """The employee contests it within the window."""
        data = _sent(ConductWordsSerializer, request)
        return self._shown(contests.contest(self.get_object(), actor=request.user, **data))

    @extend_schema(request=ConductContestDecisionSerializer, responses=ConductRecordSerializer)
    @action(detail=True, methods=["post"], url_path="decide-contest")
    def decide_contest(self, request: Request, pk: str) -> Response:
        """Uphold, change or cancel it."""
        found, data = self.get_object(), _sent(ConductContestDecisionSerializer, request)
        outcome = Outcome(data.pop("outcome"))
        return self._shown(contests.decide_contest(found, outcome, actor=request.user, **data))

    def _shown(self, record: ConductRecord) -> Response:
        rows = ConductRecord.objects.select_related("site", "employee", "team", "item", "witness")
        return Response(ConductRecordSerializer(rows.get(pk=record.pk)).data)


def _sent(form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
