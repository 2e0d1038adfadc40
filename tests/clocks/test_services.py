"""Starting, pausing, resuming, stopping and handing over clocks: what is written, refused and recorded."""

import datetime
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.clocks import services
from callcenter.clocks.models import Clock, ClockEvent, EventKind, Outcome, Rung, RungState
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.rulebook.services import set_value
from callcenter.workcalendar.rules import OpenHours, weekdays
from tests.clocks.conftest import GiveHours
from tests.factories import make_employee, make_site
from tests.refusals import codes

MONDAY = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)  # 09:00 in Shanghai
HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
OFFICE = OpenHours("Asia/Shanghai", weekdays(((9 * 3600, 17 * 3600),)))


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def site(db: None, hours: GiveHours) -> Site:
    hours(OFFICE)
    return make_site(time_zone="Asia/Shanghai")


@pytest.fixture
def subject(site: Site) -> Employee:
    return make_employee(site=site)


def start(subject: Employee, kind: str = "clocktests.reply", **fields: object) -> Clock:
    return services.start_clock(kind, subject, site=subject.site, actor=None, **fields)  # type: ignore[arg-type]


def planned(clock: Clock) -> dict[str, datetime.datetime]:
    rows = Rung.objects.filter(clock=clock, state=RungState.PLANNED)
    return dict(rows.values_list("step", "fire_at"))


def test_a_clock_is_due_by_the_hours_and_rules_of_its_site(subject: Employee) -> None:
    clock = start(subject, owner=subject.user)
    assert clock.due_at == MONDAY + 8 * HOUR  # 17:00, the close itself
    assert planned(clock) == {
        "reminder": MONDAY + 6 * HOUR,
        "overdue": MONDAY + 8 * HOUR + SECOND,  # the deadline itself is still in time
        "escalation": MONDAY + 28 * HOUR,  # four open hours later: Tuesday 13:00
        "chase": MONDAY + datetime.timedelta(days=3) + 8 * HOUR,  # 24 open hours: three working days on
    }
    assert clock.next_alarm_at == MONDAY + 6 * HOUR
    assert clock.events.get().kind == EventKind.STARTED
    assert Event.objects.get(verb="clocks.clock.started").subject_id == clock.pk


def test_six_calendar_days_end_with_the_day(subject: Employee) -> None:
    """Domain §14.1: accepted 2026-03-02 09:15, due 2026-03-08 23:59:59."""
    accepted = datetime.datetime(2026, 3, 2, 1, 15, tzinfo=datetime.UTC)
    clock = start(subject, "clocktests.close", at=accepted)
    assert clock.due_at == datetime.datetime(2026, 3, 8, 15, 59, 59, tzinfo=datetime.UTC)


def test_a_fixed_moment_is_due_then(subject: Employee) -> None:
    clock = start(subject, "clocktests.report", due_at=MONDAY + HOUR)
    assert clock.due_at == MONDAY + HOUR
    with pytest.raises(ValueError, match="due_at"):
        start(make_employee(site=subject.site), "clocktests.report")
    with pytest.raises(ValueError, match="itself"):
        start(subject, "clocktests.reply", due_at=MONDAY)


def test_only_one_clock_of_a_kind_runs_for_an_object(subject: Employee) -> None:
    first = start(subject)
    with pytest.raises(RuleViolation) as refusal:
        start(subject)
    assert codes(refusal) == ["clocks.already_running"]
    services.stop_clock(first, actor=None)
    assert start(subject).pk != first.pk


def test_the_database_refuses_a_second_running_clock(subject: Employee) -> None:
    clock = start(subject)
    clock.pk = None
    with pytest.raises(IntegrityError, match="clock_one_running_per_subject_and_kind"):
        clock.save(force_insert=True)


def test_a_clock_is_not_started_ahead(subject: Employee) -> None:
    with pytest.raises(RuleViolation) as refusal:
        start(subject, at=MONDAY + HOUR)
    assert codes(refusal) == ["clocks.in_future"]


def test_a_clock_keeps_the_rules_it_was_started_under(subject: Employee) -> None:
    clock = start(subject)
    set_value(
        "clocktests.reply_hours",
        site=subject.site,
        value=4,
        effective_on=datetime.date(2026, 11, 23),
        reason="Quicker",
        actor=None,
    )
    services.pause_clock(clock, actor=None, reason="Waiting for the customer")
    with time_machine.travel(MONDAY + HOUR, tick=False):
        clock = services.resume_clock(clock, actor=None)
    assert clock.due_at == MONDAY + datetime.timedelta(days=1) + HOUR


