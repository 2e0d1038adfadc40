"""What can be imported, for programs: each kind with its fields, its options, its template and the mappings kept for it."""

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.access.permissions import Actor, position
from callcenter.api.viewsets import ApiViewSet
from callcenter.files.imports import access, mappings
from callcenter.files.imports.registry import Importer, offered
from callcenter.files.imports.template import template_of
from callcenter.files.jobs.api import WorkbookRenderer
from callcenter.tabular.workbook import XLSX


class ImportFieldSerializer(serializers.Serializer[Any]):
    """A field that a column of the file can feed."""

    key = serializers.CharField()
    label = serializers.CharField(help_text="In the caller's language.")  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]
    help = serializers.CharField()
    example = serializers.CharField()


class ImportOptionSerializer(serializers.Serializer[Any]):
    """What may be stated of how the file is written. `choices`: the values it takes, none for free text."""

    key = serializers.CharField()
    label = serializers.CharField(help_text="In the caller's language.")  # type: ignore[assignment]
    type = serializers.CharField(source="kind", help_text="text, choice, list, pairs or date.")
    choices = serializers.SerializerMethodField()
    help = serializers.CharField()

    def get_choices(self, option: Any) -> list[str]:
        return [key for key, _label in option.choices]


class ImportKindSerializer(serializers.Serializer[Any]):
    """A kind of file with all that may be said about it. Without `columns` the format is known."""

    kind = serializers.CharField()
    label = serializers.CharField(help_text="In the caller's language.")  # type: ignore[assignment]
    needs_site = serializers.BooleanField()
    endings = serializers.ListField(child=serializers.CharField())
    columns = ImportFieldSerializer(many=True, source="targets")
    options = ImportOptionSerializer(many=True)


class MappingSerializer(serializers.Serializer[Any]):
    """Which column feeds which field, and how the file is written; named as an import is told of it."""

    name = serializers.CharField(help_text="preset:<name> comes with the product, saved:<name> was kept.")
    columns = serializers.DictField(child=serializers.CharField())
    options = serializers.DictField(child=serializers.JSONField())


class MappingsQuery(serializers.Serializer[Any]):
    """Whose mappings."""

    site_id = serializers.IntegerField(required=False)


KIND = OpenApiParameter(
    "kind", OpenApiTypes.STR, OpenApiParameter.PATH, description="Such as telephony.calls."
)


class ImportKindViewSet(ApiViewSet):
    """The kinds of files that the caller may import."""

    subject = "files.job"
    lookup_field = "kind"
    lookup_value_regex = r"[a-z_]+\.[a-z0-9_]+"

    @extend_schema(responses=ImportKindSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every kind that the caller may import at one of its sites, with its fields and options."""
        found = [one for one in offered() if _sites(one, request.user)]
        return Response(ImportKindSerializer(found, many=True).data)

    @extend_schema(parameters=[KIND], responses=ImportKindSerializer)
    def retrieve(self, request: Request, kind: str) -> Response:
        """One kind."""
        return Response(ImportKindSerializer(_importer(kind, request.user)).data)

    @extend_schema(
        parameters=[
            KIND,
            OpenApiParameter("site_id", int, description="Needed when you stand at more than one site."),
        ],
        responses=MappingSerializer(many=True),
    )
    @action(detail=True, methods=["get"])
    def mappings(self, request: Request, kind: str) -> Response:
        """Mappings to name in an import: those that come with the product, and those kept at the site."""
        importer = _importer(kind, request.user)
        query = MappingsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        site_id = query.validated_data.get("site_id") or _sites(importer, request.user)[0]
        site_id = access.require_may_run(importer, request.user, site_id)
        found = [
            {"name": name, "columns": one.columns, "options": one.options}
            for name, one in mappings.mappings_for(kind, site_id).items()
        ]
        return Response(MappingSerializer(found, many=True).data)

    @extend_schema(parameters=[KIND], responses={(200, XLSX): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=[JSONRenderer, WorkbookRenderer])
    def template(self, request: Request, kind: str) -> FileResponse:
        """A workbook to fill in, with every field and an example row."""
        importer = _importer(kind, request.user)
        return FileResponse(
            template_of(importer), as_attachment=True, filename=f"{kind.replace('.', '-')}-template.xlsx", content_type=XLSX
        )  # fmt: skip


def _importer(kind: str, actor: Actor) -> Importer:
    """The importer of that kind, if the caller may use it; else 404."""
    found = next((one for one in offered() if one.kind == kind), None)
    if found is None or not _sites(found, actor):
        raise NotFound
    return found


def _sites(importer: Importer, actor: Actor) -> list[int | None]:
    """The caller's own sites at which it may import such a file; [None] for kinds of no site, and for who stands everywhere."""
    own = position(actor).site_ids if importer.needs_site else frozenset()
    asked: list[int | None] = [*sorted(own)] or [None]
    return [site_id for site_id in asked if importer.may_run(actor, site_id)]
