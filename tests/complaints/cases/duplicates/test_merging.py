"""Merging duplicates and taking it back: earliest receipt, strictest deadline, everything as it was."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.objections import RuleViolation
from complaints.cases import services
from complaints.cases.duplicates import linking, merging
from complaints.cases.models import Case, CaseEvent, CaseLink, Merge, Severity, State, Step, Trigger
from tests.complaints.factories import Center, make_case, make_center, taken_to

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def center() -> Center:
    return make_center()


def fresh(case: Case) -> Case:
    return Case.objects.select_related("site").get(pk=case.pk)


def merge(center: Center, survivor: Case, merged: Case) -> Merge:
    return merging.merge(survivor, merged, actor=center.user("officer"), reason="The same kettle")


def unmerge(center: Center, made: Merge) -> Merge:
    return merging.unmerge(made, actor=center.user("officer"), reason="Two kettles")


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [found.code for found in refused.value.objections]


def columns(case: Case) -> dict[str, object]:
    """What undoing has to bring back; writes are counted on."""
    return {
        k: v for k, v in Case.objects.filter(pk=case.pk).values()[0].items() if k not in ("version", "search")
    }


def running(case: Case) -> list[tuple[str, datetime.datetime | None]]:
    """Kind and deadline of what runs for a complaint and its steps."""
    found = list(Clock.objects.of(case).running())
    for step in Step.objects.filter(case=case):
        found += Clock.objects.of(step).running()
    return sorted((clock.kind, clock.due_at) for clock in found)


def accepted(center: Center, days_ago: int, **fields: object) -> Case:
    """A complaint that was received and accepted so many days ago."""
    at = timezone.now() - days_ago * DAY
    case = taken_to(center, State.SUBMITTED, received_at=at, **fields)
    return services.accept(case, actor=center.user("officer"), owner=center.officer, at=at)


def test_survivor_keeps_the_earliest_receipt_and_the_strictest_deadline(center: Center) -> None:
    late, early = accepted(center, 1), accepted(center, 3)
    merge(center, late, early)
    survivor, merged = fresh(late), fresh(early)
    assert survivor.received_at == early.received_at
    assert survivor.due_at == early.due_at
    assert ("cases.close", early.due_at) in running(survivor)
    assert merged.state == State.MERGED
    assert merged.merged_into_id == survivor.pk
    assert merged.closed_at is not None
    assert max(step.due_at for step in Step.objects.filter(case=survivor)) <= early.due_at


def test_clocks_of_the_merged_stop_as_merged_and_its_steps_are_not_needed(center: Center) -> None:
    survivor, merged = accepted(center, 2), accepted(center, 1)
    before = len(running(merged))
    merge(center, survivor, merged)
    assert running(merged) == []
    stopped = Clock.objects.of(merged).get()
    assert stopped.outcome == ClockOutcome.MERGED
    assert before > 1
    assert not Step.objects.filter(case=merged, done_at=None).exists()
    assert fresh(survivor).due_at == survivor.due_at


def test_undoing_brings_everything_back_as_it_was(center: Center) -> None:
    late, early = accepted(center, 1), accepted(center, 3)
    was = [(columns(case), running(case)) for case in (late, early)]
    steps = list(Step.objects.filter(case__in=[late, early]).order_by("pk").values())
    made = merge(center, late, early)
    unmerge(center, made)
    assert [(columns(case), running(case)) for case in (late, early)] == was
    assert list(Step.objects.filter(case__in=[late, early]).order_by("pk").values()) == steps
    kinds = set(CaseEvent.objects.filter(case=early).values_list("kind", flat=True))
    assert {"merge", "unmerge"} <= kinds
    assert Event.objects.filter(verb="cases.case.merged", subject_id=early.pk).count() == 1
    assert Event.objects.filter(verb="cases.case.unmerged", subject_id=early.pk).count() == 1


def test_a_serious_duplicate_makes_the_survivor_serious_until_it_is_undone(center: Center) -> None:
    ordinary, serious = accepted(center, 1), accepted(center, 0, triggers=(Trigger.INJURY,))
    was = columns(ordinary)
    made = merge(center, ordinary, serious)
    assert fresh(ordinary).severity == Severity.SERIOUS
    assert Trigger.INJURY in fresh(ordinary).triggers
    assert [kind for kind, _due in running(ordinary) if kind.startswith("cases.close")] == [
        "cases.close_serious"
    ]
    unmerge(center, made)
    assert columns(ordinary) == was
    assert [kind for kind, _due in running(ordinary) if kind.startswith("cases.close")] == ["cases.close"]


def test_receipts_are_merged_before_acceptance(center: Center) -> None:
    one, two = taken_to(center, State.RECEIVED), taken_to(center, State.SUBMITTED)
    made = merge(center, one, two)
    assert fresh(two).state == State.MERGED
    unmerge(center, made)
    assert fresh(two).state == State.SUBMITTED


def test_an_accepted_one_is_not_merged_into_a_receipt(center: Center) -> None:
    with pytest.raises(RuleViolation) as refused:
        merge(center, taken_to(center, State.SUBMITTED), accepted(center, 1))
    assert codes(refused) == ["cases.merge_into_accepted"]


def test_what_waits_for_its_decision_or_is_decided_is_not_merged_away(center: Center) -> None:
    survivor = accepted(center, 1)
    with pytest.raises(RuleViolation) as refused:
        merge(center, survivor, taken_to(center, State.REPORTED))
    assert codes(refused) == ["cases.merge_being_decided"]
    with pytest.raises(RuleViolation) as refused:
        merge(center, survivor, taken_to(center, State.DECIDED))
    assert codes(refused) == ["cases.merge_decided"]


def test_merging_needs_a_reason_and_the_service_department(center: Center) -> None:
    survivor, merged = accepted(center, 2), accepted(center, 1)
    with pytest.raises(RuleViolation) as refused:
        merging.merge(survivor, merged, actor=center.user("officer"), reason=" ")
    assert codes(refused) == ["cases.reason_missing"]
    for name in ("agent", "leader", "marketing", "gm"):
        with pytest.raises(PermissionDenied):
            merging.merge(survivor, merged, actor=center.user(name), reason="The same")
    assert fresh(merged).state == State.ACCEPTED
    assert running(merged)


def test_undoing_is_refused_while_something_later_depends_on_it(center: Center) -> None:
    survivor, first, second = accepted(center, 3), accepted(center, 2), accepted(center, 1)
    made, later = merge(center, survivor, first), merge(center, survivor, second)
    with pytest.raises(RuleViolation) as refused:
        unmerge(center, made)
    assert codes(refused) == ["cases.unmerge_later"]
    unmerge(center, later)
    services.withdraw(fresh(survivor), actor=center.user("officer"), words="Lets it rest")
    with pytest.raises(RuleViolation) as refused:
        unmerge(center, made)
    assert codes(refused) == ["cases.unmerge_over"]
    with pytest.raises(RuleViolation) as refused:
        unmerge(center, later)
    assert codes(refused) == ["cases.unmerge_done"]


def test_what_somebody_changed_since_stays_as_they_left_it(center: Center) -> None:
    late, early = accepted(center, 1), accepted(center, 3)
    made = merge(center, late, early)
    services.change_case(fresh(late), {"triggers": [Trigger.INJURY]}, actor=center.user("officer"))
    due_at = fresh(late).due_at
    unmerge(center, made)
    assert fresh(late).severity == Severity.SERIOUS
    assert fresh(late).due_at == due_at
    assert fresh(late).received_at == late.received_at


def test_linking_twice_is_one_link_told_one_way(center: Center) -> None:
    one, two = taken_to(center, State.RECEIVED), taken_to(center, State.RECEIVED)
    officer = center.user("officer")
    made = linking.link(two, one, actor=officer, words="same order")
    assert linking.link(one, two, actor=officer).pk == made.pk
    assert (made.case_id, made.other_id) == (one.pk, two.pk)
    linking.unlink(made, actor=officer)
    assert not CaseLink.objects.exists()
    with pytest.raises(RuleViolation):
        linking.link(one, one, actor=officer)


def test_database_refuses_links_and_merges_that_cannot_be(center: Center) -> None:
    one, two = make_case(center.site), make_case(center.site)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLink.objects.create(case=two, other=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(survivor=one, merged=one, at=timezone.now())
    Merge.objects.create(survivor=one, merged=two, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(survivor=one, merged=two, at=timezone.now())
