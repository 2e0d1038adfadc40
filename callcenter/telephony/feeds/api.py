"""Facts in bulk for programs: one request loads whole days, all of it or nothing."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.api.viewsets import Contract
from callcenter.files.imports.registry import ImportRefused, Outcome
from callcenter.people.models import Site
from callcenter.telephony.feeds.importers import (
    AgentIntervalImporter,
    CallImporter,
    FactImporter,
    QueueIntervalImporter,
)
from callcenter.telephony.feeds.rows import load_rows

MOST_ROWS = 20_000
SCALARS = (str, int, float, bool, type(None))


class RowsField(serializers.Field[list[Any], Any, Any, Any]):
    """Rows of scalars by known names. Values are checked by the loader, a column at a time."""

    default_error_messages = {
        "shape": gettext_lazy("Send a list of objects with texts and numbers."),
        "none": gettext_lazy("Send at least one row."),
        "many": gettext_lazy("Send at most %(count)s rows at a time, or a file."),
        "unknown": gettext_lazy("There are no such fields: %(names)s."),
    }

    def __init__(self, importer: FactImporter, **options: Any) -> None:
        self.names = {target.key for target in importer.targets}
        super().__init__(**options)

    def to_internal_value(self, sent: Any) -> list[Any]:
        if not isinstance(sent, list):
            self._refuse("shape")
        if not sent:
            self._refuse("none")
        if len(sent) > MOST_ROWS:
            self._refuse("many", count=f"{MOST_ROWS:,}")
        unknown: set[str] = set()
        for row in sent:
            if not isinstance(row, dict) or not all(isinstance(value, SCALARS) for value in row.values()):
                self._refuse("shape")
            unknown |= row.keys() - self.names
        if unknown:
            self._refuse("unknown", names=", ".join(sorted(unknown))[:200])
        return sent

    def _refuse(self, code: str, **figures: Any) -> None:
        raise serializers.ValidationError(str(self.error_messages[code]) % figures, code=code)


def rows_field(importer: FactImporter) -> RowsField:
    """The field with its row's shape told to the schema."""
    properties = {
        target.key: {
            "type": ["string", "number", "null"],
            "description": f"{target.label}. {target.help}".removesuffix(". "),
            "examples": [target.example],
        }
        for target in importer.targets
    }
    shape = {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_ROWS,
        "items": {
            "type": "object",
            "properties": properties,
            "required": [target.key for target in importer.targets if target.required],
            "additionalProperties": False,
        },
    }
    field: RowsField = extend_schema_field(shape)(type(f"{type(importer).__name__}Rows", (RowsField,), {}))(
        importer
    )
    return field


class FactsSerializer(serializers.Serializer[Any]):
    """Whole days of a feed: a day that is among the rows is replaced by them, every other day stays."""

    site = serializers.SlugField(help_text="A site's code.")
    feed = serializers.SlugField(
        max_length=60, default="api", help_text="Where they come from; days of one feed replace each other."
    )


class CallFactsSerializer(FactsSerializer):
    """Calls of whole days of a feed: a day that is among the rows is replaced by them, every other day stays."""

    rows = rows_field(CallImporter())


class QueueIntervalFactsSerializer(FactsSerializer):
    """Queue statistics of whole days of a feed: a day that is among the rows is replaced by them."""

    rows = rows_field(QueueIntervalImporter())


class AgentIntervalFactsSerializer(FactsSerializer):
    """Agent states by interval, whole days of a feed: a day that is among the rows is replaced by them."""

    rows = rows_field(AgentIntervalImporter())


class LoadedSerializer(serializers.Serializer[Any]):
    """What the load did: days by what became of them, and names that were met for the first time."""

    rows = serializers.IntegerField()
    days_new = serializers.ListField(child=serializers.DateField())
    days_changed = serializers.ListField(child=serializers.DateField())
    days_unchanged = serializers.ListField(child=serializers.DateField())
    new_queues = serializers.ListField(child=serializers.CharField())
    new_agents = serializers.ListField(child=serializers.CharField())
    new_call_types = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What is odd about the rows, in the caller's language."
    )


def loading(importer: FactImporter, sent: type[FactsSerializer]) -> type[Contract]:
    """The part of a viewset that takes rows in at `load/`."""

    class Loading(Contract):
        @extend_schema(request=sent, responses=LoadedSerializer, filters=False, parameters=[])
        @action(detail=False, methods=["post"], pagination_class=None)
        def load(self, request: Request) -> Response:
            """Load whole days: all rows or, when one does not fit, none. The same rows again change nothing."""
            require(may(request.user, Action.CREATE, "telephony.import"))
            shape = sent(data=request.data)
            shape.is_valid(raise_exception=True)
            given = shape.validated_data
            site = Site.objects.visible_to(request.user).filter(code=given["site"]).first()
            if site is None:
                raise serializers.ValidationError({"site": [_("There is no such site in your reach.")]})
            try:
                outcome = load_rows(importer, site, given["feed"], given["rows"], actor=request.user)
            except ImportRefused as refusal:
                raise serializers.ValidationError(_row_errors(refusal.outcome)) from refusal
            return Response(
                LoadedSerializer({"rows": outcome.rows, "notes": outcome.notes} | outcome.details).data
            )

    return Loading


def _row_errors(outcome: Outcome) -> dict[str, Any]:
    """Each error at its place in the sent document: #/rows/0/started_at."""
    found: dict[str, Any] = {}
    for error in outcome.errors:
        row = found.setdefault(str(error.row - 1), {})
        row.setdefault(error.column or "non_field_errors", []).append(error.reason)
    if (hidden := outcome.error_count - len(outcome.errors)) > 0:
        return {"rows": found, "non_field_errors": [_("%(count)s more rows do not fit.") % {"count": hidden}]}
    return {"rows": found}


CALLS = loading(CallImporter(), CallFactsSerializer)
QUEUE_INTERVALS = loading(QueueIntervalImporter(), QueueIntervalFactsSerializer)
AGENT_INTERVALS = loading(AgentIntervalImporter(), AgentIntervalFactsSerializer)
