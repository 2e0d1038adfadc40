"""Handovers: topics, two signatures, who answers for problems, consoles that wait for the relief, items carried over."""

import datetime
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.floor.dutylogs import services as dutylogs
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.handovers import rules, services
from staffing.floor.handovers.models import ConsoleRelease, Handover, OpenItem
from staffing.roster.models import Assignment
from tests.factories import make_employee
from tests.refusals import refused
from tests.staffing.factories import make_assignment
from tests.staffing.floor.conftest import NOW, Floor
from tests.staffing.floor.factories import DAY, at, punch
from tests.staffing.floor.test_board import client

SAID = {"equipment": "Headset 12 is broken", "open_issues": "None", "staff_changes": "None"}
NEXT_SHIFT = "16:00-20:00 20:00-20:30m 20:30-23:30"


def begun(floor: Floor) -> Handover:
    return services.begin(floor.team, DAY, "D", actor=floor.leader.user)


def given(floor: Floor) -> Handover:
    row = begun(floor)
    services.write(row, SAID, version=1, actor=floor.leader.user)
    return services.give(row, actor=floor.leader.user)


def relief(floor: Floor, text: str = NEXT_SHIFT) -> Assignment:
    return make_assignment(make_employee(team=floor.team), DAY, text, code="E")


@pytest.mark.parametrize(
    ("found", "side"), [(-1, "outgoing"), (0, "both"), (59, "both"), (60, "incoming"), (61, "incoming")]
)
def test_when_a_problem_was_found_says_who_answers_for_it(found: int, side: str) -> None:
    minute = datetime.timedelta(minutes=1)
    assert rules.side(NOW + found * minute, NOW, NOW + 60 * minute) == side


def test_before_any_signature_the_outgoing_shift_answers() -> None:
    assert rules.side(NOW, None, None) == "outgoing"


def test_a_change_of_shifts_has_one_handover(floor: Floor) -> None:
    assert begun(floor) == services.begin(floor.team, DAY, "D", actor=floor.next_leader.user)
    row = Handover.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="change_of_shifts_has_one_handover"), transaction.atomic():
        row.save()


def test_the_outgoing_leader_signs_only_what_says_something_on_three_topics(floor: Floor) -> None:
    row = begun(floor)
    services.write(row, {"equipment": "All well"}, version=1, actor=floor.leader.user)
    assert set(refused(lambda: services.give(row, actor=floor.leader.user))) == {
        "floor.topic_open_issues",
        "floor.topic_staff_changes",
    }


def test_two_different_people_sign_and_the_outgoing_one_first(floor: Floor) -> None:
    row = begun(floor)
    assert refused(lambda: services.take(row, actor=floor.next_leader.user)) == ["floor.handover_not_given"]
    services.write(row, SAID, version=1, actor=floor.leader.user)
    services.give(row, actor=floor.leader.user)
    assert refused(lambda: services.take(row, actor=floor.leader.user)) == ["floor.handover_same_person"]
    row = services.take(row, actor=floor.next_leader.user)
    assert (row.outgoing, row.incoming) == (floor.leader, floor.next_leader)
    assert not Clock.objects.running().of(row).exists()
    assert Event.objects.filter(verb="floor.handover.taken").exists()


def test_what_both_have_signed_the_database_keeps(floor: Floor) -> None:
    row = services.take(given(floor), actor=floor.next_leader.user)
    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(topics={})
    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
        row.delete()


def test_taking_over_locks_the_duty_log_of_the_outgoing_shift(floor: Floor) -> None:
    log = dutylogs.open_log(floor.team, DAY, "D", actor=floor.leader.user)
    services.take(given(floor), actor=floor.next_leader.user)
    log.refresh_from_db()
    assert log.locked_by == floor.leader
    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
        DutyLog.objects.filter(pk=log.pk).update(sections={"remarks": "Later words"})


def test_two_who_write_at_once_do_not_overwrite_each_other(floor: Floor) -> None:
    row = begun(floor)
    services.write(row, SAID, version=1, actor=floor.leader.user)
    assert refused(
        lambda: services.write(row, {"equipment": ""}, version=1, actor=floor.next_leader.user)
    ) == ["floor.written_meanwhile"]


def test_agents_write_no_handover(floor: Floor) -> None:
    with pytest.raises(PermissionDenied):
        services.begin(floor.team, DAY, "D", actor=floor.ann.user)


