"""The API's reference pages: every operation, in the reader's language, from one schema."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.utils.translation import override

from callcenter.access.posts import PostCode
from callcenter.api import reference, registry, words
from callcenter.api.document import document, generate
from callcenter.api.examples import example_of
from callcenter.api.wording import untranslatable
from tests.factories import make_site, make_user

# Rooms by their addresses: working out the schema to name them takes seconds, which every collection of tests would wait.
ROOMS = sorted({prefix.partition("/")[0] for prefix in registry._routes})


def client(language: str = "en") -> Client:
    found = Client(headers={"Accept-Language": language})
    found.force_login(make_user(PostCode.DIRECTOR, site=make_site()))
    return found


def test_sentences_of_docstrings_are_all_there_for_the_translators() -> None:
    missing = set(untranslatable(generate)) - set(words.WORDS)
    assert not missing, f"run manage.py build_api_words: {sorted(missing)}"


def test_every_operation_of_the_schema_is_in_a_room() -> None:
    wanted = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    assert {(one.method, one.path) for room in reference.rooms() for one in room.operations} == wanted
    assert {room.key for room in reference.rooms()} == set(ROOMS)


def test_every_example_is_as_deep_as_its_shape() -> None:
    components = {"Node": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}}
    assert example_of({"$ref": "#/components/schemas/Node"}, components)["next"]["next"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"type": "string", "format": "date"}, "2026-11-21"),
        ({"type": ["string", "null"], "format": "date-time"}, "2026-11-21T09:30:00Z"),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "minimum": 0}, 1),
        ({"type": "boolean"}, False),
        ({"type": "string", "enum": ["", "day", "week"]}, "day"),
        ({"oneOf": [{"type": "null"}, {"type": "string", "enum": ["a"]}]}, "a"),
        ({"type": "array", "items": {"type": "integer"}}, [1]),
        ({"type": "string", "default": "x"}, "x"),
        ({}, None),
    ],
)
def test_an_example_fits_its_shape(shape: dict[str, object], expected: object) -> None:
    assert example_of(shape, {}) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_page(room: str) -> None:
    response = client().get(f"/api/docs/{room}/")
    assert response.status_code == HTTPStatus.OK
    page = response.content.decode()
    found = reference.room_of(room)
    assert found is not None
    for operation in found.operations:
        assert f'id="{operation.id}"' in page


@pytest.mark.django_db
def test_a_room_that_is_not_there_is_404() -> None:
    assert client().get("/api/docs/nowhere/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_the_index_is_searched_by_address_field_and_word() -> None:
    page = client().get("/api/docs/", {"q": "waited_min"}).content.decode()
    assert "/api/v1/telephony/calls/" in page
    assert "/api/v1/people/teams/" not in page
    assert "No address fits" in client().get("/api/docs/", {"q": "zebra"}).content.decode()


@pytest.mark.django_db
def test_the_reference_and_the_schema_are_in_the_callers_language() -> None:
    chinese = client("zh-hans")
    assert "各部门的班组" in chinese.get("/api/docs/people/").content.decode()
    described = chinese.get("/api/v1/schema/?format=json").json()["paths"]["/api/v1/people/teams/"]["get"]
    assert described["description"] == "各部门的班组。"
    assert "各部门" not in client().get("/api/docs/people/").content.decode()


def test_no_sentence_of_the_schema_stays_english_in_chinese() -> None:
    with override("zh-hans"):
        operations = [one for room in reference.rooms() for one in room.operations]
        left = [one.summary for one in operations if one.summary.isascii()]
    assert not left


@pytest.mark.django_db
def test_the_schema_comes_as_json_and_as_yaml() -> None:
    asked = client()
    assert asked.get("/api/v1/schema/?format=json").json()["openapi"].startswith("3.1")
    assert asked.get("/api/v1/schema/").content.startswith(b"openapi: 3.1")
