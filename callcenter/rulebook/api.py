"""The rulebook for programs: read every rule as of a day at a site, set and withdraw values."""

import datetime
import json
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ApiViewSet
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook import access, consequences, kinds, registry, selectors, services, wording
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.values import today_at


class RuleSerializer(serializers.Serializer[Any]):
    """A rule as of a day at a site."""

    key = serializers.CharField(source="rule.key")
    room = serializers.CharField(source="rule.room")
    kind = serializers.CharField(source="rule.kind")
    unit = serializers.CharField(source="rule.unit")
    sentence = serializers.CharField()
    value = serializers.SerializerMethodField(
        "stored_value", help_text="As stored: decimals and times as text, durations in seconds."
    )
    default = serializers.SerializerMethodField("stored_default")
    shown = serializers.CharField(
        source="value", help_text="The value with its unit, in the caller's language."
    )
    origin = serializers.CharField(
        source="piece.origin", help_text="Whose value it is: site, company or default."
    )
    since = serializers.DateField(source="piece.start", allow_null=True)
    until = serializers.DateField(
        source="piece.end", allow_null=True, help_text="The first day it no longer holds."
    )
    # REST framework keeps declared fields apart from its own attribute of this name
    source = serializers.CharField(  # type: ignore[assignment]
        source="rule.source", help_text="Where the default comes from."
    )
    basis = serializers.CharField(help_text="manual, public or ours.")
    bounds = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.ANY)
    def stored_value(self, line: selectors.Line) -> Any:
        return kinds.to_json(line.rule.kind, line.piece.value)

    @extend_schema_field(OpenApiTypes.ANY)
    def stored_default(self, line: selectors.Line) -> Any:
        return kinds.to_json(line.rule.kind, line.rule.default)

    def get_bounds(self, line: selectors.Line) -> str:
        return wording.bounds(line.rule)


class RuleValueSerializer(serializers.ModelSerializer[RuleValue]):
    """A value that was set: its days, its reason, who and when."""

    site: serializers.SlugRelatedField[Site] = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True
    )
    set_by = serializers.CharField(source="set_by.username", read_only=True, allow_null=True, default=None)

    class Meta:
        model = RuleValue
        fields = [
            "id",
            "key",
            "site",
            "value",
            "effective_on",
            "reason",
            "set_by",
            "set_at",
            "is_backdated",
            "is_replaced",
            "withdrawn_at",
            "withdrawn_reason",
        ]
        read_only_fields = fields


class RuleChangeSerializer(serializers.Serializer[Any]):
    """A value to set. `value` null: the site follows the company again, the company the default."""

    site = serializers.CharField(
        allow_null=True, help_text="A site's code; null: every site without a value of its own."
    )
    value = serializers.JSONField(allow_null=True, help_text="As the rule's kind is stored.")
    effective_on = serializers.DateField()
    reason = serializers.CharField()
    is_backdating = serializers.BooleanField(default=False)


class RuleWithdrawalSerializer(serializers.Serializer[Any]):
    """A planned value to take back."""

    id = serializers.IntegerField()
    reason = serializers.CharField()


class FigureSerializer(serializers.Serializer[Any]):
    """A figure as it was and as it would have been, in words, with numerator and denominator."""

    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    before_of = serializers.CharField(allow_blank=True)
    after = serializers.CharField()
    after_of = serializers.CharField(allow_blank=True)
    difference = serializers.CharField(allow_blank=True)
    change = serializers.CharField(allow_blank=True, help_text="better, worse, same, or nothing.")


class TurnedDaySerializer(serializers.Serializer[Any]):
    """A day that would have been judged otherwise."""

    day = serializers.DateField()
    figure = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ConsequenceSerializer(serializers.Serializer[Any]):
    """What another value would have changed last month. Without figures the notes say why."""

    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    figures = FigureSerializer(many=True)
    turned = TurnedDaySerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


