"""The API of duplicates: candidates, links, merges and their undoing, through the services of the pages."""

from typing import Any

import pytest
from django.test import Client

from complaints.cases.models import Case, State
from tests.complaints.factories import Center, make_case, make_center, make_customer, taken_to

pytestmark = pytest.mark.django_db
MERGES, LINKS = "/api/v1/complaints/merges/", "/api/v1/complaints/links/"


@pytest.fixture
def center() -> Center:
    return make_center()


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


def post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, data, content_type="application/json")


def alike(center: Center) -> tuple[Case, Case]:
    """Two of one customer about one order."""
    customer = make_customer(center.site)
    first = taken_to(center, State.ACCEPTED, customer=customer, order_no="A-17")
    return first, taken_to(center, State.SUBMITTED, customer=customer, order_no="A-17")


def test_what_looks_like_a_complaint_is_named_with_its_reasons(center: Center) -> None:
    first, second = alike(center)
    found = as_(center, "officer").get(f"{MERGES}candidates/", {"complaint": first.reference}).json()
    assert [(one["complaint"], set(one["why"]) >= {"order", "customer"}) for one in found] == [
        (second.reference, True)
    ]


def test_candidates_out_of_sight_are_not_told(center: Center) -> None:
    """Somebody of a department sees the complaint that a step of theirs belongs to, not the others of the customer."""
    first, _second = alike(center)
    found = as_(center, "marketing").get(f"{MERGES}candidates/", {"complaint": first.reference})
    assert found.status_code == 200
    assert found.json() == []


def test_a_duplicate_is_merged_and_the_merging_taken_back(center: Center) -> None:
    survivor, merged = alike(center)
    client = as_(center, "officer")
    receipt = merged.reference
    made = post(client, MERGES, survivor=survivor.reference, merged=receipt, reason="The same kettle")
    assert made.status_code == 201
    merged.refresh_from_db()
    assert (merged.state, merged.merged_into) == (State.MERGED, survivor)
    listed = client.get(MERGES, {"complaint": receipt, "is_undone": "false"}).json()["results"]
    assert [one["survivor"] for one in listed] == [survivor.reference]
    undone = post(client, f"{MERGES}{made.json()['id']}/undo/", reason="Two kettles")
    assert undone.json()["undone_at"] is not None
    merged.refresh_from_db()
    assert merged.state == State.SUBMITTED


def test_what_may_not_be_merged_is_refused_with_its_sentence(center: Center) -> None:
    first, second = alike(center)
    answer = post(
        as_(center, "officer"), MERGES, survivor=second.reference, merged=first.reference, reason="-"
    )
    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["objections"]] == ["cases.merge_into_accepted"]
    first.refresh_from_db()
    assert first.state == State.ACCEPTED


def test_a_complaint_out_of_sight_is_not_merged(center: Center) -> None:
    first, _second = alike(center)
    other = make_case(make_center().site, State.SUBMITTED)
    client = as_(center, "officer")
    for survivor, merged in ((first, other), (other, first)):
        answer = post(client, MERGES, survivor=survivor.reference, merged=merged.reference, reason="-")
        assert answer.status_code == 400
        assert "within your reach" in answer.content.decode()
    assert client.get(f"{MERGES}candidates/", {"complaint": other.reference}).status_code == 400
    assert client.get(f"{MERGES}candidates/").status_code == 400


def test_two_that_belong_together_are_linked_once_and_the_link_is_taken_away(center: Center) -> None:
    first, second = alike(center)
    client = as_(center, "officer")
    made = post(client, LINKS, complaint=first.reference, other=second.reference, words="One delivery")
    again = post(client, LINKS, complaint=second.reference, other=first.reference)
    assert made.json()["id"] == again.json()["id"]
    listed = client.get(LINKS, {"complaint": second.reference}).json()["results"]
    assert [(one["complaint"], one["words"]) for one in listed] == [(first.reference, "One delivery")]
    assert client.delete(f"{LINKS}{made.json()['id']}/").status_code == 204
    assert client.get(LINKS, {"complaint": second.reference}).json()["results"] == []
