"""The published schema: valid OpenAPI 3.1, complete, without warnings."""

import collections
import warnings
from typing import Any

import pytest
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator

from callcenter.api import registry


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
