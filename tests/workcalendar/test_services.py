"""Publishing a calendar: versions of opening hours, days, editions, and every refusal."""

import datetime
import threading
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.workcalendar import moved, selectors, services
from callcenter.workcalendar.foresight import foresee
from callcenter.workcalendar.models import (
    CalendarDay,
    DayInterval,
    Edition,
    HoursVersion,
    OpenInterval,
    Source,
)
from callcenter.workcalendar.rules import DAY, DayKind, always_open, weekdays
from callcenter.workcalendar.services import (
    DayFacts,
    load_public_days,
    set_days,
    set_week,
    switch_days,
    withdraw_week,
)
from callcenter.workcalendar.wording import intervals_of
from tests.factories import make_employee, make_site
from tests.refusals import refused_by_the_database
from tests.workcalendar.factories import LONG, NATIONAL_DAY, OFFICE, make_day, make_week

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)
NEXT_MONTH = datetime.date(2026, 12, 1)
NEVER = weekdays((), ())


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel("2026-11-21T04:00:00Z", tick=False):
        yield


@pytest.fixture
def site():
    return make_site("shanghai", name="Shanghai")


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> set[str]:
    return {objection.code.removeprefix("workcalendar.") for objection in refused.value.objections}


def test_a_site_without_a_calendar_is_open_round_the_clock(site) -> None:
    assert selectors.open_hours(site, TODAY) == always_open("Asia/Shanghai")


def test_the_first_hours_hold_always_and_later_ones_from_their_day(site) -> None:
    make_week(site)
    make_week(site, LONG, NEXT_MONTH)
    hours = selectors.open_hours(site, TODAY)
    assert hours.week_on(datetime.date(2020, 1, 1)) == OFFICE
    assert hours.week_on(NEXT_MONTH - datetime.timedelta(days=1)) == OFFICE
    assert hours.week_on(NEXT_MONTH) == LONG
    assert hours == selectors.open_hours(site, NEXT_MONTH)
    assert [(each.since, each.until) for each in selectors.versions(site)] == [
        (None, datetime.date(2026, 11, 30)),
        (NEXT_MONTH, None),
    ]


def test_a_plan_for_the_same_day_is_replaced_and_one_between_two_ends_where_the_next_begins(site) -> None:
    make_week(site)
    make_week(site, LONG, NEXT_MONTH)
    other = weekdays(intervals_of("10-16"))
    make_week(site, other, NEXT_MONTH)
    between = datetime.date(2026, 11, 25)
    make_week(site, LONG, between)
    found = [(each.since, selectors.week_of(each)) for each in selectors.versions(site)]
    assert found == [(None, OFFICE), (between, LONG), (NEXT_MONTH, other)]


def test_a_planned_version_is_withdrawn_and_the_one_before_it_holds_on(site) -> None:
    make_week(site)
    make_week(site, LONG, NEXT_MONTH)
    planned = selectors.versions(site)[1]
    withdraw_week(planned, reason="Too early", actor=None)
    assert selectors.open_hours(site, TODAY).week_on(datetime.date(2027, 6, 1)) == OFFICE
    with pytest.raises(RuleViolation) as refused:
        withdraw_week(planned, reason="Again", actor=None)
    assert codes(refused) == {"already_withdrawn"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"week": OFFICE}, "same_week"),
        ({"week": NEVER}, "no_open_time"),
        ({"week": weekdays(((36_000, 50_000), (40_000, 60_000)))}, "overlap"),
        ({"effective_on": TODAY - datetime.timedelta(days=1)}, "past_day"),
        ({"effective_on": datetime.date(2037, 1, 1)}, "too_far"),
        ({"effective_on": None}, "no_day"),
        ({"reason": " "}, "no_reason"),
        ({"seen": 0}, "changed_meanwhile"),
    ],
)
def test_hours_are_refused(site, change: dict[str, Any], code: str) -> None:
    make_week(site)
    asked = {"week": LONG, "effective_on": NEXT_MONTH, "reason": "Because", "actor": None} | change
    with pytest.raises(RuleViolation) as refused:
        set_week(site, **asked)
    assert code in codes(refused)
    assert all(objection.sentence for objection in refused.value.objections)
    assert Edition.objects.count() == 1


