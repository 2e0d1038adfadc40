"""What the tests of people share: somebody of HR, and a clock that stands."""

import pytest
import time_machine

from callcenter.access.posts import PostCode
from tests.factories import make_user
from tests.people.setting import NOON_IN_SHANGHAI


@pytest.fixture
def noon_in_shanghai():
    """It is noon of setting.TODAY in Shanghai, and stays so."""
    with time_machine.travel(NOON_IN_SHANGHAI, tick=False):
        yield


@pytest.fixture
def hr():
    """Somebody of HR."""
    return make_user(PostCode.HR)


@pytest.fixture
def hr_at_work(hr, client):
    """Somebody of HR, logged in."""
    client.force_login(hr)
    return hr
