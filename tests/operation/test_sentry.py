"""What goes to Sentry about an error: where it broke; nobody's name, number, address or typed words."""

import json
from typing import Any

import pytest
import sentry_sdk
from django.test import Client
from pytest_django import Settings
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from callcenter.operation.logs import sentry
from callcenter.web import views
from tests.factories import make_user

PERSON = " ".join(("Li", "Na"))
CUSTOMER = f"138{1234:08d}"  # not as it stands in the source, which is sent
sent: list[dict[str, Any]] = []


class Kept(Transport):
    """Keeps what would be sent."""

    def capture_envelope(self, envelope: Envelope) -> None:
        event = envelope.get_event()
        if event is not None:
            sent.append(json.loads(json.dumps(event, default=str)))


@pytest.fixture
def reporting(settings: Settings) -> Any:
    settings.SENTRY_DSN = "https://key@sentry.example/1"
    settings.SENTRY_ENVIRONMENT = "test"
    sent.clear()
    assert sentry.start(transport=Kept)
    yield
    sentry_sdk.init()


def test_without_an_address_nothing_is_reported(settings: Settings) -> None:
    settings.SENTRY_DSN = ""
    assert sentry.start() is False


@pytest.mark.django_db
@pytest.mark.usefixtures("reporting")
def test_an_error_says_where_it_broke_and_nothing_about_anybody(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user(name=PERSON)
    client.force_login(user)
    client.raise_request_exception = False

    def broken(*args: Any, **kwargs: Any) -> None:
        customer = CUSTOMER
        raise ValueError(f"no such customer: {customer}")

    monkeypatch.setattr(views, "render", broken)
    answer = client.get(
        f"/?q={CUSTOMER}", headers={"x-request-id": "request-0001", "user-agent": f"Phone of {PERSON}"}
    )
    assert answer.status_code == 500
    sentry_sdk.flush()
    (event,) = sent
    assert event["tags"]["request_id"] == "request-0001"
    exception = event["exception"]["values"][-1]
    assert exception["type"] == "ValueError"
    assert exception["stacktrace"]["frames"][-1]["function"] == "broken"
    text = json.dumps(event)
    for secret in (CUSTOMER, PERSON, user.username, "sessionid", client.cookies["sessionid"].value):
        assert secret not in text, secret