def test_hours_that_begin_today_are_taken(site) -> None:
    make_week(site)
    make_week(site, LONG, TODAY)
    assert selectors.open_hours(site, TODAY).week_on(TODAY) == LONG


def test_hours_that_hold_cannot_be_withdrawn(site) -> None:
    make_week(site)
    with pytest.raises(RuleViolation) as refused:
        withdraw_week(selectors.versions(site)[0], reason="No", actor=None)
    assert codes(refused) == {"already_begun"}


def test_a_holiday_a_make_up_day_and_a_part_day_hold_in_place_of_the_week(site) -> None:
    make_week(site)
    days = [
        DayFacts(NATIONAL_DAY, DayKind.HOLIDAY, "National Day", "国庆节"),
        DayFacts(datetime.date(2026, 10, 10), DayKind.MAKE_UP, "Make-up workday", as_weekday=2),
        DayFacts(
            datetime.date(2026, 12, 24), DayKind.PART_DAY, "Christmas Eve", intervals=intervals_of("9-12")
        ),
    ]
    set_days(site, days=days, reason="By law", actor=None)
    hours = selectors.open_hours(site, TODAY)
    assert not hours.plan(NATIONAL_DAY).is_working_day
    assert hours.plan(datetime.date(2026, 10, 10)).intervals == OFFICE[2]
    assert hours.plan(datetime.date(2026, 10, 10)).is_working_day
    assert hours.plan(datetime.date(2026, 12, 24)).intervals == ((32_400, 43_200),)
    assert hours.plan(NATIONAL_DAY).day.named("zh-hans") == "国庆节"


def test_a_make_up_day_has_the_hours_of_the_version_that_holds_then(site) -> None:
    make_week(site)
    make_day(site, datetime.date(2026, 12, 5), kind=DayKind.MAKE_UP, as_weekday=0)
    make_week(site, LONG, NEXT_MONTH)
    assert selectors.open_hours(site, TODAY).plan(datetime.date(2026, 12, 5)).intervals == LONG[0]


def test_a_yearly_day_comes_back_and_a_date_of_its_own_goes_before_it(site) -> None:
    make_week(site)
    founded = datetime.date(2026, 5, 20)
    make_day(site, founded, name="Company day", name_zh="", is_yearly=True)
    make_day(
        site,
        datetime.date(2028, 5, 20),
        name="Jubilee",
        name_zh="",
        kind=DayKind.PART_DAY,
        intervals=((36_000, 43_200),),
    )
    hours = selectors.open_hours(site, TODAY)
    assert hours.plan(datetime.date(2027, 5, 20)).is_holiday
    assert hours.plan(datetime.date(2028, 5, 20)).is_working_day


def test_a_day_that_is_changed_is_replaced_and_the_same_again_is_refused(site) -> None:
    make_day(site)
    make_day(site, name="Golden Week")
    assert CalendarDay.objects.get().name == "Golden Week"
    with pytest.raises(RuleViolation) as refused:
        make_day(site, name="Golden Week")
    assert codes(refused) == {"same_days"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": DayKind.PART_DAY}, "workday_without_hours"),
        ({"kind": DayKind.MAKE_UP}, "workday_without_hours"),
        ({"kind": DayKind.CLOSED, "intervals": ((0, 3_600),)}, "closed_with_hours"),
        ({"kind": DayKind.CLOSED, "as_weekday": 1}, "weekday_and_hours"),
        ({"as_weekday": 1, "intervals": ((0, 3_600),)}, "weekday_and_hours"),
        ({"as_weekday": 1, "is_yearly": True}, "weekday_and_hours"),
        ({"intervals": ((0, 7_200), (3_600, 9_000))}, "overlap"),
        ({"intervals": ((7_200, 3_600),)}, "inverted"),
        ({"name": " "}, "no_name"),
        ({"on": datetime.date(1980, 1, 1)}, "no_such_year"),
    ],
)
def test_days_are_refused(site, fields: dict[str, Any], code: str) -> None:
    facts: dict[str, Any] = {"on": NATIONAL_DAY, "kind": DayKind.HOLIDAY, "name": "National Day"} | fields
    with pytest.raises(RuleViolation) as refused:
        set_days(site, days=[DayFacts(**facts)], reason="Because", actor=None)
    assert code in codes(refused)
    assert not CalendarDay.objects.exists()


