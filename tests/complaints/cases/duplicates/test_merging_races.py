"""Two who merge at the same moment, and one who ends what another merges."""

import pytest

from complaints.cases import services
from complaints.cases.duplicates import merging
from complaints.cases.models import Case, Merge, State
from tests.complaints.factories import make_center, taken_to
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_that_are_merged_into_each_other_one_stands() -> None:
    center = make_center()
    one, two = taken_to(center, State.ACCEPTED), taken_to(center, State.ACCEPTED)
    officer, director = center.user("officer"), center.user("director")
    found = together(
        lambda: merging.merge(one, two, actor=officer, reason="The same").merged_id,
        lambda: merging.merge(two, one, actor=director, reason="The same").merged_id,
    )
    assert "cases.merge_over" in found
    states = Case.objects.filter(pk__in=[one.pk, two.pk]).values_list("state", flat=True)
    assert sorted(states) == [State.ACCEPTED, State.MERGED]
    assert Merge.objects.count() == 1


def test_a_complaint_is_closed_or_merged_never_both() -> None:
    center = make_center()
    survivor, ending = taken_to(center, State.ACCEPTED), taken_to(center, State.EXECUTING)
    officer = center.user("officer")
    merged = taken_to(center, State.ACCEPTED)
    found = together(
        lambda: str(services.close(ending, actor=officer).state),
        lambda: merging.merge(ending, merged, actor=officer, reason="The same").merged.state,
    )
    case = Case.objects.get(pk=ending.pk)
    assert case.state == State.CLOSED
    assert sorted(map(str, found)) in (["cases.merge_over", "closed"], ["closed", "merged"])
    assert survivor.is_open


def test_a_duplicate_is_withdrawn_or_merged_never_both() -> None:
    center = make_center()
    survivor, merged = taken_to(center, State.ACCEPTED), taken_to(center, State.ACCEPTED)
    officer = center.user("officer")
    found = together(
        lambda: str(services.withdraw(merged, actor=officer, words="Lets it rest").state),
        lambda: str(merging.merge(survivor, merged, actor=officer, reason="The same").merged.state),
    )
    case = Case.objects.get(pk=merged.pk)
    assert len([one for one in found if one == case.state]) == 1
    assert len([one for one in found if one.startswith("cases.")]) == 1
    assert (case.merged_into_id is not None) == (case.state == State.MERGED)


def test_a_merging_is_undone_once() -> None:
    center = make_center()
    survivor, merged = taken_to(center, State.ACCEPTED), taken_to(center, State.ACCEPTED)
    officer = center.user("officer")
    made = merging.merge(survivor, merged, actor=officer, reason="The same")

    def undo() -> str:
        return str(merging.unmerge(made, actor=officer, reason="Two").undone_at is not None)

    assert sorted(together(undo, undo)) == ["True", "cases.unmerge_done"]
    assert Case.objects.get(pk=merged.pk).state == State.ACCEPTED
