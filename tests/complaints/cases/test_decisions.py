"""The report and its decision: who decides by the amount, splitting found out, refusals, recusal, four eyes."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from complaints.cases import services
from complaints.cases.decisions.services import weigh
from complaints.cases.models import Case, Remedy, RemedyLine, State
from complaints.customers.models import Customer
from tests.complaints.factories import Center, decide, make_center, make_customer, running_request, taken_to

pytestmark = pytest.mark.django_db


def costing(amount: str, kind: Remedy = Remedy.COMPENSATION) -> tuple[services.RemedyFacts, ...]:
    return (services.RemedyFacts(kind, Decimal(amount)),)


def last_of_chain(case: Case) -> str:
    """The post that decides finally."""
    request = running_request(case)
    assert request is not None
    step = request.steps.order_by("place").last()
    assert step is not None
    return step.post


@pytest.mark.parametrize(
    ("amount", "post"),
    [
        ("0", PostCode.DIRECTOR),
        ("500", PostCode.DIRECTOR),
        ("500.01", PostCode.DEPUTY_GM),
        ("5000", PostCode.DEPUTY_GM),
        ("5000.01", PostCode.GM),
    ],
)
def test_the_amount_says_who_decides(amount: str, post: PostCode) -> None:
    center = make_center()
    case = taken_to(center, State.REPORTED, remedies=costing(amount))
    assert last_of_chain(case) == post


def test_compensation_and_discount_of_600_go_to_the_deputy_gm() -> None:
    """Worked example 2 of the manual."""
    lines = (*costing("400"), *costing("200", Remedy.DISCOUNT))
    case = taken_to(make_center(), State.REPORTED, remedies=lines)
    assert case.amount == 600
    assert last_of_chain(case) == PostCode.DEPUTY_GM


def test_an_especially_serious_complaint_is_the_deputy_gms_whatever_it_costs() -> None:
    case = taken_to(make_center(), State.REPORTED, triggers=("injury",))
    assert last_of_chain(case) == PostCode.DEPUTY_GM


def _of_one_customer(center: Center, customer: Customer, amount: str, **fields: Any) -> Case:
    return taken_to(center, State.REPORTED, remedies=costing(amount), customer=customer, **fields)


def test_splitting_a_remedy_over_complaints_of_a_customer_does_not_stay_below_a_tier() -> None:
    center = make_center()
    customer = make_customer(center.site)
    first = _of_one_customer(center, customer, "300")
    assert last_of_chain(first) == PostCode.DIRECTOR
    decide(first)
    other_cause = {"cause": first.cause.__class__.objects.get(code="mismatch")} if first.cause else {}
    second = _of_one_customer(center, customer, "300", **other_cause)
    report = second.reports.get()
    assert (report.amount, report.counted_amount, report.tier) == (300, 600, 2)
    assert last_of_chain(second) == PostCode.DEPUTY_GM


def test_what_another_complaint_adds_meanwhile_is_seen_at_the_decision() -> None:
    """Two reports handed in at once, each below the tier alone: the second decision is refused and says why."""
    center = make_center()
    customer = make_customer(center.site)
    first = taken_to(center, State.INVESTIGATED, customer=customer)
    second = taken_to(
        center, State.REPORTED, customer=customer, remedies=costing("400"), title="Another matter"
    )
    Case.objects.filter(pk=first.pk).update(amount=400, state=State.REPORTED, reported_at=second.reported_at)
    RemedyLine.objects.create(case=first, kind=Remedy.COMPENSATION, amount=400)
    with pytest.raises(RuleViolation) as refused:
        decide(second)
    objection = refused.value.objections[0]
    assert (objection.code, objection.rules) == (
        "cases.tier_rose",
        ("complaint.tier1_max", "complaint.tier2_max"),
    )
    second.refresh_from_db()
    assert second.state == State.REPORTED


def test_a_form_of_the_same_chain_counts_with_it() -> None:
    center = make_center()
    first = taken_to(center, State.NOT_ACCEPTED, remedies=costing("450"))
    child = first.child
    Case.objects.filter(pk=child.pk).update(amount=100)
    child.refresh_from_db()
    assert weigh(child).counted == 550
    assert weigh(child).tier == 2


def test_the_proposal_stands_while_it_is_decided() -> None:
    center = make_center()
    case = taken_to(center, State.REPORTED, remedies=costing("100"))
    with pytest.raises(RuleViolation, match="proposal_is_fixed"):
        services.propose_remedies(case, costing("5000"), actor=center.user("officer"))
    services.take_back_report(case, actor=center.user("officer"), reason="Wrong sum.")
    services.propose_remedies(case, costing("5000"), actor=center.user("officer"))
    services.submit_report(case, actor=center.user("officer"), text="Put right.")
    assert last_of_chain(case) == PostCode.DEPUTY_GM


def test_whoever_is_complained_about_neither_handles_nor_decides() -> None:
    center = make_center()
    case = taken_to(center, State.REPORTED, about=center.director, owner=center.officer)
    request = running_request(case)
    assert request is not None
    assert center.director.pk not in set(request.steps.values_list("approver", flat=True))
    with pytest.raises(PermissionDenied):
        services.take_back_report(case, actor=center.user("director"), reason="It is about me.")


def test_a_returned_report_is_not_sent_in_again_behind_the_complaints_back() -> None:
    center = make_center()
    case = taken_to(center, State.REPORTED)
    request = running_request(case)
    assert request is not None
    approvals.return_to_applicant(request, actor=center.user("director"), comment="Add the photographs.")
    request.refresh_from_db()
    case.refresh_from_db()
    assert (request.state, case.state) == ("withdrawn", State.INVESTIGATED)
    with pytest.raises(RuleViolation):
        approvals.send_in_again(request, actor=center.user("officer"))


def test_the_owner_who_withdraws_the_request_has_the_report_back() -> None:
    center = make_center()
    case = taken_to(center, State.REPORTED)
    request = running_request(case)
    assert request is not None
    approvals.withdraw(request, actor=center.user("officer"))
    case.refresh_from_db()
    assert case.state == State.INVESTIGATED
    assert case.reported_at is None


def test_nothing_is_promised_before_the_decision_not_even_past_the_service() -> None:
    from django.db import IntegrityError, transaction
    from django.utils import timezone

    from complaints.cases.models import Contact

    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    with pytest.raises(RuleViolation, match="promise_before_decision"):
        services.log_contact(case, actor=center.user("officer"), means="phone", about="progress", words="You get it.", is_promise=True)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(case=case, at=timezone.now(), means="phone", about="progress", words="You get it.", is_promise=True)  # fmt: skip
    decided = taken_to(center, State.DECIDED)
    made = services.log_contact(decided, actor=center.user("officer"), means="phone", about="progress", words="You get it.", is_promise=True)  # fmt: skip
    assert made.is_promise


def test_marketing_writes_neither_remedy_nor_decision() -> None:
    center = make_center()
    case = taken_to(center, State.INVESTIGATED)
    for act in (
        lambda: services.propose_remedies(case, costing("100"), actor=center.user("marketing")),
        lambda: services.submit_report(case, actor=center.user("marketing"), text="We give it."),
        lambda: services.convey(case, actor=center.user("marketing"), means="phone", words="You get it."),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_decision_on_an_especially_serious_complaint_goes_by_letter() -> None:
    center = make_center()
    case = taken_to(center, State.DECIDED, triggers=("injury",))
    with pytest.raises(RuleViolation, match="letter_needed"):
        services.convey(case, actor=center.user("officer"), means="phone", words="This is our decision.")
    assert (
        services.convey(case, actor=center.user("officer"), means="letter", words="Our letter.").state
        == State.CONVEYED
    )
