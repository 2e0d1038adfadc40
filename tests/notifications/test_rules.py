"""When messages go out: quiet hours over midnight and over clock changes, digests, waits. Pure."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from callcenter.notifications.delivery.rules import Habits, Slot, next_digest, quiet_until, slot, wait
from callcenter.notifications.kinds import Email

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
T = datetime.time
NIGHT, MORNING = (T(22), T(7)), T(8, 30)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(datetime.UTC)


def habits(quiet=NIGHT, digest=MORNING, zone=SHANGHAI) -> Habits:
    return Habits(zone, quiet, digest)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-21T21:59:59", None),
        ("2026-11-21T22:00:00", "2026-11-22T07:00"),
        ("2026-11-22T00:00:00", "2026-11-22T07:00"),
        ("2026-11-22T06:59:59", "2026-11-22T07:00"),
        ("2026-11-22T07:00:00", None),
        ("2026-12-31T23:30:00", "2027-01-01T07:00"),
    ],
)
def test_quiet_hours_over_midnight_hold_from_their_first_moment_to_before_their_last(now, until):
    assert quiet_until(habits(), at(now)) == (at(until) if until else None)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("12:59:59", None),
        ("13:00:00", "2026-11-21T14:00"),
        ("13:59:59", "2026-11-21T14:00"),
        ("14:00:00", None),
    ],
)
def test_quiet_hours_within_a_day(now, until):
    found = quiet_until(habits(quiet=(T(13), T(14))), at(f"2026-11-21T{now}"))
    assert found == (at(until) if until else None)


def test_nobody_has_quiet_hours_who_wants_none():
    assert quiet_until(habits(quiet=None), at("2026-11-22T03:00")) is None


def test_a_night_with_an_hour_more_is_quiet_to_its_end():
    """Berlin, 25 October 2026: 03:00 becomes 02:00."""
    berlin = habits(zone=BERLIN)
    before = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)  # 02:30 for the first time
    again = datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC)  # 02:30 for the second
    assert quiet_until(berlin, before) == quiet_until(berlin, again) == at("2026-10-25T07:00", BERLIN)
    early = habits(quiet=(T(22), T(2, 30)), zone=BERLIN)
    assert quiet_until(early, before - datetime.timedelta(minutes=1)) == before
    assert quiet_until(early, again - datetime.timedelta(minutes=1)) is None


def test_a_night_with_an_hour_less_ends_after_the_gap():
    """Berlin, 29 March 2026: 02:00 becomes 03:00; 02:30 is as far after the gap: 03:30."""
    early = habits(quiet=(T(22), T(2, 30)), zone=BERLIN)
    one = datetime.datetime(2026, 3, 29, 0, 59, tzinfo=datetime.UTC)
    assert quiet_until(early, one) == at("2026-03-29T03:30", BERLIN)
    assert quiet_until(habits(zone=BERLIN), one) == at("2026-03-29T07:00", BERLIN)


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        ("2026-11-21T08:29:59", "2026-11-21T08:30"),
        ("2026-11-21T08:30:00", "2026-11-22T08:30"),
        ("2026-11-21T23:00:00", "2026-11-22T08:30"),
        ("2026-11-30T09:00:00", "2026-12-01T08:30"),
    ],
)
def test_a_digest_goes_out_at_its_next_time(now, digest):
    assert next_digest(habits(), at(now)) == at(digest)


def test_a_digest_time_within_quiet_hours_waits_for_their_end():
    assert next_digest(habits(digest=T(6)), at("2026-11-21T12:00")) == at("2026-11-22T07:00")


def test_each_way_of_e_mail_has_its_slot():
    noon, night, morning = at("2026-11-21T12:00"), at("2026-11-22T03:00"), at("2026-11-22T07:00")
    digest = at("2026-11-22T08:30")
    cases = {
        (Email.AT_ONCE, False, noon): Slot(noon),
        (Email.AT_ONCE, False, night): Slot(morning, morning),
        (Email.AT_ONCE, True, night): Slot(night),
        (Email.DIGEST, False, noon): Slot(digest, digest),
        (Email.DIGEST, False, night): Slot(digest, digest),
        (Email.OFF, False, noon): None,
        (Email.OFF, True, night): None,
    }
    for (email, is_urgent, now), expected in cases.items():
        assert slot(email, is_urgent=is_urgent, habits=habits(), now=now) == expected


def test_waits_double_up_to_an_hour_and_differ_by_chance():
    minute = datetime.timedelta(minutes=1)
    waits = [wait(attempt, first=minute, chance=0) / minute for attempt in (1, 2, 3, 6, 7, 8, 400)]
    assert waits == [1, 2, 4, 32, 60, 60, 60]
    assert wait(1, first=minute, chance=1) == datetime.timedelta(seconds=75)


WEEKEND = frozenset({datetime.date(2026, 11, 21), datetime.date(2026, 11, 22)})  # Saturday, Sunday


@pytest.mark.parametrize(
    ("now", "quiet", "until"),
    [
        ("2026-11-20T21:59", NIGHT, None),
        ("2026-11-20T22:00", NIGHT, "2026-11-23T07:00"),  # Friday's night runs into the weekend
        ("2026-11-21T12:00", NIGHT, "2026-11-23T07:00"),
        ("2026-11-21T12:00", None, "2026-11-23T00:00"),
        ("2026-11-22T23:59:59", None, "2026-11-23T00:00"),
        ("2026-11-23T06:59", NIGHT, "2026-11-23T07:00"),
        ("2026-11-23T07:00", NIGHT, None),
    ],
)
def test_closed_days_are_quiet_with_the_nights_around_them(now, quiet, until):
    weekend = Habits(SHANGHAI, quiet, MORNING, WEEKEND)
    assert quiet_until(weekend, at(now)) == (at(until) if until else None)


def test_the_digest_of_a_closed_day_comes_with_that_of_the_next_day_that_is_not():
    weekend = Habits(SHANGHAI, NIGHT, MORNING, WEEKEND)
    for now in ("2026-11-20T09:00", "2026-11-21T12:00", "2026-11-23T08:29"):
        assert next_digest(weekend, at(now)) == at("2026-11-23T08:30")


def test_a_closed_day_ends_at_its_own_midnight_also_when_the_clocks_change():
    """Berlin, 29 March 2026, a Sunday: the day has 23 hours."""
    sunday = Habits(BERLIN, None, MORNING, frozenset({datetime.date(2026, 3, 29)}))
    found = quiet_until(sunday, at("2026-03-29T01:00", BERLIN))
    assert found == datetime.datetime(2026, 3, 29, 22, tzinfo=datetime.UTC)


def test_what_is_urgent_goes_out_on_a_closed_day():
    weekend = Habits(SHANGHAI, NIGHT, MORNING, WEEKEND)
    saturday = at("2026-11-21T12:00")
    assert slot(Email.AT_ONCE, is_urgent=True, habits=weekend, now=saturday) == Slot(saturday)
    assert slot(Email.AT_ONCE, is_urgent=False, habits=weekend, now=saturday) != Slot(saturday)
