"""Two at once: one wins, the other hears why. Each of these fails without the lock it is about."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from staffing.roster.models import Assignment
from staffing.swaps import services
from staffing.swaps.board import services as board
from staffing.swaps.board.models import Claim, PostingState
from staffing.swaps.models import Swap, SwapState
from tests.staffing.factories import LATE_SHIFT
from tests.staffing.swaps.conftest import DAY, NOW, asked, make_floor, the_request
from tests.staffing.swaps.test_board import open_shift

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


def together(*acts: Act) -> list[str]:
    """Run the acts at the same moment; "" for each that went through, else its first objection, sorted."""
    barrier, results = threading.Barrier(len(acts)), []

    def run(act: Act) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            act()
            results.append("")
        except RuleViolation as refusal:
            results.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(results)


def test_two_who_ask_for_the_same_shift(transactional_db: None) -> None:
    floor = make_floor()
    ann, bo = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY)
    theirs = floor.give(floor.cai, DAY, LATE_SHIFT, "L")
    acts = [
        lambda row=row: services.ask(row, theirs, reason="School", actor=row.employee.user)  # type: ignore[misc]
        for row in (ann, bo)
    ]
    assert together(*acts) == ["", "swaps.taken_already"]
    assert Swap.objects.open().count() == 1


def test_the_last_swap_of_a_month_is_asked_for_once(transactional_db: None) -> None:
    floor = make_floor()
    done = asked(floor, on=datetime.date(2026, 3, 5))
    Swap.objects.filter(pk=done.pk).update(state=SwapState.CLOSED, worked_at=NOW)
    pairs = [
        (floor.give(floor.ann, on), floor.give(who, on, LATE_SHIFT, "L"))
        for on, who in ((DAY, floor.bo), (DAY + datetime.timedelta(days=5), floor.cai))
    ]
    acts = [
        lambda mine=mine, theirs=theirs: services.ask(mine, theirs, reason="School", actor=floor.ann.user)  # type: ignore[misc]
        for mine, theirs in pairs
    ]
    assert together(*acts) == ["", "swaps.too_many"]
    assert Swap.objects.filter(requester=floor.ann).count() == 2


def test_approving_while_cancelling(transactional_db: None) -> None:
    floor = make_floor()
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    request = the_request(swap)
    results = together(
        lambda: approvals.approve(request, actor=floor.leader.user),
        lambda: services.cancel(swap, actor=floor.ann.user),
    )
    swap.refresh_from_db()
    ann = Assignment.objects.published().get(employee=floor.ann, on=DAY)
    if swap.state == SwapState.APPROVED:
        assert (results, ann.code) == (["", "swaps.not_open"], "L")
    else:
        assert (swap.state, results, ann.code) == (SwapState.CANCELLED, ["", "approvals.not_open"], "D")


def test_the_last_place_is_taken_once(transactional_db: None) -> None:
    floor = make_floor()
    posting = open_shift(floor)
    acts = [
        lambda who=who: board.claim(posting, employee=who, actor=who.user)  # type: ignore[misc]
        for who in (floor.ann, floor.bo)
    ]
    assert together(*acts) == ["", "swaps.board_full"]
    posting.refresh_from_db()
    assert (posting.state, Claim.objects.count()) == (PostingState.FULL, 1)
    assert Assignment.objects.published().filter(on=DAY).count() == 1


def test_one_person_takes_one_of_two_shifts_of_a_day(transactional_db: None) -> None:
    floor = make_floor()
    first = open_shift(floor)
    second = type(first).objects.get(pk=first.pk)
    second.pk = None
    second.save(force_insert=True)
    acts = [
        lambda one=one: board.claim(one, employee=floor.ann, actor=floor.ann.user)  # type: ignore[misc]
        for one in (first, second)
    ]
    assert together(*acts) == ["", "swaps.works_then"]
    assert Assignment.objects.published().filter(employee=floor.ann, on=DAY).count() == 1
