"""What would mend a day: whole shifts, overtime for what is left, time off above the reserve."""

from staffing.roster.coverage import places
from staffing.roster.planning.suggestions import Limits, ShiftOfDay, Stretch, stretches, suggest
from tests.staffing.factories import parts

LIMITS = Limits(reserve=0.1, share=0.5, overtime=6)
EARLY, LATE, NIGHT = "08:00-16:00", "14:00-22:00", "22:00-06:00"


def shift(code: str, text: str, heads: int = 0, minimum: int = 0) -> ShiftOfDay:
    segments = parts(text)
    return ShiftOfDay(code, segments, places(segments), heads, minimum)


def heads(count: int, *spans: tuple[int, int, int]) -> list[int]:
    """So many heads in each half hour of two days, other numbers from one hour to another."""
    found = [count] * 96
    for start, end, number in spans:
        found[start * 2 : end * 2] = [number] * (end - start) * 2
    return found


def told(*args: object, **options: object) -> list[tuple[str, str, int, int, int]]:
    return [
        (each.remedy.value, each.code, each.start // 60, each.end // 60, each.places)
        for each in suggest(*args, **options)  # type: ignore[arg-type]
    ]


def test_neighbours_with_too_few_or_too_many_heads_are_one_stretch_with_the_worst_of_them() -> None:
    short, over = stretches([0, -1, -2, 0, 3, 1, -1])
    assert short == [Stretch(30, 90, 2), Stretch(180, 210, 1)]
    assert over == [Stretch(120, 180, 3)]


def test_a_whole_shift_is_suggested_where_half_of_it_lacks_somebody_and_overtime_below_that() -> None:
    kinds = [shift("E", EARLY), shift("L", LATE)]
    needed = heads(0, (8, 12, 2))
    there = heads(0, (8, 12, 1))
    assert told(there, needed, kinds, LIMITS) == [("open_shift", "E", 8, 16, 1)]
    needed = heads(0, (8, 11, 2))
    there = heads(0, (8, 11, 1))
    assert told(there, needed, kinds, LIMITS) == [("overtime", "", 8, 11, 1)]


def test_the_middle_of_a_gap_gets_more_people_than_its_edges() -> None:
    needed = heads(5, (9, 12, 6), (10, 11, 8))
    assert told(heads(5), needed, [], LIMITS) == [("overtime", "", 9, 12, 1), ("overtime", "", 10, 11, 2)]


def test_a_long_gap_is_cut_into_stretches_that_overtime_of_a_day_allows() -> None:
    needed = heads(5, (8, 15, 6))
    found = told(heads(5), needed, [], LIMITS)
    assert [each[0] for each in found] == ["overtime"] * 3
    assert all(each.end - each.start <= 180 for each in suggest(heads(5), needed, [], LIMITS))


def test_time_off_leaves_the_need_its_reserve_and_the_minimum_of_the_shift() -> None:
    needed = heads(0, (8, 16, 10))
    for there, minimum, expected in ((12, 0, 1), (11, 0, 0), (20, 0, 9), (20, 15, 5)):
        found = told(heads(0, (8, 16, there)), needed, [shift("E", EARLY, there, minimum)], LIMITS)
        assert found == ([("time_off", "E", 8, 16, expected)] if expected else [])


def test_two_shifts_do_not_give_away_the_same_spare_head() -> None:
    kinds = [shift("E", EARLY, 6), shift("D", "09:00-17:00", 6)]
    found = told(heads(0, (8, 9, 6), (9, 16, 12), (16, 17, 6)), heads(0, (9, 16, 10)), kinds, LIMITS)
    assert sum(each[4] for each in found) == 1


def test_nothing_is_suggested_for_half_hours_that_have_begun() -> None:
    needed, begun = heads(0, (8, 10, 2)), Limits(0.1, 0.5, 6, first=18)
    assert told(heads(0), needed, [shift("E", EARLY)], begun) == [("overtime", "", 9, 10, 2)]


def test_a_night_shift_mends_the_next_morning_but_overtime_stays_on_its_day() -> None:
    needed = [0] * 44 + [1] * 16 + [0] * 36
    assert told([0] * 96, needed, [shift("N", NIGHT)], LIMITS) == [("open_shift", "N", 22, 30, 1)]
    assert told([0] * 96, needed, [], LIMITS) == [("overtime", "", 22, 24, 1)]


def test_without_anything_missing_or_left_over_nothing_is_suggested() -> None:
    assert suggest(heads(3), heads(3), [shift("E", EARLY, 3)], LIMITS) == []
