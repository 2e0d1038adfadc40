"""Quiet hours follow the calendar of the reader's site; deadlines wait for nothing."""

import datetime

import pytest
import time_machine
from django.test import Client

from callcenter.notifications import kinds
from callcenter.notifications.delivery.rules import quiet_until
from callcenter.notifications.models import Times
from callcenter.notifications.preferences.selectors import habits_of, habits_of_site
from callcenter.rulebook.services import set_value
from callcenter.workcalendar.rules import DayKind
from tests.factories import make_site, make_user
from tests.workcalendar.factories import make_day, make_week

pytestmark = pytest.mark.django_db
SATURDAY = datetime.datetime(2026, 11, 21, 4, tzinfo=datetime.UTC)  # 12:00 in Shanghai
MONDAY_SEVEN = datetime.datetime(2026, 11, 22, 23, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SATURDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def site():
    return make_site()


def held(user) -> datetime.datetime | None:
    return quiet_until(habits_of([user.pk])[user.pk], SATURDAY)


def test_a_site_without_a_calendar_has_no_closed_days(site):
    assert habits_of_site(site).closed == frozenset()


def test_weekends_and_holidays_without_hours_are_quiet_and_a_holiday_with_hours_is_not(site):
    make_week(site)
    make_day(site, datetime.date(2026, 11, 23), kind=DayKind.HOLIDAY)
    make_day(site, datetime.date(2026, 11, 24), kind=DayKind.HOLIDAY, as_weekday=0)
    closed = {day for day in habits_of_site(site).closed if day <= datetime.date(2026, 11, 24)}
    assert closed == {datetime.date(2026, 11, day) for day in (21, 22, 23)}


@pytest.mark.parametrize(
    ("own", "until"),
    [
        (None, MONDAY_SEVEN),
        ({"is_quiet": False}, None),
        ({"is_quiet_when_closed": False}, None),
        ({"is_quiet": False, "is_quiet_when_closed": True}, MONDAY_SEVEN - datetime.timedelta(hours=7)),
    ],
)
def test_each_person_may_choose_for_closed_days(site, own, until):
    make_week(site)
    user = make_user(site=site)
    if own is not None:
        Times.objects.create(user=user, **own)
    assert held(user) == until


def test_a_site_may_have_closed_days_like_others_and_a_person_there_still_choose_them_quiet(site):
    make_week(site)
    set_value(
        "notifications.quiet_on_closed_days",
        site=site,
        value=False,
        effective_on=datetime.date(2026, 11, 21),
        reason="Everybody is on call",
        actor=None,
    )
    assert held(make_user(site=site)) is None
    keen = make_user(site=site)
    Times.objects.create(user=keen, is_quiet_when_closed=True)
    assert held(keen) == MONDAY_SEVEN


def test_the_choice_is_kept_and_shown(site):
    user = make_user(site=site)
    browser = Client()
    browser.force_login(user)
    page = "/notifications/preferences/"
    assert browser.post(page, {"is_quiet": "on", "is_quiet_when_closed": "no"}).status_code == 302
    assert Times.objects.get(user=user).is_quiet_when_closed is False
    assert '<option value="no" selected>' in browser.get(page).content.decode()
    browser.post(page, {"is_quiet": "on", "is_quiet_when_closed": ""})
    assert not Times.objects.filter(user=user).exists()


def test_messages_of_deadlines_are_never_held_back():
    told = [kind for kind in kinds.all_kinds() if kind.room == "clocks"]
    assert told
    assert all(kind.is_urgent for kind in told)
