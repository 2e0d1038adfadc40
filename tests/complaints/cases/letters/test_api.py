"""The API of letters: written from the template, sent once, thrown away only before."""

from typing import Any

import pytest
from django.test import Client

from complaints.cases.models import Letter, State
from tests.complaints.factories import Center, make_center, taken_to

pytestmark = pytest.mark.django_db
LETTERS = "/api/v1/complaints/letters/"


@pytest.fixture
def center() -> Center:
    return make_center()


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


def post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, data, content_type="application/json")


def test_a_letter_is_written_sent_and_then_stays(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    client = as_(center, "officer")
    made = post(client, LETTERS, complaint=case.reference, purpose="progress", language="en")
    assert made.status_code == 201
    assert made.json()["sent_at"] is None
    url = f"{LETTERS}{made.json()['id']}/"
    assert post(client, f"{url}issue/").json()["sent_at"] is not None
    assert post(client, f"{url}issue/").status_code == 409
    assert client.delete(url).status_code == 409
    listed = client.get(LETTERS, {"complaint": case.reference, "is_sent": "true"}).json()["results"]
    assert [one["id"] for one in listed] == [made.json()["id"]]


def test_a_letter_that_was_not_sent_is_thrown_away(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    client = as_(center, "officer")
    made = post(client, LETTERS, complaint=case.reference, purpose="progress", language="zh-hans")
    assert client.delete(f"{LETTERS}{made.json()['id']}/").status_code == 204
    assert not Letter.objects.exists()


def test_a_letter_of_the_decision_waits_for_it(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    answer = post(as_(center, "officer"), LETTERS, complaint=case.reference, purpose="upheld", language="en")
    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["objections"]] == ["letters.before_decision"]


def test_letters_are_for_the_service_department_alone(center: Center) -> None:
    """Whoever else sees the complaint, its letters are not found; nobody reads those of a complaint about themselves."""
    case = taken_to(center, State.ACCEPTED)
    made = post(as_(center, "officer"), LETTERS, complaint=case.reference, purpose="progress", language="en")
    url = f"{LETTERS}{made.json()['id']}/"
    for name in ("marketing", "leader", "deputy_gm"):
        assert as_(center, name).get(url).status_code == 404
    type(case).objects.filter(pk=case.pk).update(about=center.director)
    assert as_(center, "director").get(url).status_code == 404
    assert as_(center, "manager").get(url).status_code == 200
