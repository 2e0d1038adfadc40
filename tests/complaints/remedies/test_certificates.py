"""Discount certificates: two copies, two signatures, never more than was approved (S2A-39)."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.models import Delegation
from complaints.cases.models import CaseEvent, Outcome, Remedy, RemedyLine, State
from complaints.remedies.certificates import services
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.executions.models import Execution, ExecutionState
from complaints.remedies.executions.services import open_all, start_deadlines
from complaints.remedies.models import Duty
from tests import factories
from tests.complaints.remedies.factories import (
    Office,
    confirm,
    make_certificate,
    make_decided,
    make_office,
    make_remedy,
)

S = CertificateState


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def remedy(office: Office) -> RemedyLine:
    return make_remedy(make_decided(office.site, office.officer))


def refused(call: object, *codes: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        call()  # type: ignore[operator]
    assert {one.code for one in caught.value.objections} == set(codes)
    assert all(one.sentence for one in caught.value.objections)


def test_a_certificate_goes_from_draft_to_its_voucher_with_two_signatures(
    office: Office, remedy: RemedyLine
) -> None:
    open_all(remedy.case, actor=None)
    start_deadlines(remedy.case, actor=None)
    made = make_certificate(office, remedy, S.FILED)
    assert made.number.startswith("XZ-")
    assert made.signed_by == office.signer.employee
    assert made.customer_signed_on == office.site.today()
    assert made.evidence is not None
    services.post(made, actor=office.finance, voucher_no="V-17", posting_on=office.site.today())
    made.refresh_from_db()
    assert made.posted_by == office.finance.employee
    execution = Execution.objects.get(remedy=remedy)
    assert execution.state == ExecutionState.DONE
    verbs = list(
        Event.objects.filter(verb__startswith="remedies.certificate")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        f"remedies.certificate.{act}"
        for act in ("drawn_up", "signed", "handed_out", "confirmed", "filed", "posted")
    ]
    assert CaseEvent.objects.filter(case=remedy.case, kind__startswith="certificate").count() == 6


@pytest.mark.parametrize("amount", ["0", "-1", "400.01"])
def test_a_certificate_is_for_something_and_at_most_what_was_approved(
    office: Office, remedy: RemedyLine, amount: str
) -> None:
    code = "remedies.amount_above_approved" if amount == "400.01" else "remedies.nothing"
    refused(lambda: services.draw_up(remedy, actor=office.sales, amount=Decimal(amount), reason="x"), code)


def test_several_certificates_of_a_remedy_count_together_and_a_void_one_does_not(
    office: Office, remedy: RemedyLine
) -> None:
    first = services.draw_up(remedy, actor=office.sales, amount=Decimal("300"), reason="x")
    refused(
        lambda: services.draw_up(remedy, actor=office.sales, amount=Decimal("100.01"), reason="x"),
        "remedies.amount_above_approved",
    )
    services.void(first, actor=office.sales, reason="Wrong amount")
    again = services.draw_up(remedy, actor=office.sales, amount=Decimal("400"), reason="x")
    assert [first.number[-4:], again.number[-4:]] == ["0001", "0002"]


@pytest.mark.parametrize(
    "fields",
    [
        {"decided_at": None, "conveyed_at": None, "state": State.REPORTED},
        {"outcome": Outcome.NOT_SUBSTANTIATED},
        {"state": State.NOT_ACCEPTED, "closed_at": timezone.now(), "answered_at": timezone.now()},
    ],
)
def test_no_paper_without_an_approved_remedy(office: Office, fields: dict[str, object]) -> None:
    remedy = make_remedy(make_decided(office.site, office.officer, **fields))
    refused(
        lambda: services.draw_up(remedy, actor=office.sales, amount=Decimal(1), reason="x"),
        "remedies.not_approved",
    )


def test_goods_that_come_back_need_a_slip_and_no_certificate(office: Office) -> None:
    remedy = make_remedy(make_decided(office.site, office.officer), Remedy.RETURN, amount=Decimal(900))
    refused(
        lambda: services.draw_up(remedy, actor=office.sales, amount=Decimal(1), reason="x"),
        "remedies.other_paper",
    )


def test_only_sales_draws_up_only_the_deputy_gm_signs_only_finance_posts(
    office: Office, remedy: RemedyLine
) -> None:
    for user in (office.officer, office.signer, office.warehouse, office.finance):
        with pytest.raises(PermissionDenied):
            services.draw_up(remedy, actor=user, amount=Decimal(1), reason="x")
    made = make_certificate(office, remedy)
    for user in (office.officer, office.sales, office.sales_two, office.finance):
        with pytest.raises(PermissionDenied):
            services.sign(made, actor=user)
    made = make_certificate(office, make_remedy(remedy.case), S.FILED)
    for user in (office.officer, office.sales, office.signer, office.warehouse):
        with pytest.raises(PermissionDenied):
            services.post(made, actor=user, voucher_no="1", posting_on=office.site.today())


def test_where_no_department_is_named_the_service_department_handles_papers(db: None) -> None:
    site = factories.make_site()
    officer = factories.make_user(PostCode.COMPLAINT_OFFICER, site=site)
    elsewhere = factories.make_user(PostCode.COMPLAINT_OFFICER)
    remedy = make_remedy(make_decided(site, officer))
    with pytest.raises(PermissionDenied):
        services.draw_up(remedy, actor=elsewhere, amount=Decimal(1), reason="x")
    assert services.draw_up(remedy, actor=officer, amount=Decimal(1), reason="x").state == S.DRAFT


def test_no_step_is_left_out(office: Office, remedy: RemedyLine) -> None:
    draft = make_certificate(office, remedy)
    today = office.site.today()
    refused(lambda: services.hand_out(draft, actor=office.sales), "remedies.wrong_state")
    refused(lambda: confirm(draft, office.sales), "remedies.wrong_state")
    refused(lambda: services.file_copies(draft, actor=office.sales), "remedies.wrong_state")
    refused(
        lambda: services.post(draft, actor=office.finance, voucher_no="1", posting_on=today),
        "remedies.wrong_state",
    )
    services.sign(draft, actor=office.signer)
    refused(lambda: services.sign(draft, actor=office.signer), "remedies.wrong_state")


def test_the_customers_signature_needs_a_day_a_name_and_evidence(office: Office, remedy: RemedyLine) -> None:
    issued = make_certificate(office, remedy, S.ISSUED)
    today = office.site.today()
    refused(
        lambda: services.confirm(
            issued, actor=office.sales, signer=" ", signed_on=today + datetime.timedelta(days=1), file=None
        ),
        "remedies.text_needed",
        "remedies.evidence_needed",
        "remedies.in_future",
    )


def test_nobody_signs_two_roles_of_one_certificate(office: Office, remedy: RemedyLine) -> None:
    made = make_certificate(office, remedy)
    tomorrow = office.site.today() + datetime.timedelta(days=1)
    Delegation.objects.create(
        employee=office.signer.employee,
        deputy=office.sales.employee,
        period=(office.site.today(), tomorrow),
        reason="Away",
    )
    refused(
        lambda: services.sign(made, actor=type(office.sales).objects.get(pk=office.sales.pk)),
        "remedies.two_roles",
    )


def test_the_deputy_of_the_sales_deputy_gm_signs_on_their_behalf(office: Office, remedy: RemedyLine) -> None:
    made = make_certificate(office, remedy)
    tomorrow = office.site.today() + datetime.timedelta(days=1)
    deputy = factories.make_user(PostCode.MARKET_MANAGER, site=office.site)
    Delegation.objects.create(
        employee=office.signer.employee,
        deputy=deputy.employee,
        period=(office.site.today(), tomorrow),
        reason="Away",
    )
    assert DiscountCertificate.objects.visible_to(deputy).filter(pk=made.pk).exists()
    signed = services.sign(made, actor=deputy)
    assert (signed.signed_by, signed.signed_for) == (deputy.employee, office.signer.employee)


def test_a_posted_certificate_stays_as_it_is(office: Office, remedy: RemedyLine) -> None:
    made = make_certificate(office, remedy, S.FILED)
    services.post(made, actor=office.finance, voucher_no="V-1", posting_on=office.site.today())
    refused(lambda: services.void(made, actor=office.sales, reason="x"), "remedies.posted_already")
    refused(
        lambda: services.post(made, actor=office.finance, voucher_no="V-2", posting_on=office.site.today()),
        "remedies.posted_already",
    )


def test_a_posting_has_a_number_and_a_day_that_has_come(office: Office, remedy: RemedyLine) -> None:
    made = make_certificate(office, remedy, S.FILED)
    ahead = office.site.today() + datetime.timedelta(days=1)
    refused(
        lambda: services.post(made, actor=office.finance, voucher_no=" ", posting_on=ahead),
        "remedies.voucher_needed",
        "remedies.in_future",
    )


def test_copies_are_seen_by_those_they_were_handed_to(office: Office, remedy: RemedyLine) -> None:
    made = make_certificate(office, remedy, S.CONFIRMED)
    seen = DiscountCertificate.objects.visible_to
    assert not seen(office.finance).exists()
    assert not seen(office.warehouse).exists()
    assert seen(office.sales).exists()
    assert seen(office.signer).exists()
    assert seen(office.officer).exists()
    services.file_copies(made, actor=office.sales)
    assert seen(office.finance).exists()
    assert not seen(make_office().sales).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("400.01")},
        {"amount": Decimal("0")},
        {"state": "signed"},
        {"state": "filed"},
        {"signed_at": timezone.now()},
        {"state": "void"},
        {"posted_at": timezone.now()},
        {"reason": ""},
    ],
)
def test_the_database_refuses_what_must_never_be_true(
    office: Office, remedy: RemedyLine, change: dict[str, object]
) -> None:
    made = make_certificate(office, remedy)
    with pytest.raises(IntegrityError), transaction.atomic():
        DiscountCertificate.objects.filter(pk=made.pk).update(**change)


def test_the_database_refuses_one_person_in_two_roles_and_a_remedy_below_its_papers(
    office: Office, remedy: RemedyLine
) -> None:
    made = make_certificate(office, remedy)
    with pytest.raises(IntegrityError), transaction.atomic():
        DiscountCertificate.objects.filter(pk=made.pk).update(
            state="signed", signed_at=timezone.now(), signed_by=made.drawn_by
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RemedyLine.objects.filter(pk=remedy.pk).update(amount=Decimal("399"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_service", [True, False], ids=["service", "database"])
def test_two_certificates_at_once_never_exceed_what_was_approved(by_service: bool) -> None:
    office = make_office()
    remedy = make_remedy(make_decided(office.site, office.officer))
    start, refusals = threading.Barrier(2), []

    def draw(user: object, number: str) -> None:
        start.wait()
        try:
            if by_service:
                services.draw_up(remedy, actor=user, amount=Decimal("250"), reason="x")  # type: ignore[arg-type]
            else:
                DiscountCertificate.objects.create(
                    number=number, site=office.site, case=remedy.case, remedy=remedy, amount=Decimal("250"), reason="x",
                    drawn_by=office.sales.employee, drawn_at=timezone.now(),
                )  # fmt: skip
        except (RuleViolation, IntegrityError) as error:
            refusals.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=draw, args=(office.sales, "one")),
        threading.Thread(target=draw, args=(office.sales_two, "two")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert services.taken(remedy) == Decimal("250")


def test_a_duty_is_held_by_one_department_of_a_site(office: Office) -> None:
    assert set(office.departments) == set(Duty)
