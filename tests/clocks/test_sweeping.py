"""Steps fire once, with their message, whoever sweeps and however often; one clock's trouble holds up no other."""

import datetime
import threading

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from callcenter.clocks import services
from callcenter.clocks.kinds import ClockKind
from callcenter.clocks.models import Clock, Rung, RungState
from callcenter.notifications.models import Message
from callcenter.people.models import Employee
from tests.clocks.conftest import GiveHours
from tests.clocks.test_services import HOUR, MONDAY, OFFICE, SECOND, planned, start
from tests.factories import make_employee, make_site


@pytest.fixture
def subject(db: None, hours: GiveHours) -> Employee:
    hours(OFFICE)
    return make_employee(site=make_site(time_zone="Asia/Shanghai"))


@pytest.fixture
def clock(subject: Employee) -> Clock:
    """Runs since Monday 09:00, due at 17:00, reminder at 15:00."""
    with time_machine.travel(MONDAY, tick=False):
        return start(subject, owner=subject.user)


def fired(clock: Clock) -> list[str]:
    rows = Rung.objects.filter(clock=clock, state=RungState.FIRED).order_by("fire_at")
    return list(rows.values_list("step", flat=True))


def test_nothing_fires_before_its_time_and_all_at_it(clock: Clock) -> None:
    assert services.sweep(now=MONDAY + 6 * HOUR - datetime.timedelta(seconds=1)) == 0
    assert services.sweep(now=MONDAY + 6 * HOUR) == 1
    assert fired(clock) == ["reminder"]
    clock.refresh_from_db()
    assert clock.next_alarm_at == MONDAY + 8 * HOUR + SECOND
    assert services.sweep(now=MONDAY + 8 * HOUR) == 0  # the deadline itself is still in time
    assert services.sweep(now=MONDAY + 8 * HOUR + SECOND) == 1


def test_sweeping_again_fires_nothing_again(clock: Clock) -> None:
    assert [services.sweep(now=MONDAY + 9 * HOUR) for _ in range(3)] == [2, 0, 0]
    messages = Message.objects.filter(recipient=clock.owner).values_list("kind", "key")
    assert sorted(messages) == [
        ("clocks.overdue", f"{clock.pk}:overdue:1"),
        ("clocks.reminder", f"{clock.pk}:reminder:1"),
    ]


def test_a_repeated_step_fires_again_each_time_and_ends(clock: Clock) -> None:
    first = planned(clock)["chase"]
    for days in range(10):
        services.sweep(now=first + datetime.timedelta(days=days))
    assert [step for step in fired(clock) if step.startswith("chase")] == ["chase", "chase.2", "chase.3"]


def test_after_a_long_silence_a_repeated_step_is_caught_up_with_once(clock: Clock) -> None:
    first = planned(clock)["chase"]
    services.sweep(now=first + datetime.timedelta(hours=30))
    assert [step for step in fired(clock) if step.startswith("chase")] == ["chase"]
    assert planned(clock) == {"chase.3": first + datetime.timedelta(hours=48)}


def test_a_stopped_clock_is_not_swept(clock: Clock) -> None:
    with time_machine.travel(MONDAY + HOUR, tick=False):
        services.stop_clock(clock, actor=None)
    assert services.sweep(now=MONDAY + datetime.timedelta(days=30)) == 0


def test_a_new_deadline_reminds_anew(clock: Clock) -> None:
    services.sweep(now=MONDAY + 6 * HOUR)
    with time_machine.travel(MONDAY + 7 * HOUR, tick=False):
        services.pause_clock(clock, actor=None, reason="Waiting")
    with time_machine.travel(MONDAY + datetime.timedelta(days=1), tick=False):
        services.resume_clock(clock, actor=None)
    services.sweep(now=MONDAY + datetime.timedelta(days=1, hours=1))
    keys = Message.objects.filter(recipient=clock.owner).values_list("key", flat=True)
    assert set(keys) == {
        f"{clock.pk}:reminder:1"
    }  # the second reminder would lie in the past: an hour is left
    services.sweep(now=MONDAY + datetime.timedelta(days=1, hours=2))
    assert fired(clock) == ["reminder", "overdue"]


def test_a_clock_without_anybody_responsible_fires_silently(subject: Employee) -> None:
    with time_machine.travel(MONDAY, tick=False):
        clock = start(subject)
    assert services.sweep(now=MONDAY + 9 * HOUR) == 2
    assert fired(clock) == ["reminder", "overdue"]
    assert not Message.objects.exists()


def test_a_clock_whose_recipients_cannot_be_found_holds_up_no_other(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        broken = start(make_employee(site=clock.site), "clocktests.report", due_at=MONDAY + HOUR)

    def nobody(self: ClockKind, *args: object) -> list[int]:
        raise LookupError("no chief")

    from callcenter.clocks import kinds

    whole = kinds.get("clocktests.report")
    monkeypatch.setitem(kinds._kinds, whole.key, ClockKind(**{**whole.__dict__, "recipients": nobody}))
    with time_machine.travel(MONDAY + 9 * HOUR, tick=False):
        assert services.sweep() == 2
    broken.refresh_from_db()
    assert fired(clock) == ["reminder", "overdue"]
    assert fired(broken) == []
    assert broken.next_alarm_at == MONDAY + 9 * HOUR + datetime.timedelta(minutes=5)
    monkeypatch.setitem(kinds._kinds, whole.key, whole)
    with time_machine.travel(MONDAY + 10 * HOUR, tick=False):
        assert services.sweep() == 1
    assert fired(broken) == ["overdue"]


def test_queries_do_not_grow_with_the_clocks_that_are_due(
    subject: Employee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def sweep_with(count: int) -> int:
        with time_machine.travel(MONDAY, tick=False):
            for _ in range(count):
                start(make_employee(site=subject.site, with_user=False), owner=subject.user)
        with connection.execute_wrapper(counted := Counter()):
            services.sweep(now=MONDAY + 6 * HOUR)
        return counted.count

    sweep_with(1)
    assert sweep_with(3) == sweep_with(30)


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.count += 1
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_fire_each_step_once(hours: GiveHours) -> None:
    hours(OFFICE)
    site = make_site(time_zone="Asia/Shanghai")
    owner = make_employee(site=site).user
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(40):
            start(make_employee(site=site, with_user=False), owner=owner)
    barrier, counts = threading.Barrier(2), []

    def sweep() -> None:
        barrier.wait()
        try:
            counts.append(services.sweep(now=MONDAY + 9 * HOUR, batch=3))
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    services.sweep(now=MONDAY + 9 * HOUR)
    assert Rung.objects.filter(state=RungState.FIRED).count() == 80
    assert Message.objects.count() == 80
    assert sum(counts) <= 80
