"""What a ledger says: what is left, what a later day can use, what expires, what service gives."""

import datetime
from decimal import Decimal as D

import pytest

from staffing.leave import ledger
from staffing.leave.capacity import places
from staffing.leave.ledger import Entitlement, EntryKind, Line

APRIL, JULY = datetime.date(2026, 4, 1), datetime.date(2026, 7, 1)


def given(amount, pk, expires_on=None, entry=EntryKind.GRANT):
    return Line(entry, D(amount), pk, expires_on)


def taken(amount):
    return Line(EntryKind.TAKING, -D(amount), 99)


def test_the_balance_is_the_sum():
    assert ledger.balance([given("5", 1), taken("1.5"), Line(EntryKind.CORRECTION, D("-0.5"), 3)]) == D(3)


def test_what_expires_first_is_used_first():
    lines = [given("5", 1), given("2", 2, APRIL), taken("3")]
    assert ledger.left_of_grants(lines) == {1: D(4), 2: D(0)}


@pytest.mark.parametrize(("on", "left"), [(datetime.date(2026, 3, 31), "7"), (APRIL, "5"), (JULY, "5")])
def test_a_later_day_cannot_use_what_will_have_expired(on, left):
    assert ledger.available([given("5", 1), given("2", 2, APRIL)], on) == D(left)


def test_only_what_is_left_expires_and_only_once():
    lines = [given("5", 1), given("2", 2, APRIL), taken("0.5")]
    assert ledger.expiring(lines, datetime.date(2026, 3, 31)) == []
    assert ledger.expiring(lines, APRIL) == [(2, D("1.5"))]
    written_off = [*lines, Line(EntryKind.EXPIRY, D("-1.5"), 4, of_grant=2)]
    assert ledger.expiring(written_off, APRIL) == []
    assert ledger.balance(written_off) == D(5)


def test_leave_taken_after_an_expiry_comes_from_what_is_left():
    lines = [given("5", 1), given("2", 2, APRIL), Line(EntryKind.EXPIRY, D("-2"), 3, of_grant=2), taken("1")]
    assert ledger.left_of_grants(lines) == {1: D(4), 2: D(0)}


@pytest.mark.parametrize(
    ("hired", "on", "days"),
    [
        ("2025-03-13", "2026-03-12", "0"),
        ("2025-03-12", "2026-03-12", "5"),  # twelve months to the day
        ("2016-03-13", "2026-03-12", "5"),
        ("2016-03-12", "2026-03-12", "10"),
        ("2006-03-12", "2026-03-12", "15"),
    ],
)
def test_days_a_year_by_service(hired, on, days):
    of = datetime.date.fromisoformat
    assert Entitlement().per_year(of(hired), of(on)) == D(days)


def test_the_first_year_gives_the_part_that_is_left():
    assert ledger.grant_for_year(Entitlement(), datetime.date(2025, 7, 1), 2026) == D(
        "2.5"
    )  # 184 of 365 days
    assert ledger.grant_for_year(Entitlement(), datetime.date(2020, 7, 1), 2026) == D(5)
    assert ledger.grant_for_year(Entitlement(), datetime.date(2026, 7, 1), 2026) == D(0)


def test_a_month_gives_a_twelfth():
    assert ledger.grant_for_month(Entitlement(), datetime.date(2020, 1, 1), APRIL) == D("0.42")


@pytest.mark.parametrize(("left", "over"), [("3", "3"), ("5", "5"), ("7.5", "5"), ("-1", "0")])
def test_at_most_so_much_goes_over(left, over):
    assert ledger.carried_over(D(left), D(5)) == D(over)


@pytest.mark.parametrize(
    ("members", "allotment", "headroom", "expected"),
    [
        (6, None, None, 1),  # 15 % of 6 is less than one
        (20, None, None, 3),
        (26, None, None, 3),
        (27, None, None, 4),
        (20, 5, None, 5),
        (20, 0, None, 0),
        (20, None, 2, 2),
        (20, None, -1, 0),
        (20, 5, 2, 5),  # what was set for the day goes before what the roster leaves
    ],
)
def test_places_of_a_team(members, allotment, headroom, expected):
    assert places(members, pct=15, least=1, allotment=allotment, headroom=headroom) == expected
