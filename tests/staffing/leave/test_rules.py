"""The rules of leave as tables: each boundary with both its neighbours, in Shanghai and over the changes of clocks."""

import datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from callcenter.access.posts import PostCode
from staffing.leave import amounts, rules
from staffing.leave.amounts import DayOff, Part, Shift, Unit, Wish
from staffing.leave.rules import Alternative, LeaveFacts, LeavePolicy, Nature, Path, SlipDue
from staffing.roster.duties import Duty
from staffing.shifts.rules import instant
from tests.staffing.factories import DAY_SHIFT, NIGHT_SHIFT, SPLIT_SHIFT, parts

SHANGHAI = ZoneInfo("Asia/Shanghai")
SYDNEY = ZoneInfo("Australia/Sydney")
D12 = datetime.date(2026, 3, 12)
POLICY = LeavePolicy()


def at(text, zone=SHANGHAI):
    return datetime.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=zone)


def shift(on=D12, text=DAY_SHIFT, zone=SHANGHAI, **flags):
    segments = parts(text)
    first, last = min(s.start for s in segments), max(s.end for s in segments)
    duty = Duty(on, instant(on, first, zone), instant(on, last, zone), 0, segments=segments)
    made = amounts.shift_of(duty, zone, is_holiday=flags.pop("is_holiday", False))
    return Shift(
        made.on, made.starts_at, made.ends_at, made.pieces, **flags | {"is_holiday": made.is_holiday}
    )


def facts(nature=Nature.PERSONAL, asked="03-10 08:00", shifts=None, zone=SHANGHAI, **more):
    shifts = [shift()] if shifts is None else shifts
    days = [DayOff(each.on, each.minutes, each.minutes) for each in shifts]
    given = {
        "starts_at": shifts[0].starts_at if shifts else at("03-12 00:00"),
        "ends_at": shifts[-1].ends_at if shifts else at("03-13 00:00"),
        "requested_at": at(asked, zone),
        "zone": zone,
        "shifts": shifts,
        "days": days,
        "length": Fraction(len(days)),
    }
    return LeaveFacts(nature, **given | more)


def codes(answer):
    return [each.code for each in answer.objections]


@pytest.mark.parametrize(
    ("nature", "asked", "path", "refused"),
    [
        (Nature.PERSONAL, "03-11 07:59:59", Path.ORDINARY, []),
        (Nature.PERSONAL, "03-11 08:00:00", Path.ORDINARY, []),  # exactly 24 h
        (Nature.PERSONAL, "03-11 08:00:01", Path.ORDINARY, ["leave.personal_min_hours"]),
        (Nature.PERSONAL, "03-11 08:30:00", Path.ORDINARY, ["leave.personal_min_hours"]),  # 23.5 h, example 3
        (Nature.PERSONAL, "03-12 07:00:00", Path.ORDINARY, ["leave.personal_min_hours"]),  # still special
        (Nature.PERSONAL, "03-12 07:00:01", Path.LATE, []),
        (Nature.SPECIAL, "03-12 06:59:59", Path.SPECIAL, []),
        (Nature.SPECIAL, "03-12 07:00:00", Path.SPECIAL, []),  # exactly 1 h
        (Nature.SPECIAL, "03-12 07:00:01", Path.LATE, []),
        (Nature.SPECIAL, "03-12 07:05:00", Path.LATE, []),  # 55 min, example 3
        (Nature.SPECIAL, "03-12 08:30:00", Path.LATE, []),  # after the start
        (Nature.SPECIAL, "03-12 16:29:59", Path.LATE, []),
        (Nature.SPECIAL, "03-12 16:30:00", Path.LATE, ["leave.shift_is_over"]),
        (Nature.EMERGENCY, "03-12 07:59:59", Path.EMERGENCY, []),
        (Nature.EMERGENCY, "03-12 08:00:00", Path.LATE, []),  # before the shift, not at it
        (Nature.EMERGENCY, "03-12 08:00:01", Path.LATE, []),
        (Nature.SICK, "03-12 08:00:00", Path.SICK, []),
        (Nature.SICK, "03-12 08:00:01", Path.LATE, []),
        (Nature.ANNUAL, "03-11 08:00:00", Path.PLANNED, []),
        (Nature.ANNUAL, "03-11 08:00:01", Path.LATE, []),
        (Nature.COMPENSATORY, "03-11 08:00:00", Path.PLANNED, []),
        (Nature.STATUTORY, "03-12 08:00:00", Path.STATUTORY, []),
        (Nature.STATUTORY, "03-12 08:00:01", Path.LATE, []),
        (Nature.BUSINESS, "03-12 10:00:00", Path.BUSINESS, []),
        (Nature.BUSINESS, "03-12 16:30:00", Path.BUSINESS, ["leave.shift_is_over"]),
    ],
)
def test_notice_by_kind_to_the_second(nature, asked, path, refused):
    answer = rules.answer(facts(nature, asked), POLICY)
    assert (answer.path, codes(answer)) == (path, refused)
    assert answer.is_late is (path is Path.LATE)


