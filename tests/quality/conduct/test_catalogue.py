"""The catalogue: dated versions; what was decided keeps its own."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

from quality.conduct.catalogue import services
from quality.conduct.catalogue.services import ItemFacts
from quality.conduct.models import Block, Item, ItemVersion
from tests.quality.conduct.factories import People, decided, version
from tests.refusals import refused, refused_by_the_database

TODAY = datetime.date(2026, 11, 16)
TOMORROW = datetime.date(2026, 11, 17)
FACTS = ItemFacts("Noise", "喧哗", 3, 4)


def given(people: People, **fields: Any) -> dict[str, Any]:
    return {"actor": people.director.user, "since": TOMORROW, "today": TODAY} | fields


def test_a_new_version_holds_from_its_day_and_records_keep_theirs(people: People) -> None:
    record = decided(people)
    item = version("FD-04").item
    services.change_item(item, FACTS, **given(people))
    assert ItemVersion.objects.on(TODAY).get(item=item).points == "2"
    assert ItemVersion.objects.on(TOMORROW).get(item=item).points == "3–4"
    record.refresh_from_db()
    assert record.version.points == "2"


def test_a_version_never_reaches_back(people: People) -> None:
    item = version("FD-04").item
    assert refused(services.change_item, item, FACTS, **given(people, since=TODAY)) == [
        "conduct.from_tomorrow"
    ]
    services.change_item(item, FACTS, **given(people))
    assert refused(services.change_item, item, FACTS, **given(people)) == ["conduct.version_ahead"]


def test_new_items_and_items_out_of_use(people: People) -> None:
    made = services.add_item("fd-19", Block.FLOOR, FACTS, **given(people))
    assert made.item.code == "FD-19"
    assert refused(services.add_item, "FD-19", Block.FLOOR, FACTS, **given(people)) == ["conduct.code_taken"]
    inverted = ItemFacts(" ", "", 4, 3)
    assert refused(services.add_item, "FD-20", Block.FLOOR, inverted, **given(people)) == [
        "conduct.name_needed",
        "conduct.range_inverted",
    ]
    item = version("FD-04").item
    assert refused(services.end_item, item, **given(people, since=TODAY)) == ["conduct.from_tomorrow"]
    services.end_item(item, **given(people))
    assert not ItemVersion.objects.on(TOMORROW).filter(item=item).exists()


def test_only_the_director_keeps_it(people: People) -> None:
    item = version("FD-04").item
    for who in (people.leader, people.qa, people.manager, people.ann):
        with pytest.raises(PermissionDenied):
            services.change_item(item, FACTS, **given(people, actor=who.user))


def test_the_database_refuses_two_versions_of_a_day_and_an_inverted_range(people: People) -> None:
    item = version("FD-04").item
    fields = {"item": item, "period": DateRange(TODAY, None), "name": "x"}
    refused_by_the_database(
        "item_has_one_version_a_day", ItemVersion.objects.create, least=1, most=1, **fields
    )
    other = Item.objects.create(code="ZZ-1", block=Block.FLOOR)
    fields["item"] = other
    refused_by_the_database("item_points_are_a_range", ItemVersion.objects.create, least=2, most=1, **fields)
