"""What an answer means, when a delivery is tried again and when it is given up. No database."""

import datetime
from itertools import accumulate

import pytest

from callcenter.integrations.webhooks.rules import Policy, Verdict, is_disabled, is_given_up, verdict, wait

POLICY = Policy(
    first_wait=datetime.timedelta(seconds=30),
    longest_wait=datetime.timedelta(hours=1),
    give_up_after=datetime.timedelta(hours=24),
    disable_after=datetime.timedelta(days=5),
)
NOON = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, Verdict.UNREACHABLE),
        (199, Verdict.REFUSED),
        (200, Verdict.DELIVERED),
        (204, Verdict.DELIVERED),
        (299, Verdict.DELIVERED),
        (300, Verdict.UNREACHABLE),
        (301, Verdict.UNREACHABLE),
        (399, Verdict.UNREACHABLE),
        (400, Verdict.REFUSED),
        (401, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (408, Verdict.UNREACHABLE),
        (410, Verdict.GONE),
        (422, Verdict.REFUSED),
        (429, Verdict.UNREACHABLE),
        (499, Verdict.REFUSED),
        (500, Verdict.UNREACHABLE),
        (503, Verdict.UNREACHABLE),
    ],
)
def test_what_a_status_means(status: int | None, expected: Verdict) -> None:
    assert verdict(status) is expected


def test_waits_double_up_to_the_longest() -> None:
    seconds = [wait(attempt, POLICY, chance=0).total_seconds() for attempt in range(1, 10)]
    assert seconds == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert wait(500, POLICY, chance=0) == POLICY.longest_wait
    assert wait(1, POLICY, chance=1) == datetime.timedelta(seconds=33)


def test_what_the_endpoint_asks_for_is_heeded_where_it_is_longer_up_to_the_longest_wait() -> None:
    def asked(seconds: int) -> float:
        return wait(1, POLICY, chance=0, asked=datetime.timedelta(seconds=seconds)).total_seconds()

    assert [asked(10), asked(30), asked(90), asked(7200)] == [30, 30, 90, 3600]


def test_a_message_is_tried_for_its_whole_time_and_no_longer() -> None:
    assert not is_given_up(NOON, NOON + POLICY.give_up_after - SECOND, POLICY)
    assert is_given_up(NOON, NOON + POLICY.give_up_after, POLICY)
    waits = (wait(attempt, POLICY, chance=0) for attempt in range(1, 100))
    moments = accumulate(waits, initial=datetime.timedelta())
    tried = [moment for moment in moments if not is_given_up(NOON, NOON + moment, POLICY)]
    assert len(tried) == 30
    assert tried[-1] > datetime.timedelta(hours=23)


def test_an_endpoint_is_switched_off_after_days_of_nothing_but_failure() -> None:
    assert not is_disabled(NOON, NOON + POLICY.disable_after - SECOND, POLICY)
    assert is_disabled(NOON, NOON + POLICY.disable_after, POLICY)
