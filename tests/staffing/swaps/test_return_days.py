"""Two shifts of one day that are returned on another: asked for, carried out, worked, returned, voided, refused."""

import datetime

import pytest
import time_machine
from django.test import Client

from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from staffing.roster.models import Assignment
from staffing.swaps import after, services
from staffing.swaps.candidates import return_days
from staffing.swaps.models import Swap, SwapShift, SwapState
from tests.refusals import codes
from tests.staffing.factories import LATE_SHIFT
from tests.staffing.swaps.conftest import DAY, NEXT, NOW, Floor, the_request
from tests.staffing.swaps.test_services import shift_of

FAR = DAY + datetime.timedelta(days=4)


def shifts(floor: Floor, on: datetime.date, *, turned: bool = False) -> tuple[Assignment, Assignment]:
    """Ann early and Bo late on a day; the other way round when turned."""
    early, late = (floor.bo, floor.ann) if turned else (floor.ann, floor.bo)
    rows = {early: floor.give(early, on), late: floor.give(late, on, LATE_SHIFT, "L")}
    return rows[floor.ann], rows[floor.bo]


def asked(floor: Floor) -> Swap:
    mine, theirs = shifts(floor, DAY)
    back = shifts(floor, FAR)
    return services.ask(mine, theirs, reason="School", actor=floor.ann.user, back=back)


def approved(floor: Floor) -> Swap:
    swap = services.confirm(asked(floor), actor=floor.bo.user)
    approvals.approve(the_request(swap), actor=floor.leader.user)
    swap.refresh_from_db()
    return swap


def test_both_days_are_exchanged_by_one_swap(floor: Floor) -> None:
    swap = approved(floor)
    assert (swap.state, swap.first_on, swap.last_on, swap.has_return) == (SwapState.APPROVED, DAY, FAR, True)
    for on in (DAY, FAR):
        assert (shift_of(floor.ann, on).code, shift_of(floor.bo, on).code) == ("L", "D")
    assert swap.shifts.filter(is_return=True).count() == 2
    assert Swap.objects.count() == 1  # a swap and its return are one (A10)


def test_it_is_worked_then_returned(floor: Floor) -> None:
    swap = approved(floor)
    zone = floor.site.zone
    for on, state in ((DAY, SwapState.WORKED), (FAR, SwapState.CLOSED)):
        early = datetime.datetime.combine(on, datetime.time(21, 59), zone)
        with time_machine.travel(early, tick=False):
            before = after.note_progress(swap).state
            assert before != state
        with time_machine.travel(early + datetime.timedelta(minutes=1), tick=False):
            assert after.note_progress(swap).state == state
    swap.refresh_from_db()
    assert swap.worked_at == datetime.datetime.combine(DAY, datetime.time(22), zone)
    assert swap.returned_at == datetime.datetime.combine(FAR, datetime.time(22), zone)


def test_voided_all_four_go_back(floor: Floor) -> None:
    swap = approved(floor)
    services.void(swap, actor=floor.director.user, words="An exam")
    for on in (DAY, FAR):
        assert (shift_of(floor.ann, on).code, shift_of(floor.bo, on).code) == ("D", "L")


def test_each_of_the_four_is_in_one_open_swap(floor: Floor) -> None:
    swap = asked(floor)
    assert SwapShift.objects.filter(is_open=True, swap=swap).count() == 4
    mine = shift_of(floor.bo, FAR)
    other = floor.give(floor.cai, FAR)
    with pytest.raises(RuleViolation) as refusal:
        services.ask(mine, other, reason="x", actor=floor.bo.user)
    assert "swaps.taken_already" in codes(refusal)


def test_the_return_is_on_one_later_day_of_the_same_two(floor: Floor) -> None:
    mine, theirs = shifts(floor, NEXT)
    before = shifts(floor, DAY)
    strange = (floor.give(floor.ann, FAR), floor.give(floor.cai, FAR, LATE_SHIFT, "L"))
    for back in (before, strange):
        with pytest.raises(RuleViolation) as refusal:
            services.ask(mine, theirs, reason="x", actor=floor.ann.user, back=back)
        assert codes(refusal) == ["swaps.return_day"]


def test_the_return_keeps_the_rules_too(floor: Floor) -> None:
    mine, theirs = shifts(floor, DAY)
    back = shifts(floor, FAR)
    floor.give(floor.ann, FAR + datetime.timedelta(days=1))  # 8:00 after a late shift until 22:00: ten hours
    with pytest.raises(RuleViolation) as refusal:
        services.ask(mine, theirs, reason="x", actor=floor.ann.user, back=back)
    assert codes(refusal) == ["swaps.would_break"]
    assert return_days(mine, theirs, at=NOW) == []


def test_days_that_could_return_it_are_offered(floor: Floor) -> None:
    mine, theirs = shifts(floor, DAY)
    back = shifts(floor, FAR)
    floor.give(floor.ann, DAY + datetime.timedelta(days=6))  # Bo is off then
    assert return_days(mine, theirs, at=NOW) == [back]
    assert return_days(mine, back[1], at=NOW) == []  # of two days: the later is the return


def test_it_is_asked_for_on_the_page(floor: Floor, client: Client) -> None:
    mine, theirs = shifts(floor, DAY)
    back = shifts(floor, FAR)
    client.force_login(floor.ann.user)
    url = f"/staffing/swaps/shifts/{mine.pk}/for/{theirs.pk}/"
    key = f"{back[0].pk}-{back[1].pk}"
    assert key in client.get(url).content.decode()
    response = client.post(url, {"reason": "School", "back": key})
    swap = Swap.objects.get()
    assert response.status_code == 302
    assert swap.last_on == FAR
    page = client.get(swap.get_absolute_url())
    assert page.status_code == 200
    client.force_login(floor.bo.user)
    assert client.get(swap.get_absolute_url()).status_code == 200
