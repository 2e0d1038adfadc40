"""Every operation of the schema, called with made-up input as a client with every scope and as a director: no fault of ours
(5xx), and no answer that the schema does not tell. Deterministic, and bounded by EXAMPLES."""

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import hypothesis
import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client as Browser
from django.utils.translation import override
from hypothesis import HealthCheck, Phase
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.transport import Response

from callcenter.access.posts import PostCode
from callcenter.api import scopes
from callcenter.api.document import document
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.integrations.client_factories import make_client, token_of
from tests.telephony.factories import load_calls
from tests.workers import SOAK

EXAMPLES = 10 if SOAK else 1  # per operation, caller and mode; `make soak` tries more
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


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    """One site with people and calls, so that answers have rows."""
    site = make_site(code="shanghai")
    team = make_team(make_department(site, code="sales"), code="sales")
    make_employee(team=team, number="A0012")
    make_employee(site=site, number="A0003")
    load_calls(site)
    return {"site": site}


def callers(world: dict[str, Any]) -> Iterator[Browser]:
    """A client with every scope, and a director: between them they may do most of what there is."""
    client, secret = make_client(*scopes.sentences(), site=world["site"])
    yield Browser(
        raise_request_exception=False, headers={"Authorization": f"Bearer {token_of(client, secret)}"}
    )
    browser = Browser(raise_request_exception=False)
    browser.force_login(make_user(PostCode.DIRECTOR, site=world["site"]))
    yield browser


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_no_operation_fails_or_answers_what_the_schema_does_not_tell(
    operation: Any, world: dict[str, Any]
) -> None:
    for browser in callers(world):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try(operation.as_strategy(generation_mode=mode), browser)


def _try(strategy: Any, browser: Browser) -> None:
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
        with transaction.atomic():
            case.validate_response(answered(case, browser), checks=list(CHECKS))
            transaction.set_rollback(True)

    with contextlib.suppress(
        hypothesis.errors.Unsatisfiable
    ):  # nothing to get wrong at an address without parameters
        ask()


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
