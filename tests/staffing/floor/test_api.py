"""The API of the floor."""

from rest_framework.test import APIClient

from callcenter.people.models import Employee
from staffing.floor.breaks.models import Break
from tests.staffing.floor.conftest import Floor
from tests.staffing.floor.factories import at, make_break


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
