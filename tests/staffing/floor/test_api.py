"""The API of the floor."""

from typing import Any

from django.utils.dateparse import parse_datetime as parse
from rest_framework.test import APIClient

from callcenter.people.models import Employee
from staffing.floor.breaks.models import Break
from staffing.roster.models import HeadsNeeded
from tests.staffing.floor.conftest import Floor
from tests.staffing.floor.factories import DAY, at, make_break


def api(who: Employee) -> APIClient:
    client = APIClient()
    client.force_authenticate(who.user)
    return client


def test_programs_read_who_is_where(floor: Floor) -> None:
    floor.comes(floor.ann)
    found = api(floor.leader).get("/api/v1/staffing/floor/", {"site": floor.site.code}).json()
    assert {each["employee"]: each["where"] for each in found["people"]} == {
        floor.ann.number: ["present"],
        floor.bo.number: ["absent"],
        floor.cai.number: ["absent"],
        floor.leader.number: ["absent"],
    }
    assert api(floor.ann).get("/api/v1/staffing/floor/", {"site": floor.site.code}).json()["people"] == []


def test_a_break_is_asked_for_and_agreed_to(floor: Floor) -> None:
    sent = {
        "assignment": floor.shift(floor.ann).pk,
        "kind": "rest",
        "starts_at": at(floor.ann, "10:00").isoformat(),
        "minutes": 15,
    }
    made = api(floor.ann).post("/api/v1/staffing/breaks/", sent, format="json")
    assert made.status_code == 201
    answer = api(floor.leader).post(f"/api/v1/staffing/breaks/{made.json()['id']}/accept/")
    assert answer.json()["state"] == "planned"


def test_a_refusal_names_its_code_and_rule(floor: Floor) -> None:
    make_break(floor.shift(floor.bo), "10:00")
    asked = make_break(floor.shift(floor.ann), "10:00", state="asked")
    answer = api(floor.leader).post(f"/api/v1/staffing/breaks/{asked.pk}/accept/")
    assert answer.status_code == 409
    assert "floor.too_many_away" in answer.content.decode()
    assert Break.objects.get(pk=asked.pk).state == "asked"


def send(who: Employee, path: str, data: dict[str, object] | None = None) -> Any:
    return api(who).post(f"/api/v1/staffing/{path}/", data or {}, format="json")


def test_the_leader_assigns_moves_and_takes_back_a_break(floor: Floor) -> None:
    sent = {
        "assignment": floor.shift(floor.ann).pk,
        "kind": "rest",
        "starts_at": at(floor.ann, "10:00").isoformat(),
        "minutes": 15,
    }
    assert send(floor.ann, "breaks/assign", sent).status_code == 403
    made = send(floor.leader, "breaks/assign", sent)
    assert (made.status_code, made.json()["state"]) == (201, "planned")
    slot = f"breaks/{made.json()['id']}"
    moved = send(floor.leader, f"{slot}/move", {"starts_at": at(floor.ann, "11:00").isoformat()})
    assert parse(moved.json()["starts_at"]) == at(floor.ann, "11:00")
    assert send(floor.leader, f"{slot}/take-back").json()["state"] == "cancelled"


def test_a_team_s_breaks_are_spread_and_those_that_help_moved(floor: Floor) -> None:
    day = {"team": floor.team.pk, "on": DAY.isoformat()}
    spread = send(floor.leader, "breaks/spread", day).json()
    assert len(spread["assigned"]) == 9
    assert spread["left_over"] == 0
    Break.objects.all().delete()
    slot = make_break(floor.shift(floor.ann), "10:10")
    HeadsNeeded.objects.create(
        department=floor.department,
        team=floor.team,
        weekday=DAY.weekday(),
        span=(600, 630),
        heads=3,
        period=(DAY, None),
    )
    found = api(floor.leader).get("/api/v1/staffing/breaks/outlook/", day).json()
    assert [(each["there"], each["needed"]) for each in found["short"]] == [(2, 3)]
    (move,) = found["moves"]
    assert (move["id"], move["minutes"]) == (slot.pk, 15)
    step = {key: move[key] for key in ("id", "seen", "to")}
    moved = send(floor.leader, "breaks/moves", {"team": floor.team.pk, "moves": [step]})
    assert [each["id"] for each in moved.json()] == [slot.pk]
    again = send(floor.leader, "breaks/moves", {"team": floor.team.pk, "moves": [step]})
    assert again.status_code == 409
    assert "floor.break_moved_meanwhile" in again.content.decode()
    assert api(floor.ann).get("/api/v1/staffing/breaks/outlook/", day).status_code == 403


