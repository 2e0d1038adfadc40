"""Splitting a loss, what a judgement needs, when a review is due."""

import datetime
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.liability import rules
from complaints.liability.rules import Share

CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
CUTS = st.lists(st.integers(1, 9_999), unique=True, max_size=12)


def shares_of(cuts: list[int]) -> list[Decimal]:
    """100.00 cut at these hundredths."""
    ends = [0, *sorted(cuts), 10_000]
    return [Decimal(b - a) / 100 for a, b in itertools.pairwise(ends)]


@given(amount=CENTS, cuts=CUTS)
def test_the_parts_sum_to_the_amount_and_none_is_a_cent_off(amount: Decimal, cuts: list[int]) -> None:
    shares = shares_of(cuts)
    parts = rules.split(amount, shares)
    assert sum(parts) == amount
    assert all(part == part.quantize(rules.CENT) and part >= 0 for part in parts)
    assert all(
        abs(part - amount * share / 100) < rules.CENT for part, share in zip(parts, shares, strict=True)
    )


@given(amount=CENTS, cuts=CUTS)
def test_the_cents_left_over_go_to_the_largest_remainders(amount: Decimal, cuts: list[int]) -> None:
    shares = shares_of(cuts)
    parts = rules.split(amount, shares)
    rest = [
        amount * share / 100 - (amount * share / 100).quantize(rules.CENT, "ROUND_DOWN") for share in shares
    ]
    up = [left for left, part, share in zip(rest, parts, shares, strict=True) if part > amount * share / 100]
    down = [
        left for left, part, share in zip(rest, parts, shares, strict=True) if part < amount * share / 100
    ]
    assert not up or not down or min(up) >= max(down)


@given(count=st.integers(1, 40))
def test_equal_shares_come_to_100(count: int) -> None:
    shares = rules.even_shares(count)
    assert (len(shares), sum(shares)) == (count, Decimal(100))
    assert max(shares) - min(shares) <= rules.CENT


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        ("100.00", ["33.33", "33.33", "33.34"], ["33.33", "33.33", "33.34"]),
        ("0.01", ["50", "50"], ["0.01", "0.00"]),
        ("0.02", ["33.33", "33.33", "33.34"], ["0.01", "0.00", "0.01"]),
        ("10.00", ["100"], ["10.00"]),
        ("0.00", ["60", "40"], ["0.00", "0.00"]),
    ],
)
def test_a_loss_is_split_to_the_cent(amount: str, shares: list[str], parts: list[str]) -> None:
    found = rules.split(Decimal(amount), [Decimal(one) for one in shares])
    assert [str(one) for one in found] == parts


def test_shares_that_do_not_sum_to_100_are_no_shares() -> None:
    assert rules.split(Decimal(5), []) == []
    for shares in ([Decimal(99)], [Decimal(101)], [Decimal(150), Decimal(-50)]):
        with pytest.raises(ValueError, match="100"):
            rules.split(Decimal(5), shares)
    with pytest.raises(ValueError, match="cents"):
        rules.split(Decimal("0.001"), [Decimal(100)])


HALF = Decimal(50)


@pytest.mark.parametrize(
    ("shares", "codes"),
    [
        ([], []),
        ([Share(1, None, HALF), Share(None, 1, HALF)], []),
        ([Share(1, None, HALF), Share(2, None, Decimal("49.99"))], ["liability.shares_sum"]),
        ([Share(1, None, Decimal(100)), Share(2, None, Decimal(0))], ["liability.share_positive"]),
        ([Share(1, None, HALF), Share(1, None, HALF)], ["liability.named_twice"]),
        ([Share(1, 1, Decimal(100))], ["liability.person_or_team"]),
        ([Share(None, None, Decimal(100))], ["liability.person_or_team"]),
        ([Share(None, 1, Decimal(100), "oral")], ["liability.penalty_of_a_person"]),
        ([Share(None, 1, Decimal(100), "", 2)], ["liability.penalty_of_a_person"]),
        ([Share(7, None, Decimal(100))], ["liability.own_liability"]),
    ],
)
def test_every_reason_against_shares(shares: list[Share], codes: list[str]) -> None:
    assert [one.code for one in rules.share_objections(shares, judge=7, proposer=None)] == codes


@pytest.mark.parametrize(
    ("month", "due"),
    [("2026-10-01", "2026-11-09"), ("2026-12-01", "2027-01-09"), ("2026-01-01", "2026-02-09")],
)
def test_a_month_is_reviewed_before_the_10th_of_the_next(month: str, due: str) -> None:
    assert rules.review_due(datetime.date.fromisoformat(month), 9).isoformat() == due
