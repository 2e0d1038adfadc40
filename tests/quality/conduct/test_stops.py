"""Stop-work orders of the floor become conduct records, and fall with them (S2F-11)."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quality.conduct import stops
from quality.conduct.ledger.selectors import balances
from quality.conduct.models import ConductRecord, RecordState
from quality.conduct.records import services
from staffing.floor.stops.models import Annulment, StopWork
from staffing.floor.stops.services import annul_stop_work, order_stop_work
from tests.quality.conduct.factories import People, catalogue
from tests.refusals import refused
from tests.staffing.factories import make_assignment

MONTH = datetime.date(2026, 11, 1)


def shift(people: People) -> Any:
    catalogue()
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    return make_assignment(people.ann, people.site.today(), starts_at=now - hour, ends_at=now + 4 * hour)


def ordered(people: People, ground: str = "FD-18") -> StopWork:
    return order_stop_work(
        shift(people), actor=people.leader.user, reason="Shouted at a customer", ground=ground
    )


@pytest.mark.parametrize(("ground", "code", "points"), [("FD-18", "FD-18", 5), ("", "FD-14", 3)])
def test_an_order_becomes_a_record_with_its_entry_of_the_catalogue(
    people: People, ground: str, code: str, points: int
) -> None:
    order = ordered(people, ground)
    record = ConductRecord.objects.get()
    assert (record.item.code, record.points, record.words) == (code, points, "Shouted at a customer")
    assert (record.source, record.happened_at, record.recorded_by) == (order, order.ordered_at, None)
    assert record.state == RecordState.RECORDED  # the employee is heard first


def test_nothing_is_recorded_of_an_order_twice(people: People) -> None:
    stops.follow(ordered(people), None)
    assert ConductRecord.objects.count() == 1


def test_an_annulled_order_takes_its_points_with_it(people: People) -> None:
    order = ordered(people, "FD-14")
    record = services.state_own(ConductRecord.objects.get(), actor=people.ann.user, words="I was provoked")
    services.confirm(record, actor=people.leader.user)
    assert balances(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 3}
    annul_stop_work(order, actor=people.director.user, reason="It was another")
    record.refresh_from_db()
    assert (record.state, record.contest_words) == (RecordState.CANCELLED, "It was another")
    assert balances(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 0}
    stops.follow(order, Annulment.objects.get())
    assert refused(annul_stop_work, order, actor=people.director.user, reason="x") == [
        "floor.annulled_already"
    ]


def test_the_director_alone_annuls_with_a_reason(people: People) -> None:
    order = ordered(people)
    for who in (people.ann, people.leader, people.bo):
        with pytest.raises(PermissionDenied):
            annul_stop_work(order, actor=who.user, reason="x")
    assert refused(annul_stop_work, order, actor=people.director.user, reason=" ") == ["floor.no_reason"]
    annul_stop_work(order, actor=people.director.user, reason="It was another")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Annulment.objects.update(reason="y")


def test_what_it_is_for_is_of_the_catalogue_without_rewards(people: People) -> None:
    row = shift(people)
    for code in ("XX-99", "RW-01"):
        found = refused(order_stop_work, row, actor=people.leader.user, reason="x", ground=code)
        assert found == ["floor.no_such_ground"]


def test_a_site_may_do_without(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stops, "value", lambda key, site, on: False)
    ordered(people)
    assert not ConductRecord.objects.exists()


def test_the_leader_chooses_and_the_director_annuls_on_the_pages(people: People) -> None:
    row, leader, director = shift(people), Client(), Client()
    leader.force_login(people.leader.user)  # type: ignore[arg-type]
    director.force_login(people.director.user)  # type: ignore[arg-type]
    assert "FD-18" in leader.get(reverse("floor:person", args=[row.pk])).content.decode()
    posted = {"ground": "FD-18", "reason": "Shouted"}
    assert leader.post(reverse("floor:stop_work", args=[row.pk]), posted).status_code == 302
    order = StopWork.objects.get()
    page, annul = order.get_absolute_url(), reverse("floor:annul_stop", args=[order.pk])
    assert "FD-18" in leader.get(page).content.decode()
    assert leader.post(annul, {"reason": "x"}).status_code == 403
    assert director.post(annul, {"reason": ""}).status_code == 422
    assert director.post(annul, {"reason": "It was another"}).status_code == 302
    assert "It was another" in director.get(page).content.decode()


def test_programs_annul_as_well(people: People) -> None:
    order, client = ordered(people), Client()
    client.force_login(people.director.user)  # type: ignore[arg-type]
    url = f"/api/v1/staffing/stop-work-orders/{order.pk}/annul/"
    answer = client.post(url, {"reason": "It was another"}, content_type="application/json")
    assert (answer.status_code, answer.json()["annulled_for"]) == (200, "It was another")
