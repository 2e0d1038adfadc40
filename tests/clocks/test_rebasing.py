"""Working running clocks out anew: previewed, in batches, nobody alarmed about the past."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.clocks import rebasing, services
from callcenter.clocks.models import Clock, EventKind, Rung, RungState
from callcenter.clocks.rebasing import Scope
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.rulebook.services import set_value
from callcenter.workcalendar import moved
from callcenter.workcalendar.rules import Day, OpenHours, weekdays
from tests.clocks.conftest import GiveHours
from tests.clocks.test_services import HOUR, MONDAY, OFFICE, SECOND, start
from tests.factories import make_employee, make_site
from tests.refusals import codes

DAY = datetime.timedelta(days=1)
SHORT = OpenHours("Asia/Shanghai", weekdays(((9 * 3600, 13 * 3600),)))
LONG = OpenHours("Asia/Shanghai", weekdays(((7 * 3600, 21 * 3600),)))
CLOSED_TUESDAY = OpenHours(
    "Asia/Shanghai",
    weekdays(((9 * 3600, 17 * 3600),)),
    {datetime.date(2026, 11, 24): Day(name="Typhoon")},
)


@pytest.fixture(autouse=True)
def _monday_noon() -> Iterator[None]:
    with time_machine.travel(MONDAY + 3 * HOUR, tick=False):
        yield


@pytest.fixture
def subject(db: None, hours: GiveHours) -> Employee:
    hours(OFFICE)
    return make_employee(site=make_site(time_zone="Asia/Shanghai"))


@pytest.fixture
def clocks(subject: Employee) -> list[Clock]:
    """Three orders since Friday 15:00, Monday 09:00 and Monday 11:00; eight open hours each."""
    begun = [MONDAY - 3 * DAY + 6 * HOUR, MONDAY, MONDAY + 2 * HOUR]
    return [start(make_employee(site=subject.site), at=at) for at in begun]


def test_the_preview_counts_what_would_move_and_changes_nothing(clocks: list[Clock]) -> None:
    found = rebasing.preview_rebase(Scope(clocks[0].site, hours=LONG))
    assert (found.running, found.earlier, found.later, found.newly_overdue) == (3, 2, 0, 1)
    assert found.examples[0].clock == clocks[0]  # what becomes overdue comes first
    for clock in clocks:
        before = clock.due_at
        clock.refresh_from_db()
        assert clock.due_at == before


def test_running_clocks_move_as_the_preview_said(clocks: list[Clock], hours: GiveHours) -> None:
    site = clocks[0].site
    foreseen = rebasing.preview_rebase(Scope(site, hours=CLOSED_TUESDAY))
    hours(CLOSED_TUESDAY)
    done = services.rebase(Scope(site), actor=None, reason="Typhoon")
    assert (done.moved, done.later) == (foreseen.moved, foreseen.later) == (1, 1)
    clocks[2].refresh_from_db()
    assert clocks[2].due_at == MONDAY + 2 * DAY + 2 * HOUR  # two hours of Tuesday become two of Wednesday
    assert clocks[2].calendar.open_hours == CLOSED_TUESDAY
    assert clocks[2].events.filter(kind=EventKind.CALENDAR_CHANGED).get().reason == "Typhoon"
    assert Event.objects.get(verb="clocks.clock.rebased").after == {
        "clocks": 3,
        "moved": 1,
        "newly_overdue": 0,
    }
    overdue = Rung.objects.get(clock=clocks[2], step="overdue", state=RungState.PLANNED)
    assert (overdue.epoch, overdue.fire_at) == (2, clocks[2].due_at + SECOND)
    assert clocks[2].next_alarm_at == min(
        Rung.objects.filter(clock=clocks[2], state=RungState.PLANNED).values_list("fire_at", flat=True)
    )


def test_nobody_is_alarmed_about_the_past(clocks: list[Clock], hours: GiveHours) -> None:
    hours(LONG)
    services.rebase(Scope(clocks[0].site), actor=None, reason="Longer hours")
    clocks[0].refresh_from_db()
    assert clocks[0].is_overdue()
    states = Rung.objects.filter(clock=clocks[0], epoch=2).values_list("step", "state")
    assert dict(states)["overdue"] == RungState.SKIPPED
    assert services.sweep() == 0


def test_new_rules_hold_for_running_clocks_only_when_asked(clocks: list[Clock]) -> None:
    site = clocks[0].site
    set_value(
        "clocktests.reply_hours",
        site=site,
        value=16,
        effective_on=datetime.date(2026, 11, 23),
        reason="More time",
        actor=None,
    )
    assert rebasing.preview_rebase(Scope(site)).moved == 0
    done = services.rebase(Scope(site, with_calendar=False, with_rules=True), actor=None, reason="More time")
    assert done.later == 3
    clocks[1].refresh_from_db()
    assert clocks[1].due_at == MONDAY + DAY + 8 * HOUR
    assert clocks[1].events.filter(kind=EventKind.POLICY_CHANGED).exists()


def test_pauses_survive_a_rebase(subject: Employee, hours: GiveHours) -> None:
    clock = start(subject, at=MONDAY)
    services.pause_clock(clock, actor=None, reason="Waiting", at=MONDAY + HOUR)
    services.resume_clock(clock, actor=None, at=MONDAY + 3 * HOUR)
    hours(LONG)
    services.rebase(Scope(subject.site), actor=None, reason="Longer hours")
    clock.refresh_from_db()
    assert clock.due_at == MONDAY + 10 * HOUR


def test_paused_clocks_stay_paused(subject: Employee, hours: GiveHours) -> None:
    clock = services.pause_clock(start(subject), actor=None, reason="Waiting")
    hours(LONG)
    services.rebase(Scope(subject.site), actor=None, reason="Longer hours")
    clock.refresh_from_db()
    assert clock.due_at is None
    assert clock.is_paused()


def test_many_clocks_move_in_batches_as_one_by_one(
    subject: Employee,
    hours: GiveHours,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebasing, "BATCH", 4)
    kinds = ["clocktests.reply", "clocktests.close"]
    made = [
        start(make_employee(site=subject.site), kinds[n % 2], at=MONDAY - n * 5 * HOUR) for n in range(11)
    ]
    hours(SHORT)
    services.rebase(Scope(subject.site), actor=None, reason="Shorter hours")
    for clock in made:
        again = start(make_employee(site=subject.site), clock.kind, at=clock.started_at)
        clock.refresh_from_db()
        assert clock.due_at == again.due_at


def test_a_rebase_is_refused_without_a_reason_or_after_a_change(clocks: list[Clock]) -> None:
    scope = Scope(clocks[0].site)
    mark = rebasing.preview_rebase(scope).mark
    with pytest.raises(RuleViolation) as refusal:
        services.rebase(scope, actor=None, reason=" ", seen=mark)
    assert codes(refusal) == ["clocks.rebase_needs_reason"]
    services.stop_clock(clocks[0], actor=None)
    with pytest.raises(RuleViolation) as refusal:
        services.rebase(scope, actor=None, reason="Because", seen=mark)
    assert codes(refusal) == ["clocks.rebase_is_stale"]


def test_only_who_may_approve_there_works_clocks_out_anew(clocks: list[Clock]) -> None:
    site = clocks[0].site
    for actor in (
        make_employee(PostCode.DIRECTOR).user,
        make_employee(PostCode.SHIFT_LEADER, site=site).user,
    ):
        with pytest.raises(PermissionDenied):
            services.rebase(Scope(site), actor=actor, reason="Because")
    director = make_employee(PostCode.DIRECTOR, site=site).user
    services.rebase(Scope(site), actor=director, reason="Because")


def test_the_calendar_is_told_what_a_change_would_move(clocks: list[Clock]) -> None:
    found = moved.preview(clocks[0].site, LONG)
    assert (found.running, found.moved, found.newly_overdue) == (3, 2, 1)
    assert found.examples[0][0] == str(clocks[0])
