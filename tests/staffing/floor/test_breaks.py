"""Breaks: assigned, asked for, taken and ended; the limit; off post as attendance takes it."""

import datetime
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.attendance import off_post as attendance_off_post
from staffing.attendance import rules as attendance
from staffing.attendance.models import StaleDay
from staffing.floor.breaks import services
from staffing.floor.breaks.models import Break, BreakKind, BreakState, OffPost
from tests.factories import make_employee
from tests.refusals import refused
from tests.staffing.factories import make_assignment
from tests.staffing.floor.conftest import NOW, Floor
from tests.staffing.floor.factories import DAY, at, make_break
from tests.staffing.floor.test_board import client

MINUTE = datetime.timedelta(minutes=1)
REST, MEAL = BreakKind.REST, BreakKind.MEAL


def test_the_leader_assigns_a_slot_and_its_agent_hears_of_it(floor: Floor) -> None:
    slot = services.assign(floor.shift(floor.ann), REST, at(floor.ann, "10:00"), 15, actor=floor.leader.user)
    assert slot.state == BreakState.PLANNED
    assert Message.objects.get(kind="floor.break_assigned").recipient == floor.ann.user
    assert Event.objects.filter(verb="floor.break.assigned").exists()


def test_a_slot_beyond_the_limit_is_refused_with_its_rule(floor: Floor) -> None:
    services.assign(floor.shift(floor.ann), REST, at(floor.ann, "10:00"), 15, actor=floor.leader.user)
    with pytest.raises(RuleViolation) as caught:
        services.assign(floor.shift(floor.bo), REST, at(floor.bo, "10:14"), 15, actor=floor.leader.user)
    assert caught.value.objections[0].code == "floor.too_many_away"
    assert caught.value.objections[0].rules == ("break.max_simultaneous_pct",)
    services.assign(floor.shift(floor.bo), REST, at(floor.bo, "10:15"), 15, actor=floor.leader.user)


def test_another_team_has_its_own_limit(floor: Floor) -> None:
    make_break(floor.shift(floor.cai), "10:00")
    slot = services.assign(floor.shift(floor.ann), REST, at(floor.ann, "10:00"), 15, actor=floor.leader.user)
    assert slot.state == BreakState.PLANNED


def test_an_agent_asks_and_the_leader_agrees_or_not(floor: Floor) -> None:
    slot = services.ask(floor.shift(floor.ann), REST, at(floor.ann, "10:00"), 15, actor=floor.ann.user)
    assert slot.state == BreakState.ASKED
    with pytest.raises(PermissionDenied):
        services.decide(slot, accepts=True, actor=floor.ann.user)
    assert services.decide(slot, accepts=True, actor=floor.leader.user).state == BreakState.PLANNED
    assert refused(lambda: services.decide(slot, accepts=False, actor=floor.leader.user)) == [
        "floor.break_decided_already"
    ]


def test_what_is_asked_for_holds_no_place_until_the_leader_agrees(floor: Floor) -> None:
    asked = services.ask(floor.shift(floor.ann), REST, at(floor.ann, "10:00"), 15, actor=floor.ann.user)
    services.assign(floor.shift(floor.bo), REST, at(floor.bo, "10:00"), 15, actor=floor.leader.user)
    assert refused(lambda: services.decide(asked, accepts=True, actor=floor.leader.user)) == [
        "floor.too_many_away"
    ]


def test_nobody_asks_for_somebody_else(floor: Floor) -> None:
    with pytest.raises(PermissionDenied):
        services.ask(floor.shift(floor.ann), REST, at(floor.ann, "10:00"), 15, actor=floor.bo.user)