def test_ordinary_leave_that_is_late_is_possible_as_special_or_with_consent():
    answer = rules.answer(facts(asked="03-11 08:30"), POLICY)
    assert answer.alternatives == (Alternative.SPECIAL, Alternative.LATE)
    assert answer.objections[0].figures == {"hours": "24", "until": "2026-03-11 08:00", "short": "23.5"}
    assert answer.objections[0].rules == ("leave.personal_min_hours",)
    meant = rules.answer(facts(asked="03-11 08:30", is_late_meant=True), POLICY)
    assert (meant.path, codes(meant), meant.consent_by) == (Path.LATE, [], shift().ends_at)


NIGHT = [shift(text=NIGHT_SHIFT, is_night=True)]


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ("03-12 11:59:59", []),
        ("03-12 12:00:00", ["leave.night_deadline"]),  # before noon, not at it: example 4
        ("03-12 12:00:01", ["leave.night_deadline"]),
        ("03-11 12:00:00", []),
    ],
)
@pytest.mark.parametrize("nature", [Nature.PERSONAL, Nature.SPECIAL])
def test_personal_leave_from_a_night_shift_is_asked_for_before_noon_of_its_day(nature, asked, refused):
    answer = rules.answer(facts(nature, asked, NIGHT), POLICY)
    assert (answer.path, codes(answer)) == (Path.NIGHT, refused)
    assert answer.until == at("03-12 12:00")


def test_a_night_shift_binds_personal_leave_only():
    for nature in (Nature.SICK, Nature.EMERGENCY, Nature.ANNUAL, Nature.BUSINESS):
        assert rules.answer(facts(nature, "03-11 12:30", NIGHT), POLICY).path is not Path.NIGHT


HOLIDAY = [shift(is_holiday=True)]


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ("03-10 07:59:59", []),
        ("03-10 08:00:00", []),  # exactly 2 days
        ("03-10 08:00:01", ["leave.holiday_min_days"]),
    ],
)
def test_leave_from_duty_on_a_holiday_is_asked_for_two_days_before(asked, refused):
    answer = rules.answer(facts(asked=asked, shifts=HOLIDAY), POLICY)
    assert (answer.path, codes(answer)) == (Path.HOLIDAY, refused)


def test_sickness_on_a_holiday_follows_the_rulebook():
    asked = facts(Nature.SICK, "03-12 07:00", HOLIDAY)
    told = rules.answer(asked, POLICY)  # nobody foresees an illness two days ahead
    assert (told.path, codes(told)) == (Path.SICK, [])
    bound = rules.answer(asked, LeavePolicy(holiday_binds_sickness=True))
    assert (bound.path, codes(bound)) == (Path.HOLIDAY, ["leave.holiday_min_days"])


