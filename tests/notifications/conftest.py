"""Kinds of the tests' own, forgotten again after each test."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from callcenter.notifications import kinds
from callcenter.notifications.kinds import Email, Kind
from tests.notifications.sinks import ChatSink, MailSink, chat_sink, mail_sink

PLAIN = Kind("tests.happened", "Something happened", "%(what)s happened", email=Email.DIGEST)
PROMPT = Kind("tests.prompt", "Something to look at", "Look at %(what)s", email=Email.AT_ONCE)
URGENT = Kind("tests.urgent", "Something is late", "%(what)s is late", is_urgent=True, email=Email.AT_ONCE)


@pytest.fixture(autouse=True)
def _kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.define(PLAIN, PROMPT, URGENT, room="Tests")


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailSink]:
    """A mail server that the product sends through."""
    with mail_sink() as (sink, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        settings.DEFAULT_FROM_EMAIL = "Center <center@example.com>"
        settings.PUBLIC_URL = "https://center.example"
        yield sink


@pytest.fixture
def group(settings: Settings) -> Iterator[tuple[ChatSink, str]]:
    """A chat service that the product may post to, and the address of a group there."""
    settings.NOTIFICATIONS_CHAT_SERVICES = ["json"]
    with chat_sink() as (sink, address):
        yield sink, address
