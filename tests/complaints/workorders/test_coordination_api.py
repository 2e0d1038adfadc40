"""Coordination by the API: the pages' acts, the same refusals, and nothing of another site."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter.audit.models import Event
from complaints.workorders.coordination import services
from complaints.workorders.models import CoordinationMeeting, CoordinationRequest
from tests.api_calls import codes, get, post, wrong_fields
from tests.complaints.workorders.factories import Floor, make_floor, make_order
from tests.integrations.client_factories import caller

pytestmark = pytest.mark.django_db
REQUESTS = "/api/v1/complaints/coordination-requests/"
DAY = datetime.timedelta(days=1)
END = {"acceptance": "Works", "evaluation": "Good", "lessons": "Talk earlier"}


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def asked(floor: Floor, **changed: Any) -> str:
    """The address of a request that the floor's agent made."""
    given = {"situation": "s", "purpose": "p", "required_by": timezone.now() + 3 * DAY}
    return f"{REQUESTS}{services.ask(floor.site, actor=floor.agent.user, **(given | changed)).pk}/"


def minutes(**changed: Any) -> dict[str, Any]:
    held = timezone.now().isoformat()
    words = {"participants": "All", "discussion": "d", "consensus": "c", "arrangements": "a"}
    return {"way": "meeting", "held_at": held} | words | changed


def task(floor: Floor, **changed: Any) -> dict[str, Any]:
    due = floor.site.today().isoformat()
    return {"department": floor.cards.code, "task": "Open it", "due_on": due} | changed


def test_a_request_goes_from_the_asking_to_the_lessons(floor: Floor) -> None:
    order = make_order(floor)
    given = {
        "site": floor.site.code, "order": order.number, "situation": "s", "purpose": "p",
        "required_by": (timezone.now() + DAY).isoformat(),
    }  # fmt: skip
    made = post(floor.agent, REQUESTS, given)
    assert (made.status_code, made.json()["order"], made.json()["state"]) == (201, order.number, "asked")
    address = f"{REQUESTS}{made.json()['id']}/"
    minuted = post(floor.coordinator, f"{address}minutes/", minutes()).json()
    assert minuted["meetings"][0]["written_by"] == floor.coordinator.number
    planned = post(floor.coordinator, f"{address}plan/", task(floor)).json()
    assert (planned["state"], planned["items"][0]["department"]) == ("running", floor.cards.code)
    done = {"progress": "Opened", "is_done": True}
    item = f"{address}tasks/{planned['items'][0]['id']}/"
    assert post(floor.handler, f"{item}progress/", done).json()["items"][0]["done_at"]
    ended = post(floor.coordinator, f"{address}accept/", END).json()
    assert (ended["state"], ended["lessons"]) == ("closed", "Talk earlier")
    verbs = set(
        Event.objects.filter(verb__startswith="workorders.coordination").values_list("verb", flat=True)
    )
    assert verbs == {
        f"workorders.coordination.{one}" for one in ("asked", "minuted", "planned", "reported", "closed")
    }


def test_a_refusal_names_every_reason(floor: Floor) -> None:
    address = asked(floor)
    assert codes(post(floor.coordinator, f"{address}accept/", END)) == [
        "workorders.minutes_needed",
        "workorders.plan_needed",
    ]
    ahead = minutes(held_at=(timezone.now() + DAY).isoformat())
    assert codes(post(floor.coordinator, f"{address}minutes/", ahead)) == ["workorders.met_ahead"]
    late = task(floor, due_on=(floor.site.today() - DAY).isoformat())
    assert codes(post(floor.coordinator, f"{address}plan/", late)) == ["workorders.due_in_the_past"]
    assert post(floor.coordinator, f"{address}call-off/", {"words": "Settled"}).json()["words"] == "Settled"
    for name, given in (("call-off", {"words": "x"}), ("minutes", minutes()), ("plan", task(floor))):
        assert codes(post(floor.coordinator, f"{address}{name}/", given)) == ["workorders.coordination_over"]


