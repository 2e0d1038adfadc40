"""A site with a day of calls, its people, its drafted report, and a clock that stands."""

import pytest
import time_machine

from reports.documents import delivery
from reports.documents.models import Document
from tests.reports.documents.setting import at, make_center


@pytest.fixture
def clock():
    with time_machine.travel(at(0, 31), tick=False) as traveller:
        yield traveller


@pytest.fixture
def center(clock):
    return make_center()


@pytest.fixture
def site(center):
    return center[0]


@pytest.fixture
def people(center):
    return center[1]


@pytest.fixture
def document(center):
    delivery.make_due_drafts()
    return Document.objects.get()


@pytest.fixture
def as_user(client):
    def log_in(user):
        client.force_login(user)
        return client

    return log_in