def test_two_days_before_a_holiday_are_days_of_the_wall_clock_when_the_clocks_change():
    duty = shift(datetime.date(2026, 4, 6), zone=SYDNEY, is_holiday=True)  # clocks go back on 5 April
    answer = rules.answer(facts(asked="04-04 08:00", shifts=[duty], zone=SYDNEY), POLICY)
    assert (answer.until, codes(answer)) == (at("04-04 08:00", SYDNEY), [])


@pytest.mark.parametrize(
    ("asked", "refused"), [("04-04 09:00:00", []), ("04-04 09:00:01", ["leave.personal_min_hours"])]
)
def test_twenty_four_hours_are_hours_when_the_clocks_go_back(asked, refused):
    duty = shift(datetime.date(2026, 4, 5), zone=SYDNEY)
    assert codes(rules.answer(facts(asked=asked, shifts=[duty], zone=SYDNEY), POLICY)) == refused


@pytest.mark.parametrize(
    ("asked", "refused"), [("10-03 07:00:00", []), ("10-03 07:00:01", ["leave.personal_min_hours"])]
)
def test_twenty_four_hours_are_hours_when_the_clocks_go_forward(asked, refused):
    duty = shift(datetime.date(2026, 10, 4), zone=SYDNEY)
    assert codes(rules.answer(facts(asked=asked, shifts=[duty], zone=SYDNEY), POLICY)) == refused


def test_a_swapped_shift_goes_before_everything_else():
    duty = shift(text=NIGHT_SHIFT, is_night=True, is_swapped=True, is_holiday=True)
    for nature in Nature:
        answer = rules.answer(facts(nature, "03-01 08:00", [duty]), POLICY)
        assert (answer.path, codes(answer)) == (Path.SWAPPED, ["leave.swapped_shift"])
    assert rules.answer(facts(shifts=[duty]), LeavePolicy(swapped_allowed=True)).path is Path.HOLIDAY


def test_a_holiday_goes_before_a_night_shift():
    duty = shift(text=NIGHT_SHIFT, is_night=True, is_holiday=True)
    assert rules.answer(facts(asked="03-09 08:00", shifts=[duty]), POLICY).path is Path.HOLIDAY


def test_every_reason_is_told_at_once():
    answer = rules.answer(
        facts(asked="03-12 12:00", shifts=NIGHT, has_reason=False, is_by_oneself=False), POLICY
    )
    assert codes(answer) == ["leave.night_deadline", "leave.reason_needed", "leave.by_oneself"]


@pytest.mark.parametrize(
    ("nature", "more", "refused"),
    [
        (Nature.PERSONAL, {}, ["leave.by_oneself"]),
        (Nature.SPECIAL, {}, ["leave.by_oneself"]),
        (Nature.SICK, {"others_may_ask": True}, []),
        (Nature.EMERGENCY, {"others_may_ask": True}, ["leave.notifier_needed"]),
        (Nature.EMERGENCY, {"others_may_ask": True, "has_notifier": True}, []),
    ],
)
def test_only_sick_leave_is_reported_by_another(nature, more, refused):
    answer = rules.answer(facts(nature, is_by_oneself=False, **more), POLICY)
    assert codes(answer) == refused


@pytest.mark.parametrize(
    ("length", "post"),
    [
        (Fraction(1, 2), PostCode.DIRECTOR),
        (Fraction(999, 1000), PostCode.DIRECTOR),
        (Fraction(1), PostCode.DIRECTOR),
        (Fraction(1001, 1000), PostCode.CENTER_MANAGER),
        (Fraction(2), PostCode.CENTER_MANAGER),
    ],
)
def test_the_director_decides_up_to_one_working_day(length, post):
    assert rules.decides(Nature.PERSONAL, length, POLICY) is post


def test_business_trips_go_to_the_center_manager_whatever_their_length():
    assert rules.decides(Nature.BUSINESS, Fraction(1, 8), POLICY) is PostCode.CENTER_MANAGER