def test_absent_people_and_left_over_items_are_listed_and_frozen(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    nine_in_the_morning.move_to(NOW - datetime.timedelta(days=1))
    services.raise_item(floor.team, "Work order 77 not passed on", actor=floor.leader.user)
    nine_in_the_morning.move_to(NOW)
    services.raise_item(floor.team, "Call back Ms Wu", actor=floor.leader.user)
    floor.comes(floor.leader)
    row = given(floor)
    kinds = [fact[0] for fact in row.facts]
    assert kinds[:2] == ["open_item", "open_item"]
    assert row.facts[0][1]["text"] == "Work order 77 not passed on"
    assert "absent" in kinds
    page = client(floor.next_leader).get(row.get_absolute_url()).content.decode()
    assert "Work order 77 not passed on" in page
    assert str(floor.ann) in page


def test_what_is_left_over_stands_on_top_the_next_day(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    nine_in_the_morning.move_to(NOW - datetime.timedelta(days=1))
    services.raise_item(floor.team, "Work order 77", actor=floor.leader.user)
    nine_in_the_morning.move_to(NOW)
    services.raise_item(floor.team, "Another one", actor=floor.leader.user)
    assert [item.text for item in OpenItem.objects.all()] == ["Work order 77", "Another one"]
    assert "Open items left over" in client(floor.leader).get("/staffing/floor/").content.decode()
    assert "Left over" in client(floor.leader).get("/staffing/floor/handovers/").content.decode()
    services.finish_item(OpenItem.objects.all()[0], actor=floor.leader.user)
    assert "Open items left over" not in client(floor.leader).get("/staffing/floor/").content.decode()


def test_nobody_leaves_before_the_relief_has_come(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    coming = relief(floor)
    nine_in_the_morning.move_to(at(floor.ann, "16:30"))
    shift = floor.shift(floor.ann)
    assert refused(lambda: services.release_console(shift, actor=floor.ann.user)) == ["floor.no_relief"]
    punch(coming.employee, "16:20")
    released = services.release_console(shift, actor=floor.ann.user)
    assert released.relief == coming
    assert not released.reason


def test_nobody_leaves_before_the_shift_is_over(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    punch(relief(floor).employee, "15:45")
    nine_in_the_morning.move_to(at(floor.ann, "16:29"))
    assert refused(lambda: services.release_console(floor.shift(floor.ann), actor=floor.ann.user)) == [
        "floor.not_over"
    ]


def test_one_relief_frees_one_console(floor: Floor, nine_in_the_morning: time_machine.Traveller) -> None:
    punch(relief(floor).employee, "15:45")
    relief(floor)
    nine_in_the_morning.move_to(at(floor.ann, "16:30"))
    services.release_console(floor.shift(floor.ann), actor=floor.ann.user)
    assert refused(lambda: services.release_console(floor.shift(floor.bo), actor=floor.bo.user)) == [
        "floor.no_relief"
    ]


def test_where_no_relief_is_due_one_leaves_at_the_end(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    nine_in_the_morning.move_to(at(floor.ann, "16:30"))
    assert services.release_console(floor.shift(floor.ann), actor=floor.ann.user).is_without_relief


def test_the_leader_releases_with_a_reason_but_agents_do_not_release_themselves_with_one(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    relief(floor)
    nine_in_the_morning.move_to(at(floor.ann, "16:30"))
    shift = floor.shift(floor.ann)
    assert refused(lambda: services.release_console(shift, actor=floor.ann.user, reason="I must go")) == [
        "floor.no_relief"
    ]
    assert refused(lambda: services.release_console(shift, actor=floor.leader.user)) == ["floor.no_relief"]
    assert services.release_console(shift, actor=floor.leader.user, reason="Unwell").reason == "Unwell"


def test_a_console_is_released_once_and_for_a_cause(floor: Floor) -> None:
    shift = floor.shift(floor.ann)
    services.release_console(shift, actor=floor.leader.user, reason="Unwell")
    with pytest.raises(RuleViolation, match=r"floor\.released_already"):
        services.release_console(shift, actor=floor.leader.user, reason="Unwell")
    other = floor.shift(floor.bo)
    with pytest.raises(IntegrityError, match="console_is_released_for_a_cause"), transaction.atomic():
        ConsoleRelease.objects.create(site=other.site, team=floor.team, assignment=other, employee=floor.bo)


@pytest.mark.django_db(transaction=True)
def test_two_who_count_on_one_relief_one_stays(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    punch(relief(floor).employee, "15:45")
    relief(floor)
    nine_in_the_morning.move_to(at(floor.ann, "16:30"))
    gate, results = threading.Barrier(2), []

    def go(who: Employee) -> None:
        try:
            gate.wait(10)
            services.release_console(floor.shift(who), actor=who.user)
            results.append("left")
        except RuleViolation as refusal:
            results.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(who,)) for who in (floor.ann, floor.bo)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert sorted(results) == ["floor.no_relief", "left"]


def test_a_handover_is_written_and_signed_by_both_in_the_browser(floor: Floor) -> None:
    first = client(floor.leader)
    answer = first.post(
        "/staffing/floor/handovers/begin/", {"team": floor.team.pk, "on": DAY.isoformat(), "code": "D"}
    )
    row = Handover.objects.get()
    assert answer.headers["Location"] == row.get_absolute_url()
    act = f"/staffing/floor/handovers/{row.pk}/act/"
    short = first.post(act, {"act": "give", "version": 1, "equipment": "All well"})
    assert short.status_code == 422
    assert "Say who was swapped" in short.content.decode()
    row.refresh_from_db()
    assert first.post(act, SAID | {"act": "give", "version": row.version}).status_code == 302
    first.post(f"/staffing/floor/handovers/{row.pk}/problem/", {"text": "Two headsets are missing"})
    second = client(floor.next_leader)
    assert "Take over and sign" in second.get(row.get_absolute_url()).content.decode()
    assert second.post(act, {"act": "take"}).status_code == 302
    row.refresh_from_db()
    assert row.is_taken
    assert row.problems.get().side == "both"
