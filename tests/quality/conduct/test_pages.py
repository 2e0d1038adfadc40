"""The pages and the API of conduct, as the posts use them."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.people.models import Employee
from quality.conduct.models import ConductRecord
from tests.quality.conduct.factories import People, decided, heard, make_points, recorded, version


@pytest.fixture(autouse=True)
def _real_time(_a_monday: None) -> None:
    """Sessions end with the day of the fixture, not before."""


def as_(who: Employee) -> Client:
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client


def test_a_leader_records_on_the_page(people: People) -> None:
    page, client = reverse("conduct:new"), as_(people.leader)
    assert client.get(page).status_code == 200
    data = {
        "employee": people.ann.number, "version": version("FD-13").pk, "points": "4",
        "happened_at": "2026-11-16T09:30", "place": "Row 3", "words": "A heater",
    }  # fmt: skip
    answer = client.post(page, data)
    record = ConductRecord.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, record.get_absolute_url())
    assert (record.points, record.happened_at.hour) == (4, 1)
    refusal = client.post(page, data | {"points": "9"})
    assert (refusal.status_code, b"2 to 5 points" in refusal.content) == (422, True)


def test_the_life_of_a_record_on_its_page(people: People) -> None:
    record = recorded(people)

    def act(who: Employee, verb: str, **data: str) -> int:
        url = reverse("conduct:act", args=[record.pk, verb])
        return as_(who).post(url, data).status_code

    assert act(people.leader, "confirm") == 422
    assert act(people.ann, "state", words="I was tired") == 302
    assert act(people.leader, "confirm", words="Seen") == 302
    assert act(people.ann, "contest", words="") == 422
    assert act(people.ann, "contest", words="It was Bo") == 302
    assert act(people.director, "decide", outcome="changed", points="1", reason="Half of it") == 302
    assert act(people.ann, "nonsense") == 404
    record.refresh_from_db()
    assert (record.state, record.points) == ("final", 1)
    for who in (people.ann, people.leader, people.director, people.manager):
        assert as_(who).get(record.get_absolute_url()).status_code == 200
    assert as_(people.bo).get(record.get_absolute_url()).status_code == 404


def test_one_sees_ones_own_points(people: People) -> None:
    decided(people)
    content = as_(people.ann).get(reverse("conduct:mine")).content.decode()
    assert "Points this month" in content
    assert "FD-04" in content
    assert "FD-04" not in as_(people.bo).get(reverse("conduct:mine")).content.decode()


def test_lists_and_figures_take_as_many_queries_for_a_hundred_rows_as_for_one(people: People) -> None:
    client = as_(people.director)
    make_points(people.ann, item=decided(people).item)
    pages = [reverse(f"conduct:{name}") for name in ("records", "points", "figures")]
    pages += ["/api/v1/quality/conduct-records/", "/api/v1/quality/conduct-points/"]

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few = [count(url) for url in pages]
    made = decided(people)
    for number in range(30):
        make_points(people.ann, item=made.item, on=datetime.date(2026, 11, 1))
        copy = ConductRecord.objects.get(pk=made.pk)
        copy.pk, copy.entry = None, None
        copy.happened_at -= datetime.timedelta(hours=number)
        copy.save()
    assert [count(url) for url in pages] == few


def test_figures_lead_to_their_entries_and_the_workbook_can_be_taken(people: People) -> None:
    decided(people)
    content = as_(people.director).get(reverse("conduct:figures")).content.decode()
    assert "FD-04" in content
    answer = as_(people.director).get(reverse("conduct:records"), {"export": "xlsx"})
    assert answer.status_code == 200
    assert "spreadsheet" in answer.headers["Content-Type"]


def test_the_catalogue_of_a_day_and_a_new_version(people: People) -> None:
    item = version("FD-04").item
    client = as_(people.director)
    assert b"FD-04" in client.get(reverse("conduct:catalogue")).content
    assert b"FD-04" not in client.get(reverse("conduct:catalogue"), {"on": "2019-01-01"}).content
    data = {
        "name": "Noise",
        "name_zh": "喧哗",
        "least": "3",
        "most": "3",
        "per": "each",
        "since": "2026-11-17",
    }
    change = reverse("conduct:change-item", args=[item.code])
    assert client.post(change, data).status_code == 302
    assert client.post(change, data).status_code == 422
    end = reverse("conduct:end-item", args=[item.code])
    assert client.post(end, {"since": "2026-11-16"}).status_code == 422
    assert client.post(end, {"since": "2026-12-16"}).status_code == 302
    new = {"code": "FD-19", "block": "floor"} | data
    assert client.post(reverse("conduct:new-item"), new).status_code == 302


def test_over_the_api_a_record_runs_through(people: People) -> None:
    version("FD-04")
    base = "/api/v1/quality/conduct-records/"
    data: dict[str, Any] = {
        "employee": people.ann.number, "item": "FD-04", "happened_at": "2026-11-16T01:00:00Z", "words": "Loud",
    }  # fmt: skip
    answer = as_(people.leader).post(base, data, content_type="application/json")
    assert answer.status_code == 201, answer.content
    one = f"{base}{answer.json()['id']}/"

    def act(who: Employee, verb: str, **fields: Any) -> int:
        return as_(who).post(f"{one}{verb}/", fields, content_type="application/json").status_code

    assert act(people.leader, "confirm") == 409
    assert act(people.ann, "statement", words="Tired") == 200
    assert act(people.leader, "confirm") == 200
    assert act(people.ann, "contest", words="No") == 200
    assert act(people.director, "decide-contest", outcome="cancelled", reason="Right") == 200
    assert act(people.leader, "dismiss", reason="x") == 409
    second = heard(people)
    answer = as_(people.director).post(
        f"{base}{second.pk}/cancel/", {"reason": "x"}, content_type="application/json"
    )
    assert answer.json()["state"] == "cancelled"
    wrong = as_(people.leader).post(base, data | {"item": "XX-1"}, content_type="application/json")
    assert wrong.status_code == 400


def test_today_says_what_waits(people: People) -> None:
    recorded(people)
    assert "Say a word to a conduct record" in as_(people.ann).get("/").content.decode()
    heard(people)
    assert "Confirm or dismiss a conduct record" in as_(people.leader).get("/").content.decode()
