"""Every refusal of the API is a problem document (RFC 9457)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.test import Client
from rest_framework.exceptions import ErrorDetail, Throttled, ValidationError

from callcenter.access.posts import PostCode
from callcenter.api.problems import invalid_problem, problem_response, rule_problem
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from tests.factories import make_site, make_user

RULES = "/api/v1/rulebook/rules/"
SET = f"{RULES}kpi.sl_seconds/set/"
PROBLEM = "application/problem+json"


def client_of(post: PostCode, site: Site | None = None, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(make_user(post, site=site or make_site()))
    return client


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} <= set(body)
    return body


@pytest.mark.django_db
def test_somebody_who_is_not_logged_in_gets_401() -> None:
    response = Client().get(RULES)
    assert_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/no/such/", "/api/v2/people/", f"{RULES}no.rule/"]
)
def test_an_address_that_does_not_exist_is_404(path: str) -> None:
    assert_problem(client_of(PostCode.AGENT).get(path), 404)


@pytest.mark.django_db
def test_a_method_that_is_not_there_is_405() -> None:
    assert_problem(client_of(PostCode.AGENT).delete(RULES), 405)


@pytest.mark.django_db
def test_a_writing_request_without_the_csrf_token_is_403() -> None:
    client = client_of(PostCode.DIRECTOR, enforce_csrf_checks=True)
    body = assert_problem(client.post(SET, {}, content_type="application/json"), 403)
    assert "CSRF" in body["detail"]


@pytest.mark.django_db
def test_a_document_that_is_no_json_is_400() -> None:
    response = client_of(PostCode.DIRECTOR).post(SET, "{", content_type="application/json")
    assert_problem(response, 400)


@pytest.mark.django_db
def test_each_wrong_field_is_named_with_its_sentence() -> None:
    response = client_of(PostCode.DIRECTOR).post(SET, {"value": 1}, content_type="application/json")
    body = assert_problem(response, 400)
    found = {error["field"]: error for error in body["errors"]}
    assert set(found) == {"site", "effective_on", "reason"}
    assert found["reason"]["pointer"] == "#/reason"
    assert found["reason"]["detail"] == "This field is required."


@pytest.mark.django_db
def test_a_refusal_by_rule_is_409_with_every_objection() -> None:
    site = make_site()
    sent = {"site": site.code, "value": 4000, "effective_on": "2020-01-01", "reason": "Because"}
    response = client_of(PostCode.DIRECTOR, site).post(SET, sent, content_type="application/json")
    body = assert_problem(response, 409)
    assert [one["code"] for one in body["objections"]] == ["rulebook.maximum", "rulebook.past_day"]
    assert body["objections"][0]["sentence"] == "The value must be at most 3,600 s."
    assert body["objections"][0]["field"] == "value"


@pytest.mark.django_db
def test_sentences_are_in_the_callers_language() -> None:
    site = make_site()
    sent = {"site": site.code, "value": 4000, "effective_on": "2090-01-01", "reason": "因为"}
    response = client_of(PostCode.DIRECTOR, site).post(
        SET, sent, content_type="application/json", headers={"Accept-Language": "zh-hans"}
    )
    assert assert_problem(response, 409)["objections"][0]["sentence"] == "取值不得大于 3,600 秒。"


@pytest.mark.django_db
def test_somebody_whose_posts_do_not_allow_it_gets_403() -> None:
    site = make_site()
    sent = {"site": site.code, "value": 30, "effective_on": "2090-01-01", "reason": "Because"}
    assert_problem(client_of(PostCode.AGENT, site).post(SET, sent, content_type="application/json"), 403)
    assert_problem(client_of(PostCode.AGENT, site).get("/api/v1/audit/events/"), 403)


def test_nested_errors_point_to_their_place() -> None:
    detail = {"rows": [{}, {"day": [ErrorDetail("Bad day.")]}], "non_field_errors": [ErrorDetail("Twice.")]}
    assert invalid_problem(detail)["errors"] == [
        {"pointer": "#/rows/1/day", "field": "rows.1.day", "detail": "Bad day."},
        {"pointer": "#", "field": "", "detail": "Twice."},
    ]


def test_a_models_own_validation_is_400_as_well() -> None:
    response = problem_response(DjangoValidationError({"code": ["Taken."]}), {})
    assert response is not None
    assert response.status_code == 400
    assert response.data["errors"] == [{"pointer": "#/code", "field": "code", "detail": "Taken."}]


def test_too_many_requests_say_when_to_come_back() -> None:
    response = problem_response(Throttled(wait=30), {})
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (429, "30")


def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal() -> None:
    assert problem_response(ZeroDivisionError(), {}) is None


def test_a_plain_list_of_errors_belongs_to_the_whole_document() -> None:
    response = problem_response(ValidationError(["Nothing sent."]), {})
    assert response is not None
    assert response.data["errors"] == [{"pointer": "#", "field": "", "detail": "Nothing sent."}]


def test_a_record_that_a_sentence_names_is_told_by_its_name() -> None:
    """Figures may hold records: the sentence says their name, and so does the answer."""
    refusal = RuleViolation(Objection("liability.proposed_already", {"name": Site(code="one", name="One")}))
    (told,) = rule_problem(refusal)["objections"]
    assert told["figures"] == {"name": "One"}
    assert "One" in told["sentence"]


def test_somebody_who_may_not_is_told_so_in_a_sentence() -> None:
    """A service that refuses without words: the answer has some."""
    response = problem_response(PermissionDenied(""), {})
    assert response is not None
    assert (response.status_code, bool(response.data["detail"])) == (403, True)
