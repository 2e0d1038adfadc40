"""What follows a decision: executions with their deadline, receivables, and papers before closing."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from complaints.cases import changes, log
from complaints.cases.models import Case, Outcome, Remedy, State
from complaints.remedies import closing
from complaints.remedies.certificates import services as certificates
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.executions import services
from complaints.remedies.executions.models import KIND, Execution, ExecutionState
from complaints.remedies.executions.rules import NextStep, PaperFacts, next_step
from complaints.remedies.receivables import services as receivables
from complaints.remedies.receivables.models import CLOCK, Receivable, ReceivableState
from complaints.remedies.slips.models import SlipState
from tests import factories
from tests.complaints.remedies.factories import (
    Office,
    make_certificate,
    make_decided,
    make_office,
    make_remedy,
    make_slip,
)
from tests.together import together


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def case(office: Office) -> Case:
    return make_decided(office.site, office.officer)


def post(office: Office, certificate: DiscountCertificate) -> None:
    on = certificate.site.today()
    certificates.post(certificate, actor=office.finance, voucher_no="V-17", posting_on=on)


def codes(refusal: Any) -> set[str]:
    return {one.code for one in refusal.value.objections}


@pytest.mark.parametrize(
    ("kind", "papers", "step"),
    [
        ("apology", [], NextStep.CARRY_OUT),
        ("discount", [], NextStep.DRAW_UP),
        ("discount", [("draft", 100, False)], NextStep.SIGN),
        ("discount", [("filed", 60, True)], NextStep.DRAW_UP),
        ("discount", [("filed", 60, True), ("issued", 40, False)], NextStep.CUSTOMER),
        ("discount", [("filed", 60, False), ("draft", 40, False)], NextStep.SIGN),
        ("discount", [("filed", 100, True)], NextStep.NOTHING),
        ("return", [("signed", 100, False)], NextStep.SEND),
        ("return", [("handed_on", 60, False)], NextStep.DRAW_UP),
        ("return", [("handed_on", 60, False), ("sent", 40, False)], NextStep.RECEIVE),
        ("return", [("handed_on", 60, False), ("handed_on", 40, False)], NextStep.POST),
        ("return", [("posted", 100, True)], NextStep.NOTHING),
    ],
)
def test_the_next_step_follows_from_the_papers(kind: str, papers: list[Any], step: NextStep) -> None:
    facts = [PaperFacts(state, Decimal(measure), is_posted) for state, measure, is_posted in papers]
    assert next_step(kind, Decimal(100), facts) is step


def test_every_approved_remedy_is_followed_and_due_once_the_customer_accepts(
    office: Office, case: Case
) -> None:
    make_remedy(case)
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    assert {one.due_at for one in Execution.objects.all()} == {None}
    changes.tell(case, "accept_decision", None)
    assert Execution.objects.filter(due_at__isnull=False).count() == 2
    assert Clock.objects.filter(kind=KIND).count() == 2
    due = Execution.objects.first().due_at.astimezone(office.site.zone)  # type: ignore[union-attr]
    assert (due.date() - office.site.today()).days == 14


def test_an_execution_goes_on_after_the_case_is_closed_and_climbs_its_ladder(office: Office) -> None:
    case = make_decided(office.site, office.officer, state=State.CLOSED)
    manager = factories.make_user(PostCode.CENTER_MANAGER, site=office.site)
    make_remedy(case)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    execution = Execution.objects.get()
    assert execution.due_at is not None
    with time_machine.travel(execution.due_at + datetime.timedelta(seconds=5), tick=False):
        sweep()
    assert Message.objects.filter(recipient=office.sales, kind="clocks.overdue").count() == 1
    assert not Message.objects.filter(recipient=manager).exists()
    with time_machine.travel(execution.due_at + datetime.timedelta(days=3, seconds=5), tick=False):
        sweep()
        sweep()
    assert Message.objects.filter(recipient=manager, kind="clocks.overdue").count() == 1


def test_words_are_carried_out_by_the_owner_and_papers_by_finance(office: Office, case: Case) -> None:
    make_remedy(case, Remedy.APOLOGY)
    make_remedy(case)
    changes.tell(case, "decide", None)
    apology, discount = Execution.objects.order_by("pk")
    with pytest.raises(PermissionDenied):
        services.carry_out(apology, actor=office.sales, words="Done")
    with pytest.raises(RuleViolation) as refusal:
        services.carry_out(apology, actor=office.officer, words=" ")
    assert codes(refusal) == {"remedies.text_needed"}
    assert services.carry_out(apology, actor=office.officer, words="Called her").state == ExecutionState.DONE
    with pytest.raises(RuleViolation) as refusal:
        services.carry_out(discount, actor=office.officer, words="Done")
    assert codes(refusal) == {"remedies.papers_finish_it"}


def test_less_than_approved_is_ended_by_the_service_department_once_no_paper_is_on_its_way(
    office: Office, case: Case
) -> None:
    remedy = make_remedy(case)
    changes.tell(case, "decide", None)
    execution = Execution.objects.get()
    make_certificate(office, remedy, CertificateState.SIGNED, Decimal(100))
    with pytest.raises(RuleViolation) as refusal:
        services.end_short(execution, actor=office.officer, words="Takes less")
    assert codes(refusal) == {"remedies.papers_under_way"}
    with pytest.raises(PermissionDenied):
        services.end_short(execution, actor=office.sales, words="Takes less")


@pytest.mark.parametrize("transition", ["refuse_decision", "withdraw", "merge"])
def test_nothing_is_carried_out_when_nothing_comes_of_the_decision(
    office: Office, case: Case, transition: str
) -> None:
    certified, returned = make_remedy(case), make_remedy(case, Remedy.RETURN)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    make_certificate(office, certified, CertificateState.FILED)
    make_slip(office, returned, SlipState.SENT)
    changes.tell(case, transition, office.officer)
    assert set(Execution.objects.values_list("state", flat=True)) == {ExecutionState.CANCELLED}
    assert DiscountCertificate.objects.get().state == CertificateState.VOID
    assert returned.slips.get().state == SlipState.VOID
    assert not Clock.objects.running().filter(kind=KIND).exists()


def test_closing_waits_for_a_signed_paper_that_is_handed_on_for_each_remedy(
    office: Office, case: Case
) -> None:
    certified, returned = make_remedy(case), make_remedy(case, Remedy.RETURN)
    make_remedy(case, Remedy.APOLOGY)
    assert [one.code for one in changes.objections("close", case)].count("remedies.paper_missing") == 2
    make_certificate(office, certified, CertificateState.SIGNED)
    make_slip(office, returned, SlipState.SIGNED)
    assert len(closing.papers_issued(case)) == 2
    from complaints.remedies.slips import services as slips

    certificates.hand_out(certified.certificates.get(), actor=office.sales)
    slips.send(returned.slips.get(), actor=office.sales)
    assert closing.papers_issued(case) == []


def test_a_complaint_not_upheld_gets_no_papers_and_a_receivable_on_its_normal_term(office: Office) -> None:
    case = make_decided(
        office.site,
        office.officer,
        state=State.NOT_UPHELD,
        outcome=Outcome.NOT_SUBSTANTIATED,
        conveyed_at=None,
    )
    changes.tell(case, "decide_not_upheld", office.officer)
    found = Receivable.objects.get(case=case)
    assert (found.due_at.astimezone(office.site.zone).date() - office.site.today()).days == 30
    assert not Execution.objects.exists()
    assert closing.papers_issued(case) == []
    seller = office.sales.employee
    receivables.name_salesperson(found, seller, actor=office.sales)
    assert Clock.objects.running().get(kind=CLOCK).owner == office.sales
    with pytest.raises(PermissionDenied):
        receivables.settle(found, actor=office.finance, is_collected=True)
    with pytest.raises(RuleViolation) as refusal:
        receivables.settle(found, actor=office.sales, is_collected=False)
    assert codes(refusal) == {"remedies.text_needed"}
    assert receivables.settle(found, actor=office.sales, is_collected=True).state == ReceivableState.COLLECTED
    assert not Clock.objects.running().filter(kind=CLOCK).exists()


def test_the_customers_objection_goes_up_as_a_memo_to_the_deputy_gm(office: Office) -> None:
    case = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
    changes.tell(case, "decide_not_upheld", None)
    deputy_gm = factories.make_user(PostCode.DEPUTY_GM, site=office.site)
    seller = factories.make_user(
        PostCode.DEPT_HANDLER,
        site=office.site,
        team=factories.make_team(office.departments["sales"]),  # type: ignore[index]
        superior=deputy_gm.employee,
    )
    found = Receivable.objects.get()
    request = receivables.write_memo(found, actor=seller, text="She says the tins were dented on arrival.")
    with pytest.raises(RuleViolation) as refusal:
        receivables.write_memo(found, actor=seller, text="Again")
    assert codes(refusal) == {"remedies.memo_under_way"}
    approvals.approve(request, actor=deputy_gm, comment="Keep the term.")
    found.refresh_from_db()
    assert found.memo_answer == "Keep the term."


@pytest.mark.parametrize("change", [{"state": "done"}, {"next_step": "nothing"}, {"state": "cancelled"}])
def test_the_database_refuses_an_execution_that_contradicts_itself(
    office: Office, case: Case, change: dict[str, Any]
) -> None:
    make_remedy(case)
    changes.tell(case, "decide", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Execution.objects.update(**change)


def test_what_was_said_to_be_carried_out_by_mistake_is_open_again_with_its_old_deadline(
    office: Office,
) -> None:
    case = make_decided(office.site, office.officer, state=State.CLOSED)
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    execution = Execution.objects.get()
    due = execution.due_at
    with pytest.raises(RuleViolation) as refusal:
        services.take_back(execution, actor=office.officer, reason="Wrong line")
    assert codes(refusal) == {"remedies.not_over"}
    services.carry_out(execution, actor=office.officer, words="Called her")
    with pytest.raises(PermissionDenied):
        services.take_back(execution, actor=office.sales, reason="Wrong line")
    with pytest.raises(RuleViolation) as refusal:
        services.take_back(execution, actor=office.officer, reason=" ")
    assert codes(refusal) == {"remedies.text_needed"}
    found = services.take_back(execution, actor=office.officer, reason="It was another customer")
    assert (found.state, found.next_step, found.due_at) == (ExecutionState.OPEN, NextStep.CARRY_OUT, due)
    assert (found.over_at, found.over_by, found.words) == (None, None, "")
    assert Clock.objects.running().get(kind=KIND).due_at == due
    entry = Event.objects.get(verb="remedies.execution.taken_back")
    assert entry.reason == "It was another customer"
    assert entry.before["words"] == "Called her"
    kinds = list(case.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["remedy_carried_out", "remedy_taken_back"]
    last = case.events.order_by("pk").last()
    assert last is not None
    with override("zh-hans"):
        assert log.sentence(last) == "并未执行，重新打开：致歉"


def test_an_execution_that_ended_before_the_customers_yes_has_no_deadline_when_it_is_taken_back(
    office: Office, case: Case
) -> None:
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    services.carry_out(Execution.objects.get(), actor=office.officer, words="Called her")
    found = services.take_back(Execution.objects.get(), actor=office.officer, reason="Not yet")
    assert found.due_at is None
    assert not Clock.objects.filter(kind=KIND).exists()
    changes.tell(case, "accept_decision", None)
    assert Execution.objects.get().due_at is not None


def test_a_posting_stays_whatever_was_marked_by_mistake(office: Office, case: Case) -> None:
    remedy = make_remedy(case, amount=Decimal(100))
    changes.tell(case, "decide", None)
    make_certificate(office, remedy, CertificateState.FILED, Decimal(60))
    post(office, remedy.certificates.get())
    execution = Execution.objects.get()
    services.end_short(execution, actor=office.officer, words="Takes less")
    found = services.take_back(execution, actor=office.officer, reason="She wants all of it")
    assert found.next_step == NextStep.DRAW_UP  # the rest is drawn up
    services.end_short(execution, actor=office.officer, words="Takes less after all")
    rest = make_certificate(office, remedy, CertificateState.FILED, Decimal(30))
    post(office, rest)
    with pytest.raises(RuleViolation) as refusal:
        services.take_back(execution, actor=office.officer, reason="Again")
    assert codes(refusal) == {"remedies.posted_since"}
    assert rest.number in refusal.value.sentences[0]
    last = make_certificate(office, remedy, CertificateState.FILED, Decimal(10))
    post(office, last)
    with pytest.raises(RuleViolation) as refusal:
        services.take_back(execution, actor=office.officer, reason="Again")
    assert codes(refusal) == {"remedies.posted_in_full"}
    with pytest.raises(PermissionDenied):
        services.take_back(execution, actor=office.sales, reason="Again")


@pytest.mark.parametrize("transition", ["refuse_decision", "withdraw"])
def test_what_ended_with_the_decision_is_not_taken_back(office: Office, case: Case, transition: str) -> None:
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    changes.tell(case, transition, office.officer)
    moved = {"refuse_decision": State.NOT_ACCEPTED, "withdraw": State.WITHDRAWN}[transition]
    Case.objects.filter(pk=case.pk).update(
        state=moved, closed_at=timezone.now(), answered_at=timezone.now(), is_decision_accepted=False
    )
    with pytest.raises(RuleViolation) as refusal:
        services.take_back(Execution.objects.get(), actor=office.officer, reason="Mistake")
    assert codes(refusal) == {"remedies.over_with_the_decision"}


def test_a_receivable_settled_by_mistake_is_collected_again_on_its_term(office: Office) -> None:
    case = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
    changes.tell(case, "decide_not_upheld", office.officer)
    found = Receivable.objects.get(case=case)
    receivables.name_salesperson(found, office.sales.employee, actor=office.sales)
    with pytest.raises(RuleViolation) as refusal:
        receivables.take_back(found, actor=office.sales, reason="Wrong one")
    assert codes(refusal) == {"remedies.not_over"}
    receivables.settle(found, actor=office.sales, is_collected=False, words="Paid in cash")
    with pytest.raises(PermissionDenied):
        receivables.take_back(found, actor=office.finance, reason="Wrong one")
    again = receivables.take_back(found, actor=office.sales, reason="The cash was for another order")
    assert (again.state, again.over_at, again.words) == (ReceivableState.OPEN, None, "")
    clock = Clock.objects.running().get(kind=CLOCK)
    assert (clock.owner, clock.due_at) == (office.sales, found.due_at)
    entry = Event.objects.get(verb="remedies.receivable.taken_back")
    assert entry.reason == "The cash was for another order"
    assert entry.before["words"] == "Paid in cash"
    assert case.events.filter(kind="receivable_taken_back").exists()


def test_nothing_is_collected_again_once_the_form_that_followed_was_upheld(office: Office) -> None:
    case = make_decided(
        office.site,
        office.officer,
        outcome=Outcome.NOT_SUBSTANTIATED,
        state=State.NOT_ACCEPTED,
        closed_at=timezone.now(),
        answered_at=timezone.now(),
        is_decision_accepted=False,
    )
    changes.tell(case, "decide_not_upheld", office.officer)
    found = Receivable.objects.get(case=case)
    receivables.settle(found, actor=office.sales, is_collected=False, words="She was right")
    later = make_decided(office.site, office.officer, parent=case, root=case, chain_seq=1)
    with pytest.raises(RuleViolation) as refusal:
        receivables.take_back(found, actor=office.sales, reason="Mistake")
    assert codes(refusal) == {"remedies.upheld_since"}
    assert later.reference in refusal.value.sentences[0]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_back_one_does_and_one_deadline_runs() -> None:
    office = make_office()
    case = make_decided(office.site, office.officer)
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    execution = services.carry_out(Execution.objects.get(), actor=office.officer, words="Called her")
    found = together(
        lambda: str(services.take_back(execution, actor=office.officer, reason="One").state),
        lambda: str(services.take_back(execution, actor=office.officer, reason="Two").state),
    )
    assert sorted(found) == ["open", "remedies.not_over"]
    assert Clock.objects.running().filter(kind=KIND).count() == 1
    assert case.events.filter(kind="remedy_taken_back").count() == 1