@pytest.mark.parametrize(
    ("length", "due"),
    [
        (Fraction(1, 2), None),
        (Fraction(99, 100), None),
        (Fraction(1), datetime.date(2026, 3, 13)),
        (Fraction(2), datetime.date(2026, 3, 13)),
    ],
)
def test_sickness_of_a_day_or_more_needs_a_certificate_on_the_first_day_after(length, due):
    asked = facts(Nature.SICK, takes_certificate=True, length=length)
    assert rules.answer(asked, POLICY).certificate_due_on == due


def test_the_certificate_of_a_night_shift_is_due_the_day_after_it_ends():
    asked = facts(Nature.SICK, shifts=NIGHT, takes_certificate=True)
    assert rules.answer(asked, POLICY).certificate_due_on == datetime.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("due", "day"), [(SlipDue.LAST_DAY, 12), (SlipDue.FIRST_DAY_AFTER, 13), (SlipDue.THIRD_DAY_AFTER, 15)]
)
def test_the_rulebook_says_when_the_slip_is_due(due, day):
    asked = facts(Nature.SICK, takes_certificate=True)
    assert rules.answer(asked, LeavePolicy(slip_due=due)).certificate_due_on == datetime.date(2026, 3, day)


def test_the_kind_may_ask_for_a_certificate_later_than_the_rulebook():
    asked = facts(Nature.SICK, takes_certificate=True, needs_certificate_from=Decimal(3))
    assert rules.answer(asked, POLICY).certificate_due_on is None


def d(day):
    return datetime.date(2026, 3, day)


@pytest.mark.parametrize(
    ("papers", "missing"),
    [
        ([], [(d(10), d(14))]),
        ([(d(10), d(14))], []),
        ([(d(9), d(20))], []),
        ([(d(10), d(12)), (d(13), d(14))], []),  # one after the other
        ([(d(13), d(14)), (d(10), d(12))], []),  # in any order
        ([(d(10), d(11)), (d(13), d(14))], [(d(12), d(12))]),
        ([(d(10), d(13))], [(d(14), d(14))]),
        ([(d(11), d(14))], [(d(10), d(10))]),
        ([(d(10), d(12)), (d(11), d(11))], [(d(13), d(14))]),  # one within another
        ([(d(20), d(21))], [(d(10), d(14))]),
    ],
)
def test_certificates_cover_the_leave_without_a_gap(papers, missing):
    assert rules.gaps(d(10), d(14), papers) == missing


def test_leave_is_asked_for_so_far_ahead_and_no_farther():
    policy = LeavePolicy(ahead_days=10)
    assert codes(rules.answer(facts(asked="03-02 08:00"), policy)) == []
    assert codes(rules.answer(facts(asked="03-02 07:59:59"), policy)) == ["leave.ahead_days"]


def test_leave_from_within_a_shift_counts_its_notice_from_its_own_start():
    asked = facts(Nature.SPECIAL, "03-12 09:00", starts_at=at("03-12 14:00"))
    assert rules.answer(asked, POLICY).path is Path.SPECIAL


def test_no_leave_is_needed_where_no_work_is_planned():
    assert codes(rules.answer(facts(shifts=[]), POLICY)) == ["leave.no_work_then"]


# How much a leave takes.

DAY, NIGHT_DUTY = shift(), shift(text=NIGHT_SHIFT)
NEXT = shift(datetime.date(2026, 3, 13), NIGHT_SHIFT)


def taken(shifts, start, end, assumed=(), zone=SHANGHAI):
    return amounts.days_off(shifts, assumed, start, end, standard_minutes=480, zone=zone)


def test_a_whole_shift_is_one_day_whatever_its_length():
    for duty in (DAY, NIGHT_DUTY, shift(text=SPLIT_SHIFT)):
        days = taken([duty], duty.starts_at, duty.ends_at)
        assert amounts.amount(days, Unit.DAY) == 1
        assert amounts.length(days, Unit.HOUR) == 1


def test_meals_take_no_leave():
    days = taken([DAY], at("03-12 11:00"), at("03-12 13:00"))  # a meal from 12:00 to 12:30
    assert amounts.amount(days, Unit.HOUR) == Decimal("1.5")


