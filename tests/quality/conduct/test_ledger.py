"""The ledger of points: only added to, each entry reversed at most once, sums in constant queries."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from quality.conduct import months
from quality.conduct.ledger.selectors import balances, months_of, rewards, vetoes
from quality.conduct.models import PointsEntry
from quality.conduct.services import deduct, reverse, reward
from tests.factories import make_employee
from tests.quality.conduct.factories import People, decided, make_people, make_points, recorded, version
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


def rewarded(people: People, points: int = 2, code: str = "RW-01") -> PointsEntry:
    item = version(code).item
    return reward(
        people.ann, points, source=people.site, actor=people.director.user, reason="Praise", item=item
    )


def test_rewards_stand_beside_deductions(people: People) -> None:
    taken(people, 3)
    entry = rewarded(people, 2)
    assert balances(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 3}
    assert rewards(people.site, MONTH, [people.ann.pk, people.bo.pk]) == {people.ann.pk: 2, people.bo.pk: 0}
    assert months_of(people.ann.pk, [MONTH]) == {MONTH: (3, 0, 2)}
    assert reverse(entry, actor=people.director.user, reason="Not so").points == 2
    assert rewards(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 0}
    assert balances(people.site, MONTH, [people.ann.pk]) == {people.ann.pk: 3}


def test_only_kinds_of_rewards_give_points_and_only_others_take_them(people: People) -> None:
    assert refused(rewarded, people, 2, "FD-04") == ["conduct.no_reward"]
    assert refused(rewarded, people, 0) == ["conduct.points_needed"]
    assert refused(taken, people, 2, item=version("RW-01").item) == ["conduct.no_deduction"]
    assert refused(recorded, people, "RW-01") == ["conduct.no_deduction"]
    for fields in ({"item": version("RW-01").item}, {"kind": "reward", "item": version("FD-04").item}):
        refused_by_the_database("rewards_are_of_the_catalogue", make_points, people.ann, -2, **fields)
    refused_by_the_database(
        "deduction_takes_and_reversal_gives_back", make_points, people.ann, 2, kind="reward",
        item=version("RW-01").item,
    )  # fmt: skip


def test_nobody_rewards_themselves(people: People) -> None:
    with pytest.raises(PermissionDenied):
        reward(
            people.director, 2, source=people.site, actor=people.director.user, reason="Me", item=version("RW-01").item
        )  # fmt: skip
