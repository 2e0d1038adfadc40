"""The API of certificates and slips: the same services, their refusals with codes, only what is in sight, only people sign."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from callcenter.accounts.models import User
from callcenter.audit.models import Event
from complaints.cases.models import Remedy, RemedyLine
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.models import ReturnSlip
from complaints.remedies.slips.models import SlipState
from tests.complaints.remedies.factories import (
    Office,
    make_certificate,
    make_decided,
    make_office,
    make_remedy,
    make_slip,
    stamped,
)
from tests.integrations.client_factories import caller

CERTIFICATES = "/api/v1/complaints/discount-certificates/"
SLIPS = "/api/v1/complaints/return-slips/"
WORDS = {"reason": "Dented", "handling": "Scrap", "basis": "Decision"}


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def discount(office: Office) -> RemedyLine:
    return make_remedy(make_decided(office.site, office.officer))


@pytest.fixture
def goods(office: Office) -> RemedyLine:
    return make_remedy(make_decided(office.site, office.officer), Remedy.RETURN)


def post(user: User, address: str, data: Any = None, **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(address, data or {}, content_type="application/json", headers=headers)


def get(user: User, address: str, **given: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address, given)


def codes(answer: Any) -> set[str]:
    """What a refusal of the services names."""
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert all(one["sentence"] for one in answer.json()["objections"])
    return {one["code"] for one in answer.json()["objections"]}


def test_a_certificate_goes_from_draft_to_its_voucher(office: Office, discount: RemedyLine) -> None:
    given = {"remedy": discount.pk, "amount": "400.00", "reason": "Dented"}
    made = post(office.sales, CERTIFICATES, given)
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert made.json()["complaint"] == discount.case.reference
    address, today = f"{CERTIFICATES}{made.json()['number']}/", office.site.today().isoformat()
    signed = post(office.signer, f"{address}sign/")
    assert office.signer.employee
    assert (signed.status_code, signed.json()["signed_by"]) == (200, office.signer.employee.number)
    assert post(office.sales, f"{address}hand-out/").json()["state"] == "issued"
    client = Client()
    client.force_login(office.sales)
    paper = {"signer": "Mrs Lin", "signed_on": today, "file": stamped()}
    assert client.post(f"{address}confirm/", paper).json()["customer_signed_on"] == today
    assert post(office.sales, f"{address}file/").json()["state"] == "filed"
    posted = post(office.finance, f"{address}post/", {"voucher_no": "V-1", "posting_on": today})
    assert (posted.status_code, posted.json()["voucher_no"]) == (200, "V-1")
    assert Event.objects.filter(verb="remedies.certificate.posted").count() == 1


def test_a_slip_is_posted_when_what_was_approved_has_come_back(office: Office, goods: RemedyLine) -> None:
    today = office.site.today().isoformat()
    voucher = {"voucher_no": "V-2", "posting_on": today}
    addresses = []
    for quantity in ("60", "40"):
        made = post(office.sales, SLIPS, WORDS | {"remedy": goods.pk, "quantity": quantity})
        assert made.status_code == 201
        address = f"{SLIPS}{made.json()['number']}/"
        addresses.append(address)
        assert post(office.signer, f"{address}sign/").status_code == 200
        assert post(office.sales, f"{address}send/").json()["state"] == "sent"
        counted = post(office.warehouse, f"{address}count/", {"quantity": quantity, "arrived_on": today})
        assert Decimal(counted.json()["received_quantity"]) == Decimal(quantity)
        assert (
            post(office.warehouse, f"{address}receive/", {"same_goods": True}).json()["state"] == "received"
        )
        assert post(office.warehouse, f"{address}hand-on/").status_code == 200
        if quantity == "60":
            assert codes(post(office.finance, f"{address}post/", voucher)) == {"remedies.quantity_mismatch"}
    assert [post(office.finance, f"{one}post/", voucher).json()["state"] for one in addresses] == [
        "posted"
    ] * 2


def test_a_refusal_names_every_reason(office: Office, discount: RemedyLine, goods: RemedyLine) -> None:
    certificate = make_certificate(office, discount)
    above = {"remedy": discount.pk, "amount": "0.01", "reason": " x"}
    assert codes(post(office.sales, CERTIFICATES, above)) == {"remedies.amount_above_approved"}
    wrong = {"remedy": goods.pk, "amount": "1", "reason": "x"}
    assert codes(post(office.sales, CERTIFICATES, wrong)) >= {"remedies.other_paper"}
    address = f"{CERTIFICATES}{certificate.number}/"
    assert codes(post(office.sales, f"{address}file/")) == {"remedies.wrong_state"}
    slip = f"{SLIPS}{make_slip(office, goods, SlipState.SENT).number}/"
    assert codes(post(office.warehouse, f"{slip}receive/", {"same_goods": False})) == {
        "remedies.other_goods",
        "remedies.goods_missing",
    }


def test_a_key_draws_one_certificate_up(office: Office, discount: RemedyLine) -> None:
    given = {"remedy": discount.pk, "amount": "10", "reason": "x"}
    answers = [post(office.sales, CERTIFICATES, given, **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert len({one.json()["number"] for one in answers}) == 1
    assert DiscountCertificate.objects.count() == 1


def test_a_program_reads_papers_and_signs_none(office: Office, discount: RemedyLine) -> None:
    certificate = make_certificate(office, discount)
    program = caller("complaints:read", "complaints:write", site=office.site)
    address = f"{CERTIFICATES}{certificate.number}/"
    assert program.get(address).json()["amount"] == "400.00"
    for act in ("sign", "hand-out", "file", "void"):
        body = {"reason": "x"} if act == "void" else {}
        answer = program.post(f"{address}{act}/", body, content_type="application/json")
        assert answer.status_code == 403, act
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.DRAFT


def test_papers_of_another_site_are_not_there(office: Office, discount: RemedyLine) -> None:
    certificate, stranger = make_certificate(office, discount), make_office()
    address = f"{CERTIFICATES}{certificate.number}/"
    for user in (stranger.officer, stranger.sales, stranger.finance):
        assert get(user, address).status_code == 404
        assert get(user, CERTIFICATES).json()["results"] == []
        assert post(user, f"{address}file/").status_code == 404


def test_each_department_lists_the_copies_that_it_has(
    office: Office, discount: RemedyLine, goods: RemedyLine
) -> None:
    make_certificate(office, discount, CertificateState.CONFIRMED)
    make_slip(office, goods, SlipState.SENT)

    def listed(user: User) -> tuple[int, int]:
        return tuple(len(get(user, one).json()["results"]) for one in (CERTIFICATES, SLIPS))  # type: ignore[return-value]

    assert listed(office.sales) == (1, 1)
    assert listed(office.warehouse) == (0, 1)
    assert listed(office.finance) == (0, 0)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"state": "draft"}, 1),
        ({"state": "signed"}, 1),
        ({"q": "XZ-"}, 2),
        ({"q": "nothing"}, 0),
        ({"posted": "true"}, 0),
    ],
)
def test_the_list_takes_the_filters_of_the_page(
    office: Office, discount: RemedyLine, given: dict[str, str], found: int
) -> None:
    make_certificate(office, discount, amount=Decimal("100"))
    make_certificate(office, discount, CertificateState.SIGNED, amount=Decimal("100"))
    assert len(get(office.officer, CERTIFICATES, **given).json()["results"]) == found


def test_the_list_is_paged_as_every_list(office: Office, goods: RemedyLine) -> None:
    for _ in range(3):
        make_slip(office, goods, quantity=Decimal("1"))
    first = get(office.officer, SLIPS, page_size="2").json()
    assert len(first["results"]) == 2
    assert first["next"]
    assert {one["number"] for one in first["results"]} <= set(
        ReturnSlip.objects.values_list("number", flat=True)
    )
