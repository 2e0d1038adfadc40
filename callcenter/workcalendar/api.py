"""The API of calendars: what holds on a day, the days and hours of a site, and publishing changes of them."""

import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action
from callcenter.api.viewsets import ApiViewSet
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.workcalendar import access, selectors, services
from callcenter.workcalendar.foresight import foresee
from callcenter.workcalendar.models import DAY_KINDS, CalendarDay, Edition
from callcenter.workcalendar.rules import DayKind, Intervals
from callcenter.workcalendar.services import MOST_DAYS, DayFacts
from callcenter.workcalendar.wording import intervals_of, written

LONGEST = 400  # days of one question


@extend_schema_field(OpenApiTypes.STR)
class HoursField(serializers.Field[Intervals, str, str, Any]):
    """Opening hours as text: "09:00–12:00, 13:00–18:00"; empty when closed."""

    def to_internal_value(self, data: str) -> Intervals:
        if not isinstance(data, str):
            raise serializers.ValidationError("Text such as 09:00–18:00.")
        try:
            return intervals_of(data)
        except RuleViolation as refusal:
            raise serializers.ValidationError([each.sentence for each in refusal.objections]) from None

    def to_representation(self, value: Intervals) -> str:
        return written(value)


class CalendarSerializer(serializers.ModelSerializer[Site]):
    """A site's calendar: where, and its latest edition (0: open round the clock, nothing was published)."""

    site = serializers.CharField(source="code")
    edition = serializers.SerializerMethodField()

    class Meta:
        model = Site
        fields = ("site", "time_zone", "country", "edition")

    def get_edition(self, site: Site) -> int:
        return selectors.edition_number(site)


class PlanSerializer(serializers.Serializer[Any]):
    """What holds on a date. `intervals`: [start, end) in seconds of local time from its midnight."""

    date = serializers.DateField()
    is_working_day = serializers.BooleanField()
    is_holiday = serializers.BooleanField()
    kind = serializers.CharField(help_text="Empty: like its weekday.")
    name = serializers.CharField()
    name_zh = serializers.CharField()
    intervals = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class CalendarDaySerializer(serializers.ModelSerializer[CalendarDay]):
    """An entry: a date that does not follow its week, where it comes from and why it is there."""

    hours = HoursField(source="intervals", read_only=True)

    class Meta:
        model = CalendarDay
        fields = (
            "id", "on", "kind", "name", "name_zh", "hours", "as_weekday", "is_yearly", "is_active", "source",
            "source_detail", "reason", "added_at",
        )  # fmt: skip


class DayFactsSerializer(serializers.Serializer[Any]):
    """A date and what it has: hours of its own, or those of a weekday (0 is Monday), or none."""

    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=DAY_KINDS)
    name = serializers.CharField(max_length=120)
    name_zh = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    hours = HoursField(required=False)
    as_weekday = serializers.IntegerField(
        min_value=0, max_value=6, required=False, allow_null=True, default=None
    )
    is_yearly = serializers.BooleanField(required=False, default=False)


class DaysChangeSerializer(serializers.Serializer[Any]):
    """Days to set, as one edition. `is_preview`: only say what would change."""

    days = DayFactsSerializer(many=True, max_length=MOST_DAYS)  # type: ignore[call-arg]  # handed on to the list
    reason = serializers.CharField(max_length=500)
    is_preview = serializers.BooleanField(default=False)


class WeekChangeSerializer(serializers.Serializer[Any]):
    """A week of opening hours, Monday first, from a day on. `is_preview`: only say what would change."""

    week = serializers.ListField(child=HoursField(), min_length=7, max_length=7)
    effective_on = serializers.DateField(allow_null=True, required=False, default=None)
    reason = serializers.CharField(max_length=500)
    is_preview = serializers.BooleanField(default=False)


class SwitchSerializer(serializers.Serializer[Any]):
    """Entries to switch off or on."""

    days = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=MOST_DAYS)
    is_active = serializers.BooleanField()
    reason = serializers.CharField(max_length=500)


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """A published edition."""

    class Meta:
        model = Edition
        fields = ("number", "verb", "what", "reason", "published_at")


class ChangeSerializer(serializers.Serializer[Any]):
    """What a change does: the edition (null in a preview), and the running deadlines that it moves."""

    edition = EditionSerializer(allow_null=True)
    changed_days = serializers.IntegerField(help_text="Days of the next 400 with other hours.")
    deadlines_running = serializers.IntegerField()
    deadlines_earlier = serializers.IntegerField()
    deadlines_later = serializers.IntegerField()
    deadlines_newly_overdue = serializers.IntegerField()


SITE = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="A site's code.")
FIRST = OpenApiParameter("from", OpenApiTypes.DATE, description="First day; default: today at the site.")
LAST = OpenApiParameter("to", OpenApiTypes.DATE, description="Last day; default: 30 days later, at most 400.")
YEAR = OpenApiParameter("year", OpenApiTypes.INT, description="Default: this year.")


