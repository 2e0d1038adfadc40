"""The API of actions, unified answers, minutes and the impact of incidents: the pages' services."""

import datetime
from typing import Any

from rest_framework.test import APIClient

from callcenter.people.models import Employee
from staffing.records.meetings.models import Presence
from staffing.records.meetings.series import MeetingKind
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.factories import make_incident, make_meeting


def send(who: Employee, path: str, data: dict[str, Any] | None = None) -> Any:
    client = APIClient()
    client.force_authenticate(who.user)
    return client.post(f"/api/v1/staffing/{path}/", data or {}, format="json")


def test_an_action_is_given_from_a_record_that_one_keeps_and_finished_by_its_owner(place: Place) -> None:
    incident = make_incident(place.site)
    sent = {"incident": incident.pk, "text": "Call the supplier", "owner": place.ann.number}
    sent["due_on"] = (TODAY + datetime.timedelta(days=2)).isoformat()
    made = send(place.leader, "actions", sent)
    assert (made.status_code, made.json()["owner"]) == (201, place.ann.number)
    row = f"actions/{made.json()['id']}"
    assert send(place.bo, f"{row}/finish", {"result": "x"}).status_code == 404
    assert send(place.ann, f"{row}/finish", {"result": "They come tomorrow"}).json()["done_at"]
    assert send(place.leader, "actions", sent | {"meeting": 1}).status_code == 400
    assert send(place.leader, "actions", sent | {"incident": None}).status_code == 400
    assert send(place.ann, "actions", sent).status_code == 404


def test_an_answer_is_published_for_everybody_and_withdrawn(place: Place) -> None:
    meeting = make_meeting(place.site, place.director)
    sent = {
        "site": place.site.code,
        "question": "Why is the bill higher?",
        "answer": "The tariff changed.",
        "tags": ["bill"],
        "meeting": meeting.pk,
    }
    assert send(place.ann, "answers", sent).status_code == 403
    made = send(place.leader, "answers", sent)
    assert (made.status_code, made.json()["meeting"]) == (201, meeting.pk)
    assert made.json()["bulletin"]
    row = f"answers/{made.json()['id']}"
    assert send(place.director, f"{row}/withdraw", {"reason": "Changed again"}).json()["withdrawn_at"]


def test_minutes_are_written_with_notes_and_attendance_and_closed(place: Place) -> None:
    meeting = make_meeting(place.site, place.director, kind=MeetingKind.SHIFT_AFFAIRS)
    row = f"meetings/{meeting.pk}/minutes"
    refused = send(place.director, row, {"minutes": "Decided", "close": True})
    assert refused.status_code == 409
    assert "meetings.topics_needed" in refused.content.decode()
    sent = {
        "minutes": "Decided",
        "notes": [{"item": item.pk, "notes": "Discussed"} for item in meeting.agenda.all()],
        "attendance": [
            {"employee": who.number, "presence": Presence.PRESENT} for who in (place.director, place.leader)
        ],
        "close": True,
    }
    closed = send(place.director, row, sent).json()
    assert closed["closed_at"] == NOW.astimezone(place.site.zone).isoformat() or closed["closed_at"]
    assert {each["presence"] for each in closed["attendance"]} == {"present"}
    assert send(place.director, row, sent).status_code == 409


def test_the_impact_of_an_incident_raises_its_severity(place: Place) -> None:
    incident = make_incident(place.site)
    before = incident.severity
    sent = {"is_interruption": True, "waiting": 250, "usual": 20, "calls_lost": 12}
    found = send(place.leader, f"incidents/{incident.pk}/impact", sent).json()
    assert found["severity"] >= before
    assert found["calls_lost"] == 12
    wrong = send(place.leader, f"incidents/{incident.pk}/impact", sent | {"queues": ["nowhere"]})
    assert wrong.status_code == 400
