"""What holds at every address: a write with a key happens once, an unchanged answer is not sent again, nobody overwrites
what somebody else has changed, and every refusal is a problem document."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.utils.module_loading import import_string

from callcenter.access.posts import PostCode
from callcenter.api import registry
from callcenter.api.idempotency import drop_old_answers
from callcenter.api.models import KeptAnswer
from callcenter.api.views import server_error
from callcenter.api.viewsets import Contract
from callcenter.people.models import Employee
from callcenter.rulebook.values import today_at
from tests.factories import make_employee, make_site, make_team, make_user
from tests.integrations.client_factories import caller, calling, make_client, token_of

EMPLOYEES = "/api/v1/people/employees/"
JSON = "application/json"


def someone(number: str = "N1", **fields: Any) -> dict[str, Any]:
    return {
        "number": number,
        "name": "New",
        "site": "harbin",
        "post": "agent",
        "hired_on": "2026-03-02",
    } | fields


@pytest.fixture
def harbin() -> Browser:
    """A client that may hire at Harbin."""
    site = make_site(code="harbin")
    make_employee(site=site)
    return caller("people:write", site=site)


def test_every_viewset_stands_on_the_contract() -> None:
    for route in registry._routes.values():
        viewset = import_string(route.viewset) if isinstance(route.viewset, str) else route.viewset
        assert issubclass(viewset, Contract), f"{route.prefix}: build it on ScopedReadViewSet or ApiViewSet"


# --- Idempotency-Key


@pytest.mark.django_db
def test_a_write_with_a_key_is_done_once_and_answered_alike(harbin: Browser) -> None:
    headers = {"Idempotency-Key": "7b1c"}
    first = harbin.post(EMPLOYEES, someone(), content_type=JSON, headers=headers)
    again = harbin.post(EMPLOYEES, someone(), content_type=JSON, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Employee.objects.filter(number="N1").count() == 1


@pytest.mark.django_db
def test_the_order_of_fields_does_not_make_another_request(harbin: Browser) -> None:
    headers = {"Idempotency-Key": "7b1c"}
    harbin.post(EMPLOYEES, someone(), content_type=JSON, headers=headers)
    turned = dict(reversed(someone().items()))
    assert harbin.post(EMPLOYEES, turned, content_type=JSON, headers=headers).status_code == 201


@pytest.mark.django_db
def test_a_key_of_another_request_is_refused(harbin: Browser) -> None:
    headers = {"Idempotency-Key": "7b1c"}
    harbin.post(EMPLOYEES, someone(), content_type=JSON, headers=headers)
    other = harbin.post(EMPLOYEES, someone("N2"), content_type=JSON, headers=headers)
    assert other.status_code == 422
    assert other["Content-Type"] == "application/problem+json"
    assert not Employee.objects.filter(number="N2").exists()


@pytest.mark.django_db
def test_another_caller_may_use_the_same_key(harbin: Browser) -> None:
    headers = {"Idempotency-Key": "7b1c"}
    harbin.post(EMPLOYEES, someone(), content_type=JSON, headers=headers)
    other = caller("people:write", is_everywhere=True)
    assert other.post(EMPLOYEES, someone("N2"), content_type=JSON, headers=headers).status_code == 201


@pytest.mark.django_db
def test_a_refusal_changed_nothing_and_leaves_the_key_free(harbin: Browser) -> None:
    headers = {"Idempotency-Key": "7b1c"}
    taken = Employee.objects.values_list("number", flat=True)[0]
    refused = harbin.post(EMPLOYEES, someone(taken), content_type=JSON, headers=headers)
    assert refused.status_code == 409
    assert not KeptAnswer.objects.exists()
    assert harbin.post(EMPLOYEES, someone(), content_type=JSON, headers=headers).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "schlüssel"])
def test_a_key_that_is_none_is_refused(harbin: Browser, key: str) -> None:
    answer = harbin.post(EMPLOYEES, someone(), content_type=JSON, HTTP_IDEMPOTENCY_KEY=key)
    assert answer.status_code == 400
    assert not Employee.objects.filter(number="N1").exists()


@pytest.mark.django_db
def test_old_answers_are_dropped(harbin: Browser) -> None:
    harbin.post(EMPLOYEES, someone(), content_type=JSON, headers={"Idempotency-Key": "new"})
    assert drop_old_answers() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_keptanswer SET made_at = now() - interval '49 hours'")
    assert drop_old_answers() == 1


@pytest.mark.django_db(transaction=True)
def test_five_requests_with_one_key_at_once_hire_one_person() -> None:
    site = make_site(code="harbin")
    make_employee(site=site)
    token = token_of(*make_client("people:write", site=site))
    start = threading.Barrier(5)
    answers: list[tuple[int, bytes]] = []

    def ask() -> None:
        start.wait()
        answer = calling(token).post(
            EMPLOYEES, someone(), content_type=JSON, headers={"Idempotency-Key": "7b1c"}
        )
        answers.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 5
    assert {code for code, _body in answers} == {201}
    assert len({body for _code, body in answers}) == 1
    assert Employee.objects.filter(number="N1").count() == 1


# --- ETag, If-None-Match, If-Match


@pytest.mark.django_db
def test_an_unchanged_answer_is_not_sent_again(harbin: Browser) -> None:
    first = harbin.get(EMPLOYEES)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= {one.strip() for one in first["Vary"].split(",")}
    again = harbin.get(EMPLOYEES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_employee(site=make_site())  # elsewhere: nothing that this caller sees
    assert harbin.get(EMPLOYEES, headers={"If-None-Match": first["ETag"]}).status_code == 304
    harbin.post(EMPLOYEES, someone(), content_type=JSON)
    changed = harbin.get(EMPLOYEES, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.django_db
def test_a_write_on_a_record_that_has_changed_since_is_refused(harbin: Browser) -> None:
    harbin.post(EMPLOYEES, someone(), content_type=JSON)
    record = f"{EMPLOYEES}N1/"
    seen = harbin.get(record)["ETag"]
    leave = {"left_on": "2026-12-31"}
    Employee.objects.filter(number="N1").update(grade="2")
    refused = harbin.post(f"{record}leave/", leave, content_type=JSON, headers={"If-Match": seen})
    assert refused.status_code == 412
    assert refused["Content-Type"] == "application/problem+json"
    now = harbin.get(record)["ETag"]
    done = harbin.post(f"{record}leave/", leave, content_type=JSON, headers={"If-Match": now})
    assert done.status_code == 200, done.content


@pytest.mark.django_db
def test_any_state_will_do_for_a_star(harbin: Browser) -> None:
    harbin.post(EMPLOYEES, someone(), content_type=JSON)
    answer = harbin.post(
        f"{EMPLOYEES}N1/leave/", {"left_on": "2026-12-31"}, content_type=JSON, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200


@pytest.mark.django_db
def test_a_rule_that_has_changed_since_is_not_set() -> None:
    site = make_site(code="harbin")
    browser = Browser()
    browser.force_login(make_user(PostCode.DIRECTOR, site=site))
    rule = "/api/v1/rulebook/rules/kpi.sl_seconds/"
    seen = browser.get(rule, {"site": "harbin"})["ETag"]
    later = today_at(site) + datetime.timedelta(30)
    sent = {"site": "harbin", "value": 30, "effective_on": later.isoformat(), "reason": "Contract"}
    address = f"{rule}set/?site=harbin"
    assert browser.post(address, sent, content_type=JSON, headers={"If-Match": '"other"'}).status_code == 412
    assert browser.post(address, sent, content_type=JSON, headers={"If-Match": seen}).status_code == 201


# --- Refusals


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (401, lambda browser: Browser().get(EMPLOYEES)),
        (403, lambda browser: browser.get("/api/v1/audit/events/")),
        (404, lambda browser: browser.get(f"{EMPLOYEES}nobody/")),
        (405, lambda browser: browser.delete(EMPLOYEES)),
        (406, lambda browser: browser.get(EMPLOYEES, headers={"Accept": "text/html"})),
        (415, lambda browser: browser.post(EMPLOYEES, "<a/>", content_type="text/xml")),
    ],
)
def test_every_refusal_is_a_problem_document(harbin: Browser, status: int, ask: Any) -> None:
    answer = ask(harbin)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


@pytest.mark.django_db
def test_a_first_password_opens_no_address_and_says_so() -> None:
    user = make_user(PostCode.HR)
    type(user).objects.filter(pk=user.pk).update(must_change_password=True)
    browser = Browser()
    browser.force_login(user)
    answer = browser.get(EMPLOYEES)
    assert answer.status_code == 403
    assert "first password" in answer.json()["detail"]


def test_a_fault_of_ours_is_a_problem_for_programs_and_a_page_for_people() -> None:
    program = server_error(RequestFactory().get("/api/v1/people/teams/"))
    assert (program.status_code, program["Content-Type"]) == (500, "application/problem+json")
    assert server_error(RequestFactory().get("/people/"))["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_a_team_is_found_by_its_id_alone() -> None:
    team = make_team()
    browser = caller("people:read", site=team.department.site)
    assert browser.get(f"/api/v1/people/teams/{team.pk}/").status_code == 200
    assert browser.get("/api/v1/people/teams/99999999999999999999999/").status_code == 404