DAY = OpenApiParameter("on", OpenApiTypes.DATE, description="As of this day; default: today at the site.")
SITE = OpenApiParameter("site", OpenApiTypes.STR, description="A site's code; default: the company's values.")
TRIED = OpenApiParameter(
    "value",
    OpenApiTypes.STR,
    required=True,
    description="The value to try out, as the rule's kind is stored.",
)
AT = OpenApiParameter("site", OpenApiTypes.STR, required=True, description="A site's code.")
KEY = OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH, description="Such as kpi.sl_seconds.")


class RuleViewSet(ApiViewSet):
    """Every rule of the manuals: identity, source, value, days, history."""

    subject = access.SUBJECT
    lookup_field = "key"
    lookup_value_regex = r"[a-z_]+\.[a-z0-9_]+"

    @extend_schema(parameters=[DAY, SITE], responses=RuleSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every rule, as of a day at a site."""
        site, on = self._place(request)
        return Response(RuleSerializer(selectors.lines(site, on), many=True).data)

    @extend_schema(parameters=[KEY, DAY, SITE], responses=RuleSerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        """One rule, as of a day at a site."""
        site, on = self._place(request)
        return Response(RuleSerializer(selectors.line(self._rule(key), site, on)).data)

    @extend_schema(parameters=[KEY], responses=RuleValueSerializer(many=True))
    @action(detail=True)
    def history(self, request: Request, key: str) -> Response:
        """Every value set or planned, withdrawn ones too; the latest day first."""
        entries = selectors.history(self._rule(key), request.user, Site.objects.visible_to(request.user))
        return Response(RuleValueSerializer([entry.row for entry in entries], many=True).data)

    @extend_schema(parameters=[KEY], request=RuleChangeSerializer, responses={201: RuleValueSerializer})
    @action(detail=True, methods=["post"])
    def set(self, request: Request, key: str) -> Response:
        """Set a value from a day on."""
        rule = self._rule(key)
        sent = RuleChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = dict(sent.validated_data)
        asked["site"] = self._site(request, asked["site"])
        asked["value"] = None if asked["value"] is None else _typed(rule, asked["value"])
        row = services.set_value(rule.key, actor=request.user, **asked)
        return Response(RuleValueSerializer(row).data, status=201)

    @extend_schema(parameters=[KEY, AT, TRIED], responses=ConsequenceSerializer)
    @action(detail=True)
    def consequence(self, request: Request, key: str) -> Response:
        """What a value would have changed last month at the site; 404 where nobody works that out for the rule."""
        rule, site = self._rule(key), self._site(request, request.query_params.get("site", ""))
        value = _typed(rule, _read(request.query_params.get("value", "")))
        if reasons := services.value_objections(rule, value):
            raise RuleViolation(reasons)
        found = consequences.of(consequences.Question(rule.key, site, value, request.user)) if site else None
        if found is None:
            raise NotFound
        return Response(ConsequenceSerializer(found).data)

    @extend_schema(parameters=[KEY], request=RuleWithdrawalSerializer, responses=RuleValueSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, key: str) -> Response:
        """Take back a value that has not begun."""
        sent = RuleWithdrawalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = RuleValue.objects.visible_to(request.user).filter(key=self._rule(key).key)
        row = get_object_or_404(rows, pk=sent.validated_data["id"])
        row = services.withdraw_value(row, reason=sent.validated_data["reason"], actor=request.user)
        return Response(RuleValueSerializer(row).data)

    def _rule(self, key: str) -> registry.Rule:
        try:
            return registry.get(key)
        except KeyError:
            raise NotFound from None

    def _site(self, request: Request, code: str | None) -> Site | None:
        return get_object_or_404(Site.objects.visible_to(request.user), code=code) if code else None

    def _place(self, request: Request) -> tuple[Site | None, datetime.date]:
        site = self._site(request, request.query_params.get("site"))
        text = request.query_params.get("on")
        day = serializers.DateField().run_validation(text) if text else today_at(site)
        return site, day


def _typed(rule: registry.Rule, stored: Any) -> Any:
    try:
        return kinds.from_json(rule.kind, stored)
    except ValueError as error:
        raise serializers.ValidationError({"value": str(error)}) from None


def _read(text: str) -> Any:
    """A value in an address: JSON such as 30 or true, or plain text such as 09:30."""
    try:
        return json.loads(text)
    except ValueError:
        return text
