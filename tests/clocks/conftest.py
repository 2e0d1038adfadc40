"""What every test of clocks shares."""

from collections.abc import Callable

import pytest

from callcenter.workcalendar.rules import OpenHours
from tests.clocks import kinds

kinds.declare()

GiveHours = Callable[[OpenHours], None]


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> GiveHours:
    """Gives every site these opening hours: `hours(OpenHours(…))`."""

    def give(value: OpenHours) -> None:
        monkeypatch.setattr("callcenter.clocks.services.open_hours", lambda site, on: value)
        monkeypatch.setattr("callcenter.clocks.rebasing.open_hours", lambda site, on: value)

    return give
