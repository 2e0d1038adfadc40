"""A request that announces too much is refused before it is read."""

from typing import NoReturn

import pytest
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.tabular import limits
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


class Untouched:
    """A body that must not be read."""

    def read(self, *args: object) -> NoReturn:
        raise AssertionError("the body was read")

    readline = read


def send(browser: Client, url: str, size: int):
    """Only announce so many bytes."""
    announced = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Untouched()}
    return browser.generic("POST", url, b"", CONTENT_LENGTH=size, **announced)


@pytest.fixture
def browser() -> Client:
    found = Client(enforce_csrf_checks=True)
    found.force_login(make_user(PostCode.HR))
    return found


@pytest.mark.parametrize(
    ("name", "args", "limit"),
    [
        ("files:import", (), limits.DEFAULT.bytes),
        ("files:attach", ("people.employee", 1), 200 * MB),
        ("people:hire", (), 10 * MB),
    ],
)
def test_an_upload_that_is_announced_too_large_is_refused_unread_with_a_sentence(browser, name, args, limit):
    response = send(browser, reverse(name, args=args), limit + MB + 1)
    assert response.status_code == 413
    assert f"at most {limit // MB} MB are taken here" in response.content.decode()


def test_an_upload_as_large_as_allowed_is_read():
    browser = Client()
    browser.force_login(make_user(PostCode.HR))
    with pytest.raises(AssertionError, match="the body was read"):
        send(browser, reverse("files:import"), limits.DEFAULT.bytes + MB)


def test_programs_get_a_problem():
    response = send(Client(), "/api/v1/files/imports/", limits.DEFAULT.bytes + MB + 1)
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].startswith("What you send has 513 MB; at most 512 MB")
