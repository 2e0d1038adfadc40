"""Pages of remedies: papers through plain forms, in both languages, with as many questions for a thousand rows as for ten."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Department, Employee
from complaints.cases import changes
from complaints.cases.models import Case, Outcome, Remedy, RemedyLine, State
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.models import Execution, Receivable, ReturnSlip
from complaints.remedies.receivables.models import ReceivableState
from complaints.remedies.slips.models import SlipState
from tests import factories
from tests.complaints.remedies.factories import (
    Office,
    make_certificate,
    make_decided,
    make_office,
    make_remedy,
    make_slip,
    stamped,
)


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def case(office: Office) -> Case:
    return make_decided(office.site, office.officer)


def as_(user: User, language: str = "en") -> Client:
    User.objects.filter(pk=user.pk).update(language=language)
    client = Client()
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def text(answer: Any) -> str:
    """What one reads in the main part of a page."""
    page = answer.content.decode()
    main = re.sub(r"^[^>]*>", "", page.partition("<main")[2].partition("</main>")[0], count=1)
    shown = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", main, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", shown)))


def test_a_certificate_lives_by_plain_forms(office: Office, case: Case) -> None:
    remedy = make_remedy(case)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    sales, signer, finance = (as_(one) for one in (office.sales, office.signer, office.finance))
    draw = reverse("remedies:draw-certificate", args=[remedy.pk])
    assert 'value="400' in sales.get(draw).content.decode()
    refused = sales.post(draw, {"amount": "400.01", "reason": "Dented"})
    assert refused.status_code == 422
    assert "at most 400.00 is left" in text(refused)
    made = sales.post(draw, {"amount": "400", "reason": "Dented"})
    paper = DiscountCertificate.objects.get()
    address = paper.get_absolute_url()
    assert (made.status_code, made["Location"]) == (302, address)
    assert signer.post(f"{address}sign/").status_code == 302
    assert sales.post(f"{address}hand-out/").status_code == 302
    today = office.site.today().isoformat()
    signed = {"signer": "Mrs Lin", "signed_on": today}
    assert sales.post(f"{address}confirm/", signed).status_code == 422
    assert sales.post(f"{address}confirm/", signed | {"file": stamped()}).status_code == 302
    assert finance.get(address).status_code == 404
    assert sales.post(f"{address}file/").status_code == 302
    voucher = {"voucher_no": "V-17", "posting_on": today}
    assert finance.post(f"{address}post/", voucher | {"voucher_no": ""}).status_code == 422
    assert finance.post(f"{address}post/", voucher).status_code == 302
    read = text(finance.get(address))
    assert "V-17" in read
    assert "Make it void" not in read
    assert "Carried out" in text(sales.get(Execution.objects.get().get_absolute_url()))


def test_a_slip_lives_by_plain_forms_and_a_wrong_count_is_struck_out(office: Office, case: Case) -> None:
    remedy = make_remedy(case, Remedy.RETURN)
    sales, signer, stores, finance = (
        as_(one) for one in (office.sales, office.signer, office.warehouse, office.finance)
    )
    draw = reverse("remedies:draw-slip", args=[remedy.pk])
    words = {"reason": "Dented", "handling": "Scrap", "basis": "Decision"}
    refused = sales.post(draw, words | {"quantity": "100.5"})
    assert "100 was approved, 0 is on other slips: at most 100 is left." in text(refused)
    assert sales.post(draw, words | {"quantity": "100"}).status_code == 302
    address = ReturnSlip.objects.get().get_absolute_url()
    assert signer.post(f"{address}sign/").status_code == 302
    assert stores.get(address).status_code == 404
    assert sales.post(f"{address}send/").status_code == 302
    today = office.site.today().isoformat()
    assert (
        stores.post(f"{address}count/", {"quantity": "90", "arrived_on": today, "note": "x"}).status_code
        == 302
    )
    early = stores.post(f"{address}receive/", {"same_goods": "on"})
    assert early.status_code == 422
    assert "The slip says 100, 90 has arrived" in text(early)
    wrong = ReturnSlip.objects.get().deliveries.get()
    assert stores.post(f"{address}deliveries/{wrong.pk}/strike/").status_code == 302
    assert stores.post(f"{address}count/", {"quantity": "100", "arrived_on": today}).status_code == 302
    read = stores.get(address).content.decode()
    assert "<del>90</del>" in read
    assert stores.post(f"{address}receive/", {"same_goods": "on"}).status_code == 302
    assert stores.post(f"{address}hand-on/").status_code == 302
    voucher = {"voucher_no": "V-9", "posting_on": today}
    assert finance.post(f"{address}post/", voucher).status_code == 302
    assert ReturnSlip.objects.get().state == SlipState.POSTED


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "100 was approved and 60 has come back: nothing is posted until they are equal."),
        ("zh-hans", "核定退货量为100，实退量为60：两者不符，不得开立传票。"),
    ],
)
def test_finance_reads_both_quantities_and_gets_no_button_until_they_are_equal(
    office: Office, case: Case, language: str, sentence: str
) -> None:
    remedy = make_remedy(case, Remedy.RETURN)
    first = make_slip(office, remedy, SlipState.HANDED_ON, Decimal("60"))
    finance, address = as_(office.finance, language), first.get_absolute_url()
    shown = finance.get(address)
    assert sentence in text(shown)
    assert "voucher_no" not in shown.content.decode()
    given = {"voucher_no": "V-1", "posting_on": office.site.today().isoformat()}
    refused = finance.post(f"{address}post/", given)
    assert refused.status_code == 422
    assert sentence in text(refused)
    make_slip(office, remedy, SlipState.HANDED_ON, Decimal("40"))
    assert "voucher_no" in finance.get(address).content.decode()
    assert finance.post(f"{address}post/", given).status_code == 302


def test_who_signed_before_reads_that_somebody_else_does_the_next_role(db: None) -> None:
    site = factories.make_site()
    officer = factories.make_user(PostCode.COMPLAINT_OFFICER, site=site)
    signer = factories.make_user(PostCode.SALES_DEPUTY_GM, site=site)
    office = Office(site, officer, officer, officer, signer, officer, officer, {})
    paper = make_certificate(office, make_remedy(make_decided(site, officer)), CertificateState.FILED)
    shown = as_(officer).get(paper.get_absolute_url())
    assert "Nobody signs two roles of one paper: somebody else does this." in text(shown)
    assert "voucher_no" not in shown.content.decode()
    manager = factories.make_user(PostCode.CENTER_MANAGER, site=site)
    assert "voucher_no" in as_(manager).get(paper.get_absolute_url()).content.decode()


def test_a_second_tab_that_is_behind_is_told_where_the_paper_stands(office: Office, case: Case) -> None:
    paper = make_certificate(office, make_remedy(case))
    signer, address = as_(office.signer), paper.get_absolute_url()
    assert signer.post(f"{address}sign/").status_code == 302
    again = signer.post(f"{address}sign/")
    assert again.status_code == 422
    assert f"{paper.number} stands elsewhere: Signed by the deputy GM sales." in text(again)
    void = as_(office.sales).post(f"{address}void/", {"reason": "Wrong amount"})
    assert void.status_code == 302
    behind = as_(office.sales).post(f"{address}hand-out/")
    assert behind.status_code == 422
    assert "stands elsewhere: Void." in text(behind)
    assert DiscountCertificate.objects.get().void_reason == "Wrong amount"


def test_a_form_that_was_refused_keeps_what_was_typed(office: Office, case: Case) -> None:
    paper = make_certificate(office, make_remedy(case), CertificateState.FILED)
    day = (office.site.today() + timezone.timedelta(days=2)).isoformat()
    given = {"voucher_no": "V-88", "posting_on": day}
    refused = as_(office.finance).post(f"{paper.get_absolute_url()}post/", given)
    assert refused.status_code == 422
    assert 'value="V-88"' in refused.content.decode()
    assert "This day is still to come." in text(refused)


def test_an_execution_with_a_paper_on_its_way_says_so_before_it_is_ended(office: Office, case: Case) -> None:
    remedy = make_remedy(case)
    changes.tell(case, "decide", None)
    officer, address = as_(office.officer), Execution.objects.get().get_absolute_url()
    assert 'name="words"' in officer.get(address).content.decode()
    paper = make_certificate(office, remedy)
    shown = officer.get(address)
    assert 'name="words"' not in shown.content.decode()
    assert "A paper is on its way" in text(shown)
    as_(office.sales).post(f"{paper.get_absolute_url()}void/", {"reason": "Takes less"})
    assert officer.post(f"{address}end/", {"words": "She takes nothing."}).status_code == 302
    assert "She takes nothing." in text(officer.get(address))


def test_an_apology_is_said_to_be_carried_out_by_the_owner(office: Office, case: Case) -> None:
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    officer, address = as_(office.officer), Execution.objects.get().get_absolute_url()
    assert "Say that it is carried out" in text(officer.get(address))
    assert officer.post(f"{address}finish/", {"words": ""}).status_code == 422
    assert officer.post(f"{address}finish/", {"words": "Called her."}).status_code == 302
    assert officer.post(f"{address}finish/", {"words": "Again."}).status_code == 422
    assert "Take it back" in text(officer.get(address))
    assert officer.post(f"{address}take-back/", {"reason": ""}).status_code == 422
    assert officer.post(f"{address}take-back/", {"reason": "Not her."}).status_code == 302
    shown = text(officer.get(address))
    assert "Say that it is carried out" in shown
    assert "Take it back" not in shown


def test_what_finance_has_posted_says_why_it_is_not_taken_back(office: Office, case: Case) -> None:
    paper = make_certificate(office, make_remedy(case), CertificateState.FILED)
    changes.tell(case, "decide", None)
    as_(office.finance).post(
        f"{paper.get_absolute_url()}post/", {"voucher_no": "V-17", "posting_on": str(office.site.today())}
    )
    execution = Execution.objects.get()
    assert not execution.is_open
    address = execution.get_absolute_url()
    shown = as_(office.officer).get(address)
    assert "Finance has posted papers for all that was approved" in text(shown)
    assert f'action="{address}take-back/"' not in shown.content.decode()
    assert as_(office.officer).post(f"{address}take-back/", {"reason": "Oh"}).status_code == 422


def test_a_receivable_is_named_objected_to_and_settled(office: Office) -> None:
    case = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
    changes.tell(case, "decide_not_upheld", None)
    found = Receivable.objects.get()
    sales, address = as_(office.sales), found.get_absolute_url()
    assert sales.post(f"{address}salesperson/", {"employee": "nobody"}).status_code == 422
    assert office.sales.employee
    number = office.sales.employee.number
    assert sales.post(f"{address}salesperson/", {"employee": number}).status_code == 302
    assert address in sales.get(reverse("web:today")).content.decode()
    assert sales.post(f"{address}settle/", {"outcome": "dropped", "words": ""}).status_code == 422
    assert sales.post(f"{address}settle/", {"outcome": "collected", "words": ""}).status_code == 302
    found.refresh_from_db()
    assert found.state == ReceivableState.COLLECTED
    assert "Take it back" in text(sales.get(address))
    assert "Take it back" not in text(as_(office.finance).get(address))
    assert sales.post(f"{address}take-back/", {"reason": "Another order."}).status_code == 302
    assert sales.post(f"{address}settle/", {"outcome": "collected", "words": ""}).status_code == 302
    assert sales.post(f"{address}settle/", {"outcome": "collected", "words": ""}).status_code == 422


def test_copies_are_printed_by_those_who_have_them(office: Office, case: Case) -> None:
    paper = make_slip(office, make_remedy(case, Remedy.RETURN), SlipState.HANDED_ON)
    held = {
        office.sales: {1, 4},
        office.warehouse: {2, 3, 4},
        office.finance: {3},
        office.officer: {1, 2, 3, 4},
    }
    for user, copies in held.items():
        client = as_(user)
        for copy in range(1, 6):
            answer = client.get(reverse("remedies:slip-copy", args=[paper.number, copy]))
            assert answer.status_code == (200 if copy in copies else 404), (user, copy)


def test_departments_are_named_and_one_department_has_one_duty(office: Office) -> None:
    manager = as_(factories.make_user(PostCode.CENTER_MANAGER, site=office.site))
    address = reverse("remedies:departments")
    one, other = list(office.departments.values())[:2]
    twice = {"sales": one.pk, "warehouse": one.pk, "finance": other.pk}
    refused = manager.post(address, twice)
    assert refused.status_code == 422
    assert "One department cannot have two duties" in text(refused)
    assert manager.post(address, {"sales": one.pk, "warehouse": "", "finance": other.pk}).status_code == 302


LATIN = re.compile(r"[A-Za-z]{2,}")
KNOWN = re.compile(
    r"[0-9a-f]{64}|Sales Discount Certificate|(KS|XZ|TH|IN|CU)-[\d-]+|E\d{5}|V-\d+|QA|GM|stamped\.png|Site \d+|Company|Excel|CSV|Customer \d+"
)


def test_no_english_is_left_in_the_chinese_pages(office: Office, case: Case) -> None:
    Employee.objects.update(name="王芳")
    for department in Department.objects.all():
        Department.objects.filter(pk=department.pk).update(name=f"部门{department.pk}")
    remedy, goods = make_remedy(case, note="按批示"), make_remedy(case, Remedy.RETURN, unit="罐")
    make_remedy(case, Remedy.APOLOGY)
    refused = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
    Case.objects.update(title="罐体凹陷", content="四十罐凹陷。", contact_name="林女士")
    case.refresh_from_db()
    refused.refresh_from_db()
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    changes.tell(refused, "decide_not_upheld", None)
    certificate = make_certificate(office, remedy, CertificateState.FILED, Decimal("300"))
    slip = make_slip(office, goods, SlipState.HANDED_ON, Decimal("60"))
    for paper in (certificate, slip):
        type(paper).objects.update(reason="凹陷")
    ReturnSlip.objects.update(handling="报废", basis="批示")
    DiscountCertificate.objects.update(customer_signer="林女士")
    readers = [office.sales, office.warehouse, office.finance, office.officer, office.signer]
    readers.append(factories.make_user(PostCode.CENTER_MANAGER, site=office.site, name="张伟"))
    pages = [
        reverse(f"remedies:{name}")
        for name in ("index", "certificates", "slips", "receivables", "departments")
    ]
    pages += [
        reverse("remedies:draw-certificate", args=[remedy.pk]),
        reverse("remedies:draw-slip", args=[goods.pk]),
    ]
    pages += [
        one.get_absolute_url()
        for one in (certificate, slip, *Execution.objects.all(), Receivable.objects.get())
    ]
    pages += [reverse("remedies:certificate-copy", args=[certificate.number, 2])]
    read = 0
    for reader in readers:
        client = as_(reader, "zh-hans")
        for page in pages:
            answer = client.get(page)
            if answer.status_code == 200:
                read += 1
                left = LATIN.findall(KNOWN.sub("", text(answer)))
                assert not left, (page, left)
    assert read > 40


def rows_of_papers(office: Office, number: int) -> None:
    """So many papers, executions and receivables."""
    now, me = timezone.now(), office.sales.employee
    case = make_decided(office.site, office.officer)
    money = make_remedy(case, amount=Decimal(10 * number))
    goods = make_remedy(case, Remedy.RETURN, quantity=Decimal(10 * number))
    facts = {"site": office.site, "case": case, "drawn_by": me, "drawn_at": now, "reason": "Dented"}
    made = DiscountCertificate.objects.count()
    DiscountCertificate.objects.bulk_create(
        DiscountCertificate(number=f"XZ-1999-{made + each:05d}", remedy=money, amount=1, **facts)
        for each in range(number)
    )
    ReturnSlip.objects.bulk_create(
        ReturnSlip(
            number=f"TH-1999-{made + each:05d}", remedy=goods, quantity=1, handling="x", basis="x", **facts
        )
        for each in range(number)
    )
    words = RemedyLine.objects.bulk_create(RemedyLine(case=case, kind=Remedy.APOLOGY) for _ in range(number))
    Execution.objects.bulk_create(
        Execution(remedy=one, case=case, site=office.site, next_step="carry_out") for one in words
    )
    for _each in range(min(number, 100)):
        lost = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
        Receivable.objects.create(case=lost, site=office.site, due_at=now, salesperson=me)


LISTS = (
    lambda: reverse("remedies:index"),
    lambda: reverse("remedies:certificates"),
    lambda: reverse("remedies:slips"),
    lambda: reverse("remedies:receivables"),
    lambda: "/api/v1/complaints/discount-certificates/",
    lambda: "/api/v1/complaints/return-slips/",
)


def test_a_thousand_rows_ask_no_more_questions_than_ten(office: Office) -> None:
    def questions(address: Callable[[], str], user: User) -> int:
        client = as_(user)
        client.get(address())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address()).status_code == 200
        return len(asked)

    readers = (office.officer, office.sales)
    rows_of_papers(office, 10)
    before = [questions(address, user) for user in readers for address in LISTS]
    rows_of_papers(office, 990)
    assert DiscountCertificate.objects.count() == 1000
    assert [questions(address, user) for user in readers for address in LISTS] == before


def test_an_excel_of_a_thousand_certificates_asks_no_more_questions_than_of_ten(office: Office) -> None:
    client, counts = as_(office.officer), []
    columns = "number,complaint,drawn_by,remedy,site,state"
    for number in (10, 200):
        rows_of_papers(office, number)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("remedies:certificates"), {"export": "xlsx", "columns": columns})
            assert answer.status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_open_stands_before_what_is_over(office: Office) -> None:
    for day, state in ((5, State.CLOSED), (1, State.CONVEYED)):
        case = make_decided(office.site, office.officer, state=state, title=f"In {day} days")
        make_remedy(case, Remedy.APOLOGY)
        changes.tell(case, "decide", None)
    first = Execution.objects.order_by("pk")[0]
    as_(office.officer).post(f"{first.get_absolute_url()}finish/", {"words": "Done."})
    read = text(as_(office.officer).get(reverse("remedies:index")))
    open_one, over = Execution.objects.order_by("-pk")[0].case, first.case
    assert read.index(open_one.reference) < read.index(over.reference)
