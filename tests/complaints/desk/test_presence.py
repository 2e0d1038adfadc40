"""Who else has a complaint open: a hint that comes and goes by itself."""

import datetime
from typing import Any

import pytest
import redis
import time_machine
from django.test import Client
from django.utils import timezone

from complaints.cases.models import State
from complaints.desk.presence import looks
from tests.complaints.factories import make_case, make_center

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_looked_yet(settings: Any) -> None:
    """Redis keeps what a test of the run before left there; ids begin anew with each database."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for key in client.scan_iter("desk:looks:*"):
            client.delete(key)


def test_the_second_sees_the_first_and_not_themselves() -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    assert looks.look(case.pk, center.user("officer")) == []
    (first,) = looks.look(case.pk, center.user("director"))
    assert first.name == str(center.officer)
    assert first.is_here


@pytest.mark.parametrize(
    ("seconds", "here", "shown"), [(89, True, 1), (91, False, 1), (3599, False, 1), (3601, False, 0)]
)
def test_somebody_is_here_then_was_then_is_forgotten(seconds: int, here: bool, shown: int) -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        looks.look(case.pk, center.user("officer"))
    with time_machine.travel(now + datetime.timedelta(seconds=seconds), tick=False):
        found = looks.look(case.pk, center.user("director"))
    assert [one.is_here for one in found] == [here] * shown


def test_two_at_once_lose_neither() -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    for name in ("officer", "agent", "leader"):
        looks.look(case.pk, center.user(name))
    assert len(looks.look(case.pk, center.user("director"))) == 3


def test_without_redis_nobody_is_shown_and_nothing_breaks(settings: Any) -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert looks.look(case.pk, center.user("officer")) == []


def test_the_page_says_who_and_is_silent_when_nothing_changed() -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    looks.look(case.pk, center.user("officer"))
    client = Client()
    client.force_login(center.user("director"))
    url = f"/complaints/desk/{case.reference}/looking/"
    first = client.post(url)
    assert str(center.officer) in first.content.decode()
    assert client.post(url, {"shown": first.context["shown"]}).status_code == 204


def test_who_may_not_see_the_complaint_leaves_no_trace() -> None:
    center, other = make_center(), make_center()
    case = make_case(center.site, State.ACCEPTED)
    client = Client()
    client.force_login(other.user("director"))
    assert client.post(f"/complaints/desk/{case.reference}/looking/").status_code == 404
    assert looks.look(case.pk, center.user("officer")) == []
