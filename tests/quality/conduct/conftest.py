"""The people of the floor, on a Monday in November 2026."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from tests.quality.conduct.factories import People, make_people

NOW = datetime.datetime(2026, 11, 16, 2, tzinfo=datetime.UTC)  # Monday 10:00 in Shanghai


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(db: None) -> People:
    return make_people()
