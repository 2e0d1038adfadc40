"""How tests call the API as somebody, and what they read out of a refusal."""

from typing import Any

from django.test import Client

JSON = "application/json"
PROBLEM = "application/problem+json"


def post(who: Any, address: str, data: Any = None, **headers: str) -> Any:
    """The answer to a write of that employee or user."""
    return calling(who).post(address, data or {}, content_type=JSON, headers=headers)


def get(who: Any, address: str, **query: Any) -> Any:
    """The answer to a read of that employee or user."""
    return calling(who).get(address, query)


def calling(who: Any) -> Client:
    """A browser in which that employee or user is logged in."""
    client = Client()
    client.force_login(getattr(who, "user", None) or who)
    return client


def codes(answer: Any) -> list[str]:
    """What a refusal by rule names, in the order told; every objection has its sentence."""
    assert (answer.status_code, answer["Content-Type"]) == (409, PROBLEM), answer.content
    assert all(one["sentence"] for one in answer.json()["objections"])
    return [one["code"] for one in answer.json()["objections"]]


def wrong_fields(answer: Any) -> set[str]:
    """At which fields what was sent is not valid."""
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM), answer.content
    return {one["field"] for one in answer.json()["errors"]}
