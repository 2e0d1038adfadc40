"""Asking, answering, both leaders, and what becomes of the roster."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.approvals import services as approvals
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.delegations.services import name_deputy
from staffing.roster.models import Assignment, Origin
from staffing.swaps import after, services
from staffing.swaps.models import Mishap, Swap, SwapShift, SwapState
from staffing.swaps.selectors import running_requests, swapped_shifts
from tests.refusals import codes, refused_by_the_database
from tests.staffing.factories import LATE_SHIFT
from tests.staffing.swaps.conftest import DAY, NEXT, NOW, Floor, asked, the_request


def shift_of(employee: object, on: datetime.date) -> Assignment:
    return Assignment.objects.published().get(employee=employee, on=on)


def approved(floor: Floor, **fields: object) -> Swap:
    swap = asked(floor, **fields)  # type: ignore[arg-type]
    swap = services.confirm(swap, actor=swap.counterpart.user)
    while running_requests(swap).exists():
        request = the_request(swap)
        approvals.approve(request, actor=request.steps.get(state="open").approver.user)
    swap.refresh_from_db()
    return swap


def test_with_one_leader_one_approval_exchanges_the_shifts(floor: Floor) -> None:
    swap = asked(floor)
    assert swap.state == SwapState.ASKED
    swap = services.confirm(swap, actor=floor.bo.user, answer="Fine")
    assert swap.state == SwapState.CONFIRMED
    approvals.approve(the_request(swap), actor=floor.leader.user, comment="Hand over well")
    swap.refresh_from_db()
    assert (swap.state, swap.decision) == (SwapState.APPROVED, "Hand over well")
    assert shift_of(floor.ann, DAY).code == "L"
    assert shift_of(floor.bo, DAY).code == "D"
    assert shift_of(floor.bo, DAY).origin == Origin.SWAP
    verbs = set(Event.objects.about(swap).values_list("verb", flat=True))
    assert {"swaps.swap.asked", "swaps.swap.confirmed", "swap.decided"} <= verbs


def test_two_leaders_decide_one_after_the_other(floor: Floor) -> None:
    swap = services.confirm(asked(floor, to=floor.cai), actor=floor.cai.user)
    approvals.approve(the_request(swap), actor=floor.leader.user)
    swap.refresh_from_db()
    assert swap.state == SwapState.ENDORSED
    assert shift_of(floor.ann, DAY).code == "D"
    second = the_request(swap)
    with pytest.raises(RuleViolation):
        approvals.approve(second, actor=floor.director.user)
    approvals.approve(second, actor=floor.other_leader.user)
    swap.refresh_from_db()
    assert swap.state == SwapState.APPROVED
    assert shift_of(floor.cai, DAY).code == "D"


def test_a_deputy_decides_on_behalf_and_never_about_their_own(floor: Floor) -> None:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    today = floor.site.today()
    name_deputy(floor.leader, floor.director, start=today, end=today + datetime.timedelta(days=2), actor=None)
    request = the_request(swap)
    approvals.approve(request, actor=type(floor.director.user).objects.get(pk=floor.director.user.pk))
    assert request.steps.get(state="approved").on_behalf_of == floor.leader


def test_a_leader_who_swaps_is_passed_over(floor: Floor) -> None:
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.leader, DAY, LATE_SHIFT, "L")
    floor.give(floor.other_leader, DAY, LATE_SHIFT, "L")  # leads the late shift then
    swap = services.ask(mine, theirs, reason="School", actor=floor.ann.user)
    swap = services.confirm(swap, actor=floor.leader.user)
    assert the_request(swap).steps.get(state="open").approver == floor.director


def test_the_colleague_may_decline_and_nobody_answers_for_them(floor: Floor) -> None:
    swap = asked(floor)
    with pytest.raises(PermissionDenied):
        services.confirm(swap, actor=floor.ann.user)
    swap = services.decline(swap, actor=floor.bo.user, answer="I am away")
    assert swap.state == SwapState.DECLINED
    assert not SwapShift.objects.filter(is_open=True).exists()
    assert Message.objects.filter(kind="swaps.answered", recipient=floor.ann.user).exists()


def test_nobody_asks_for_another_person(floor: Floor) -> None:
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    with pytest.raises(PermissionDenied):
        services.ask(mine, theirs, reason="School", actor=floor.bo.user)


def test_a_leaders_no_ends_it_and_leaves_the_roster(floor: Floor) -> None:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    approvals.reject(the_request(swap), actor=floor.leader.user, comment="Too few experienced")
    swap.refresh_from_db()
    assert (swap.state, swap.decision) == (SwapState.REJECTED, "Too few experienced")
    assert shift_of(floor.ann, DAY).code == "D"


def test_a_swap_is_not_given_back_by_the_leader(floor: Floor) -> None:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    with pytest.raises(RuleViolation) as refusal:
        approvals.return_to_applicant(the_request(swap), actor=floor.leader.user, comment="Why?")
    assert codes(refusal) == ["swaps.no_return"]


def test_who_cancels_takes_the_request_from_the_leaders_desk(floor: Floor) -> None:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    swap = services.cancel(swap, actor=floor.ann.user)
    assert swap.state == SwapState.CANCELLED
    assert not running_requests(swap).exists()
    with pytest.raises(RuleViolation) as refusal:
        services.cancel(swap, actor=floor.ann.user)
    assert codes(refusal) == ["swaps.not_open"]


def test_withdrawing_the_request_calls_the_swap_off(floor: Floor) -> None:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    approvals.withdraw(the_request(swap), actor=floor.ann.user)
    swap.refresh_from_db()
    assert swap.state == SwapState.CANCELLED


def test_everything_is_checked_anew_when_the_leader_approves(floor: Floor) -> None:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    Assignment.objects.filter(employee=floor.bo, on=DAY).update(cancelled_at=NOW)
    with pytest.raises(RuleViolation) as refusal:
        approvals.approve(the_request(swap), actor=floor.leader.user)
    assert codes(refusal) == ["swaps.shift_is_gone"]
    swap.refresh_from_db()
    assert swap.state == SwapState.CONFIRMED


def test_the_director_voids_an_approved_swap_and_the_shifts_go_back(floor: Floor) -> None:
    swap = approved(floor)
    with pytest.raises(PermissionDenied):
        services.void(swap, actor=floor.leader.user, words="Mistake")
    with pytest.raises(RuleViolation) as refusal:
        services.void(swap, actor=floor.director.user, words=" ")
    assert codes(refusal) == ["swaps.note_needed"]
    swap = services.void(swap, actor=floor.director.user, words="Mistake")
    assert swap.state == SwapState.VOID
    assert shift_of(floor.ann, DAY).code == "D"
    assert not shift_of(floor.ann, DAY).duty.is_swapped


def test_a_swap_is_not_voided_once_a_shift_has_begun(floor: Floor) -> None:
    swap = approved(floor)
    with (
        time_machine.travel(shift_of(floor.bo, DAY).starts_at, tick=False),
        pytest.raises(RuleViolation) as refusal,
    ):
        services.void(swap, actor=floor.director.user, words="Mistake")
    assert codes(refusal) == ["swaps.begun"]


def test_no_third_swap_in_a_month(floor: Floor) -> None:
    for month_day in (4, 6):
        swap = approved(floor, on=datetime.date(2026, 3, month_day))
        Swap.objects.filter(pk=swap.pk).update(state=SwapState.CLOSED, worked_at=NOW)
    with pytest.raises(RuleViolation) as refusal:
        asked(floor, on=datetime.date(2026, 3, 20))
    assert "swaps.too_many" in codes(refusal)
    assert asked(floor, on=datetime.date(2026, 4, 20)).state == SwapState.ASKED  # another month


def test_no_second_swap_before_the_first_is_worked_and_returned(floor: Floor) -> None:
    approved(floor)
    with pytest.raises(RuleViolation) as refusal:
        asked(floor, on=datetime.date(2026, 3, 20))
    assert set(codes(refusal)) == {"swaps.unfinished"}  # both of them


def test_the_return_is_followed_to_its_end(floor: Floor) -> None:
    swap = approved(floor, other=NEXT)
    first, second = (shift_of(who, on) for who, on in ((floor.bo, DAY), (floor.ann, NEXT)))
    minute = datetime.timedelta(minutes=1)
    assert after.follow_up(first.ends_at - minute) == 0
    after.follow_up(first.ends_at)
    swap.refresh_from_db()
    assert (swap.state, swap.worked_at, swap.returned_at) == (SwapState.WORKED, first.ends_at, None)
    assert after.follow_up(second.ends_at - minute) == 0
    after.follow_up(second.ends_at)
    swap.refresh_from_db()
    assert (swap.state, swap.returned_at) == (SwapState.CLOSED, second.ends_at)
    assert after.follow_up(second.ends_at) == 0


def test_a_swap_of_one_day_is_closed_when_both_have_worked(floor: Floor) -> None:
    swap = approved(floor)
    early, late = shift_of(floor.bo, DAY), shift_of(floor.ann, DAY)
    after.follow_up(early.ends_at)
    swap.refresh_from_db()
    assert swap.state == SwapState.APPROVED
    after.follow_up(late.ends_at)
    swap.refresh_from_db()
    assert (swap.state, swap.returned_at) == (SwapState.CLOSED, None)


def test_what_nobody_decides_before_the_shift_is_called_off(floor: Floor) -> None:
    swap = asked(floor)
    after.follow_up(shift_of(floor.ann, DAY).starts_at)
    swap.refresh_from_db()
    assert swap.state == SwapState.CANCELLED


def test_what_loses_a_shift_is_called_off(floor: Floor) -> None:
    swap = asked(floor)
    assert after.follow_up() == 0
    Assignment.objects.filter(employee=floor.bo, on=DAY).update(cancelled_at=NOW)
    assert after.follow_up() == 1
    swap.refresh_from_db()
    assert swap.state == SwapState.CANCELLED


def test_an_empty_swapped_shift_is_split_by_the_leader_once(floor: Floor) -> None:
    swap = approved(floor)
    side = swap.shifts.get(taker=floor.bo)
    with pytest.raises(RuleViolation) as refusal:
        after.report_empty(side)
    assert codes(refusal) == ["swaps.not_begun"]
    with time_machine.travel(shift_of(floor.bo, DAY).starts_at, tick=False):
        split_by_the_leader_once(floor, side)


def split_by_the_leader_once(floor: Floor, side: SwapShift) -> None:
    mishap = after.report_empty(side)
    assert after.report_empty(side) == mishap
    assert Message.objects.filter(kind="swaps.mishap", recipient=floor.leader.user).count() == 1
    with pytest.raises(PermissionDenied):
        after.split_responsibility(mishap, requester_share=30, note="Bo forgot", actor=floor.bo.user)
    with pytest.raises(RuleViolation) as refusal:
        after.split_responsibility(mishap, requester_share=101, note="", actor=floor.leader.user)
    assert set(codes(refusal)) == {"swaps.shares", "swaps.note_needed"}
    after.split_responsibility(mishap, requester_share=30, note="Bo forgot", actor=floor.leader.user)
    (found,) = swapped_shifts([floor.bo.pk], DAY, DAY)
    assert (found.share, found.other_share, found.other_employee_id) == (70, 30, floor.ann.pk)
    with pytest.raises(RuleViolation) as refusal:
        after.split_responsibility(mishap, requester_share=50, note="Again", actor=floor.leader.user)
    assert codes(refusal) == ["swaps.split_already"]


def test_the_database_refuses_two_open_swaps_on_one_shift(floor: Floor) -> None:
    swap = asked(floor)
    side = swap.shifts.first()
    assert side is not None
    other = Swap.objects.create(
        site=floor.site, requester=floor.cai, counterpart=floor.bo, reason="x",
        month=datetime.date(2026, 3, 1), first_on=DAY, last_on=DAY,
    )  # fmt: skip
    refused_by_the_database(
        "shift_is_in_one_open_swap",
        SwapShift.objects.create, swap=other, assignment=side.assignment, giver=side.giver, taker=floor.cai,
    )  # fmt: skip


def test_the_database_refuses_a_swap_with_oneself_and_half_a_split(floor: Floor) -> None:
    place = {"month": datetime.date(2026, 3, 1), "first_on": DAY, "last_on": DAY}
    refused_by_the_database(
        "swap_is_between_two_people",
        Swap.objects.create, site=floor.site, requester=floor.ann, counterpart=floor.ann, reason="x", **place,
    )  # fmt: skip
    side = asked(floor).shifts.first()
    refused_by_the_database(
        "mishap_shares_make_a_whole",
        Mishap.objects.create, shift=side, requester_share=60, counterpart_share=60, note="x", recorded_at=NOW,
    )  # fmt: skip