def test_a_handover_is_begun_written_signed_by_two_and_its_problem_noted(floor: Floor) -> None:
    begun = send(floor.leader, "handovers", {"team": floor.team.pk, "on": DAY.isoformat(), "code": "D"})
    assert begun.status_code == 201
    row, version = f"handovers/{begun.json()['id']}", begun.json()["version"]
    topics = {"equipment": "All work", "open_issues": "None", "staff_changes": "None"}
    written = send(floor.leader, f"{row}/write", {"topics": topics, "version": version})
    assert written.json()["topics"]["equipment"] == "All work"
    assert send(floor.leader, f"{row}/write", {"topics": topics, "version": version}).status_code == 409
    assert send(floor.leader, f"{row}/give").json()["outgoing"] == floor.leader.number
    problem = send(floor.next_leader, f"{row}/problem", {"text": "A headset is missing"})
    assert (problem.status_code, problem.json()["side"]) == (201, "both")
    assert send(floor.leader, f"{row}/take").status_code == 409
    assert send(floor.next_leader, f"{row}/take").json()["incoming"] == floor.next_leader.number


def test_a_duty_log_is_opened_written_and_signed(floor: Floor) -> None:
    opened = send(floor.leader, "duty-logs", {"team": floor.team.pk, "on": DAY.isoformat(), "code": "D"})
    row, version = f"duty-logs/{opened.json()['id']}", opened.json()["version"]
    written = send(floor.leader, f"{row}/write", {"sections": {"remarks": "Quiet"}, "version": version})
    assert written.json()["sections"]["remarks"] == "Quiet"
    assert send(floor.leader, f"{row}/sign").json()["locked_by"] == floor.leader.number
    assert (
        send(floor.ann, "duty-logs", {"team": floor.team.pk, "on": DAY.isoformat(), "code": "D"}).status_code
        == 403
    )


def test_open_items_reports_consoles_and_times_off_post_are_kept(floor: Floor) -> None:
    floor.comes(floor.ann)
    item = send(floor.leader, "open-items", {"team": floor.team.pk, "text": "Work order 77"}).json()
    assert send(floor.leader, f"open-items/{item['id']}/finish").json()["done_at"]
    month = {"team": floor.team.pk, "month": DAY.replace(day=1).isoformat(), "text": "A quiet month"}
    assert send(floor.leader, "shift-reports", month).status_code == 201
    assert send(floor.leader, "shift-reports", month).status_code == 409
    assignment = floor.shift(floor.ann).pk
    off = send(floor.leader, "off-posts", {"assignment": assignment, "note": "Not at desk 12"}).json()
    assert send(floor.leader, f"off-posts/{off['id']}/back").json()["returned_at"]
    assert send(floor.ann, "console-releases", {"assignment": assignment}).status_code == 409
    released = send(floor.leader, "console-releases", {"assignment": assignment, "reason": "Unwell"})
    assert (released.status_code, released.json()["reason"]) == (201, "Unwell")


def test_somebody_is_ordered_to_stop_work(floor: Floor) -> None:
    sent = {"assignment": floor.shift(floor.ann).pk, "reason": "Danger to others"}
    assert send(floor.ann, "stop-work-orders", sent).status_code == 403
    made = send(floor.leader, "stop-work-orders", sent)
    assert (made.status_code, made.json()["employee"]) == (201, floor.ann.number)
    assert send(floor.leader, "stop-work-orders", sent).status_code in (400, 409)