class CalendarViewSet(ApiViewSet):
    """Opening hours and special days of each site."""

    subject = access.SUBJECT
    lookup_field = "code"
    lookup_value_regex = r"[a-z0-9-]+"

    @extend_schema(responses=CalendarSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The calendars that the caller may read."""
        return Response(CalendarSerializer(access.sites(request.user).order_by("code"), many=True).data)

    @extend_schema(
        operation_id="workcalendar_calendars_retrieve",
        parameters=[SITE, FIRST, LAST],
        responses=PlanSerializer(many=True),
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """What holds on each day of a range."""
        site = self._site(request, code)
        first = self._day(request, "from") or site.today()
        last = self._day(request, "to") or first + datetime.timedelta(days=30)
        if not 0 <= (last - first).days < LONGEST:
            raise serializers.ValidationError({"to": f"At most {LONGEST} days from the first."})
        hours = selectors.open_hours(site, first)
        wanted = [first + datetime.timedelta(days=step) for step in range((last - first).days + 1)]
        return Response(PlanSerializer([selectors.facts_of(hours, day) for day in wanted], many=True).data)

    @extend_schema(parameters=[SITE, YEAR], responses=CalendarDaySerializer(many=True))
    @action(detail=True)
    def days(self, request: Request, code: str) -> Response:
        """The entries of a year, those switched off too."""
        site = self._site(request, code)
        asked = request.query_params.get("year")
        year = (
            serializers.IntegerField(min_value=1990, max_value=2100).run_validation(asked)
            if asked
            else site.today().year
        )
        rows = [line.row for line in selectors.year_lines(site, year)]
        return Response(CalendarDaySerializer(rows, many=True).data)

    @extend_schema(parameters=[SITE], responses=EditionSerializer(many=True))
    @action(detail=True)
    def editions(self, request: Request, code: str) -> Response:
        """The last 200 changes, the latest first."""
        return Response(
            EditionSerializer(selectors.editions(self._site(request, code))[:200], many=True).data
        )

    @extend_schema(
        parameters=[SITE],
        request=DaysChangeSerializer,
        responses={200: ChangeSerializer, 201: ChangeSerializer},
    )
    @action(detail=True, methods=["post"], url_path="set-days")
    def set_days(self, request: Request, code: str) -> Response:
        """Publish days."""
        site = self._site(request, code)
        asked = self._asked(DaysChangeSerializer, request)
        days = [
            DayFacts(
                each["on"],
                DayKind(each["kind"]),
                each["name"],
                each["name_zh"],
                each.get("hours", ()),
                each["as_weekday"],
                each["is_yearly"],
            )
            for each in asked["days"]
        ]
        return self._change(
            site,
            asked["is_preview"],
            lambda: services.set_days(site, days=days, reason=asked["reason"], actor=request.user),
        )

    @extend_schema(
        parameters=[SITE],
        request=WeekChangeSerializer,
        responses={200: ChangeSerializer, 201: ChangeSerializer},
    )
    @action(detail=True, methods=["post"], url_path="set-week")
    def set_week(self, request: Request, code: str) -> Response:
        """Publish opening hours from a day on."""
        site = self._site(request, code)
        asked = self._asked(WeekChangeSerializer, request)
        return self._change(
            site,
            asked["is_preview"],
            lambda: services.set_week(
                site,
                week=tuple(asked["week"]),
                effective_on=asked["effective_on"],
                reason=asked["reason"],
                actor=request.user,
            ),
        )

    @extend_schema(parameters=[SITE], request=SwitchSerializer, responses={201: EditionSerializer})
    @action(detail=True, methods=["post"])
    def switch(self, request: Request, code: str) -> Response:
        """Switch entries off or on."""
        site = self._site(request, code)
        asked = self._asked(SwitchSerializer, request)
        edition = services.switch_days(site, actor=request.user, **asked)
        return Response(EditionSerializer(edition).data, status=201)

    def _change(self, site: Site, is_preview: bool, change: Any) -> Response:
        foreseen = foresee(site, change)
        edition = None if is_preview else change()
        answer = {
            "edition": edition,
            "changed_days": foreseen.changed_days,
            "deadlines_running": foreseen.deadlines.running,
            "deadlines_earlier": foreseen.deadlines.earlier,
            "deadlines_later": foreseen.deadlines.later,
            "deadlines_newly_overdue": foreseen.deadlines.newly_overdue,
        }
        return Response(ChangeSerializer(answer).data, status=200 if is_preview else 201)

    def _site(self, request: Request, code: str) -> Site:
        return get_object_or_404(access.sites(request.user, Action.VIEW), code=code)

    def _asked(self, serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def _day(self, request: Request, name: str) -> datetime.date | None:
        text = request.query_params.get(name)
        found: datetime.date | None = serializers.DateField().run_validation(text) if text else None
        return found