@pytest.mark.parametrize(
    ("until", "booked"), [("10:00", "2"), ("10:01", "2.5"), ("10:30", "2.5"), ("10:31", "3")]
)
def test_begun_steps_of_hours_count_whole(until, booked):
    days = taken([DAY], at("03-12 08:00"), at(f"03-12 {until}"))
    assert amounts.amount(days, Unit.HOUR, hour_step=30) == Decimal(booked)


@pytest.mark.parametrize(
    ("until", "booked"), [("08:01", "0.5"), ("12:00", "0.5"), ("12:30", "0.5"), ("12:31", "1")]
)
def test_more_than_half_of_a_shift_is_a_day(until, booked):
    days = taken([DAY], at("03-12 08:00"), at(f"03-12 {until}"))
    assert amounts.amount(days, Unit.HALF_DAY) == Decimal(booked)


def test_days_off_within_a_leave_take_nothing():
    days = taken([DAY, shift(datetime.date(2026, 3, 15))], at("03-12 00:00"), at("03-16 00:00"))
    assert [each.on.day for each in days] == [12, 15]


def test_workdays_stand_in_where_no_roster_is_published():
    days = taken([], at("03-12 00:00"), at("03-14 00:00"), [d(12), d(13)])
    assert [(each.minutes, each.of_minutes) for each in days] == [(480, 480), (480, 480)]


def test_whole_days_of_night_shifts_follow_each_other_without_touching():
    first = amounts.span(Wish(d(12), d(12)), [NIGHT_DUTY, NEXT], SHANGHAI)
    second = amounts.span(Wish(d(13), d(13)), [NIGHT_DUTY, NEXT], SHANGHAI)
    assert first == (at("03-12 20:00"), at("03-13 08:00"))
    assert second == (at("03-13 20:00"), at("03-14 08:00"))
    free = amounts.span(Wish(d(13), d(13)), [NIGHT_DUTY], SHANGHAI)
    assert free == (at("03-13 08:00"), at("03-14 00:00"))


def test_halves_meet_where_half_of_the_working_time_is_done():
    first = amounts.span(Wish(d(12), d(12), Part.FIRST_HALF), [DAY], SHANGHAI)
    second = amounts.span(Wish(d(12), d(12), Part.SECOND_HALF), [DAY], SHANGHAI)
    assert (first[1], second[0]) == (at("03-12 12:00"), at("03-12 12:00"))
    assert [amounts.amount(taken([DAY], *each), Unit.HALF_DAY) for each in (first, second)] == [
        Decimal("0.5")
    ] * 2


def test_hours_that_end_before_they_start_end_the_next_day():
    found = amounts.span(Wish(d(12), d(12), Part.HOURS, 22 * 60, 2 * 60), [NIGHT_DUTY], SHANGHAI)
    assert found == (at("03-12 22:00"), at("03-13 02:00"))


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish(d(13), d(12)), "leave.ends_before_it_starts"),
        (Wish(d(12), d(13), Part.FIRST_HALF), "leave.part_of_one_day"),
        (Wish(d(12), d(12), Part.HOURS), "leave.times_needed"),
        (Wish(d(12), d(12), Part.HOURS, 60, 60), "leave.times_needed"),
        (Wish(d(14), d(14), Part.FIRST_HALF), "leave.half_of_what"),
    ],
)
def test_a_wish_that_is_no_span_is_refused(wish, code):
    assert [each.code for each in amounts.shape_objections(wish, [DAY])] == [code]


def test_a_night_that_loses_an_hour_is_still_one_day():
    on = datetime.date(2026, 10, 3)  # 02:00 becomes 03:00 in Sydney on the 4th
    duty = shift(on, NIGHT_SHIFT, SYDNEY)
    days = taken([duty], duty.starts_at, duty.ends_at, zone=SYDNEY)
    assert (amounts.amount(days, Unit.DAY), days[0].minutes) == (1, duty.minutes)
