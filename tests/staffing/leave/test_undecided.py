"""Leave asked for in time on which nobody decides: reminded, told, and settled by the rulebook when its first shift ends."""

import pytest

from callcenter.approvals.requests.models import State as RequestState
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from staffing.leave import cancelling, changes, ledger, looking_after, returns, selectors
from staffing.leave.amounts import Part
from staffing.leave.cancelling import request_of
from staffing.leave.funding import lines_of
from staffing.leave.rules import Path, Undecided, counts_undecided
from staffing.leave.states import State
from tests.staffing.factories import NIGHT_SHIFT, make_assignment
from tests.staffing.leave.factories import D12, approve, ask, at, day, make_grant, make_kind, set_rule

pytestmark = pytest.mark.django_db


def settled():
    return looking_after.look_after()["settled"]


def fresh(leave):
    leave.refresh_from_db()
    return leave.state


@pytest.fixture
def punches():
    found: set[int] = set()

    def find(shifts):
        return found & {each.pk for each in shifts}

    before = list(returns._finders)
    returns._finders[:] = [find]
    yield found
    returns._finders[:] = before


@pytest.mark.parametrize("path", list(Path))
def test_silence_gives_what_needs_no_consent(path):
    needs_consent = path in (Path.NIGHT, Path.HOLIDAY, Path.LATE, Path.BUSINESS)
    assert counts_undecided(path, Undecided.BY_PATH) is not needs_consent
    assert counts_undecided(path, Undecided.LEAVE)
    assert not counts_undecided(path, Undecided.ABSENCE)


def test_who_asked_in_time_and_was_not_answered_is_not_absent(line, clock, punches):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = approve(ask(line, "annual", D12, day(13)), line.leader)  # the director never answers
    clock.move_to(at("03-12 16:29:59"))
    assert settled() == 0
    clock.move_to(at("03-12 16:30"))
    told = []
    changes.on_changed(told.extend)
    try:
        assert settled() == 1
        assert settled() == 0
    finally:
        changes._listeners.remove(told.extend)
    assert fresh(leave) == State.APPROVED
    assert leave.was_undecided
    assert request_of(leave).state == RequestState.WITHDRAWN
    assert told == [(line.agent.pk, D12), (line.agent.pk, day(13))]
    assert selectors.leave_on([line.agent.pk], D12, D12)[line.agent.pk][0].counts
    assert ledger.balance(lines_of(line.agent, kind)) == 3
    assert Event.objects.get(verb="leave.request.undecided").after["by"] == "by_path"
    assert Event.objects.get(verb="leave.decided").after["decision"] == "approved"
    whom = Message.objects.filter(kind="leave.counts_undecided").values_list("recipient", flat=True)
    assert set(whom) == {line.agent.user_id, line.leader.user_id, line.director.user_id}


def test_a_night_needs_consent_and_silence_is_none(line, clock, punches):
    make_assignment(line.agent, day(16), NIGHT_SHIFT, code="N")
    leave = ask(line, "personal", day(16))
    assert leave.path == Path.NIGHT
    clock.move_to(at("03-17 07:59"))
    assert settled() == 0
    clock.move_to(at("03-17 12:00"))
    assert settled() == 1
    assert (fresh(leave), leave.was_undecided) == (State.ABSENCE, True)
    assert Message.objects.filter(kind="leave.absence_undecided", recipient=line.agent.user).exists()


@pytest.mark.parametrize(("value", "state"), [("absence", State.ABSENCE), ("leave", State.APPROVED)])
def test_the_rulebook_may_say_otherwise(line, clock, punches, value, state):
    set_rule("leave.undecided_at_end", value)
    leave = ask(line)
    clock.move_to(at("03-12 17:00"))
    assert settled() == 1
    assert fresh(leave) == state


def test_who_came_to_work_took_no_leave(line, clock, punches):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = ask(line, "annual")
    punches.add(line.agent.assignments.get(on=D12).pk)
    clock.move_to(at("03-12 17:00"))
    assert settled() == 1
    assert fresh(leave) == State.CANCELLED
    assert ledger.balance(lines_of(line.agent, kind)) == 5
    assert Message.objects.filter(kind="leave.ended_by_work", recipient=line.agent.user).exists()
    assert Event.objects.filter(verb="leave.request.worked").exists()


def test_half_a_shift_worked_does_not_end_leave_for_the_other_half(line, clock, punches):
    leave = ask(line, "personal", part=Part.SECOND_HALF)
    punches.add(line.agent.assignments.get(on=D12).pk)
    clock.move_to(at("03-12 17:00"))
    assert settled() == 1
    assert fresh(leave) == State.APPROVED


def test_sick_leave_that_counts_by_silence_still_owes_its_certificate(line, clock, punches):
    leave = ask(line, "sick")
    clock.move_to(at("03-12 17:00"))
    assert settled() == 1
    assert fresh(leave) == State.CERTIFICATE_PENDING
    assert Clock.objects.running().filter(kind="leave.slip").exists()


def test_the_line_is_reminded_before_and_the_employee_is_told_when_it_begins(line, clock):
    leave = approve(ask(line), line.leader)
    deadline = Clock.objects.get(kind="leave.decision")
    assert deadline.due_at == at("03-12 08:00")
    Message.objects.all().delete()
    clock.move_to(at("03-12 04:00"))
    sweep()
    assert set(Message.objects.filter(kind="clocks.reminder").values_list("recipient", flat=True)) == {
        line.director.user_id
    }
    clock.move_to(at("03-12 08:00:01"))
    sweep()
    late = Message.objects.filter(kind="clocks.overdue", url=leave.get_absolute_url())
    assert set(late.values_list("recipient", flat=True)) == {line.director.user_id, line.manager.user_id}
    told = Message.objects.get(kind="leave.begins_undecided")
    assert told.recipient == line.agent.user


@pytest.mark.parametrize("act", ["approve", "reject", "cancel"])
def test_the_clock_of_the_decision_stops_with_it(line, act):
    from callcenter.approvals import services as approvals

    leave = ask(line)
    if act == "approve":
        approve(leave, line.leader, line.director)
    elif act == "reject":
        approvals.reject(request_of(leave), actor=line.leader.user, comment="too few")
    else:
        cancelling.cancel(leave, actor=line.agent.user)
    assert not Clock.objects.running().filter(kind="leave.decision").exists()


def test_looking_for_them_costs_as_many_queries_for_many(line, clock, django_assert_num_queries):
    from staffing.leave import asking
    from staffing.leave.undecided import undecided
    from tests.staffing.leave.factories import make_colleague, wanted

    ask(line)
    for _ in range(4):
        person = make_colleague(line)
        asking.ask(person, wanted(make_kind(line.site, "sick")), actor=person.user)
    clock.move_to(at("03-12 17:00"))
    with django_assert_num_queries(2):
        assert len(undecided(at("03-12 17:00"))) == 5
