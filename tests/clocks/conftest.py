"""What every test of clocks shares."""

import pytest

from tests.clocks import kinds

kinds.declare()


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Gives every site these opening hours: `hours(OpenHours(…))`."""

    def give(value):  # type: ignore[no-untyped-def]
        monkeypatch.setattr("callcenter.clocks.services.open_hours", lambda site, on: value)
        monkeypatch.setattr("callcenter.clocks.rebasing.open_hours", lambda site, on: value)

    return give