def test_while_paused_without_a_cap_nothing_is_due(subject: Employee) -> None:
    clock = services.pause_clock(start(subject), actor=None, reason="Waiting for the customer")
    assert clock.due_at is None
    assert clock.next_alarm_at is None
    assert planned(clock) == {}
    assert clock.is_paused()
    assert Event.objects.filter(verb="clocks.clock.paused", reason="Waiting for the customer").exists()


def test_a_pause_gives_back_open_time_only(subject: Employee) -> None:
    with time_machine.travel(MONDAY + 7 * HOUR, tick=False):  # 16:00
        clock = services.pause_clock(start(subject, at=MONDAY), actor=None, reason="Waiting")
    with time_machine.travel(MONDAY + datetime.timedelta(days=1) + HOUR, tick=False):  # Tuesday 10:00
        clock = services.resume_clock(clock, actor=None)
    assert clock.due_at == MONDAY + datetime.timedelta(days=1) + 2 * HOUR  # two open hours were paused
    assert planned(clock)["overdue"] == clock.due_at + SECOND
    assert clock.epoch == 3
    assert clock.next_alarm_at == min(planned(clock).values())


def test_a_capped_pause_is_due_at_the_latest_when_the_cap_is_reached(subject: Employee) -> None:
    clock = start(subject, "clocktests.close")
    before = clock.due_at
    assert before is not None
    clock = services.pause_clock(clock, actor=None, reason="Waiting")
    assert clock.pause_ends_at == MONDAY + 72 * HOUR
    assert clock.due_at == before + datetime.timedelta(days=3)
    with time_machine.travel(MONDAY + 73 * HOUR, tick=False):
        assert not clock.is_paused()
        clock = services.resume_clock(clock, actor=None)
        assert clock.due_at == before + datetime.timedelta(days=3)
        with pytest.raises(RuleViolation) as refusal:
            services.pause_clock(clock, actor=None, reason="Waiting again")
    assert codes(refusal) == ["clocks.pause_used_up"]


def test_a_pause_needs_a_reason_and_a_kind_that_pauses(subject: Employee) -> None:
    report = start(subject, "clocktests.report", due_at=MONDAY + HOUR)
    with pytest.raises(RuleViolation) as refusal:
        services.pause_clock(report, actor=None, reason=" ")
    assert codes(refusal) == ["clocks.no_pause", "clocks.pause_needs_reason"]


def test_events_happen_in_an_order_that_is_possible(subject: Employee) -> None:
    clock = start(subject, at=MONDAY - 72 * HOUR)
    with pytest.raises(RuleViolation) as refusal:
        services.resume_clock(clock, actor=None)
    assert codes(refusal) == ["clocks.not_paused"]
    services.pause_clock(clock, actor=None, reason="Waiting", at=MONDAY - HOUR)
    with pytest.raises(RuleViolation) as refusal:
        services.pause_clock(clock, actor=None, reason="Waiting", at=MONDAY)
    assert codes(refusal) == ["clocks.already_paused"]
    with pytest.raises(RuleViolation) as refusal:
        services.resume_clock(clock, actor=None, at=MONDAY - 80 * HOUR)
    assert codes(refusal) == ["clocks.before_start"]
    with pytest.raises(RuleViolation) as refusal:
        services.resume_clock(clock, actor=None, at=MONDAY + HOUR)
    assert codes(refusal) == ["clocks.in_future"]


def test_what_is_recorded_late_counts_as_if_it_had_been_known(subject: Employee) -> None:
    clock = start(subject)
    with time_machine.travel(MONDAY + 7 * HOUR, tick=False):
        services.pause_clock(clock, actor=None, reason="Waiting", at=MONDAY + HOUR)
        clock = services.resume_clock(clock, actor=None, at=MONDAY + 3 * HOUR)
    assert clock.due_at == MONDAY + datetime.timedelta(days=1) + 2 * HOUR
    late = ClockEvent.objects.get(clock=clock, kind=EventKind.PAUSED)
    assert late.recorded_at - late.occurred_at == 6 * HOUR


