"""Who could swap, who not and why; as many queries for many as for few."""

import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.people.employees.models import JobType
from staffing.roster.models import Origin
from staffing.swaps import services
from staffing.swaps.candidates import candidates, own_objections
from staffing.swaps.models import Swap, SwapState
from tests.staffing.factories import LATE_SHIFT, make_agent
from tests.staffing.swaps.conftest import DAY, NEXT, NOW, Floor, asked

STEP = datetime.timedelta(days=1)


def test_the_best_come_first_and_the_others_say_why_not(floor: Floor) -> None:
    mine = floor.give(floor.ann, DAY)
    floor.give(floor.cai, DAY, LATE_SHIFT, "L")  # another team, the same day
    floor.give(floor.bo, NEXT)  # the own team, two days later
    outbound = make_agent(floor.team, superior=floor.leader, job_type=JobType.OUTBOUND, skill_level=4)
    idle = make_agent(floor.team, superior=floor.leader)
    tired = make_agent(floor.team, superior=floor.leader)
    floor.give(tired, DAY - STEP, "20:00-22:30", origin=Origin.OVERTIME)  # 9½ hours before the shift
    floor.give(tired, NEXT)
    found = {one.employee: one for one in candidates(mine, at=NOW)}
    assert [one for one in found if found[one].qualifies] == [floor.bo, floor.cai]
    assert [row.on for row in found[floor.bo].options] == [NEXT]
    why = {one: {each.code for each in found[one].objections} for one in (outbound, idle, tired)}
    assert why == {
        outbound: {"swaps.other_job", "swaps.skills_apart"},
        idle: {"swaps.no_shift"},
        tired: {"swaps.would_break"},
    }
    assert all(each.sentence for one in found.values() for each in one.objections)


def test_what_is_held_by_another_swap_is_not_offered(floor: Floor) -> None:
    mine = floor.give(floor.cai, DAY)
    swap = asked(floor)
    found = {one.employee: one for one in candidates(mine, at=NOW)}
    assert {each.code for each in found[floor.bo].objections} == {"swaps.taken_already"}
    services.confirm(swap, actor=floor.bo.user)
    found = {one.employee: one for one in candidates(mine, at=NOW)}
    assert "swaps.unfinished" in {each.code for each in found[floor.bo].objections}


def test_what_stands_against_swapping_at_all_is_said_first(floor: Floor) -> None:
    mine = floor.give(floor.ann, DAY)
    assert own_objections(mine, at=NOW) == []
    late = mine.starts_at - datetime.timedelta(hours=23)
    assert {each.code for each in own_objections(mine, at=late)} == {"swaps.too_late"}
    for day in (20, 22):
        swap = Swap.objects.create(
            site=floor.site, requester=floor.ann, counterpart=floor.bo, reason="x", state=SwapState.CLOSED,
            month=DAY.replace(day=1), first_on=datetime.date(2026, 3, day), last_on=datetime.date(2026, 3, day),
        )  # fmt: skip
    assert swap.number
    assert {each.code for each in own_objections(mine, at=NOW)} == {"swaps.too_many"}


def queries(act: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_a_department_of_sixty_costs_as_many_queries_as_one_of_three(floor: Floor) -> None:
    mine = floor.give(floor.ann, DAY)
    floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    candidates(mine, at=NOW)
    few = queries(lambda: candidates(mine, at=NOW))
    for _ in range(57):
        colleague = make_agent(floor.team, with_user=False)
        floor.give(colleague, DAY, LATE_SHIFT, "L")
        floor.give(colleague, NEXT)
    assert queries(lambda: candidates(mine, at=NOW)) == few
