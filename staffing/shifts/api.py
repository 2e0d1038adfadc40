"""The API of shift types and rotations, over the same services as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ScopedReadViewSet
from callcenter.people.models import Site
from staffing.shifts import services
from staffing.shifts.filters import ShiftFilter
from staffing.shifts.models import SUBJECT, Colour, Rotation, ShiftSegment, ShiftType
from staffing.shifts.rules import paid_minutes, told
from staffing.shifts.services import RotationFacts, ShiftFacts
from staffing.shifts.wording import written


class ShiftSegmentSerializer(serializers.ModelSerializer[ShiftSegment]):
    """A part of a shift, [start, end) in minutes of wall-clock time from midnight of its day."""

    start = serializers.IntegerField(source="span.lower")
    end = serializers.IntegerField(source="span.upper")

    class Meta:
        model = ShiftSegment
        fields = ("start", "end", "kind")


class ShiftTypeSerializer(serializers.ModelSerializer[ShiftType]):
    """A kind of shift: its segments, and the same times as text."""

    site = serializers.CharField(source="site.code")
    segments = ShiftSegmentSerializer(many=True)
    work = serializers.SerializerMethodField(help_text="08:30–15:00, 20:00–23:00")
    meals = serializers.SerializerMethodField()
    breaks = serializers.SerializerMethodField()
    working_minutes = serializers.SerializerMethodField(help_text="Work and paid breaks, without meals.")

    class Meta:
        model = ShiftType
        fields = (
            "id", "site", "code", "name", "name_zh", "colour", "work", "meals", "breaks", "segments",
            "working_minutes", "night_flag", "skill_level", "minimum_heads", "is_live", "is_active",
        )  # fmt: skip

    def get_work(self, kind: ShiftType) -> str:
        return written(told(kind.parts)[0])

    def get_meals(self, kind: ShiftType) -> str:
        return written(told(kind.parts)[1])

    def get_breaks(self, kind: ShiftType) -> str:
        return written(told(kind.parts)[2])

    def get_working_minutes(self, kind: ShiftType) -> int:
        return paid_minutes(kind.parts)


class ShiftFactsSerializer(serializers.Serializer[Any]):
    """What a shift type is. Times as people write them: 08:30–15:00, 20:00–23:00; 20:00–08:00 ends on the next day."""

    code = serializers.CharField(max_length=8)
    name = serializers.CharField(max_length=120)
    name_zh = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    work = serializers.CharField(max_length=200)
    meals = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    breaks = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    colour = serializers.ChoiceField(choices=Colour.choices, default=Colour.BLUE.value)
    night_flag = serializers.BooleanField(
        allow_null=True, required=False, default=None, help_text="null: by its times."
    )
    skill_level = serializers.IntegerField(min_value=1, max_value=5, default=1)
    minimum_heads = serializers.IntegerField(min_value=0, max_value=9999, default=0)
    is_live = serializers.BooleanField(default=True, help_text="false: training or induction.")


class NewShiftTypeSerializer(ShiftFactsSerializer):
    """A shift type to add to a site."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())


class RotationSerializer(serializers.ModelSerializer[Rotation]):
    """A rotation: its cycle as codes of shift types, "" for a day off."""

    site = serializers.CharField(source="site.code")
    cycle = serializers.SerializerMethodField()

    class Meta:
        model = Rotation
        fields = ("id", "site", "code", "name", "name_zh", "cycle", "crews", "anchor_on", "is_active")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_cycle(self, rotation: Rotation) -> list[str]:
        return [each.shift_type.code if each.shift_type else "" for each in services.places_of(rotation)]


class RotationFactsSerializer(serializers.Serializer[Any]):
    """What a rotation is. The cycle has codes of shift types with blanks between them, “-” for a day off."""

    code = serializers.CharField(max_length=16)
    name = serializers.CharField(max_length=120)
    name_zh = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    cycle = serializers.CharField(max_length=4000)
    crews = serializers.IntegerField(min_value=1, max_value=100, default=1)
    anchor_on = serializers.DateField()


class NewRotationSerializer(RotationFactsSerializer):
    """A rotation to add to a site."""

    site = serializers.SlugRelatedField(slug_field="code", queryset=Site.objects.all())


class InUseSerializer(serializers.Serializer[Any]):
    """Whether it is in use."""

    is_active = serializers.BooleanField()


def _sent(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


class ShiftTypeViewSet(ScopedReadViewSet):
    """Kinds of shifts of each site."""

    subject = SUBJECT
    queryset = (
        ShiftType.objects.select_related("site").prefetch_related("segments").order_by("site__code", "code")
    )
    serializer_class = ShiftTypeSerializer
    filterset_class = ShiftFilter

    @extend_schema(request=NewShiftTypeSerializer, responses={201: ShiftTypeSerializer})
    def create(self, request: Request) -> Response:
        """Add a shift type to a site."""
        data = _sent(NewShiftTypeSerializer, request)
        made = services.create_shift_type(data.pop("site"), ShiftFacts(**data), actor=request.user)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ShiftFactsSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Change a shift type; shifts that stand in rosters keep their times."""
        facts = ShiftFacts(**_sent(ShiftFactsSerializer, request))
        changed = services.change_shift_type(self.get_object(), facts, actor=request.user)
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=InUseSerializer)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, pk: str) -> Response:
        """Take a shift type out of use, or into use again."""
        data = _sent(InUseSerializer, request)
        return Response(
            self.get_serializer(
                services.switch_shift_type(self.get_object(), actor=request.user, **data)
            ).data
        )


class RotationViewSet(ScopedReadViewSet):
    """Cycles of shifts and days off."""

    subject = SUBJECT
    queryset = (
        Rotation.objects.select_related("site")
        .prefetch_related("days__shift_type")
        .order_by("site__code", "code")
    )
    serializer_class = RotationSerializer
    filterset_class = ShiftFilter

    @extend_schema(request=NewRotationSerializer, responses={201: RotationSerializer})
    def create(self, request: Request) -> Response:
        """Add a rotation to a site."""
        data = _sent(NewRotationSerializer, request)
        made = services.create_rotation(data.pop("site"), RotationFacts(**data), actor=request.user)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RotationFactsSerializer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str) -> Response:
        """Change a rotation; rosters that were filled with it stay as they are."""
        facts = RotationFacts(**_sent(RotationFactsSerializer, request))
        changed = services.change_rotation(self.get_object(), facts, actor=request.user)
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=InUseSerializer)
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, pk: str) -> Response:
        """Take a rotation out of use, or into use again."""
        data = _sent(InUseSerializer, request)
        return Response(
            self.get_serializer(services.switch_rotation(self.get_object(), actor=request.user, **data)).data
        )
