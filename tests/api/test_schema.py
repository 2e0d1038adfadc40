"""The published schema: valid OpenAPI 3.1, complete, without warnings."""

import collections
import warnings
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator
from rest_framework import serializers

from callcenter.api import registry

PRODUCT = {"callcenter", "staffing", "quality", "complaints", "reports"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence(), warnings.catch_warnings():
        warnings.simplefilter("error")
        made = SchemaGenerator().get_schema(request=None, public=True)
    assert isinstance(made, dict)
    return made


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def test_schema_is_valid_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(schema).validate()


def test_schema_is_made_without_warnings(schema: dict[str, Any]) -> None:
    found = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    assert not found, "\n".join(found)


def test_every_operation_has_a_tag_a_description_and_its_own_id(schema: dict[str, Any]) -> None:
    ids = collections.Counter(operation["operationId"] for _, _, operation in operations(schema))
    assert [one for one, count in ids.items() if count > 1] == []
    for path, method, operation in operations(schema):
        assert operation["tags"] == [path.split("/")[3]], f"{method} {path}"
        assert operation.get("description"), f"{method} {path} says nothing of what it does"


def test_every_operation_says_how_it_refuses(schema: dict[str, Any]) -> None:
    for path, method, operation in operations(schema):
        answers = set(operation["responses"])
        assert {"401", "403"} <= answers, f"{method} {path}"
        if method == "post":
            assert {"400", "409"} <= answers, f"{method} {path}"


def test_every_registered_viewset_is_in_the_schema(schema: dict[str, Any]) -> None:
    for prefix in registry._routes:
        assert any(path.startswith(f"/api/v1/{prefix}/") for path in schema["paths"]), prefix


def test_addresses_are_plural_nouns_below_their_app(schema: dict[str, Any]) -> None:
    assert get_resolver().namespace_dict["api"]
    for path in schema["paths"]:
        assert path.startswith("/api/v1/"), path
        assert path.endswith("/"), path


def test_what_may_be_null_in_the_database_may_be_null_in_the_answer() -> None:
    """A related record that need not be there: its serializer says so, or programs break at the first that is not."""
    found = [
        f"{shape.__module__}.{shape.__name__}.{name}"
        for shape in shapes(serializers.ModelSerializer)
        for name, field in shape().fields.items()
        if isinstance(field, serializers.RelatedField) and not field.allow_null and is_nullable(shape, field)
    ]
    assert not found, "add allow_null=True: " + ", ".join(sorted(set(found)))


def shapes(above: type[Any]) -> list[type[Any]]:
    """The serializers of the product that have a model."""
    get_resolver().url_patterns  # noqa: B018  (imports every viewset)
    own = [one for one in above.__subclasses__() if one.__module__.partition(".")[0] in PRODUCT]
    return [one for one in own if hasattr(getattr(one, "Meta", None), "model")] + [
        below for one in own for below in shapes(one)
    ]


def is_nullable(shape: type[Any], field: Any) -> bool:
    try:
        return bool(shape.Meta.model._meta.get_field(field.source).null)
    except FieldDoesNotExist:
        return False
