"""Asking for leave: who is asked, what is booked, what is refused with which rule, what the trail says."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.approvals.models import Step
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.workcalendar.rules import DayKind
from callcenter.workcalendar.services import DayFacts, set_days
from staffing.leave import asking, changes, ledger
from staffing.leave.amounts import Part
from staffing.leave.funding import lines_of
from staffing.leave.kinds import set_places
from staffing.leave.models import LeaveRequest, LedgerEntry
from staffing.leave.outlook import foresee
from staffing.leave.rules import Alternative
from staffing.leave.states import State
from staffing.roster.models import Assignment, Origin
from tests.factories import make_employee, make_team
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
    set_rule,
    wanted,
)

pytestmark = pytest.mark.django_db


def chain(leave):
    steps = Step.objects.filter(request__subject_id=leave.pk, request__kind="leave.request")
    return [(step.approver.name, step.state) for step in steps.order_by("place")]


def refused(line, code="personal", *dates, actor=None, **fields):
    kind = make_kind(line.site, code)
    with pytest.raises(RuleViolation) as refusal:
        asking.ask(line.agent, wanted(kind, *dates, **fields), actor=actor or line.agent.user)
    return codes(refusal)


def test_a_day_goes_to_the_shift_leader_and_ends_at_the_director(line):
    leave = ask(line)
    assert (leave.state, leave.path, leave.amount, leave.days) == (State.SUBMITTED, "ordinary", 8, 1)
    assert chain(leave) == [("Zhao Lei", "open"), ("Wang Li", "waiting")]
    assert (leave.starts_at, leave.ends_at) == (at("03-12 08:00"), at("03-12 16:30"))
    event = Event.objects.get(verb="leave.request.asked")
    assert (event.actor, event.reason, event.after["days"]) == (line.agent.user, "moving house", "1")


def test_more_than_a_day_goes_on_to_the_center_manager(line):
    leave = ask(line, "personal", D12, day(13))
    assert [name for name, _ in chain(leave)] == ["Zhao Lei", "Wang Li", "Shen Wei"]
    assert (leave.days, leave.decides) == (2, PostCode.CENTER_MANAGER)


def test_a_day_and_an_hour_is_more_than_a_day(line):
    make_assignment(line.agent, day(16))
    leave = ask(line, "personal", D12, times=(8 * 60, 9 * 60), part=Part.HOURS)
    assert leave.decides == PostCode.DIRECTOR
    longer = ask(line, "personal", day(13), day(14))
    assert longer.decides == PostCode.CENTER_MANAGER


def test_a_business_trip_of_an_hour_goes_to_the_center_manager(line):
    leave = ask(line, "business", D12, part=Part.FIRST_HALF)
    assert [name for name, _ in chain(leave)] == ["Zhao Lei", "Wang Li", "Shen Wei"]


def test_the_directors_own_day_is_decided_by_the_next_level(line):
    make_assignment(line.director, D12)
    leave = asking.ask(line.director, wanted(make_kind(line.site)), actor=line.director.user)
    assert chain(leave) == [("Shen Wei", "open")]  # example 10


def test_each_level_says_yes_and_the_last_makes_it_leave(line):
    told = []
    changes.on_changed(told.extend)
    try:
        leave = approve(ask(line), line.leader)
        assert leave.state == State.ENDORSED
        told.clear()
        leave = approve(leave, line.director)
    finally:
        changes._listeners.remove(told.extend)
    assert leave.state == State.APPROVED
    assert told == [(line.agent.pk, D12)]
    event = Event.objects.get(verb="leave.decided")
    assert (event.actor, event.after["decision"]) == (line.director.user, "approved")


def test_ordinary_leave_too_late_is_refused_with_the_rule_and_two_ways_out(line, clock):
    clock.move_to(at("03-11 08:30"))  # 23.5 hours: example 3
    kind = make_kind(line.site)
    outlook = foresee(line.agent, wanted(kind))
    assert [each.code for each in outlook.objections] == ["leave.personal_min_hours"]
    assert outlook.objections[0].rules == ("leave.personal_min_hours",)
    assert outlook.alternatives == [Alternative.SPECIAL, Alternative.LATE]
    assert ask(line, "personal-special").path == "special"


def test_fifty_five_minutes_before_it_is_a_late_request(line, clock):
    clock.move_to(at("03-12 07:05"))
    leave = ask(line, "personal-special")
    assert (leave.state, leave.is_late, leave.consent_by) == (State.LATE_REQUEST, True, at("03-12 16:30"))
    told = Message.objects.filter(kind="leave.late").values_list("recipient", flat=True)
    assert set(told) == {line.leader.user_id, line.director.user_id}


def test_the_rulebook_says_how_long_before(line):
    set_rule("leave.personal_min_hours", 72)
    assert refused(line) == ["leave.personal_min_hours"]


def test_leave_on_a_swapped_shift_is_refused_and_that_is_recorded(line):
    Assignment.objects.filter(employee=line.agent, on=D12).update(origin=Origin.SWAP)
    assert refused(line) == ["leave.swapped_shift"]
    event = Event.objects.get(verb="leave.request.refused")
    assert (event.after["refused"], event.after["first_on"]) == (["leave.swapped_shift"], "2026-03-12")
    assert not LeaveRequest.objects.exists()


def test_leave_on_the_return_of_a_swap_is_refused(line):
    Assignment.objects.filter(employee=line.agent, on=D12).update(origin=Origin.SWAP_RETURN)
    assert refused(line, "sick") == ["leave.swapped_shift"]


def test_a_night_shift_is_asked_for_before_noon(line, clock):
    Assignment.objects.filter(employee=line.agent).delete()
    make_assignment(line.agent, D12, NIGHT_SHIFT, code="N")
    clock.move_to(at("03-12 12:00"))  # example 4
    assert refused(line) == ["leave.night_deadline"]
    clock.move_to(at("03-12 11:59:59"))
    assert ask(line).path == "night"


def test_duty_on_a_holiday_is_asked_for_two_days_before(line, clock):
    days = [DayFacts(D12, DayKind.HOLIDAY, "Founding day", "", (), None, False)]
    set_days(line.site, days=days, reason="holiday", actor=None)
    clock.move_to(at("03-10 08:00:01"))
    assert refused(line) == ["leave.holiday_min_days"]
    clock.move_to(at("03-10 08:00:00"))
    assert ask(line).path == "holiday"


def test_personal_leave_is_not_asked_for_by_the_shift_leader(line):
    assert refused(line, actor=line.leader.user) == ["leave.by_oneself"]


def test_the_shift_leader_reports_a_call_from_the_family(line, clock):
    clock.move_to(at("03-12 07:59"))
    kind = make_kind(line.site, "sick-emergency")
    with pytest.raises(RuleViolation) as refusal:
        asking.ask(line.agent, wanted(kind), actor=line.leader.user)
    assert codes(refusal) == ["leave.notifier_needed"]
    leave = asking.ask(
        line.agent, wanted(kind, notified_by="Zhang Min", relation="wife"), actor=line.leader.user
    )
    assert (leave.notified_by, leave.relation, leave.path) == ("Zhang Min", "wife", "emergency")
    assert leave.asked_by == line.leader.user


def test_nobody_asks_for_somebody_of_another_team(line):
    other = make_employee(PostCode.SHIFT_LEADER, team=make_team(line.team.department))
    with pytest.raises(PermissionDenied):
        asking.ask(line.agent, wanted(make_kind(line.site, "sick")), actor=other.user)
    colleague = make_colleague(line)
    with pytest.raises(PermissionDenied):
        asking.ask(line.agent, wanted(make_kind(line.site, "sick")), actor=colleague.user)


def test_every_reason_is_told_at_once(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind, "1")
    ask(line)
    found = refused(line, "annual", D12, day(13))
    assert found == ["leave.overlaps", "leave.balance", "leave.capacity_full"]


def test_personal_leave_needs_a_reason(line):
    assert refused(line, reason=" ") == ["leave.reason_needed"]


def test_a_day_without_a_shift_needs_no_leave(line):
    assert refused(line, "personal", day(16)) == ["leave.no_work_then"]


def test_workdays_of_an_unpublished_month_stand_in_for_shifts(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    first = datetime.date(2026, 5, 8)  # a Friday
    leave = asking.ask(
        line.agent, wanted(kind, first, first + datetime.timedelta(days=3)), actor=line.agent.user
    )
    assert [each.on.day for each in leave.leave_days.all()] == [8, 11]
    assert leave.amount == 2


def test_a_kind_counts_only_in_its_unit(line):
    assert refused(line, "marriage", D12, part=Part.FIRST_HALF) == ["leave.part_not_counted"]


def test_a_pending_request_reserves_its_balance_and_approval_takes_it(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind, "1.5")
    leave = ask(line, "annual")
    assert ledger.balance(lines_of(line.agent, kind)) == Decimal("0.5")
    assert refused(line, "annual", day(13)) == ["leave.balance"]
    half = ask(line, "annual", day(13), part=Part.FIRST_HALF)
    approve(leave, line.leader, line.director)
    assert [e.entry for e in LedgerEntry.objects.filter(request=leave)] == [
        "reservation",
        "release",
        "taking",
    ]
    assert ledger.balance(lines_of(line.agent, kind)) == 0
    assert half.amount == Decimal("0.5")


def test_leave_cannot_be_taken_after_it_will_have_expired(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind, "5", expires_on=day(13))
    assert refused(line, "annual", day(13)) == ["leave.balance"]
    assert ask(line, "annual", D12).state == State.SUBMITTED


def test_no_more_of_a_team_than_its_places(line):
    ask(line)
    other = make_colleague(line)
    kind = make_kind(line.site)
    outlook = foresee(other, wanted(kind))
    assert [each.code for each in outlook.objections] == ["leave.capacity_full"]
    assert outlook.alternatives == [Alternative.WAIT]
    assert [(each.places, each.taken) for each in outlook.places] == [(1, 1)]
    set_places(line.team, D12, D12, 2, actor=line.director.user)
    assert foresee(other, wanted(kind)).is_possible


def test_sick_leave_needs_no_place(line):
    ask(line)
    other = make_colleague(line)
    leave = asking.ask(other, wanted(make_kind(line.site, "sick")), actor=other.user)
    assert leave.state == State.SUBMITTED


def test_where_the_rulebook_allows_it_leave_is_approved_at_once(line):
    set_rule("leave.automatic_answer", True)
    make_grant(line.agent, make_kind(line.site, "annual"))
    leave = ask(line, "annual")
    leave.refresh_from_db()
    assert (leave.state, leave.is_automatic, chain(leave)) == (State.APPROVED, True, [])
    told = Message.objects.filter(kind="leave.approved_at_once").values_list("recipient", flat=True)
    assert set(told) == {line.agent.user_id, line.leader.user_id}


def test_by_default_the_line_decides_every_leave(line):
    make_grant(line.agent, make_kind(line.site, "annual"))
    assert ask(line, "annual").state == State.SUBMITTED


def test_one_request_costs_the_same_at_two_thousand_people(line, django_assert_max_num_queries):
    from callcenter.people.models import Employee, Employment, TeamMembership

    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    for person in (line.agent, line.leader):
        asking.foresee(person, wanted(kind))
    counts = []
    for size in (0, 2000):
        people = [
            Employee(site=line.site, number=f"X{n:05d}", name=f"P {n}", hired_on=day(1)) for n in range(size)
        ]
        Employee.objects.bulk_create(people)
        Employment.objects.bulk_create(Employment(employee=p, period=(day(1), None)) for p in people)
        TeamMembership.objects.bulk_create(
            TeamMembership(employee=p, team=line.team, period=(day(1), None)) for p in people
        )
        with django_assert_max_num_queries(100) as counted:
            leave = ask(line, "annual", day(12 + len(counts)))
        assert leave.state == State.SUBMITTED
        counts.append(len(counted))
    assert counts[1] <= counts[0]
