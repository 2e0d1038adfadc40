"""Moments are shown on the clock of the chosen site."""

import datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.middleware import CurrentSiteMiddleware
from tests.factories import make_site, make_user

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 11, 21, 21, 0, tzinfo=datetime.UTC)


def shown_to(user: User) -> str:
    """What the middleware makes of a moment on that user's page."""

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{timezone.localtime(MOMENT):%Y-%m-%d %H:%M}")

    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    return CurrentSiteMiddleware(page)(request).content.decode()


@pytest.mark.parametrize(
    ("zone", "expected"), [("Asia/Shanghai", "2026-11-22 05:00"), ("Australia/Sydney", "2026-11-22 08:00")]
)
def test_a_moment_is_shown_on_the_clock_of_the_users_site(zone: str, expected: str) -> None:
    assert shown_to(make_user(PostCode.DIRECTOR, site=make_site(time_zone=zone))) == expected


def test_without_a_site_it_is_utc_and_the_clock_does_not_leak_into_the_next_request() -> None:
    shown_to(make_user(PostCode.DIRECTOR, site=make_site(time_zone="Asia/Shanghai")))
    assert shown_to(User.objects.create_user("nobody")) == "2026-11-21 21:00"