def test_stopping_in_time_is_met_and_a_second_later_is_late_for_ever(subject: Employee) -> None:
    in_time, late = start(subject), start(make_employee(site=subject.site))
    with time_machine.travel(MONDAY + 9 * HOUR, tick=False):
        in_time = services.stop_clock(in_time, actor=None, at=MONDAY + 8 * HOUR)
        late = services.stop_clock(late, actor=None, at=MONDAY + 8 * HOUR + datetime.timedelta(seconds=1))
    assert not in_time.is_overdue()
    assert late.is_overdue()
    assert list(Clock.objects.late()) == [late]


def test_a_stopped_clock_alarms_nobody_and_stays_stopped(subject: Employee) -> None:
    clock = services.stop_clock(start(subject), actor=None, outcome=Outcome.MERGED, reason="Same case")
    assert clock.next_alarm_at is None
    assert planned(clock) == {}
    for change in (
        lambda: services.stop_clock(clock, actor=None),
        lambda: services.resume_clock(clock, actor=None),
        lambda: services.pause_clock(clock, actor=None, reason="Waiting"),
        lambda: services.hand_over(clock, actor=None, owner=subject.user),
    ):
        with pytest.raises(RuleViolation) as refusal:
            change()
        assert codes(refusal) == ["clocks.has_stopped"]


def test_stopping_ends_a_pause_and_keeps_the_deadline_to_judge_by(subject: Employee) -> None:
    clock = services.pause_clock(start(subject), actor=None, reason="Waiting")
    with time_machine.travel(MONDAY + 2 * HOUR, tick=False):
        clock = services.stop_clock(clock, actor=None)
    assert clock.due_at == MONDAY + datetime.timedelta(days=1) + 2 * HOUR
    assert not clock.is_overdue()


def test_a_clock_does_not_stop_before_something_that_happened_to_it(subject: Employee) -> None:
    clock = start(subject, at=MONDAY - 5 * HOUR)
    services.pause_clock(clock, actor=None, reason="Waiting", at=MONDAY)
    with pytest.raises(RuleViolation) as refusal:
        services.stop_clock(clock, actor=None, at=MONDAY - HOUR)
    assert codes(refusal) == ["clocks.after_stop"]


def test_what_is_imported_late_fires_no_old_steps(subject: Employee) -> None:
    clock = start(subject, "clocktests.close", at=MONDAY - datetime.timedelta(days=30))
    states = dict(Rung.objects.filter(clock=clock).values_list("step", "state"))
    assert {states[step] for step in ("reminder", "overdue", "escalation", "chase")} == {RungState.SKIPPED}
    assert clock.next_alarm_at is None or clock.next_alarm_at > MONDAY


def test_handing_over_keeps_the_deadline(subject: Employee) -> None:
    clock = start(subject, owner=subject.user)
    other = make_employee(site=subject.site).user
    changed = services.hand_over(clock, actor=None, owner=other, reason="Leave")
    assert (changed.owner, changed.due_at) == (other, clock.due_at)
    assert Event.objects.filter(verb="clocks.clock.handed_over").exists()


def test_who_may_not_edit_deadlines_may_not_pause_them(subject: Employee) -> None:
    clock = start(subject, owner=subject.user)
    director = make_employee(PostCode.DIRECTOR, site=subject.site)
    elsewhere = make_employee(PostCode.DIRECTOR)
    for user in (subject.user, elsewhere.user):
        with pytest.raises(PermissionDenied):
            services.pause_clock(clock, actor=user, reason="Waiting")
    assert services.pause_clock(clock, actor=director.user, reason="Waiting").paused_at == MONDAY


def test_the_event_log_refuses_changes(subject: Employee) -> None:
    clock = start(subject)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClockEvent.objects.filter(clock=clock).update(reason="Never")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClockEvent.objects.filter(clock=clock).delete()


def test_the_database_refuses_the_same_step_twice(subject: Employee) -> None:
    rung = start(subject).rungs.first()
    assert rung is not None
    rung.pk = None
    with pytest.raises(IntegrityError, match="rung_fires_once_per_step_and_deadline"):
        rung.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_start_one_clock(hours: GiveHours) -> None:
    hours(OFFICE)
    subject = make_employee(site=make_site(time_zone="Asia/Shanghai"))
    barrier = threading.Barrier(2)
    results: list[int | None] = []

    def begin() -> None:
        barrier.wait()
        try:
            results.append(start(subject).pk)
        except RuleViolation:
            results.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result is None for result in results) == [False, True]
    assert Clock.objects.running().count() == 1
