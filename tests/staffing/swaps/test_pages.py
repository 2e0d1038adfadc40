"""Pages and API of swaps and the board: what is asked by them happens, what is refused says why with 422 or 409."""

import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.people.models import Employee
from staffing.roster.models import Assignment
from staffing.swaps import services
from staffing.swaps.board.models import Posting, PostingState
from staffing.swaps.models import Swap, SwapShift, SwapState
from tests.staffing.factories import LATE_SHIFT, make_agent, make_shift_type
from tests.staffing.swaps.conftest import DAY, Floor, asked
from tests.staffing.swaps.test_board import open_shift


def as_(employee: Employee) -> Client:
    client = Client()
    assert employee.user is not None
    client.force_login(employee.user)
    return client


def test_from_a_shift_to_the_leaders_click(floor: Floor) -> None:
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    ann, bo, leader = (as_(one) for one in (floor.ann, floor.bo, floor.leader))
    assert str(mine.on) in ann.get(reverse("swaps:index")).content.decode()
    address = reverse("swaps:ask", args=[mine.pk, theirs.pk])
    assert address in ann.get(reverse("swaps:colleagues", args=[mine.pk])).content.decode()
    assert ann.post(address, {"reason": ""}).status_code == 422
    answer = ann.post(address, {"reason": "School"})
    swap = Swap.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, swap.get_absolute_url())
    refused = ann.post(address, {"reason": "School"})
    assert refused.status_code == 422
    assert "not worked and returned yet" in refused.content.decode()
    page = bo.get(swap.get_absolute_url()).content.decode()
    assert "Both rosters, before and after" in page
    assert "still to come" in page
    bo.post(reverse("swaps:answer", args=[swap.pk]), {"act": "confirm", "answer": "Fine"})
    assert leader.post(reverse("swaps:decide", args=[swap.pk]), {"act": "reject"}).status_code == 422
    leader.post(reverse("swaps:decide", args=[swap.pk]), {"act": "approve"})
    swap.refresh_from_db()
    assert swap.state == SwapState.APPROVED
    assert leader.post(reverse("swaps:decide", args=[swap.pk]), {"act": "approve"}).status_code == 422
    as_(floor.director).post(reverse("swaps:void", args=[swap.pk]), {"words": "Mistake"})
    swap.refresh_from_db()
    assert swap.state == SwapState.VOID


def test_somebody_elses_shift_is_not_there(floor: Floor) -> None:
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    bo = as_(floor.bo)
    for name, args in (("colleagues", [mine.pk]), ("give", [mine.pk]), ("ask", [mine.pk, theirs.pk])):
        assert bo.get(reverse(f"swaps:{name}", args=args)).status_code == 404


def test_the_colleague_is_reminded_on_today_and_the_leader_has_it_in_the_inbox(floor: Floor) -> None:
    swap = asked(floor)
    page = as_(floor.bo).get(reverse("web:today")).content.decode()
    assert swap.get_absolute_url() in page
    services.confirm(swap, actor=floor.bo.user)
    assert "Ann Li" in as_(floor.leader).get(reverse("approvals:inbox")).content.decode()


def test_the_inbox_costs_as_many_queries_for_many_swaps_as_for_few(floor: Floor) -> None:
    leader = as_(floor.leader)

    def cost() -> int:
        leader.get(reverse("approvals:inbox"))
        with CaptureQueriesContext(connection) as found:
            assert "School" in leader.get(reverse("approvals:inbox")).content.decode()
        return len(found)

    def waiting(day: int) -> None:
        one, two = (make_agent(floor.team, superior=floor.leader) for _ in range(2))
        on = datetime.date(2026, 3, day)
        swap = services.ask(
            floor.give(one, on), floor.give(two, on, LATE_SHIFT, "L"), reason="School", actor=one.user
        )
        services.confirm(swap, actor=two.user)

    waiting(10)
    few = cost()
    for day in range(11, 15):
        waiting(day)
    assert cost() == few


def test_lists_cost_as_many_queries_for_many_as_for_few(floor: Floor) -> None:
    leader, bo = as_(floor.leader), as_(floor.bo)
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")

    def more(count: int) -> None:
        for _ in range(count):
            swap = Swap.objects.create(
                site=floor.site, requester=floor.ann, counterpart=floor.bo, requester_team=floor.team, reason="x",
                counterpart_team=floor.team, month=DAY.replace(day=1), first_on=DAY, last_on=DAY, state="closed",
            )  # fmt: skip
            for row, taker in ((mine, floor.bo), (theirs, floor.ann)):
                SwapShift.objects.create(
                    swap=swap, assignment=row, giver_id=row.employee_id, taker=taker, is_open=False
                )

    def cost(client: Client, name: str) -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(name)).status_code == 200
        return len(found)

    more(2)
    few = [cost(leader, "swaps:swaps"), cost(bo, "swaps:index")]
    more(30)
    assert [cost(leader, "swaps:swaps"), cost(bo, "swaps:index")] == few


