"""A bar, a point of the Pareto, a column of the board lead to the list of just the complaints that they count."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.cases.models import CauseClass, Severity, State
from tests.complaints.factories import make_case, make_center
from tests.factories import make_site

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
AGES = (0, 0, 1, 3, 6, 7, 8, 14, 15, 40)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def listed(client: Client, url: str) -> int:
    """How many complaints the list at that address shows; every filter of it is understood."""
    page = client.get(url)
    assert page.status_code == 200
    assert not page.context["filters"].form.errors, page.context["filters"].form.errors
    return len(page.context["rows"])


def many_kinds(center: Any) -> None:
    """Complaints of every age, state, cause and weight; some at another site, some over."""
    now = timezone.now()
    causes = [None, *CauseClass.objects.order_by("pk")[:3]]
    states = (State.RECEIVED, State.ACCEPTED, State.ACCEPTED, State.REPORTED, State.DECIDED)
    for number, days in enumerate(AGES):
        make_case(
            center.site,
            states[number % len(states)],
            received_at=now - days * DAY,
            owner=center.officer if number % 2 else center.director,
            cause=causes[number % len(causes)],
            severity=Severity.SERIOUS if number % 3 == 0 else Severity.ORDINARY,
        )
    for state in (State.CLOSED, State.REDIRECTED, State.WITHDRAWN):
        over = make_case(center.site, state, received_at=now - 2 * DAY, cause=causes[1])
    make_case(center.site, State.MERGED, received_at=now - 2 * DAY, cause=causes[1], merged_into=over)
    make_case(make_site(), State.ACCEPTED, received_at=now, cause=causes[1])


def test_each_part_of_an_age_bar_leads_to_its_complaints() -> None:
    center = make_center()
    many_kinds(center)
    client = client_of(center.gm.user)
    page = client.get("/complaints/desk/ageing/")
    parts = [
        (count, url)
        for series in page.context["chart"].series
        for count, url in zip(series.values, series.urls, strict=True)
    ]
    assert sum(count for count, _url in parts) == len(AGES)
    for count, url in parts:
        assert bool(url) == bool(count)
        if url:
            assert listed(client, url) == count
    ages = page.context["ages"]
    assert listed(client, ages.total_url) == ages.total == len(AGES)
    assert listed(client, ages.too_old_url) == ages.too_old


def test_each_cause_and_those_without_one_lead_to_their_complaints() -> None:
    center = make_center()
    many_kinds(center)
    client = client_of(center.gm.user)
    page = client.get("/complaints/desk/causes/")
    series = page.context["chart"].series[0]
    assert sum(series.values) == page.context["causes"].total == len(AGES) + 2
    assert any("cause=null" in url for url in series.urls)
    for count, url in zip(series.values, series.urls, strict=True):
        assert listed(client, url) == count


@pytest.mark.parametrize("asked", ["", "?whose=mine", "?severity=serious", "?whose=mine&severity=serious"])
def test_each_column_of_the_board_leads_to_its_complaints(asked: str) -> None:
    center = make_center()
    many_kinds(center)
    client = client_of(center.user("director"))
    columns = client.get(f"/complaints/desk/board/{asked}").context["columns"]
    assert sum(column.count for column in columns) > 0
    for column in columns:
        assert listed(client, column.url) == column.count