def test_what_cannot_be_meant_is_said_at_its_field(floor: Floor) -> None:
    address, elsewhere = asked(floor), make_floor()
    assert wrong_fields(post(floor.coordinator, f"{address}minutes/")) == set(minutes())
    of_another = task(floor, department=elsewhere.cards.code + "-x")
    assert wrong_fields(post(floor.coordinator, f"{address}plan/", of_another)) == {"department"}
    given = {
        "site": floor.site.code,
        "situation": "s",
        "purpose": "p",
        "required_by": timezone.now().isoformat(),
    }
    for number in (make_order(elsewhere).number, "WO-999999999999", "17"):
        assert wrong_fields(post(floor.agent, REQUESTS, given | {"order": number})) == {"order"}
    for name, far in (
        ("minutes", minutes(held_at="1096-12-08T17:16:28Z")),
        ("plan", task(floor, due_on="9999-12-31")),
    ):
        assert len(wrong_fields(post(floor.coordinator, f"{address}{name}/", far))) == 1
    far = given | {"required_by": "9999-12-31T23:59:59Z"}
    assert wrong_fields(post(floor.agent, REQUESTS, far)) == {"required_by"}
    assert not CoordinationRequest.objects.exclude(pk=address.split("/")[-2]).exists()


def test_a_task_that_fell_behind_gets_another_day_after_new_minutes(floor: Floor) -> None:
    address = asked(floor)
    planned = post(floor.coordinator, f"{address}plan/", task(floor)).json()
    item = f"{address}tasks/{planned['items'][0]['id']}/"
    with time_machine.travel(timezone.now() + DAY, tick=False):
        assert get(floor.coordinator, address).json()["is_behind"]
        later = {"due_on": (floor.site.today() + DAY).isoformat()}
        assert codes(post(floor.coordinator, f"{item}postpone/", later)) == ["workorders.recoordinate"]
        assert post(floor.handler, f"{item}postpone/", later).status_code == 403
        post(floor.coordinator, f"{address}minutes/", minutes())
        moved = post(floor.coordinator, f"{item}postpone/", later).json()
        assert (moved["items"][0]["due_on"], moved["is_behind"]) == (later["due_on"], False)


def test_only_coordinators_lead_and_only_its_department_reports(floor: Floor) -> None:
    address = asked(floor)
    planned = post(floor.coordinator, f"{address}plan/", task(floor)).json()
    item = f"{address}tasks/{planned['items'][0]['id']}/"
    for name, given in (
        ("minutes", minutes()),
        ("plan", task(floor)),
        ("accept", END),
        ("call-off", {"words": "x"}),
    ):
        assert post(floor.agent, f"{address}{name}/", given).status_code == 403, name
    assert post(floor.agent, f"{item}progress/", {"progress": "x"}).status_code == 403
    assert post(floor.carrier, f"{item}progress/", {"progress": "x"}).status_code == 404


def test_nothing_of_another_site_is_there(floor: Floor) -> None:
    address, stranger = asked(floor), make_floor()
    mine = post(stranger.coordinator, f"{asked(stranger)}plan/", task(stranger)).json()
    for who in (stranger.coordinator, stranger.director, stranger.agent):
        assert get(who, address).status_code == 404
        assert post(who, f"{address}accept/", END).status_code == 404
        assert floor.site.code not in get(who, REQUESTS).content.decode()
    strange_task = f"{address}tasks/{mine['items'][0]['id']}/progress/"
    assert post(floor.coordinator, strange_task, {"progress": "x"}).status_code == 404


def test_a_key_writes_minutes_once(floor: Floor) -> None:
    address, given = asked(floor), minutes()
    for _time in range(2):
        assert (
            post(floor.coordinator, f"{address}minutes/", given, **{"Idempotency-Key": "one"}).status_code
            == 200
        )
    assert CoordinationMeeting.objects.count() == 1


def test_a_program_coordinates_with_the_scope_to_write_alone(floor: Floor) -> None:
    address = asked(floor)
    reading = caller("complaints:read", site=floor.site)
    assert reading.get(address).json()["purpose"] == "p"
    given = {"data": minutes(), "content_type": "application/json"}
    assert reading.post(f"{address}minutes/", **given).status_code == 403
    writing = caller("complaints:write", site=floor.site)
    assert writing.post(f"{address}minutes/", **given).json()["meetings"][0]["written_by"] is None


def test_the_list_takes_as_many_queries_for_many_as_for_one(floor: Floor) -> None:
    def whole() -> None:
        address = asked(floor, order=make_order(floor))
        post(floor.coordinator, f"{address}minutes/", minutes())
        post(floor.coordinator, f"{address}plan/", task(floor))

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert get(floor.director, REQUESTS).status_code == 200
        return len(found)

    whole()
    before = count()
    for _number in range(4):
        whole()
    assert count() <= before
