"""What becomes of a leave: rejected, returned, taken back, waiting, late, certified, overdue, closed; and who hears of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import State as RequestState
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.delegations.services import name_deputy
from staffing.leave import (
    asking,
    cancelling,
    certification,
    changes,
    coverage,
    facts,
    ledger,
    looking_after,
    returns,
    selectors,
)
from staffing.leave.cancelling import request_of
from staffing.leave.certification import Paper
from staffing.leave.funding import lines_of
from staffing.leave.models import LedgerEntry
from staffing.leave.states import State
from staffing.roster import absences
from staffing.roster.models import HeadsNeeded
from tests.factories import make_employee
from tests.refusals import codes
from tests.staffing.factories import NIGHT_SHIFT, make_assignment
from tests.staffing.leave.factories import (
    D12,
    approve,
    ask,
    at,
    day,
    make_colleague,
    make_grant,
    make_kind,
    picture,
    set_rule,
    wanted,
)

pytestmark = pytest.mark.django_db


def fresh(leave):
    leave.refresh_from_db()
    return leave.state


def refusal_of(act, *args, **options):
    with pytest.raises(RuleViolation) as refusal:
        act(*args, **options)
    return codes(refusal)


def left(line, kind):
    return ledger.balance(lines_of(line.agent, kind))


# Decisions.


def test_a_no_gives_balance_and_place_back(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = ask(line, "annual")
    approvals.reject(request_of(leave), actor=line.leader.user, comment="too few heads")
    assert fresh(leave) == State.REJECTED
    assert left(line, kind) == 5
    event = Event.objects.get(verb="leave.decided")
    assert event.after["decision"] == "rejected"
    assert ask(line, "annual").state == State.SUBMITTED  # the day is free again


def test_a_returned_leave_keeps_its_place_and_is_sent_in_again(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = ask(line, "annual")
    approvals.return_to_applicant(request_of(leave), actor=line.leader.user, comment="why?")
    assert fresh(leave) == State.DRAFT
    assert left(line, kind) == 4
    approvals.send_in_again(request_of(leave), actor=line.agent.user, reason="moving house on that day")
    assert fresh(leave) == State.SUBMITTED
    assert leave.reason == "moving house on that day"
    assert approve(leave, line.leader, line.director).state == State.APPROVED


def test_nobody_decides_their_own_leave_not_even_as_a_deputy(line):
    make_assignment(line.leader, D12)
    leave = asking.ask(line.leader, wanted(make_kind(line.site)), actor=line.leader.user)
    name_deputy(line.director, line.leader, start=day(10), end=day(12), actor=None)
    user = type(line.leader.user).objects.get(pk=line.leader.user.pk)
    assert refusal_of(approvals.approve, request_of(leave), actor=user) == ["approvals.own_request"]


def test_who_is_out_of_turn_decides_nothing(line):
    leave = ask(line)
    assert refusal_of(approvals.approve, request_of(leave), actor=line.director.user) == [
        "approvals.not_yours"
    ]


# Taking back.


def test_it_is_taken_back_while_it_is_asked_for(line):
    leave = ask(line)
    cancelling.cancel(leave, actor=line.agent.user)
    assert fresh(leave) == State.CANCELLED
    assert request_of(leave).state == RequestState.WITHDRAWN


def test_approved_leave_is_taken_back_until_so_long_before_it_starts(line, clock):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = approve(ask(line, "annual"), line.leader, line.director)
    clock.move_to(at("03-12 07:00:01"))
    assert refusal_of(cancelling.cancel, leave, actor=line.agent.user) == ["leave.cancel_too_late"]
    clock.move_to(at("03-12 07:00:00"))
    told = []
    changes.on_changed(told.extend)
    try:
        cancelling.cancel(leave, actor=line.agent.user)
    finally:
        changes._listeners.remove(told.extend)
    assert fresh(leave) == State.CANCELLED
    assert left(line, kind) == 5
    assert told == [(line.agent.pk, D12)]


def test_the_director_takes_approved_leave_back_with_a_reason(line, clock):
    leave = approve(ask(line), line.leader, line.director)
    clock.move_to(at("03-12 07:30"))
    found = refusal_of(cancelling.cancel, leave, actor=line.director.user)
    assert found == ["leave.reason_for_taking_back"]
    cancelling.cancel(leave, actor=line.director.user, reason="storm: everybody is needed")
    assert fresh(leave) == State.CANCELLED
    told = Message.objects.get(kind="leave.taken_back")
    assert told.recipient_id == line.agent.user_id


def test_neither_the_leader_nor_a_colleague_takes_it_back(line):
    leave = approve(ask(line), line.leader, line.director)
    for person in (line.leader, make_colleague(line)):
        with pytest.raises(PermissionDenied):
            cancelling.cancel(leave, actor=person.user, reason="no")


def test_what_is_over_cannot_be_taken_back(line):
    leave = ask(line)
    cancelling.cancel(leave, actor=line.agent.user)
    assert refusal_of(cancelling.cancel, leave, actor=line.agent.user) == ["leave.not_in_that_state"]


# The waiting list.


def waiting(line, *numbers):
    person = make_colleague(line)
    first, last = day(numbers[0]), day(numbers[-1])
    kind = make_kind(line.site)
    return asking.ask(person, wanted(kind, first, last, may_wait=True), actor=person.user)


def test_who_came_first_gets_the_place_that_comes_free(line, clock):
    holder = ask(line)
    clock.shift(60)
    first = waiting(line, 12)
    clock.shift(60)
    second = waiting(line, 12)
    assert (first.state, second.state, request_of(first)) == (State.WAITING, State.WAITING, None)
    cancelling.cancel(holder, actor=line.agent.user)
    assert (fresh(first), fresh(second)) == (State.SUBMITTED, State.WAITING)
    assert request_of(first).state == RequestState.OPEN
    assert Message.objects.filter(kind="leave.placed").count() == 1


def test_a_place_on_one_day_is_not_enough_for_two(line):
    holder = ask(line)
    other = make_colleague(line)
    asking.ask(other, wanted(make_kind(line.site), day(13)), actor=other.user)
    both, one = waiting(line, 12, 13), waiting(line, 12)
    cancelling.cancel(holder, actor=line.agent.user)
    assert (fresh(both), fresh(one)) == (State.WAITING, State.SUBMITTED)


def test_a_no_lets_the_next_one_in(line):
    holder, next_one = ask(line), waiting(line, 12)
    approvals.reject(request_of(holder), actor=line.leader.user, comment="no")
    assert fresh(next_one) == State.SUBMITTED


def test_the_waiting_list_answers_by_itself_where_the_rulebook_allows(line):
    set_rule("leave.automatic_answer", True)
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    holder = ask(line, "annual")
    person = make_colleague(line)
    make_grant(person, kind)
    next_one = asking.ask(person, wanted(kind, may_wait=True), actor=person.user)
    holder.refresh_from_db()
    cancelling.cancel(holder, actor=line.agent.user)
    assert fresh(next_one) == State.APPROVED


def test_who_waits_in_vain_hears_of_it_and_has_the_balance_back(line, clock):
    ask(line)
    next_one = waiting(line, 12)
    clock.move_to(at("03-12 08:00"))
    assert looking_after.look_after()["dropped"] == 1
    assert fresh(next_one) == State.CANCELLED
    assert Message.objects.filter(kind="leave.no_place").count() == 1
    assert looking_after.look_after()["dropped"] == 0


def test_a_site_without_a_waiting_list_refuses(line):
    set_rule("leave.waiting_list", False)
    ask(line)
    person = make_colleague(line)
    found = refusal_of(asking.ask, person, wanted(make_kind(line.site), may_wait=True), actor=person.user)
    assert found == ["leave.capacity_full"]


# Late requests.


@pytest.fixture
def late(line, clock):
    clock.move_to(at("03-12 07:05"))
    return ask(line, "personal-special")


def test_a_late_request_counts_only_with_consent(line, late):
    span = selectors.leave_on([line.agent.pk], D12, D12)[line.agent.pk][0]
    assert (span.counts, span.is_pending, span.is_absence) == (False, True, False)
    approve(late, line.leader)
    assert late.state == State.LATE_REQUEST  # endorsed, and still only asked for
    approve(late, line.director)
    span = selectors.leave_on([line.agent.pk], D12, D12)[line.agent.pk][0]
    assert (span.counts, span.state) == (True, State.APPROVED)


def test_without_consent_it_is_an_absence_when_the_shift_has_ended(line, late, clock):
    clock.move_to(at("03-12 16:29:59"))
    assert looking_after.look_after()["made_absence"] == 0
    clock.move_to(at("03-12 16:30:00"))
    told = []
    changes.on_changed(told.extend)
    try:
        assert looking_after.look_after()["made_absence"] == 1
        assert looking_after.look_after()["made_absence"] == 0
    finally:
        changes._listeners.remove(told.extend)
    assert fresh(late) == State.ABSENCE
    assert request_of(late).state == RequestState.WITHDRAWN
    assert told == [(line.agent.pk, D12)]
    assert selectors.leave_on([line.agent.pk], D12, D12)[line.agent.pk][0].is_absence
    assert Event.objects.get(verb="leave.decided").after["decision"] == "absence"
    assert Message.objects.filter(kind="leave.made_absence").count() == 2


def test_consent_after_the_shift_is_no_consent(line, late, clock):
    approve(late, line.leader)
    clock.move_to(at("03-12 16:30"))
    found = refusal_of(approvals.approve, request_of(late), actor=line.director.user)
    assert found == ["leave.consent_too_late"]


# Certificates.


@pytest.fixture
def sick(line):
    leave = ask(line, "sick", D12, day(14))
    return approve(leave, line.leader, line.director, line.manager)


def hand_in(leave, person, first, last, content="a"):
    return certification.hand_in(leave, Paper(day(first), day(last)), picture(content), actor=person.user)


def test_sick_leave_of_a_day_waits_for_its_certificate(line, sick):
    assert (sick.state, sick.certificate_due_on) == (State.CERTIFICATE_PENDING, day(15))
    clock = Clock.objects.get(kind="leave.slip")
    assert (clock.due_at, clock.owner) == (at("03-15 23:59:59"), line.agent.user)


def test_half_a_day_of_sickness_needs_none(line):
    from staffing.leave.amounts import Part

    leave = ask(line, "sick", part=Part.FIRST_HALF)
    assert approve(leave, line.leader, line.director).state == State.APPROVED


def test_certificates_certify_when_they_cover_every_day(line, sick):
    hand_in(sick, line.agent, 12, 12)
    assert fresh(sick) == State.CERTIFICATE_PENDING
    assert certification.gaps_of(sick) == [(day(13), day(14))]
    hand_in(sick, line.leader, 13, 14, "b")
    assert fresh(sick) == State.CERTIFIED
    assert not Clock.objects.running().filter(kind="leave.slip").exists()
    assert refusal_of(hand_in, sick, line.agent, 12, 14, "c") == ["leave.no_certificate_needed"]


def test_a_certificate_covers_days_of_the_leave(line, sick):
    assert refusal_of(hand_in, sick, line.agent, 15, 16) == ["leave.certificate_outside"]
    assert refusal_of(hand_in, sick, line.agent, 14, 13) == ["leave.certificate_order"]
    with pytest.raises(PermissionDenied):
        hand_in(sick, make_colleague(line), 12, 14)


@pytest.mark.parametrize(("now", "count"), [("03-15 23:59:59", 0), ("03-16 00:00:00", 1)])
def test_the_slip_is_overdue_after_the_first_day_after_the_leave(line, sick, clock, now, count):
    clock.move_to(at(now))
    assert looking_after.look_after()["overdue"] == count


def test_an_overdue_certificate_is_proposed_as_an_absence_and_the_director_decides(line, sick, clock):
    clock.move_to(at("03-16 09:00"))
    sweep()
    looking_after.look_after()
    assert fresh(sick) == State.CERTIFICATE_OVERDUE
    span = selectors.leave_on([line.agent.pk], D12, D12)[line.agent.pk][0]
    assert (span.counts, span.is_absence_proposed) == (True, True)
    told = Message.objects.filter(kind="leave.certificate_overdue").values_list("recipient", flat=True)
    assert set(told) == {line.agent.user_id, line.leader.user_id, line.director.user_id}
    with pytest.raises(PermissionDenied):
        certification.confirm_absence(sick, actor=line.leader.user, reason="no slip")
    found = refusal_of(certification.confirm_absence, sick, actor=line.director.user, reason=" ")
    assert found == ["leave.words_needed"]
    certification.confirm_absence(sick, actor=line.director.user, reason="no slip")
    assert fresh(sick) == State.ABSENCE


def test_a_late_certificate_still_certifies(line, sick, clock):
    clock.move_to(at("03-16 09:00"))
    looking_after.look_after()
    hand_in(sick, line.agent, 12, 14)
    assert fresh(sick) == State.CERTIFIED


# Coming back.


@pytest.fixture
def punches():
    found = set()

    def find(assignments):
        return {each.pk for each in assignments if each.pk in found}

    returns.provide(find)
    yield found
    returns._finders.remove(find)


def test_leave_is_closed_when_the_first_shift_after_it_is_punched(line, clock, punches):
    leave = approve(ask(line), line.leader, line.director)
    clock.move_to(at("03-13 08:05"))
    assert looking_after.look_after()["closed"] == 0
    punches.add(line.agent.assignments.get(on=day(13)).pk)
    assert looking_after.look_after()["closed"] == 1
    assert fresh(leave) == State.CLOSED
    assert leave.reported_back_at == at("03-13 08:00")


@pytest.mark.parametrize(("now", "count"), [("03-13 08:19:59", 0), ("03-13 08:20:00", 1)])
def test_who_does_not_come_back_is_reported_once(line, clock, punches, now, count):
    approve(ask(line), line.leader, line.director)
    clock.move_to(at(now))
    looking_after.look_after()
    looking_after.look_after()
    told = Message.objects.filter(kind="leave.not_back").values_list("recipient", flat=True)
    assert list(told) == [line.leader.user_id] * count


# What others ask.


def test_the_roster_hears_who_is_away_for_certain_and_who_only_asked(line):
    leave = ask(line)
    ids = [line.agent.pk]
    found = absences.between(ids, at("03-12 00:00"), at("03-13 00:00"))[line.agent.pk]
    assert [(each.is_certain, each.url) for each in found] == [(False, leave.get_absolute_url())]
    approve(leave, line.leader, line.director)
    found = absences.between(ids, at("03-12 00:00"), at("03-13 00:00"))[line.agent.pk]
    assert [each.is_certain for each in found] == [True]
    assert absences.between(ids, at("03-12 16:30"), at("03-13 00:00")) == {}


def test_leave_on_is_one_query_for_everybody(line, django_assert_num_queries):
    approve(ask(line), line.leader, line.director)
    people = [line.agent.pk, *(make_colleague(line).pk for _ in range(5))]
    with django_assert_num_queries(1):
        found = selectors.leave_on(people, D12, day(14))
    assert list(found) == [line.agent.pk]
    assert found[line.agent.pk][0].kind_code == "personal"


def test_every_entry_of_the_ledger_of_a_request_adds_up(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = approve(ask(line, "annual"), line.leader, line.director)
    found = selectors.balances(line.agent)[0]
    assert (found.given, found.taken, found.reserved, found.left) == (5, 1, 0, 4)
    cancelling.cancel(leave, actor=line.agent.user)
    found = selectors.balances(line.agent)[0]
    assert (found.given, found.taken, found.left) == (5, 0, 5)
    assert LedgerEntry.objects.filter(request=leave).count() == 4


def test_hr_keeps_balances_of_every_site(line):
    from decimal import Decimal

    from staffing.leave import balances

    hr = make_employee(PostCode.HR)
    kind = make_kind(line.site, "annual")
    entry = balances.grant(line.agent, kind, balances.Booking(Decimal(3), "agreed"), actor=hr.user)
    assert entry.amount == 3
    for person in (line.leader, line.agent):
        with pytest.raises(PermissionDenied):
            balances.grant(line.agent, kind, balances.Booking(Decimal(3), "agreed"), actor=person.user)
    assert datetime.date(2026, 3, 10) == entry.on


def test_the_waiting_list_answers_nothing_that_needs_consent(line):
    set_rule("leave.automatic_answer", True)
    kind = make_kind(line.site, "personal", may_be_automatic=True)
    make_assignment(line.agent, day(16), NIGHT_SHIFT, code="N")
    holder = ask(line, "personal", day(16))
    person = make_colleague(line)
    make_assignment(person, day(16), NIGHT_SHIFT, code="N")
    next_one = asking.ask(person, wanted(kind, day(16), may_wait=True), actor=person.user)
    cancelling.cancel(holder, actor=line.agent.user)
    assert fresh(next_one) == State.SUBMITTED
    assert request_of(next_one) is not None


def test_who_waits_sees_their_place_in_line(line):
    kind = make_kind(line.site)
    ask(line)
    people = [make_colleague(line) for _ in range(2)]
    first, second = (asking.ask(person, wanted(kind, may_wait=True), actor=person.user) for person in people)
    assert [selectors.place_in_line(leave) for leave in (first, second)] == [1, 2]
    cancelling.cancel(first, actor=people[0].user)
    first.refresh_from_db()
    assert [selectors.place_in_line(leave) for leave in (first, second)] == [None, 1]


def test_a_team_without_needs_goes_by_those_of_its_department(line):
    leave = ask(line)
    assert coverage.of(leave) is None
    HeadsNeeded.objects.create(
        department=line.team.department, weekday=D12.weekday(), span=(480, 960), heads=1,
        period=(day(1), None),
    )  # fmt: skip
    found = coverage.of(leave)
    assert found is not None
    assert (found.unit, found.heads_before, found.tightest.heads) == (line.team.department, 1, 0)
    assert any(str(label) == "Coverage" for label, _value in facts.of(leave))