def test_agents_go_at_their_time_and_the_leader_lets_them_go_earlier(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    slot = make_break(floor.shift(floor.ann), "09:10")
    assert refused(lambda: services.leave(slot, actor=floor.ann.user)) == ["floor.break_too_early"]
    assert services.leave(slot, actor=floor.leader.user).left_at == NOW


def test_only_as_many_as_the_limit_are_really_away(floor: Floor) -> None:
    first = make_break(floor.shift(floor.ann), "08:55")
    second = make_break(floor.shift(floor.bo), "08:30")
    services.leave(first, actor=floor.ann.user)
    assert refused(lambda: services.leave(second, actor=floor.bo.user)) == ["floor.too_many_away"]
    services.come_back(first, actor=floor.ann.user)
    services.leave(second, actor=floor.bo.user)


@pytest.mark.parametrize(("seconds", "overrun"), [(900, 0), (1020, 0), (1021, 121)])
def test_more_than_two_minutes_too_long_is_off_post(
    floor: Floor, nine_in_the_morning: time_machine.Traveller, seconds: int, overrun: int
) -> None:
    slot = make_break(floor.shift(floor.ann), "09:00")
    services.leave(slot, actor=floor.ann.user)
    nine_in_the_morning.shift(seconds)
    slot = services.come_back(slot, actor=floor.ann.user)
    assert slot.overrun_seconds == overrun
    assert OffPost.objects.count() == (1 if overrun else 0)
    assert StaleDay.objects.filter(employee=floor.ann).exists() is bool(overrun)


@pytest.mark.parametrize(
    ("seconds", "code"), [(1199, attendance.OFF_POST), (1200, attendance.OFF_POST_BREACH)]
)
def test_twenty_minutes_off_post_are_a_breach_that_attendance_reads(
    floor: Floor, nine_in_the_morning: time_machine.Traveller, seconds: int, code: str
) -> None:
    found = services.report_off_post(floor.shift(floor.ann), actor=floor.leader.user)
    nine_in_the_morning.shift(seconds)
    services.back_on_post(found, actor=floor.leader.user)
    read = attendance_off_post.between([floor.ann.pk, floor.bo.pk], DAY, DAY)
    assert read == {(floor.ann.pk, DAY): [attendance.Finding(code, seconds)]}


def test_who_does_not_come_back_counts_until_the_end_of_the_shift(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    services.report_off_post(floor.shift(floor.ann), actor=floor.leader.user)
    nine_in_the_morning.move_to(floor.shift(floor.ann).ends_at + 60 * MINUTE)
    (finding,) = attendance_off_post.between([floor.ann.pk], DAY, DAY)[floor.ann.pk, DAY]
    assert finding.seconds == 7.5 * 3600
    assert not finding.so_far


def test_the_spread_gives_everybody_their_breaks_once(floor: Floor) -> None:
    made, left = services.spread_breaks(floor.team, DAY, actor=floor.leader.user)
    assert len(made) == 9  # Ann, Bo and their leader: two rests and a meal each
    assert not left
    assert services.spread_breaks(floor.team, DAY, actor=floor.leader.user) == ([], [])


def test_group_leaders_spread_nothing(floor: Floor) -> None:
    with pytest.raises(PermissionDenied):
        services.spread_breaks(floor.team, DAY, actor=floor.group_leader.user)


def test_moving_keeps_the_limit_and_the_length(floor: Floor) -> None:
    slot, other = make_break(floor.shift(floor.ann), "10:00"), make_break(floor.shift(floor.bo), "11:00")
    assert refused(lambda: services.move(slot, other.starts_at, actor=floor.leader.user)) == [
        "floor.too_many_away"
    ]
    moved = services.move(slot, at(floor.ann, "11:15"), actor=floor.leader.user)
    assert moved.length == 15 * MINUTE


def test_a_break_that_has_begun_is_neither_moved_nor_taken_back(floor: Floor) -> None:
    slot = make_break(floor.shift(floor.ann), "08:55")
    services.leave(slot, actor=floor.ann.user)
    assert refused(lambda: services.take_back(slot, actor=floor.leader.user)) == ["floor.break_begun"]
    assert refused(lambda: services.move(slot, at(floor.ann, "11:00"), actor=floor.leader.user)) == [
        "floor.break_begun"
    ]


def test_the_database_refuses_two_breaks_of_one_person_at_once(floor: Floor) -> None:
    make_break(floor.shift(floor.ann), "10:00")
    with pytest.raises(IntegrityError, match="nobody_has_two_breaks_at_once"), transaction.atomic():
        make_break(floor.shift(floor.ann), "10:10")


def test_the_board_shows_slots_and_what_the_leader_may_do(floor: Floor) -> None:
    make_break(floor.shift(floor.ann), "10:00")
    make_break(floor.shift(floor.bo), "11:00", state=BreakState.ASKED)
    url = f"/staffing/floor/breaks/{floor.team.pk}/{DAY}/"
    page = client(floor.leader).get(url).content.decode()
    assert "10:00–10:15" in page
    assert 'value="accept"' in page
    assert 'value="move"' in page
    director = client(floor.director).get(url).content.decode()
    assert 'value="accept"' not in director
    assert client(floor.ann).get(url).status_code == 403


def test_a_refused_assignment_shows_the_board_with_the_reason(floor: Floor) -> None:
    make_break(floor.shift(floor.ann), "10:00")
    url = f"/staffing/floor/breaks/{floor.team.pk}/{DAY}/assign/"
    sent = {"assignment": floor.shift(floor.bo).pk, "kind": "rest", "at": "10:00", "minutes": 15}
    answer = client(floor.leader).post(url, sent)
    assert answer.status_code == 422
    assert "no more people" in answer.content.decode()
    assert client(floor.leader).post(url, sent | {"at": "10:30"}).status_code == 302


def test_an_agent_goes_and_comes_back_by_phone(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    slot = make_break(floor.shift(floor.ann), "09:00")
    browser = client(floor.ann)
    assert "I go now" in browser.get("/staffing/floor/my-breaks/").content.decode()
    browser.post(f"/staffing/floor/breaks/{slot.pk}/act/", {"act": "leave"})
    assert "I am back" in browser.get("/staffing/floor/my-breaks/").content.decode()
    nine_in_the_morning.shift(600)
    browser.post(f"/staffing/floor/breaks/{slot.pk}/act/", {"act": "return"})
    slot.refresh_from_db()
    assert slot.returned_at is not None
    assert (
        client(floor.bo).post(f"/staffing/floor/breaks/{slot.pk}/act/", {"act": "return"}).status_code == 404
    )


def test_the_break_board_asks_the_same_questions_for_three_and_for_thirty(floor: Floor) -> None:
    def questions() -> int:
        browser = client(floor.leader)
        browser.get(f"/staffing/floor/breaks/{floor.team.pk}/{DAY}/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/staffing/floor/breaks/{floor.team.pk}/{DAY}/")
        return len(asked)

    make_break(floor.shift(floor.ann), "10:00")
    before = questions()
    for _number in range(12):
        make_break(make_assignment(make_employee(team=floor.team, with_user=False), DAY), "10:00")
    assert questions() == before


@pytest.mark.django_db(transaction=True)
def test_two_agents_take_the_last_place_and_one_gets_a_sentence(floor: Floor) -> None:
    gate, results = threading.Barrier(2), []

    def take(who: Employee) -> None:
        try:
            gate.wait(10)
            services.assign(floor.shift(who), MEAL, at(who, "12:00"), 30, actor=floor.leader.user)
            results.append("taken")
        except RuleViolation as refusal:
            results.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(who,)) for who in (floor.ann, floor.bo)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert sorted(results) == ["floor.too_many_away", "taken"]
    assert Break.objects.count() == 1
