"""The house, in the first days of November 2026."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from tests.complaints.liability.factories import House, make_house

NOW = datetime.datetime(2026, 11, 2, 2, tzinfo=datetime.UTC)  # Monday 10:00 in Shanghai


@pytest.fixture(autouse=True)
def _early_in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    return make_house()
