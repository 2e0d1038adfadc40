"""The ledger of points: only added to, each entry reversed at most once, sums in constant queries."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from quality.conduct import months
from quality.conduct.ledger.selectors import balances, vetoes
from quality.conduct.models import PointsEntry
from quality.conduct.services import deduct, reverse
from tests.factories import make_employee
from tests.quality.conduct.factories import People, decided, make_people, make_points, recorded
from tests.refusals import refused, refused_by_the_database
from tests.together import outcomes

MONTH = datetime.date(2026, 11, 1)


def taken(people: People, points: int = 3, **fields: Any) -> PointsEntry:
    return deduct(
        people.ann, points, source=people.site, actor=people.director.user, reason="A notice", **fields
    )


def test_a_balance_is_the_sum_of_the_month(people: People) -> None:
    taken(people, 3)
    second = taken(people, 5)
    assert balances(people.site, MONTH, [people.ann.pk, people.bo.pk]) == {people.ann.pk: 8, people.bo.pk: 0}
    reverse(second, actor=people.director.user, reason="It was another")
    assert balances(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 3}


def test_points_count_in_the_sites_statistics_month(people: People) -> None:
    people.site.statistics_start_day = 21
    people.site.save()
    entries = [taken(people, on=datetime.date(2026, 11, day)) for day in (20, 21)]
    assert [entry.month for entry in entries] == [datetime.date(2026, 10, 21), datetime.date(2026, 11, 21)]


def test_what_concerns_a_locked_month_counts_in_the_next(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = taken(people)
    monkeypatch.setattr(months, "_locks", [lambda site, month: month == MONTH])
    assert taken(people).month == datetime.date(2026, 12, 1)
    assert reverse(entry, actor=people.director.user, reason="Late").month == datetime.date(2026, 12, 1)


def test_an_entry_is_reversed_once(people: People) -> None:
    entry = taken(people)
    back = reverse(entry, actor=people.director.user, reason="It was another")
    assert back.points == -3
    again = {"actor": people.director.user, "reason": "Again"}
    assert refused(reverse, entry, **again) == ["conduct.reversed_already"]
    assert refused(reverse, back, **again) == ["conduct.no_reversal_of_reversal"]


def test_a_deduction_needs_points_or_a_veto_and_a_reason(people: People) -> None:
    def given(points: int, reason: str = "x", **fields: Any) -> list[str]:
        return refused(
            deduct,
            people.ann,
            points,
            source=people.site,
            actor=people.director.user,
            reason=reason,
            **fields,
        )

    assert given(0) == ["conduct.points_needed"]
    assert given(-1) == ["conduct.points_needed"]
    assert given(2, " ") == ["conduct.reason_needed"]
    taken(people, 0, is_veto=True)
    assert vetoes(people.site, MONTH) == {people.ann.pk}


def test_nobody_takes_or_gives_back_points_of_themselves(people: People) -> None:
    with pytest.raises(PermissionDenied):
        deduct(people.ann, 1, source=people.site, actor=people.ann.user, reason="Me")
    entry = taken(people)
    with pytest.raises(PermissionDenied):
        reverse(entry, actor=people.ann.user, reason="Me")


def test_the_database_refuses_change_and_deletion(people: People) -> None:
    entry = taken(people)
    for write in (
        lambda: PointsEntry.objects.filter(pk=entry.pk).update(points=1),
        lambda: PointsEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_the_database_refuses_a_reversal_that_undoes_something_else(people: People) -> None:
    entry = taken(people)
    wrong: list[dict[str, Any]] = [
        {"points": -1},
        {"employee": people.bo},
        {"month": datetime.date(2026, 10, 1)},
    ]
    for fields in wrong:
        given = {"employee": people.ann, "points": -3, "kind": "reversal", "reverses": entry} | fields
        refused_by_the_database("reversal_undoes_its_deduction", make_points, **given)
    refused_by_the_database(
        "deduction_takes_and_reversal_gives_back", make_points, people.ann, -3, kind="deduction"
    )
    make_points(people.ann, -3, kind="reversal", reverses=entry)
    refused_by_the_database("reverses_id", make_points, people.ann, -3, kind="reversal", reverses=entry)


def test_the_database_refuses_points_of_a_record_that_is_not_decided(people: People) -> None:
    from django.contrib.contenttypes.models import ContentType

    record = recorded(people)
    source = {"source_type": ContentType.objects.get_for_model(record), "source_id": record.pk}
    refused_by_the_database("points_follow_a_decided_record", make_points, people.ann, 2, **source)
    done = decided(people)
    refused_by_the_database(
        "points_follow_a_decided_record", make_points, people.ann, 9, **(source | {"source_id": done.pk})
    )


def test_sums_take_as_many_queries_for_a_thousand_people_as_for_one(people: People) -> None:
    make_points(people.ann)
    with CaptureQueriesContext(
        connection,
    ) as one:
        balances(people.site, MONTH, [people.ann.pk])
    others = [make_employee(site=people.site, with_user=False) for _ in range(10)]
    for other in others:
        for _ in range(100):
            make_points(other, 1)
    with CaptureQueriesContext(connection) as many:
        found = balances(people.site, MONTH, [other.pk for other in others])
    assert set(found.values()) == {100}
    assert len(many) == len(one) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_reverse_at_once_one_is_second() -> None:
    people = make_people()
    entry = taken(people)

    def act() -> Any:
        return reverse(entry, actor=people.director.user, reason="It was another")

    assert outcomes(act, act) == ["conduct.reversed_already", "done"]
    assert balances(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 0}
