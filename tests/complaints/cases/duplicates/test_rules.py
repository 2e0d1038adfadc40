"""What makes a duplicate, what may be merged, what a merge makes of times."""

import dataclasses
import datetime

import pytest

from complaints.cases.duplicates.rules import (
    MergeFacts,
    Why,
    earliest_receipt,
    merge_objections,
    score,
    strictest_deadline,
)

AT = datetime.datetime(2026, 11, 10, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
SURVIVOR = MergeFacts(1, "KS-202611-0001", 1, True, True, False, AT, AT + 6 * DAY)
MERGED = MergeFacts(2, "KS-202611-0002", 1, True, True, False, AT + DAY, AT + 7 * DAY)


@pytest.mark.parametrize(
    ("why", "pct", "expected"),
    [
        ([], 0, 0),
        ([Why.ORDER], 0, 60),
        ([Why.CUSTOMER], 0, 35),
        ([Why.CUSTOMER, Why.PHONE, Why.EMAIL], 0, 35),
        ([Why.ORDER, Why.PHONE], 0, 74),
        ([Why.TEXT], 100, 80),
        ([Why.TEXT], 50, 40),
        ([Why.ORDER, Why.POLICY, Why.CUSTOMER, Why.TEXT], 100, 97),
    ],
)
def test_score_adds_what_two_complaints_have_in_common(why: list[Why], pct: int, expected: int) -> None:
    assert score(why, pct) == expected


def codes(survivor: MergeFacts = SURVIVOR, merged: MergeFacts = MERGED) -> list[str]:
    return [found.code for found in merge_objections(survivor, merged)]


def test_two_open_complaints_of_a_site_may_be_merged() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("survivor", "merged", "expected"),
    [
        ({}, {"site_id": 2}, ["cases.merge_other_site"]),
        ({"is_open": False}, {}, ["cases.merge_over"]),
        ({}, {"is_open": False}, ["cases.merge_over"]),
        ({"is_accepted": False}, {}, ["cases.merge_into_accepted"]),
        ({}, {"is_accepted": False}, []),
        ({"is_accepted": False}, {"is_accepted": False}, []),
        ({}, {"is_decided": True}, ["cases.merge_decided"]),
        ({}, {"asks_for_approval": True}, ["cases.merge_being_decided"]),
        ({"is_decided": True}, {}, []),
    ],
)
def test_merge_is_refused_with_every_reason(
    survivor: dict[str, object], merged: dict[str, object], expected: list[str]
) -> None:
    one = dataclasses.replace(SURVIVOR, **survivor)  # type: ignore[arg-type]
    other = dataclasses.replace(MERGED, **merged)  # type: ignore[arg-type]
    assert codes(one, other) == expected


def test_a_complaint_is_not_merged_into_itself() -> None:
    assert codes(SURVIVOR, SURVIVOR) == ["cases.merge_itself"]


def test_survivor_keeps_the_earliest_receipt_and_the_strictest_deadline() -> None:
    late = dataclasses.replace(SURVIVOR, received_at=AT + 2 * DAY, due_at=AT + 9 * DAY)
    assert earliest_receipt(late, MERGED) == MERGED.received_at
    assert strictest_deadline(late, MERGED) == MERGED.due_at
    assert earliest_receipt(SURVIVOR, MERGED) == SURVIVOR.received_at
    assert strictest_deadline(SURVIVOR, MERGED) == SURVIVOR.due_at


def test_a_receipt_without_deadline_changes_none() -> None:
    assert strictest_deadline(SURVIVOR, dataclasses.replace(MERGED, due_at=None)) == SURVIVOR.due_at
    assert strictest_deadline(dataclasses.replace(SURVIVOR, due_at=None), MERGED) is None
