"""The API of Reward/Penalty Notices: drawn up, sent up, contested, decided, published, revoked through the pages' services."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import require
from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Employee
from complaints.cases.naming import ComplaintField, sent
from complaints.liability import access
from complaints.liability.access import SUBJECT
from complaints.liability.notices import rewards, services
from complaints.liability.notices.listing import NoticeFilter
from complaints.liability.notices.models import PenaltyNotice
from complaints.liability.reviews.models import ReviewLine
from quality.conduct.models import ItemVersion

WORDS = 4000
WITH = ("site", "employee", "case", "unit", "item")
LESS = ("case__search", "case__content")


class PenaltyNoticeSerializer(serializers.ModelSerializer[PenaltyNotice]):
    """A Reward/Penalty Notice; `executed_at` is when its points went into the ledger, `published_at` when HR published a reward."""

    number = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site.code")
    employee = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    case = serializers.CharField(source="case.reference", read_only=True, allow_null=True)
    unit = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    item = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = PenaltyNotice
        fields = (
            "id", "number", "kind", "site", "employee", "case", "unit", "item", "points", "grounds", "state", "written_at",
            "approved_at", "contest_until", "contest", "contested_at", "decision", "executed_at", "published_at",
        )  # fmt: skip


class ChangedPenaltyNoticeSerializer(serializers.Serializer[Any]):
    """The draft as it shall be; `reward` (a code of the catalogue) for another kind of reward."""

    employee = serializers.SlugRelatedField(
        slug_field="number", queryset=Employee.objects.filter(left_on=None).select_related("site")
    )
    points = serializers.IntegerField(min_value=1, max_value=100)
    grounds = serializers.CharField(max_length=WORDS)
    reward = serializers.CharField(required=False, allow_null=True, default=None, max_length=16)


class NewPenaltyNoticeSerializer(ChangedPenaltyNoticeSerializer):
    """A notice to draw up: with `reward` (a code of the catalogue) points are given, without one they are taken. `line`: the
    id of the line of a review that it follows from; the notice keeps its complaint and its unit. `case`: the complaint because of
    which a reward is proposed.
    """

    case = ComplaintField(required=False, allow_null=True, default=None)

    line = serializers.PrimaryKeyRelatedField(
        queryset=ReviewLine.objects.select_related("case", "unit"),
        required=False,
        allow_null=True,
        default=None,
    )


class NoticeWordsSerializer(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=WORDS)


class NoticeReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=WORDS)


class NoticeContestDecisionSerializer(NoticeWordsSerializer):
    """`is_upheld`: the contest is right and the notice revoked; else it is executed."""

    is_upheld = serializers.BooleanField()


class NoticeBulletinSerializer(serializers.Serializer[Any]):
    """What is published."""

    title = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=WORDS)


class PenaltyNoticeViewSet(ScopedReadViewSet):
    """Reward/Penalty Notices in the caller's sight: one's own once they are approved. The GM approves at `approvals/requests`."""

    queryset = PenaltyNotice.objects.select_related(*WITH).defer(*LESS).order_by("-written_at", "-pk")
    serializer_class = PenaltyNoticeSerializer
    filterset_class = NoticeFilter
    subject = SUBJECT

    @extend_schema(request=NewPenaltyNoticeSerializer, responses={201: PenaltyNoticeSerializer})
    def create(self, request: Request) -> Response:
        """The GM office draws a notice up; with `case` the service department proposes a reward because of a complaint."""
        require(access.proposes_rewards(request.user))
        data = sent(NewPenaltyNoticeSerializer, request.data, user=request.user)
        reward, case = _reward(data.pop("reward"), data["employee"]), data.pop("case")
        if case is not None:
            if reward is None or data.pop("line") is not None:
                raise serializers.ValidationError(
                    {"case": [_("A reward is proposed because of a complaint, without a line.")]}
                )
            made = rewards.propose_reward(case, reward=reward, actor=request.user, **data)
            return self._shown(made, status.HTTP_201_CREATED)
        if reward is not None and data["line"] is not None:
            raise serializers.ValidationError({"line": [_("What is rewarded follows from no review.")]})
        return self._shown(
            services.draw_up(**data, reward=reward, actor=request.user), status.HTTP_201_CREATED
        )

    @extend_schema(request=ChangedPenaltyNoticeSerializer, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Another person, other points, other grounds, another kind of reward, while it is a draft."""
        found, data = self._asked(ChangedPenaltyNoticeSerializer, request)
        data["reward"] = _reward(data["reward"], data["employee"])
        if data["reward"] is not None and not found.is_reward:
            raise serializers.ValidationError({"reward": [_("This notice is a penalty and stays one.")]})
        return self._shown(services.change(found, actor=request.user, **data))

    @extend_schema(request=None, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"], url_path="send-up")
    def send_up(self, request: Request, pk: str) -> Response:
        """To the general manager."""
        return self._shown(services.send_up(self.get_object(), actor=request.user))

    @extend_schema(request=NoticeReasonSerializer, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        """The GM office drops a draft."""
        found, data = self._asked(NoticeReasonSerializer, request)
        return self._shown(services.drop(found, actor=request.user, **data))

    @extend_schema(request=NoticeWordsSerializer, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"])
    def contest(self, request: Request, pk: str) -> Response:
        """The employee contests it within the window."""
        found, data = self._asked(NoticeWordsSerializer, request)
        return self._shown(services.contest(found, actor=request.user, **data))

    @extend_schema(request=NoticeContestDecisionSerializer, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"], url_path="decide-contest")
    def decide_contest(self, request: Request, pk: str) -> Response:
        """A deputy GM or the GM says what comes of the contest."""
        found, data = self._asked(NoticeContestDecisionSerializer, request)
        return self._shown(services.decide_contest(found, actor=request.user, **data))

    @extend_schema(request=NoticeReasonSerializer, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """A deputy GM or the GM takes it back; points in the ledger are reversed."""
        found, data = self._asked(NoticeReasonSerializer, request)
        return self._shown(services.revoke(found, actor=request.user, **data))

    @extend_schema(request=NoticeBulletinSerializer, responses=PenaltyNoticeSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """HR executes an approved reward and publishes it to the site."""
        found, data = self._asked(NoticeBulletinSerializer, request)
        return self._shown(services.publish(found, actor=request.user, **data))

    def _asked(
        self, shape: type[serializers.Serializer[Any]], request: Request
    ) -> tuple[PenaltyNotice, dict[str, Any]]:
        """The notice first, so that what is out of sight is 404 whatever is sent; then what was sent."""
        return self.get_object(), sent(shape, request.data, user=request.user)

    def _shown(self, made: PenaltyNotice, code: int = status.HTTP_200_OK) -> Response:
        rows: Any = self.queryset
        return Response(PenaltyNoticeSerializer(rows.get(pk=made.pk)).data, status=code)


def _reward(code: str | None, employee: Employee) -> ItemVersion | None:
    """The kind of reward as the catalogue has it today at the employee's site."""
    if code is None:
        return None
    found = ItemVersion.objects.on(employee.site.today()).rewards().filter(item__code=code).first()
    if found is None:
        raise serializers.ValidationError({"reward": [_("The catalogue has no such reward today.")]})
    return found
