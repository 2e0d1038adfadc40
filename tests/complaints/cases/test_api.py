"""The API of complaints: the same services, named by reference; what is out of sight is 404, a refusal is 409 with its reasons."""

import datetime
from typing import Any

import pytest
from django.test import Client

from callcenter.audit.models import Event
from complaints.cases import leaving
from complaints.cases.models import Case, State, Step, StepKind
from tests.complaints.factories import Center, make_case, make_center, make_customer, make_step, taken_to

pytestmark = pytest.mark.django_db
CASES = "/api/v1/complaints/cases/"


@pytest.fixture
def center() -> Center:
    return make_center()


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


def post(client: Client, url: str, data: Any = None, **headers: str) -> Any:
    return client.post(url, data or {}, content_type="application/json", headers=headers)


def new(center: Center, **fields: Any) -> dict[str, Any]:
    return {
        "site": center.site.code,
        "channel": "hotline",
        "title": "The bill is wrong",
        "content": "Charged twice. 重复扣款。",
        "demand": "One back",
        "cause": "attitude",
        "customer": make_customer(center.site, phone="13800138000").pk,
    } | fields


def test_a_complaint_is_recorded_submitted_and_accepted_in_one_call(center: Center) -> None:
    answer = post(as_(center, "officer"), CASES, new(center, upto="accept"))
    assert answer.status_code == 201
    assert answer.json()["state"] == "accepted"
    assert answer.json()["reference"].startswith("KS-")


def test_the_same_key_records_once(center: Center) -> None:
    client, data = as_(center, "agent"), new(center)
    first = post(client, CASES, data, **{"Idempotency-Key": "one"})
    second = post(client, CASES, data, **{"Idempotency-Key": "one"})
    assert first.json()["id"] == second.json()["id"]
    assert Case.objects.count() == 1


def test_numbers_of_customers_are_masked(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED, contact_phone="13900139000")
    shown = as_(center, "officer").get(f"{CASES}{case.reference}/").json()
    assert shown["contact_phone"] == "139****9000"
    assert "13900139000" not in str(shown)


def test_a_receipt_names_a_complaint_before_its_number(center: Center) -> None:
    case = taken_to(center, State.SUBMITTED)
    assert as_(center, "officer").get(f"{CASES}{case.reference}/").json()["number"] is None


def test_a_change_of_what_was_not_read_is_refused(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    client, url = as_(center, "officer"), f"{CASES}{case.reference}/"
    tag = client.get(url)["ETag"]
    given: dict[str, Any] = {"content_type": "application/json"}
    assert client.patch(url, {"title": "One"}, headers={"If-Match": tag}, **given).status_code == 200
    assert client.patch(url, {"title": "Two"}, headers={"If-Match": tag}, **given).status_code == 412
    assert client.patch(url, {"title": "Two", "version": case.version}, **given).status_code == 409
    case.refresh_from_db()
    assert case.title == "One"


def test_a_refusal_names_every_reason(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    answer = post(as_(center, "officer"), f"{CASES}{case.reference}/finish-investigation/")
    assert answer.status_code == 409
    codes = {one["code"] for one in answer.json()["objections"]}
    assert {"cases.not_acknowledged", "cases.steps_open", "cases.findings_missing"} <= codes


def test_a_department_finishes_its_step(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    step = Step.objects.get(case=case, kind=StepKind.CHECK_ORDER)
    client = as_(center, "marketing")
    listed = client.get("/api/v1/complaints/steps/", {"state": "running"}).json()["results"]
    assert [one["id"] for one in listed] == [step.pk]
    answer = post(client, f"/api/v1/complaints/steps/{step.pk}/finish/", {"result": "Checked."})
    assert answer.json()["state"] == "done"


def test_what_is_out_of_sight_is_not_found(center: Center) -> None:
    other = make_case(make_center().site)
    client = as_(center, "officer")
    assert client.get(f"{CASES}{other.reference}/").status_code == 404
    assert post(client, f"{CASES}{other.reference}/submit/").status_code == 404


def test_lists_ask_the_same_questions_however_long(center: Center, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(center, "officer")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(CASES).status_code == 200
        return len(found)

    for _number in range(5):
        make_step(make_case(center.site, State.ACCEPTED, owner=center.officer))
    asked()
    few = asked()
    for _number in range(25):
        make_step(make_case(center.site, State.ACCEPTED, owner=center.officer))
    assert asked() == few


def test_a_leaver_hands_complaints_and_steps_over(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    assert len(leaving.find([center.officer.pk, center.marketing.pk])) == 2
    assert leaving.hand_over(center.officer, center.director, center.user("manager")) == 1
    assert leaving.hand_over(center.marketing, center.lab, center.user("manager")) >= 1
    case.refresh_from_db()
    assert case.owner == center.director
    assert leaving.find([center.officer.pk, center.marketing.pk]) == {}


def test_what_is_told_of_a_complaint_holds_no_words(center: Center) -> None:
    from callcenter.integrations import events

    taken_to(center, State.SUBMITTED)
    event = Event.objects.get(verb="cases.case.recorded")
    told = str(events.without_words(event))
    assert "kettle" not in told
    assert datetime.datetime.now(datetime.UTC) >= event.at
