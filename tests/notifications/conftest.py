"""Kinds of the tests' own, forgotten again after each test."""

from collections.abc import Iterator

import pytest

from callcenter.notifications import kinds
from callcenter.notifications.kinds import Email, Kind

PLAIN = Kind("tests.happened", "Something happened", "%(what)s happened", email=Email.DIGEST)
PROMPT = Kind("tests.prompt", "Something to look at", "Look at %(what)s", email=Email.AT_ONCE)
URGENT = Kind("tests.urgent", "Something is late", "%(what)s is late", is_urgent=True, email=Email.AT_ONCE)


@pytest.fixture(autouse=True)
def _kinds_of_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.define(PLAIN, PROMPT, URGENT, room="Tests")
    yield
