"""Times and cycles as people write them."""

import pytest

from callcenter.objections import RuleViolation
from staffing.shifts.rules import composed, faults, paid_minutes, told
from staffing.shifts.services import ShiftFacts
from staffing.shifts.wording import cycle_of, cycle_text, times_of, written
from tests.staffing.factories import DAY_SHIFT, NIGHT_SHIFT, SPLIT_SHIFT, parts


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8-16:30", ((480, 990),)),
        ("08:30–15:00, 20:00–23:00", ((510, 900), (1200, 1380))),
        ("08：30－15：00，20：00至23：00", ((510, 900), (1200, 1380))),
        ("20:00–08:00", ((1200, 1920),)),
        ("22:00–02:00, 03:00–06:00", ((1320, 1560), (1620, 1800))),
        ("16-24", ((960, 1440),)),
        ("0-24", ((0, 1440),)),
        ("", ()),
    ],
)
def test_working_time_is_read_in_order(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert times_of(text) == spans


@pytest.mark.parametrize("text", ["soon", "8", "8-25", "8:60-9", "8-16 or so", "8–16, then"])
def test_what_is_no_time_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        times_of(text)
    assert [each.code for each in refusal.value.objections] == ["shifts.not_times"]


@pytest.mark.parametrize(
    "text", [DAY_SHIFT, NIGHT_SHIFT, SPLIT_SHIFT, "22:00-23:50 23:50-00:10b 00:10-06:00"]
)
def test_a_shift_is_told_and_composed_again(text: str) -> None:
    segments = parts(text)
    work, meals, breaks = told(segments)
    assert composed(work, meals, breaks) == segments
    as_text = [written(each) for each in (work, meals, breaks)]
    facts = ShiftFacts("X", "X", work=as_text[0], meals=as_text[1], breaks=as_text[2])
    assert facts.segments == segments


def test_a_meal_of_the_night_is_the_next_days() -> None:
    facts = ShiftFacts(
        "N", "Night", work="20:00–08:00", meals="02:00–02:30", breaks="05:00–05:15, 23:00–23:15"
    )
    assert facts.segments == parts(
        "20:00-23:00 23:00-23:15b 23:15-02:00 02:00-02:30m 02:30-05:00 05:00-05:15b 05:15-08:00"
    )
    assert paid_minutes(facts.segments) == 690


def test_a_break_outside_the_working_time_is_refused() -> None:
    with pytest.raises(RuleViolation) as refusal:
        _ = ShiftFacts("S", "Split", work="08:30–15:00, 20:00–23:00", meals="14:30–15:30").segments
    assert refusal.value.objections[0].figures == {"time": "14:30–15:30"}


def test_overlapping_breaks_are_a_fault() -> None:
    facts = ShiftFacts("D", "Day", work="8-17", meals="12-13", breaks="12:30-12:45")
    assert "shifts.segments_overlap" in [each.code for each in faults(facts.segments)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("D D D D - -", ["D", "D", "D", "D", "", ""]),
        ("D*4 -*2", ["D", "D", "D", "D", "", ""]),
        ("早，早，休", ["早", "早", ""]),
        ("- -", []),
        ("", []),
    ],
)
def test_a_cycle_is_codes_and_days_off(text: str, codes: list[str]) -> None:
    assert cycle_of(text) == codes
    if codes:
        assert cycle_of(cycle_text(codes)) == codes


@pytest.mark.parametrize("text", ["D*0", "D*x", "D*9999"])
def test_a_repetition_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        cycle_of(text)
