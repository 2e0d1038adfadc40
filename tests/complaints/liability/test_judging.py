"""Proposing, judging, the decision that approves; shares of 100, losses to the cent."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from complaints.cases.states import State
from complaints.liability.judging import services
from complaints.liability.judging.models import LiabilityState, LossKind, Penalty
from complaints.liability.judging.selectors import account
from complaints.liability.judging.services import LossFacts, ShareFacts
from complaints.liability.models import LossLine, Responsible
from tests.complaints.factories import make_step
from tests.complaints.liability.factories import House, a_case, facts
from tests.factories import make_employee
from tests.refusals import refused, refused_by_the_database

ALL = Decimal(100)


def test_losses_are_borne_by_shares_exact_to_the_cent(house: House) -> None:
    liability = services.judge(a_case(house), facts(house), actor=house.officer.user)
    found = account(liability)
    assert found.total == Decimal("220.01")  # 100.01 and two hours at 60
    assert sorted(one.amount for one in found.borne) == [Decimal("110.00"), Decimal("110.01")]
    assert found.by_department == [(str(house.department), Decimal("220.01"))]


def test_who_investigates_proposes_and_the_service_department_judges(house: House) -> None:
    handler = make_employee(PostCode.DEPT_HANDLER, team=house.team, superior=house.director)
    case = a_case(house)
    with pytest.raises(PermissionDenied):
        services.propose(case, facts(house), actor=handler.user)
    make_step(case, "investigate", department=house.department, assignee=handler)
    assert services.propose(case, facts(house), actor=handler.user).state == LiabilityState.PROPOSED
    with pytest.raises(PermissionDenied):
        services.judge(case, facts(house), actor=handler.user)
    services.judge(case, facts(house), actor=house.officer.user)
    assert refused(services.propose, case, facts(house), actor=handler.user) == ["liability.judged_already"]


def test_the_report_on_our_own_fault_waits_for_the_verdict(house: House) -> None:
    case = a_case(house, fault="own")
    assert [one.code for one in services.needed_before_report(case)] == ["liability.not_judged"]
    services.propose(case, facts(house), actor=house.officer.user)
    assert services.needed_before_report(case) != []
    services.judge(case, facts(house), actor=house.officer.user)
    assert services.needed_before_report(case) == []
    assert services.needed_before_report(a_case(house, fault="customer")) == []


def test_a_judgement_is_refused_for_every_reason(house: House) -> None:
    case = a_case(house)
    wrong = facts(
        house,
        ShareFacts(Decimal(60), house.officer),
        losses=[
            LossFacts(LossKind.HANDLING, house.department),
            LossFacts(LossKind.FREIGHT, house.department),
        ],
    )
    assert refused(services.judge, case, wrong, actor=house.officer.user) == [
        "liability.shares_sum", "liability.own_liability", "liability.hours_needed", "liability.amount_needed",
    ]  # fmt: skip
    assert refused(services.judge, case, facts(house, unit=None), actor=house.officer.user) == [
        "liability.unit_needed"
    ]
    over = a_case(house, State.DECIDED)
    assert refused(services.judge, over, facts(house), actor=house.officer.user) == ["liability.wrong_state"]


def test_nobody_judges_in_a_complaint_about_themselves(house: House) -> None:
    case = a_case(house, about=house.director)
    with pytest.raises(PermissionDenied):
        services.judge(case, facts(house), actor=house.director.user)


def penalised(house: House, actor: object, **fields: object) -> object:
    share = ShareFacts(ALL, house.ann, penalty=Penalty.ORAL, points=2)
    case = a_case(house, **fields)  # type: ignore[arg-type]
    liability = services.judge(case, facts(house, share), actor=house.officer.user)
    case.decided_at = case.received_at
    services.case_moved(case, "decide", actor)  # type: ignore[arg-type]
    liability.refresh_from_db()
    return liability


def test_the_decision_of_the_deputy_gm_approves_the_penalties(house: House) -> None:
    liability = penalised(house, house.deputy.user)
    assert (liability.state, liability.approved_by) == (LiabilityState.APPROVED, house.deputy.user)  # type: ignore[attr-defined]


def test_a_decision_below_the_deputy_gm_sends_the_penalties_up(house: House) -> None:
    liability = penalised(house, house.director.user)
    assert liability.state == LiabilityState.JUDGED  # type: ignore[attr-defined]
    request = Request.objects.get(kind=services.PENALTIES)
    while request.state != "approved":
        step = request.steps.get(state="open")
        approvals.approve(request, actor=step.approver.user)
        request.refresh_from_db()
    assert step.approver == house.deputy
    liability.refresh_from_db()  # type: ignore[attr-defined]
    assert liability.approved_by == house.deputy.user  # type: ignore[attr-defined]


def test_without_penalties_any_decision_approves(house: House) -> None:
    case = a_case(house)
    liability = services.judge(case, facts(house), actor=house.officer.user)
    services.case_moved(case, "decide", house.director.user)
    liability.refresh_from_db()
    assert liability.state == LiabilityState.APPROVED


def test_the_database_refuses_shares_that_do_not_sum_to_100(house: House) -> None:
    liability = services.judge(a_case(house), facts(house), actor=house.officer.user)
    one = liability.responsibles.first()
    assert one is not None
    refused_by_the_database("shares_of_a_liability_sum_to_100", Responsible.objects.filter(pk=one.pk).delete)
    refused_by_the_database(
        "shares_of_a_liability_sum_to_100",
        Responsible.objects.filter(pk=one.pk).update,
        percent=Decimal("49.99"),
    )
    new = Responsible.objects.create
    refused_by_the_database(
        "responsible_is_a_person_or_a_team", new, liability=liability, percent=Decimal(1), employee=None
    )
    refused_by_the_database(
        "penalties_are_of_persons", new, liability=liability, percent=Decimal(1), team=house.team, points=1
    )
    refused_by_the_database(
        "handling_costs_what_its_hours_cost",
        LossLine.objects.filter(kind="handling").update,
        amount=Decimal("120.01"),
    )
    refused_by_the_database(
        "handling_is_hours_at_a_rate", LossLine.objects.filter(kind="handling").update, hours=None
    )
