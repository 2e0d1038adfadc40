"""A certificate and a return slip through the hands of everybody who signs them, in a real browser, on paper too."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from complaints.cases import changes
from complaints.cases.models import Outcome, Remedy
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.models import Execution, Receivable, ReturnSlip
from complaints.remedies.slips.models import SlipState
from tests import factories
from tests.browser.looks import every_look
from tests.complaints.remedies.factories import (
    PNG,
    Office,
    make_certificate,
    make_decided,
    make_office,
    make_remedy,
    make_slip,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNED = {"name": "stamped.png", "mimeType": "image/png", "buffer": PNG}


@pytest.fixture
def office(transactional_db: None) -> Office:
    return make_office(factories.make_site(time_zone=factories.zone_at_noon()))


@every_look
def test_pages_of_remedies_fit_and_can_be_read_by_everybody(
    office: Office,
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    language: str,
    width: int,
    theme: str,
) -> None:
    case = make_decided(office.site, office.officer)
    money, goods, more = make_remedy(case), make_remedy(case, Remedy.RETURN), make_remedy(case)
    lost = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    changes.tell(lost, "decide_not_upheld", None)
    certificate = make_certificate(office, money, CertificateState.ISSUED)
    slip = make_slip(office, goods, SlipState.HANDED_ON, Decimal("60"))
    name = {"sales": office.sales, "finance": office.finance, "officer": office.officer}
    pages = [
        ("officer", reverse("remedies:index")),
        ("officer", reverse("remedies:certificates")),
        ("officer", Receivable.objects.get().get_absolute_url()),
        ("sales", certificate.get_absolute_url()),
        ("sales", reverse("remedies:draw-certificate", args=[more.pk])),
        ("sales", Execution.objects.order_by("pk")[0].get_absolute_url()),
        ("finance", slip.get_absolute_url()),
        ("finance", reverse("remedies:slip-copy", args=[slip.number, 3])),
    ]
    opened = {who: page_as(user, language, width, theme) for who, user in name.items()}
    for who, path in pages:
        page = opened[who]
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for folded in page.locator("main details.card:not([open]) > summary").all():
            folded.click()
        assert_no_axe_violations(page)


def test_a_certificate_is_drawn_up_signed_stamped_filed_and_posted(
    office: Office, page_as: Callable[..., Page]
) -> None:
    remedy = make_remedy(make_decided(office.site, office.officer))
    changes.tell(remedy.case, "decide", None)
    sales, signer, finance = (page_as(one) for one in (office.sales, office.signer, office.finance))
    sales.goto(Execution.objects.get().get_absolute_url())
    sales.get_by_role("link", name="Draw the paper up").click()
    sales.get_by_label("What for").fill("Dented tins")
    sales.get_by_role("button", name="Draw up").click()
    expect(sales.locator("h1")).to_contain_text("Waits for the deputy GM sales")
    paper = DiscountCertificate.objects.get()
    signer.goto(paper.get_absolute_url())
    signer.get_by_role("button", name="Sign").click()
    expect(signer.locator("h1")).to_contain_text("Signed by the deputy GM sales")
    sales.reload()
    sales.get_by_role("button", name="Handed to the customer").click()
    expect(sales.locator("h1")).to_contain_text("With the customer")
    sales.get_by_label("Signed for the customer by").fill("Mrs Lin")
    sales.locator("[name=file]").set_input_files(SIGNED)
    sales.get_by_role("button", name="Record the customer’s signature").click()
    expect(sales.locator("h1")).to_contain_text("Signed by the customer")
    sales.get_by_role("button", name="File the copies").click()
    expect(sales.locator("h1")).to_contain_text("Filed")
    finance.goto(reverse("remedies:certificates"))
    finance.get_by_role("link", name=paper.number).click()
    finance.get_by_label("Voucher number").fill("V-17")
    finance.get_by_role("button", name="Post", exact=True).click()
    expect(finance.locator("h1")).to_contain_text("Posted")
    expect(finance.locator("main")).to_contain_text("V-17")
    expect(finance.get_by_text("Make it void")).to_have_count(0)
    finance.get_by_role("link", name="Copy 2: finance").click()
    expect(finance.locator(".sheet-copy")).to_have_text("Copy 2: finance")


def test_a_mistake_is_taken_back_after_a_question(office: Office, page_as: Callable[..., Page]) -> None:
    make_remedy(case := make_decided(office.site, office.officer), Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    changes.tell(case, "accept_decision", None)
    page = page_as(office.officer, "zh-hans", 390)
    page.goto(Execution.objects.get().get_absolute_url())
    page.locator("[name=words]").fill("已致电。")
    page.locator("form[action$='/finish/'] button").click()
    page.locator("#act-take-back > summary").click()
    page.locator("#act-take-back [name=reason]").fill("是另一位客户。")
    page.locator("#act-take-back form button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("撤销")
    dialog.locator(".btn-primary, .btn-danger").first.click()
    expect(page.locator("form[action$='/finish/']")).to_be_visible()
    expect(page.locator("main")).to_contain_text("是另一位客户。")


def test_goods_come_back_in_two_deliveries_and_the_warehouse_signs_on_a_phone_in_chinese(
    office: Office, page_as: Callable[..., Page]
) -> None:
    slip = make_slip(
        office, make_remedy(make_decided(office.site, office.officer), Remedy.RETURN), SlipState.SENT
    )
    page = page_as(office.warehouse, "zh-hans", 390)
    page.goto(slip.get_absolute_url())
    page.get_by_role("link", name="登记到货").click()  # the act stands below the facts
    expect(page.get_by_role("button", name="登记到货")).to_be_in_viewport()
    for quantity in ("60", "30", "40"):
        page.get_by_label("到货数量").fill(quantity)
        page.get_by_role("button", name="登记到货").click()
        expect(page.get_by_role("row").filter(has_text=quantity).last).to_be_visible()
        if quantity == "30":
            page.get_by_role("row").filter(has_text="30").get_by_role("button", name="划销").click()
            expect(page.locator("del")).to_have_text("30")
    page.get_by_label("品名、规格、批号与退货单一致").check()
    page.get_by_role("button", name="签收").click()
    expect(page.locator("h1")).to_contain_text("收货")
    page.get_by_role("button", name="转交各联").click()
    expect(page.locator("h1")).to_contain_text("各联已转交")
    assert ReturnSlip.objects.get().received_quantity == 100


def test_finance_cannot_post_while_the_quantities_differ(
    office: Office, page_as: Callable[..., Page]
) -> None:
    remedy = make_remedy(make_decided(office.site, office.officer), Remedy.RETURN)
    slip = make_slip(office, remedy, SlipState.HANDED_ON, Decimal("60"))
    page = page_as(office.finance)
    page.goto(slip.get_absolute_url())
    expect(
        page.get_by_role("status").filter(has_text="100 was approved and 60 has come back")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Post", exact=True)).to_have_count(0)
    make_slip(office, remedy, SlipState.HANDED_ON, Decimal("40"))
    page.reload()
    page.get_by_label("Voucher number").fill("V-9")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Posted")


def test_the_tab_that_was_left_open_is_told_where_the_paper_stands_now(
    office: Office, page_as: Callable[..., Page]
) -> None:
    paper = make_certificate(office, make_remedy(make_decided(office.site, office.officer)))
    first, second = page_as(office.signer), page_as(office.signer)
    for tab in (first, second):
        tab.goto(paper.get_absolute_url())
    first.get_by_role("button", name="Sign").click()
    expect(first.locator("h1")).to_contain_text("Signed by the deputy GM sales")
    second.get_by_role("button", name="Sign").click()
    expect(second.get_by_role("alert")).to_contain_text("stands elsewhere: Signed by the deputy GM sales")
    expect(second.get_by_role("button", name="Sign")).to_have_count(0)


def test_a_paper_is_handled_without_scripts(office: Office, page_as: Callable[..., Page]) -> None:
    paper = make_certificate(office, make_remedy(make_decided(office.site, office.officer)))
    page = page_as(office.signer, java_script_enabled=False)
    page.goto(reverse("remedies:certificates"))
    page.get_by_role("link", name=paper.number).click()
    page.locator("summary", has_text="Make it void").click()
    page.get_by_label("Reason").fill("Wrong amount")
    page.get_by_role("button", name="Make it void").click()
    expect(page.locator("h1")).to_contain_text("Void")
    expect(page.locator("main")).to_contain_text("Wrong amount")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_copy_is_one_page_of_paper(office: Office, page_as: Callable[..., Page], language: str) -> None:
    case = make_decided(
        office.site, office.officer, product="Tins of 5 l 五升罐", lot_no="L-7", order_no="PO-1"
    )
    paper = make_slip(office, make_remedy(case, Remedy.RETURN), SlipState.HANDED_ON)
    page = page_as(office.officer, language)
    page.goto(reverse("remedies:slip-copy", args=[paper.number, 2]))
    expect(page.locator(".sheet-bar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".sheet-bar")).to_be_hidden()
    for signed in (office.sales, office.signer, office.warehouse):
        expect(page.locator(".sheet-signs")).to_contain_text(str(signed.employee))
    assert pages_of(page.pdf(prefer_css_page_size=True, print_background=True)) == 1


def pages_of(pdf: bytes) -> int:
    """How many sheets a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