def test_a_leader_posts_an_open_shift_and_an_agent_takes_it(floor: Floor) -> None:
    kind = make_shift_type(floor.site, "X", LATE_SHIFT)
    floor.give(floor.bo, DAY - datetime.timedelta(days=2))
    leader, ann = as_(floor.leader), as_(floor.ann)
    data: dict[str, Any] = {
        "kind": "open_shift", "offered_to": f"t{floor.team.pk}", "on": DAY.isoformat(), "shift_type": kind.pk,
        "places": 1, "reason": "Two are ill",
    }  # fmt: skip
    assert leader.post(reverse("swaps:post"), data | {"shift_type": ""}).status_code == 422
    assert leader.post(reverse("swaps:post"), data).status_code == 302
    posting = Posting.objects.get()
    assert posting.get_absolute_url() in ann.get(reverse("swaps:board")).content.decode()
    assert ann.post(reverse("swaps:claim", args=[posting.pk])).status_code == 302
    assert ann.post(reverse("swaps:claim", args=[posting.pk])).status_code == 422
    posting.refresh_from_db()
    assert posting.state == PostingState.FULL
    assert Assignment.objects.published().filter(employee=floor.ann, on=DAY, code="X").exists()
    assert posting.number in leader.get(reverse("swaps:postings")).content.decode()


def test_a_shift_is_given_away_from_its_page(floor: Floor) -> None:
    mine = floor.give(floor.ann, DAY)
    ann = as_(floor.ann)
    assert ann.get(reverse("swaps:give", args=[mine.pk])).status_code == 200
    assert ann.post(reverse("swaps:give", args=[mine.pk]), {"reason": "Exam"}).status_code == 302
    assert ann.post(reverse("swaps:give", args=[mine.pk]), {"reason": "Exam"}).status_code == 422


def test_overtime_and_time_off_are_posted_with_their_times(floor: Floor) -> None:
    leader = as_(floor.leader)
    data = {"offered_to": f"t{floor.team.pk}", "on": DAY.isoformat(), "places": 2, "reason": "Quiet"}
    for kind, begins, ends in (("overtime", "22:00", "01:00"), ("time_off", "08:00", "17:00")):
        times = {"kind": kind, "begins": begins, "ends": ends}
        assert leader.post(reverse("swaps:post"), data | times).status_code == 302
    overtime = Posting.objects.get(kind="overtime")
    assert (overtime.ends_at - overtime.starts_at, overtime.state) == (datetime.timedelta(hours=3), "asked")
    assert Posting.objects.get(kind="time_off").state == PostingState.OPEN


def test_the_api_asks_answers_and_decides(floor: Floor) -> None:
    mine, theirs = floor.give(floor.ann, DAY), floor.give(floor.bo, DAY, LATE_SHIFT, "L")
    ann, bo, leader = (as_(one) for one in (floor.ann, floor.bo, floor.leader))
    sent = {"gives": mine.pk, "takes": theirs.pk, "reason": "School"}
    made = ann.post("/api/v1/staffing/swaps/", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    assert [one["on"] for one in made.json()["shifts"]] == [DAY.isoformat()] * 2
    again = ann.post("/api/v1/staffing/swaps/", sent, content_type="application/json")
    assert again.status_code == 409
    address = f"/api/v1/staffing/swaps/{made.json()['id']}/"
    assert bo.post(f"{address}approve/", {}, content_type="application/json").status_code in (409, 403)
    assert bo.post(f"{address}confirm/", {}, content_type="application/json").json()["state"] == "confirmed"
    assert (
        leader.post(f"{address}approve/", {}, content_type="application/json").json()["state"] == "approved"
    )
    assert leader.post(f"{address}approve/", {}, content_type="application/json").status_code == 409
    assert [one["state"] for one in leader.get("/api/v1/staffing/swaps/").json()["results"]] == ["approved"]


def test_the_api_of_the_board(floor: Floor) -> None:
    posting = open_shift(floor)
    ann, leader = as_(floor.ann), as_(floor.leader)
    address = f"/api/v1/staffing/open-shifts/{posting.pk}/"
    taken = ann.post(f"{address}claim/", {}, content_type="application/json")
    assert (taken.status_code, taken.json()["state"]) == (200, "full")
    assert ann.post(f"{address}claim/", {}, content_type="application/json").status_code == 409
    sent = {
        "kind": "time_off", "department": floor.department.pk, "team": floor.team.pk, "on": DAY.isoformat(),
        "shift_type": posting.shift_type_id, "reason": "Quiet",
    }  # fmt: skip
    made = leader.post("/api/v1/staffing/offers/", sent, content_type="application/json")
    assert (made.status_code, made.json()["kind"]) == (201, "time_off")
    mine = floor.give(floor.bo, DAY)
    given = {"assignment": mine.pk, "reason": "Exam"}
    bo = as_(floor.bo)
    cover = bo.post("/api/v1/staffing/covers/", given, content_type="application/json")
    assert (cover.status_code, cover.json()["state"]) == (201, "asked")
    off = bo.post(
        f"/api/v1/staffing/covers/{cover.json()['id']}/withdraw/", {}, content_type="application/json"
    )
    assert off.json()["state"] == "withdrawn"
