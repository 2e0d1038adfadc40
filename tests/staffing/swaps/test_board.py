"""Covers, open shifts, offers: released, taken once, applied to the roster in the same moment."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from staffing.roster.models import Assignment, HeadsNeeded, Origin
from staffing.swaps import services as swaps
from staffing.swaps.board import services
from staffing.swaps.board.models import Claim, Posting, PostingKind, PostingState
from staffing.swaps.board.selectors import running_request
from staffing.swaps.board.services import NewPosting
from tests.refusals import codes
from tests.staffing.factories import LATE_SHIFT, make_roster, make_shift_type
from tests.staffing.swaps.conftest import DAY, Floor
from tests.staffing.swaps.test_services import shift_of


def request_of(posting: Posting) -> Request:
    found = running_request(posting)
    assert found is not None
    return found


def open_shift(floor: Floor, places: int = 1, **fields: object) -> Posting:
    kind = make_shift_type(floor.site, "X", LATE_SHIFT)
    make_roster(floor.department, DAY.replace(day=1))
    new = NewPosting(
        PostingKind.OPEN_SHIFT, floor.department, DAY, "Two are ill", floor.team, kind, places=places
    )
    return services.post(new, actor=floor.leader.user)


def test_a_cover_is_released_by_the_leader_and_taken_by_the_first(floor: Floor) -> None:
    mine = floor.give(floor.ann, DAY)
    posting = services.give_away(mine, reason="Exam", actor=floor.ann.user)
    assert posting.state == PostingState.ASKED
    with pytest.raises(RuleViolation) as refusal:
        services.claim(posting, employee=floor.bo, actor=floor.bo.user)
    assert "swaps.board_closed" in codes(refusal)
    approvals.approve(request_of(posting), actor=floor.leader.user)
    assert Message.objects.filter(kind="swaps.posted", recipient=floor.bo.user).count() == 1
    claim = services.claim(posting, employee=floor.cai, actor=floor.cai.user)
    assert claim.assignment == shift_of(floor.cai, DAY)
    assert claim.assignment.origin == Origin.COVER
    posting.refresh_from_db()
    assert posting.state == PostingState.FULL
    assert not Assignment.objects.published().filter(employee=floor.ann, on=DAY).exists()
    assert Message.objects.filter(kind="swaps.claimed", recipient=floor.ann.user).count() == 1


def test_only_ones_own_shift_is_given_away_and_only_once(floor: Floor) -> None:
    mine = floor.give(floor.ann, DAY)
    with pytest.raises(PermissionDenied):
        services.give_away(mine, reason="Exam", actor=floor.bo.user)
    services.give_away(mine, reason="Exam", actor=floor.ann.user)
    with pytest.raises(RuleViolation) as refusal:
        services.give_away(mine, reason="Exam", actor=floor.ann.user)
    assert codes(refusal) == ["swaps.given_already"]


def test_a_shift_in_an_open_swap_is_not_given_away(floor: Floor) -> None:
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    swaps.ask(mine, theirs, reason="School", actor=floor.ann.user)
    with pytest.raises(RuleViolation) as refusal:
        services.give_away(mine, reason="Exam", actor=floor.ann.user)
    assert codes(refusal) == ["swaps.in_a_swap"]


def test_a_cover_that_is_not_released_never_opens(floor: Floor) -> None:
    posting = services.give_away(floor.give(floor.ann, DAY), reason="Exam", actor=floor.ann.user)
    approvals.reject(request_of(posting), actor=floor.leader.user, comment="We are few")
    posting.refresh_from_db()
    assert posting.state == PostingState.REJECTED


def test_an_open_shift_goes_into_the_roster_of_who_takes_it(floor: Floor) -> None:
    posting = open_shift(floor, places=2)
    services.claim(posting, employee=floor.ann, actor=floor.ann.user)
    assert (shift_of(floor.ann, DAY).code, shift_of(floor.ann, DAY).origin) == ("X", Origin.OPEN_SHIFT)
    with pytest.raises(RuleViolation) as refusal:
        services.claim(posting, employee=floor.ann, actor=floor.ann.user)
    assert "swaps.has_place" in codes(refusal)
    with pytest.raises(RuleViolation) as refusal:
        services.claim(posting, employee=floor.cai, actor=floor.cai.user)
    assert codes(refusal) == ["swaps.not_offered"]
    with pytest.raises(PermissionDenied):
        services.claim(posting, employee=floor.bo, actor=floor.ann.user)
    services.claim(posting, employee=floor.bo, actor=floor.bo.user)
    posting.refresh_from_db()
    assert (posting.state, posting.claims.count()) == (PostingState.FULL, 2)


def test_a_leader_posts_for_their_team_and_for_no_other(floor: Floor) -> None:
    kind = make_shift_type(floor.site, "X", LATE_SHIFT)
    for team in (floor.other_team, None):
        new = NewPosting(PostingKind.OPEN_SHIFT, floor.department, DAY, "Two are ill", team, kind)
        with pytest.raises(PermissionDenied):
            services.post(new, actor=floor.leader.user)
        services.post(new, actor=floor.director.user)


def test_what_is_missing_is_said_at_once(floor: Floor) -> None:
    new = NewPosting(PostingKind.OPEN_SHIFT, floor.department, DAY, " ", floor.team, places=0)
    with pytest.raises(RuleViolation) as refusal:
        services.post(new, actor=floor.leader.user)
    assert set(codes(refusal)) == {"swaps.shift_needed", "swaps.note_needed", "swaps.places"}


def overtime(floor: Floor, actor: object, hours: int = 2) -> Posting:
    start = datetime.datetime(2026, 3, 12, 17, tzinfo=floor.site.zone)
    new = NewPosting(
        PostingKind.OVERTIME, floor.department, DAY, "Peak", floor.team,
        starts_at=start, ends_at=start + datetime.timedelta(hours=hours), places=3,
    )  # fmt: skip
    return services.post(new, actor=actor)  # type: ignore[arg-type]


def test_overtime_of_a_shift_leader_waits_for_the_director(floor: Floor) -> None:
    floor.give(floor.ann, DAY)
    posting = overtime(floor, floor.leader.user)
    assert posting.state == PostingState.ASKED
    approvals.approve(request_of(posting), actor=floor.director.user)
    services.claim(posting, employee=floor.ann, actor=floor.ann.user)
    assert Assignment.objects.published().filter(employee=floor.ann, origin=Origin.OVERTIME).count() == 1


@pytest.mark.parametrize(("hours", "expected"), [(3, set()), (4, {"swaps.would_break"})])
def test_overtime_above_three_hours_a_day_is_refused(floor: Floor, hours: int, expected: set[str]) -> None:
    floor.give(floor.ann, DAY)
    posting = overtime(floor, floor.director.user, hours)
    assert posting.state == PostingState.OPEN
    found = services.claim_objections(posting, floor.ann, None, posting.posted_at)
    assert {each.code for each in found} == expected


def test_time_off_takes_the_shift_back_while_enough_stay(floor: Floor) -> None:
    rows = [floor.give(who, DAY) for who in (floor.ann, floor.bo)]
    HeadsNeeded.objects.create(
        department=floor.department, team=floor.team, weekday=DAY.weekday(), span=(480, 960), heads=1,
        period=(DAY.replace(day=1), None),
    )  # fmt: skip
    new = NewPosting(
        PostingKind.TIME_OFF, floor.department, DAY, "Quiet", floor.team, rows[0].shift_type, places=2
    )
    posting = services.post(new, actor=floor.leader.user)
    services.claim(posting, employee=floor.ann, actor=floor.ann.user)
    assert not Assignment.objects.published().filter(employee=floor.ann, on=DAY).exists()
    with pytest.raises(RuleViolation) as refusal:
        services.claim(posting, employee=floor.bo, actor=floor.bo.user)
    assert codes(refusal) == ["swaps.too_few_stay"]


def test_who_posted_takes_it_off_and_what_has_begun_is_over(floor: Floor) -> None:
    posting = open_shift(floor)
    with pytest.raises(PermissionDenied):
        services.withdraw(posting, actor=floor.ann.user)
    assert services.withdraw(posting, actor=floor.leader.user).state == PostingState.WITHDRAWN
    second = services.give_away(floor.give(floor.bo, DAY), reason="Exam", actor=floor.bo.user)
    assert services.close_all_begun(second.starts_at - datetime.timedelta(seconds=1)) == 0
    assert services.close_all_begun(second.starts_at) == 1
    second.refresh_from_db()
    assert second.state == PostingState.CLOSED
    assert running_request(second) is None


def test_the_database_refuses_a_place_twice(floor: Floor) -> None:
    posting = open_shift(floor, places=2)
    claim = services.claim(posting, employee=floor.ann, actor=floor.ann.user)
    for name, fields in (
        ("place_is_taken_once", {"place": 1, "employee": floor.bo}),
        ("nobody_takes_two_places", {"place": 2, "employee": floor.ann}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Claim.objects.create(posting=posting, assignment=claim.assignment, **fields)
