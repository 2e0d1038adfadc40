"""Acceptance under concurrency: numbers without gap or double, one owner of each transition."""

import pytest
from django.db import connection

from callcenter.objections import RuleViolation
from complaints.cases import services
from complaints.cases.models import Case, NumberSeries, State
from tests.complaints.factories import make_center, running_request, taken_to
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_numbers_leave_no_gap_when_many_accept_and_some_are_refused() -> None:
    center = make_center()
    cases = [taken_to(center, State.SUBMITTED) for _ in range(12)]
    for broken in cases[::3]:  # refused after their number was drawn: joint handling without a deadline
        Case.objects.filter(pk=broken.pk).update(is_joint=True)

    def accept(case: Case) -> str:
        try:
            return services.accept(case, actor=center.user("officer")).number or ""
        except RuleViolation:
            return ""

    given = sorted(
        number for number in together(*[lambda case=case: accept(case) for case in cases]) if number
    )
    seqs = sorted(Case.objects.exclude(number=None).values_list("number_seq", flat=True))
    assert len(given) == 8
    assert seqs == list(range(1, 9))
    assert NumberSeries.objects.get().last == 8


def test_of_two_who_accept_one_is_second_and_hears_of_it() -> None:
    center = make_center()
    case = taken_to(center, State.SUBMITTED)

    def accept() -> str:
        try:
            return services.accept(case, actor=center.user("officer")).number or ""
        except RuleViolation as refused:
            return refused.objections[0].code

    assert sorted(together(accept, accept))[1] == "cases.wrong_state"
    assert Case.objects.exclude(number=None).count() == 1


def test_a_withdrawal_and_the_decision_do_not_wait_for_each_other_in_a_ring() -> None:
    from callcenter.approvals import services as approvals

    center = make_center()
    case = taken_to(center, State.REPORTED)
    request = running_request(case)
    assert request is not None

    def act(what: object) -> str:
        try:
            what()  # type: ignore[operator]
        except RuleViolation as refused:
            return refused.objections[0].code
        finally:
            connection.close()
        return "done"

    found = together(
        lambda: act(lambda: services.withdraw(case, actor=center.user("officer"), words="Never mind.")),
        lambda: act(lambda: approvals.approve(request, actor=center.user("director"), comment="Yes.")),
    )
    case.refresh_from_db()
    assert "done" in found
    assert case.state == State.WITHDRAWN or case.state == State.DECIDED
