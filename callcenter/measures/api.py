"""The catalogue of measures for programs: one definition each, the same that pages and workbooks use."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.viewsets import ApiViewSet
from callcenter.measures import registry


class MeasureSerializer(serializers.Serializer[Any]):
    """A measure: numerator over denominator, each a sum of base counts with their signs."""

    key = serializers.CharField()
    # REST framework keeps declared fields apart from its own attributes of these names
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="In the caller's language; may hold %(seconds)s, a rule's value."
    )
    formula = serializers.CharField()
    unit = serializers.CharField(help_text="count, percent, seconds or rate per 10,000.")
    good = serializers.CharField(help_text="Which direction is better.")
    numerator = serializers.DictField(child=serializers.IntegerField())
    denominator = serializers.DictField(
        child=serializers.IntegerField(), help_text="Empty for a plain count; 0 of it: no figure."
    )
    target = serializers.CharField(help_text="Rulebook key of the target; empty: none.")
    alarm = serializers.CharField(help_text="Rulebook key of the alarm; empty: none.")
    floor = serializers.CharField(help_text="Rulebook key of the floor; empty: none.")
    version = serializers.IntegerField()
    variant_of = serializers.CharField(
        help_text="The measure that this is a variant of; empty: a measure itself."
    )
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Where the formula comes from."
    )


KEY = OpenApiParameter(
    "key", OpenApiTypes.STR, OpenApiParameter.PATH, description="Such as telephony.service_level."
)


class MeasureViewSet(ApiViewSet):
    """Definitions of measures."""

    subject = "measures.measure"
    lookup_field = "key"
    lookup_value_regex = r"[a-z_]+\.[a-z0-9_]+"

    @extend_schema(responses=MeasureSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every measure."""
        return Response([shown(measure) for measure in registry.all_measures()])

    @extend_schema(parameters=[KEY], responses=MeasureSerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        """One measure by its key."""
        try:
            return Response(shown(registry.get(key)))
        except KeyError:
            raise NotFound from None


def shown(measure: registry.Measure) -> dict[str, Any]:
    """The measure as data."""
    names = ("key", "unit", "good", "target", "alarm", "floor", "version", "variant_of", "source")
    return {name: getattr(measure, name) for name in names} | {
        "label": str(measure.label),
        "formula": str(measure.formula),
        "numerator": dict(measure.numerator),
        "denominator": dict(measure.denominator),
    }
