"""What holds on which day: pure tables of cases."""

import datetime

import pytest

from callcenter.rulebook.timeline import Entry, Origin, between, on_day, timeline

D = datetime.date
DEFAULT = 20


@pytest.mark.parametrize(
    ("day", "value", "origin"),
    [
        (D(2026, 2, 28), 20, Origin.DEFAULT),
        (D(2026, 3, 1), 30, Origin.COMPANY),
        (D(2026, 3, 31), 30, Origin.COMPANY),
        (D(2026, 4, 1), 40, Origin.SITE),
        (D(2026, 5, 31), 40, Origin.SITE),
        (D(2026, 6, 1), 30, Origin.COMPANY),
        (D(2026, 6, 30), 30, Origin.COMPANY),
        (D(2026, 7, 1), 20, Origin.DEFAULT),
    ],
)
def test_site_stands_before_company_before_default(day: D, value: int, origin: Origin) -> None:
    company = [Entry(D(2026, 3, 1), 30, 1), Entry(D(2026, 7, 1), None, 2)]
    own = [Entry(D(2026, 4, 1), 40, 3), Entry(D(2026, 6, 1), None, 4)]
    piece = on_day(timeline(DEFAULT, company, own), day)
    assert (piece.value, piece.origin) == (value, origin)


def test_timeline_without_values_is_one_piece_of_the_default() -> None:
    pieces = timeline(DEFAULT, [], [])
    assert [(p.start, p.end, p.value, p.origin) for p in pieces] == [(None, None, DEFAULT, Origin.DEFAULT)]


def test_company_change_under_a_site_value_makes_no_new_piece() -> None:
    company = [Entry(D(2026, 3, 1), 30, 1)]
    own = [Entry(D(2026, 2, 1), 40, 2)]
    pieces = timeline(DEFAULT, company, own)
    assert [(p.start, p.end, p.value) for p in pieces] == [
        (None, D(2026, 2, 1), 20),
        (D(2026, 2, 1), None, 40),
    ]


def test_false_and_zero_are_values_and_not_the_end_of_one() -> None:
    for value in (False, 0, ""):
        assert timeline(True, [Entry(D(2026, 1, 1), value, 1)], [])[-1].value == value


def test_between_cuts_pieces_to_the_days_asked_for() -> None:
    pieces = timeline(DEFAULT, [Entry(D(2026, 3, 10), 30, 1), Entry(D(2026, 3, 20), 25, 2)], [])
    cut = between(pieces, D(2026, 3, 10), D(2026, 3, 21))
    assert [(p.start, p.end, p.value) for p in cut] == [
        (D(2026, 3, 10), D(2026, 3, 20), 30),
        (D(2026, 3, 20), D(2026, 3, 21), 25),
    ]
    assert [(p.start, p.end, p.value) for p in between(pieces, D(2026, 3, 9), D(2026, 3, 10))] == [
        (D(2026, 3, 9), D(2026, 3, 10), 20)
    ]