def test_a_change_of_no_day_and_one_of_a_day_twice_are_refused(site) -> None:
    day = DayFacts(NATIONAL_DAY, DayKind.HOLIDAY, "National Day")
    for days, code in (([], "no_days"), ([day, day], "twice"), ([day] * 1_001, "too_many_days")):
        with pytest.raises(RuleViolation) as refused:
            set_days(site, days=days, reason="Because", actor=None)
        assert code in codes(refused)


def test_a_day_switched_off_follows_the_week_again_and_can_be_switched_on(site) -> None:
    make_week(site)
    make_day(site)
    row = CalendarDay.objects.get()
    switch_days(site, days=[row.pk], is_active=False, reason="We work", actor=None)
    assert selectors.open_hours(site, TODAY).plan(NATIONAL_DAY).is_working_day
    with pytest.raises(RuleViolation) as refused:
        switch_days(site, days=[row.pk], is_active=False, reason="We work", actor=None)
    assert codes(refused) == {"nothing_to_switch"}
    switch_days(site, days=[row.pk], is_active=True, reason="We do not", actor=None)
    assert not selectors.open_hours(site, TODAY).plan(NATIONAL_DAY).is_working_day


def test_public_days_are_loaded_once_and_leave_those_made_by_hand_alone(site) -> None:
    make_week(site)
    make_day(site, name="Our own National Day")
    load_public_days(site, year=2026, reason="State Council notice", actor=None)
    rows = CalendarDay.objects.filter(on__year=2026)
    assert rows.get(on=NATIONAL_DAY).name == "Our own National Day"
    assert rows.get(on=datetime.date(2026, 10, 10)).kind == DayKind.MAKE_UP
    assert rows.filter(source=Source.PUBLIC).exclude(source_detail__contains="CN").count() == 0
    with pytest.raises(RuleViolation) as refused:
        load_public_days(site, year=2026, reason="Again", actor=None)
    assert codes(refused) == {"nothing_to_load"}


def test_a_public_day_that_was_switched_off_stays_off(site) -> None:
    load_public_days(site, year=2026, reason="Notice", actor=None)
    row = CalendarDay.objects.get(on=NATIONAL_DAY)
    switch_days(site, days=[row.pk], is_active=False, reason="We work", actor=None)
    assert NATIONAL_DAY not in {each.on for each in services.missing_public_days(site, 2026)}


def test_only_the_chosen_public_days_are_loaded(site) -> None:
    load_public_days(site, year=2026, reason="Notice", actor=None, only=[NATIONAL_DAY])
    assert [row.on for row in CalendarDay.objects.all()] == [NATIONAL_DAY]


def test_every_change_is_an_edition_with_its_reason_and_on_record(site) -> None:
    director = make_employee(PostCode.DIRECTOR, site=site).user
    first = set_week(site, week=OFFICE, effective_on=None, reason="Opening", actor=director)
    second = set_days(
        site, days=[DayFacts(NATIONAL_DAY, DayKind.HOLIDAY, "National Day")], reason="Law", actor=director
    )
    assert [first.number, second.number] == [1, 2]
    assert first.fingerprint != second.fingerprint == selectors.open_hours(site, TODAY).fingerprint
    events = Event.objects.filter(verb__startswith="workcalendar.").order_by("pk")
    assert [(event.verb, event.reason, event.actor, event.site_id) for event in events] == [
        ("workcalendar.hours.set", "Opening", director, site.pk),
        ("workcalendar.days.set", "Law", director, site.pk),
    ]


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.HR, PostCode.GM])
def test_only_director_center_manager_and_administrator_change_it(site, post: PostCode) -> None:
    user = make_employee(post, site=site).user
    with pytest.raises(PermissionDenied):
        set_week(site, week=OFFICE, effective_on=None, reason="Mine", actor=user)
    with pytest.raises(PermissionDenied):
        load_public_days(site, year=2026, reason="Mine", actor=user)


