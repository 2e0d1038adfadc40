"""Confirmed breaches of attendance become conduct records, and fall with them."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from callcenter.approvals import services as approvals
from quality.conduct import breaches
from quality.conduct.ledger.selectors import balances
from quality.conduct.models import ConductRecord, RecordState
from quality.conduct.records import services
from staffing.attendance.breaches import services as attendance
from staffing.attendance.breaches.models import Breach, BreachKind
from tests.quality.conduct.factories import People, catalogue, make_points

ON = datetime.date(2026, 11, 13)


def proposed(people: People, kind: BreachKind = BreachKind.LATE, **fields: Any) -> Breach:
    catalogue()
    defaults = {"on": ON, "seconds": 1500, "statement": "The train", "stated_at": timezone.now()}
    return Breach.objects.create(
        site=people.site, employee=people.ann, team=people.team, kind=kind, **(defaults | fields)
    )


def confirmed(people: People, kind: BreachKind = BreachKind.LATE, **fields: Any) -> ConductRecord:
    attendance.confirm_breach(proposed(people, kind, **fields), actor=people.leader.user)
    return ConductRecord.objects.get()


@pytest.mark.parametrize(
    ("kind", "seconds", "code", "points"),
    [
        (BreachKind.LATE, 1500, "AT-3", 5),
        (BreachKind.OFF_POST, 1500, "FD-09", 5),
        (BreachKind.ABSENCE, 4 * 3600, "AT-4", 5),
        (BreachKind.ABSENCE, 4 * 3600 + 1, "AT-4", 10),
    ],
)
def test_a_confirmed_breach_becomes_a_record_that_waits_for_the_director(
    people: People, kind: BreachKind, seconds: int, code: str, points: int
) -> None:
    record = confirmed(people, kind, seconds=seconds)
    assert (record.item.code, record.points, record.state) == (code, points, RecordState.APPROVAL)
    assert (record.source, record.statement, record.recorded_by) == (Breach.objects.get(), "The train", None)
    assert record.confirmed_by == people.leader.user
    approvals.approve(services.running_requests(record).get(), actor=people.director.user)
    assert balances(people.site, datetime.date(2026, 11, 1), [people.ann.pk]) == {people.ann.pk: points}


def test_a_breach_that_falls_takes_its_points_with_it(people: People) -> None:
    record = confirmed(people)
    approvals.approve(services.running_requests(record).get(), actor=people.director.user)
    attendance.reopen_breach(Breach.objects.get(), actor=people.director.user, reason="The clock was wrong")
    record.refresh_from_db()
    assert record.state == RecordState.CANCELLED
    assert balances(people.site, datetime.date(2026, 11, 1), [people.ann.pk]) == {people.ann.pk: 0}
    attendance.confirm_breach(Breach.objects.get(), actor=people.leader.user)
    assert ConductRecord.objects.exclude(state=RecordState.CANCELLED).count() == 1


def test_a_dismissed_breach_leaves_no_record(people: People) -> None:
    attendance.dismiss_breach(proposed(people), actor=people.leader.user, reason="Strike")
    assert not ConductRecord.objects.exists()


def test_other_figures_change_the_points(people: People) -> None:
    confirmed(people, BreachKind.ABSENCE, seconds=3600)
    breach = Breach.objects.get()
    breach.seconds = 8 * 3600
    breach.save()
    breaches.follow(breach, "confirmed")
    assert sorted(ConductRecord.objects.values_list("points", "state")) == [
        (5, "cancelled"),
        (10, "approval"),
    ]
    breaches.follow(breach, "confirmed")
    assert ConductRecord.objects.count() == 2


def test_without_a_line_to_the_director_it_waits_for_a_leader(people: People) -> None:
    people.leader.reportinglines.all().delete()
    assert confirmed(people).state == RecordState.RECORDED


def test_points_from_elsewhere_do_not_touch_it(people: People) -> None:
    make_points(people.ann)
    assert confirmed(people).state == RecordState.APPROVAL
