"""Leave by API: asked for, refused with rules, taken back, certified; balances; webhooks say that it was decided."""

import pytest
from django.test import Client

from callcenter.integrations.events import find
from staffing.leave.models import LeaveRequest
from staffing.leave.states import State
from tests.staffing.leave.factories import approve, ask, at, make_colleague, make_grant, make_kind, picture

pytestmark = pytest.mark.django_db
REQUESTS = "/api/v1/staffing/leave-requests/"


def client_of(person):
    client = Client()
    client.force_login(person.user)
    return client


def post(person, url, data):
    return client_of(person).post(url, data, content_type="application/json")


def test_leave_is_asked_for_and_read(line):
    make_kind(line.site)
    data = {"kind": "personal", "first_on": "2026-03-12", "reason": "moving house"}
    answer = post(line.agent, REQUESTS, data)
    assert answer.status_code == 201
    found = answer.json()
    assert (found["state"], found["path"], found["days"]) == ("submitted", "ordinary", "1.000")
    assert found["leave_days"] == [{"on": "2026-03-12", "minutes": 480, "of_minutes": 480}]
    listed = client_of(line.leader).get(REQUESTS, {"state": "submitted", "on": "2026-03-12"}).json()
    assert [each["number"] for each in listed["results"]] == [found["number"]]
    assert client_of(make_colleague(line)).get(f"{REQUESTS}{found['id']}/").status_code == 404


def test_a_refusal_names_every_rule(line, clock):
    clock.move_to(at("03-11 08:30"))
    make_kind(line.site)
    answer = post(line.agent, REQUESTS, {"kind": "personal", "first_on": "2026-03-12"})
    assert answer.status_code == 409
    found = answer.json()["objections"]
    assert [each["code"] for each in found] == ["leave.personal_min_hours", "leave.reason_needed"]
    assert found[0]["rules"] == ["leave.personal_min_hours"]


def test_hours_and_reports_for_others(line):
    for code in ("personal", "sick-emergency"):
        make_kind(line.site, code)
    hours = {"kind": "personal", "first_on": "2026-03-13", "part": "hours", "from_time": "10:00"}
    answer = post(line.agent, REQUESTS, hours | {"to_time": "13:00", "reason": "bank"})
    assert answer.json()["amount"] == "2.50"
    call = {"kind": "sick-emergency", "first_on": "2026-03-12", "employee": line.agent.number}
    answer = post(line.leader, REQUESTS, call | {"notified_by": "Zhang Min", "relation": "wife"})
    assert answer.status_code == 201
    assert post(make_colleague(line), REQUESTS, call).status_code == 400


def test_leave_is_taken_back_and_certified(line):
    make_kind(line.site, "sick")
    leave = approve(ask(line, "sick"), line.leader, line.director)
    data = {"starts_on": "2026-03-12", "ends_on": "2026-03-12", "file": picture()}
    answer = client_of(line.agent).post(f"{REQUESTS}{leave.pk}/certificate/", data)
    assert answer.json()["state"] == "certified"
    other = ask(line, "personal", at("03-13 00:00").date())
    assert post(line.agent, f"{REQUESTS}{other.pk}/cancel/", {}).json()["state"] == "cancelled"
    assert LeaveRequest.objects.get(pk=other.pk).state == State.CANCELLED


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one-and-only"}])
def test_a_refusal_on_a_swapped_shift_is_recorded_whatever_is_undone(line, headers):
    from callcenter.audit.models import Event
    from staffing.roster.models import Assignment, Origin

    make_kind(line.site)
    Assignment.objects.filter(employee=line.agent).update(origin=Origin.SWAP)
    data = {"kind": "personal", "first_on": "2026-03-12", "reason": "moving house"}
    answer = client_of(line.agent).post(REQUESTS, data, content_type="application/json", headers=headers)
    assert answer.status_code == 409
    assert Event.objects.filter(verb="leave.request.refused").count() == 1


def test_balances_are_read_in_the_same_few_queries(line, django_assert_max_num_queries):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind, "5")
    director = client_of(line.director)
    counts = []
    for size in (1, 15):
        for _n in range(size):
            make_grant(make_colleague(line, 12), kind)
        director.get("/api/v1/staffing/leave-balances/")
        with django_assert_max_num_queries(30) as counted:
            found = director.get("/api/v1/staffing/leave-balances/").json()
        counts.append(len(counted))
    assert counts[0] == counts[1]
    own = next(each for each in found["results"] if each["employee"] == line.agent.number)
    assert own["balances"] == [
        {
            "kind": "annual",
            "unit": "half_day",
            "given": "5.00",
            "taken": "0.00",
            "reserved": "0.00",
            "left": "5.00",
        }
    ]


def test_kinds_are_read(line):
    make_kind(line.site, "sick")
    found = client_of(line.agent).get("/api/v1/staffing/leave-kinds/").json()["results"]
    assert [(each["code"], each["takes_certificate"]) for each in found] == [("sick", True)]


def test_a_decision_is_a_public_event_without_words(line):
    event = find("leave.decided")
    assert event is not None
    from callcenter.audit.models import Event

    approve(ask(line), line.leader, line.director)
    told = event.payload(Event.objects.get(verb="leave.decided"))
    assert (told["after"]["decision"], told["reason"], told["subject"]["label"]) == ("approved", "", "")