def test_the_director_of_another_site_does_not_change_it(site) -> None:
    other = make_employee(PostCode.DIRECTOR, site=make_site("sydney")).user
    day = DayFacts(NATIONAL_DAY, DayKind.HOLIDAY, "National Day")
    with pytest.raises(PermissionDenied):
        set_days(site, days=[day], reason="Mine", actor=other)


def test_a_look_ahead_changes_nothing_and_asks_who_keeps_deadlines(
    site, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_week(site)
    asked = []
    monkeypatch.setattr(moved, "_previews", [])
    moved.on_preview(lambda place, hours: asked.append((place, hours)) or moved.Moved(running=3, later=2))
    monday = datetime.date(2026, 11, 23)
    foreseen = foresee(site, lambda: make_day(site, monday, name="Outage", name_zh="", kind=DayKind.CLOSED))
    assert (foreseen.deadlines.moved, foreseen.changed_days) == (2, 1)
    assert [(place, hours.plan(monday).is_working_day) for place, hours in asked] == [(site, False)]
    assert not CalendarDay.objects.exists()
    assert Edition.objects.count() == Event.objects.filter(verb__startswith="workcalendar.").count() == 1
    assert selectors.open_hours(site, TODAY).plan(monday).is_working_day


def test_the_calendar_is_read_in_one_query_once_it_is_known(site, django_assert_num_queries) -> None:
    load_public_days(site, year=2026, reason="Notice", actor=None)
    selectors.open_hours(site, TODAY)
    with django_assert_num_queries(1):
        selectors.open_hours(site, TODAY)


def test_database_refuses_versions_that_overlap(site) -> None:
    make_week(site)
    period = DateRange(NEXT_MONTH, None)
    refused_by_the_database(
        "site_has_one_version_of_hours_a_day",
        lambda: HoursVersion.objects.create(site=site, period=period, reason="No"),
    )


def test_database_refuses_a_version_that_is_never_open(site) -> None:
    period = DateRange(None, None)
    refused_by_the_database(
        "hours_version_has_open_time",
        lambda: HoursVersion.objects.create(site=site, period=period, reason="No"),
    )
    make_week(site)
    refused_by_the_database("hours_version_has_open_time", lambda: OpenInterval.objects.all().delete())


def test_database_refuses_hours_of_a_day_that_overlap_or_last_longer_than_a_day(site) -> None:
    make_week(site)
    version = HoursVersion.objects.get()
    write = OpenInterval.objects.create
    refused_by_the_database(
        "opening_hours_of_a_day_do_not_overlap",
        lambda: write(version=version, span=NumericRange(36_000, 40_000)),
    )
    weekend = 5 * DAY
    refused_by_the_database(
        "opening_hours_start_in_the_week",
        lambda: write(version=version, span=NumericRange(weekend, weekend + DAY + 1)),
    )


def test_database_refuses_two_entries_for_a_date_and_hours_of_a_day_that_overlap(site) -> None:
    make_day(site, kind=DayKind.PART_DAY, intervals=((36_000, 43_200),))
    row = CalendarDay.objects.get()
    values = {
        "site": site,
        "on": NATIONAL_DAY,
        "kind": "holiday",
        "name": "Twice",
        "source": "manual",
        "reason": "No",
    }
    refused_by_the_database("site_has_one_entry_for_a_date", lambda: CalendarDay.objects.create(**values))
    refused_by_the_database(
        "hours_of_a_calendar_day_do_not_overlap",
        lambda: DayInterval.objects.create(day=row, span=NumericRange(40_000, 50_000)),
    )


def test_database_refuses_to_change_an_edition(site) -> None:
    edition = make_week(site)
    refused_by_the_database(
        "append-only", lambda: Edition.objects.filter(pk=edition.pk).update(reason="Else")
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_two_editions_one_after_the_other(site) -> None:
    """Without the lock both would read the same last number, and one would fail on it."""
    make_week(site)
    ready, failures = threading.Barrier(2), []

    def publish(month: int) -> None:
        try:
            ready.wait(timeout=10)
            make_day(site, datetime.date(2027, month, 1), name=f"Day {month}", name_zh="")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(month,)) for month in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failures == []
    assert [edition.number for edition in Edition.objects.order_by("number")] == [1, 2, 3]
    assert len(selectors.open_hours(site, TODAY).dates) == 2
