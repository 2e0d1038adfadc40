"""Every operation of the schema, called with made-up input as a client with every scope and as a director: no fault of ours
(5xx), and no answer that the schema does not tell. Deterministic, and bounded by EXAMPLES."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

import hypothesis
import pytest
import requests
import schemathesis
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils.translation import override
from hypothesis import HealthCheck, Phase
from pytest_django import DjangoDbBlocker
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response

from callcenter.api import scopes
from callcenter.api.document import document
from tests.api.world import make_center, site_and_director
from tests.integrations.client_factories import make_client, token_of
from tests.workers import SOAK

EXAMPLES = 10 if SOAK else 1  # per operation, caller and mode; `make soak` tries more
BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
MODES = (BOTH, BOTH if SOAK else (GenerationMode.POSITIVE,))  # of the client, of the director
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
)
with override("en"):
    SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def callers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Browser]]:
    """A client with every scope, and a director, in a center with a row of everything: between them they may do most of
    what there is. Made once; every call takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        site, director = site_and_director()
        client, secret = make_client(*scopes.sentences(), site=site)
        make_center(director, client.user, site=site)
        token = token_of(client, secret)
        program = Browser(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
        person = Browser(raise_request_exception=False)
        person.force_login(director)
        yield [program, person]
        transaction.set_rollback(True)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_no_operation_fails_or_answers_what_the_schema_does_not_tell(
    operation: Any, callers: list[Browser]
) -> None:
    """Made-up input that fits the schema, that does not, and that fits it for a record which is there."""
    found = []
    for browser, modes in zip(callers, MODES, strict=True):
        there = of_a_record(operation.path, browser)
        if there:
            found += faults(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), browser, there)
        for mode in modes:
            if SOAK or not there or mode is not GenerationMode.POSITIVE:
                found += faults(operation.as_strategy(generation_mode=mode), browser)
    assert not found, "\n\n".join(found)


def faults(strategy: Any, browser: Browser, there: dict[str, Any] | None = None) -> list[str]:
    """What is wrong with the answers to made-up calls; `there`: names of a record instead of made-up ones."""

    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def ask(case: Case) -> None:
        if there:
            case.path_parameters = {**(case.path_parameters or {}), **there}
        with transaction.atomic():
            case.validate_response(answered(case, browser), checks=list(CHECKS))
            transaction.set_rollback(True)

    try:
        ask()
    except hypothesis.errors.Unsatisfiable:  # nothing to get wrong at an address without parameters
        return []
    except (FailureGroup, Failure) as failure:
        return [str(failure)]
    return []


def of_a_record(path: str, browser: Browser) -> dict[str, Any]:
    """The names in the path of the first record that the list above it shows; empty when there is none to show."""
    nouns, _brace, rest = path.partition("{")
    name = rest.partition("}")[0]
    answer = browser.get(nouns) if name else None
    if answer is None or answer.status_code != HTTPStatus.OK:
        return {}
    rows = answer.json()
    rows = rows["results"] if isinstance(rows, dict) else rows
    return {name: rows[0][name]} if rows and name in rows[0] else {}


def test_a_fault_of_an_answer_is_found(callers: list[Browser]) -> None:
    """The test above can fail: an answer that the schema does not tell is told as a fault."""
    (operation,) = [
        one for one in OPERATIONS if (one.method, one.path) == ("get", "/api/v1/measures/measures/")
    ]
    strategy = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    assert not faults(strategy, callers[0])
    broken = Browser()
    broken.generic = lambda *_args, **_more: HttpResponse(status=500)  # type: ignore[method-assign]
    assert "500" in faults(strategy, broken)[0]


def answered(case: Case, browser: Browser) -> Response:
    """The case sent through Django's own client: no sockets, and in the test's transaction."""
    told = case.as_transport_kwargs(base_url="http://testserver")
    names = ("method", "url", "headers", "params", "data", "json", "files", "cookies")
    sent = requests.Request(**{name: told[name] for name in names if name in told}).prepare()
    url = urlsplit(sent.url or "")
    own = {"content-type", "content-length", "host", "cookie"}
    headers = {name: str(value) for name, value in sent.headers.items() if name.lower() not in own}
    body = sent.body or b""
    answer = browser.generic(
        sent.method or "GET",
        unquote(url.path) + (f"?{url.query}" if url.query else ""),
        body if isinstance(body, bytes) else str(body).encode(),
        content_type=sent.headers.get("Content-Type", "application/octet-stream"),
        headers=headers,
    )
    content = b"".join(answer) if answer.streaming else answer.content
    found = {name: [value] for name, value in answer.items()}
    return Response(answer.status_code, found, content, sent, elapsed=0, verify=False)
