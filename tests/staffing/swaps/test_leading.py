"""A shift leader in every shift: what a swap, a cover or time off would take away, and what the rulebook makes of it."""

import datetime

import pytest

from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from callcenter.rulebook.models import RuleValue
from staffing.roster.models import HeadsNeeded
from staffing.swaps import services
from staffing.swaps.board import services as board
from staffing.swaps.board.facts import effect
from staffing.swaps.board.models import PostingKind
from staffing.swaps.board.selectors import running_request
from staffing.swaps.board.services import NewPosting
from staffing.swaps.candidates import candidates
from staffing.swaps.leading import Lead, Leading, covered
from tests.refusals import codes
from tests.staffing.factories import DAY_SHIFT, LATE_SHIFT, make_shift_type
from tests.staffing.swaps.conftest import DAY, NOW, Floor

SIX, TWO, TEN = 6 * 60, 14 * 60, 22 * 60


def rule(value: str) -> None:
    RuleValue.objects.create(
        key="swap.check_coverage", value=value, effective_on=datetime.date(2026, 1, 1), reason="test"
    )


@pytest.mark.parametrize(
    ("spans", "is_covered"),
    [
        ([(SIX, TEN)], True),
        ([(SIX, TWO), (TWO, TEN)], True),
        ([(SIX, TWO), (TWO + 1, TEN)], False),
        ([], False),
    ],
)
def test_leaders_together_hold_every_minute(spans: list[tuple[int, int]], is_covered: bool) -> None:
    assert covered((SIX, TEN), spans) is is_covered


def test_only_what_a_change_takes_away_is_told() -> None:
    kinds = {(1, DAY): {("D", (SIX, TWO)), ("L", (TWO, TEN))}}
    found = Leading(frozenset({7, 8}), (Lead(1, 1, DAY, (SIX, TWO)),), kinds)
    assert found.left_alone({1: 9}) == [(DAY, "D")]
    assert found.left_alone({1: None}) == [(DAY, "D")]
    assert found.left_alone({1: 8}) == []  # another shift leader has it
    assert found.left_alone({2: 9}) == []  # not a leader's shift
    two = Leading(frozenset({7, 8}), (Lead(1, 1, DAY, (SIX, TWO)), Lead(2, 1, DAY, (SIX, TWO))), kinds)
    assert two.left_alone({1: 9}) == []


def shifts_of_a_leader(floor: Floor) -> None:
    floor.give(floor.ann, DAY)
    floor.give(floor.cai, DAY)
    floor.give(floor.leader, DAY)


def test_a_leader_who_leads_alone_does_not_swap_with_an_agent(floor: Floor) -> None:
    floor.give(floor.cai, DAY)
    mine = floor.give(floor.leader, DAY)
    theirs = floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    with pytest.raises(RuleViolation) as refusal:
        services.ask(mine, theirs, reason="Doctor", actor=floor.leader.user)
    assert codes(refusal) == ["swaps.no_leader"]
    found = {one.employee: one for one in candidates(mine, at=NOW)}
    assert [each.code for each in found[floor.bo].objections] == ["swaps.no_leader"]
    floor.give(floor.other_leader, DAY)
    assert services.ask(mine, theirs, reason="Doctor", actor=floor.leader.user)


def test_the_rulebook_may_only_warn(floor: Floor) -> None:
    rule("warn")
    mine, theirs = floor.give(floor.leader, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    assert services.ask(mine, theirs, reason="Doctor", actor=floor.leader.user)


def time_off(floor: Floor, minimum: int) -> object:
    kind = make_shift_type(floor.site, "D", DAY_SHIFT, minimum_heads=minimum)
    floor.give(floor.ann, DAY, shift_type=kind)
    floor.give(floor.bo, DAY, shift_type=kind)
    new = NewPosting(PostingKind.TIME_OFF, floor.department, DAY, "Quiet day", floor.team, kind)
    return board.post(new, actor=floor.leader.user)


@pytest.mark.parametrize(("minimum", "refused"), [(1, []), (2, ["swaps.below_minimum"])])
def test_time_off_leaves_the_minimum_of_the_shift(floor: Floor, minimum: int, refused: list[str]) -> None:
    posting = time_off(floor, minimum)
    off = board.own_shift(posting, floor.ann.pk)
    assert [each.code for each in board.claim_objections(posting, floor.ann, off, NOW)] == refused


def test_time_off_below_the_minimum_is_taken_where_the_rulebook_only_warns(floor: Floor) -> None:
    rule("warn")
    posting = time_off(floor, 2)
    assert board.claim(posting, employee=floor.ann, actor=floor.ann.user)


def test_a_cover_of_a_leader_goes_to_a_leader(floor: Floor) -> None:
    mine = floor.give(floor.leader, DAY)
    posting = board.give_away(mine, reason="Exam", actor=floor.leader.user)
    request = running_request(posting)
    assert request is not None
    approvals.approve(request, actor=floor.director.user)
    posting.refresh_from_db()
    assert "swaps.no_leader" in {each.code for each in board.claim_objections(posting, floor.bo, None, NOW)}
    against = {each.code for each in board.claim_objections(posting, floor.other_leader, None, NOW)}
    assert "swaps.no_leader" not in against


def test_an_entry_of_the_board_says_what_one_place_does_to_the_heads(floor: Floor) -> None:
    kind = make_shift_type(floor.site, "X", LATE_SHIFT)
    floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    new = NewPosting(PostingKind.OPEN_SHIFT, floor.department, DAY, "Two are ill", floor.team, kind)
    posting = board.post(new, actor=floor.leader.user)
    assert effect(posting) is None  # nobody said how many are needed
    HeadsNeeded.objects.create(
        department=floor.department, team=floor.team, weekday=DAY.weekday(), span=(840, 1320), heads=3,
        period=(datetime.date(2026, 1, 1), None),
    )  # fmt: skip
    assert effect(posting) == (-2, -1)
