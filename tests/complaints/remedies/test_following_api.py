"""Executions and receivables by the API: the pages' acts and refusals, people alone, nothing of another site."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.people.models import Employee
from complaints.cases import changes
from complaints.cases.models import Outcome, Remedy
from complaints.remedies.certificates.models import CertificateState
from complaints.remedies.models import Delivery, Execution, Receivable, SlipState
from tests.api_calls import codes, get, post, wrong_fields
from tests.complaints.remedies.factories import (
    Office,
    make_certificate,
    make_decided,
    make_office,
    make_remedy,
    make_slip,
)
from tests.factories import make_team, make_user
from tests.integrations.client_factories import caller

EXECUTIONS = "/api/v1/complaints/remedy-executions/"
RECEIVABLES = "/api/v1/complaints/receivables/"
SLIPS = "/api/v1/complaints/return-slips/"
WORDS = {"words": "We called her"}
REASON = {"reason": "The wrong line"}


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def followed(office: Office, kind: Remedy = Remedy.APOLOGY) -> Execution:
    """What is to be carried out of a complaint that was just decided."""
    case = make_decided(office.site, office.officer)
    make_remedy(case, kind)
    changes.tell(case, "decide", None)
    return Execution.objects.get(case=case)


def owed(office: Office) -> Receivable:
    """What is to be collected after a complaint was not upheld."""
    case = make_decided(office.site, office.officer, outcome=Outcome.NOT_SUBSTANTIATED)
    changes.tell(case, "decide_not_upheld", None)
    return Receivable.objects.get(case=case)


def at(row: Execution | Receivable) -> str:
    return f"{EXECUTIONS if isinstance(row, Execution) else RECEIVABLES}{row.pk}/"


def seller_of(office: Office) -> Any:
    """Somebody of sales whose line leads to the deputy GM."""
    deputy = make_user(PostCode.DEPUTY_GM, site=office.site)
    team = make_team(office.departments["sales"])  # type: ignore[index]
    return make_user(PostCode.DEPT_HANDLER, site=office.site, team=team, superior=deputy.employee)


def test_an_apology_is_said_to_be_carried_out_and_taken_back(office: Office) -> None:
    execution = followed(office)
    shown = get(office.officer, at(execution)).json()
    assert (shown["kind"], shown["next_step"], shown["duty"]) == ("apology", "carry_out", "")
    done = post(office.officer, f"{at(execution)}carry-out/", WORDS).json()
    assert office.officer.employee
    assert (done["state"], done["over_by"], done["words"]) == (
        "done",
        office.officer.employee.number,
        "We called her",
    )
    assert codes(post(office.officer, f"{at(execution)}carry-out/", WORDS)) == ["remedies.execution_over"]
    again = post(office.officer, f"{at(execution)}take-back/", REASON).json()
    assert (again["state"], again["over_at"], again["words"]) == ("open", None, "")
    assert codes(post(office.officer, f"{at(execution)}take-back/", REASON)) == ["remedies.not_over"]
    verbs = {"remedies.execution.finished", "remedies.execution.taken_back"}
    assert set(Event.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_with_papers_it_ends_with_them_or_with_less(office: Office) -> None:
    execution = followed(office, Remedy.DISCOUNT)
    assert get(office.sales, at(execution)).json()["duty"] == "sales"
    assert codes(post(office.officer, f"{at(execution)}carry-out/", WORDS)) == ["remedies.papers_finish_it"]
    make_certificate(office, execution.remedy, CertificateState.SIGNED, amount=Decimal("100"))
    assert codes(post(office.officer, f"{at(execution)}end/", WORDS)) == ["remedies.papers_under_way"]
    other = followed(office, Remedy.DISCOUNT)
    assert post(office.officer, f"{at(other)}end/", WORDS).json()["state"] == "cancelled"


def test_who_sees_an_execution_and_may_not_end_it_is_refused(office: Office) -> None:
    execution = followed(office, Remedy.DISCOUNT)
    for name, given in (("carry-out", WORDS), ("end", WORDS), ("take-back", REASON)):
        assert post(office.sales, f"{at(execution)}{name}/", given).status_code == 403, name
        assert wrong_fields(post(office.officer, f"{at(execution)}{name}/")) == set(given)
        assert post(office.warehouse, f"{at(execution)}{name}/", given).status_code == 404, name


def test_a_receivable_is_named_objected_to_settled_and_taken_back(office: Office) -> None:
    found, seller = owed(office), seller_of(office)
    number = seller.employee.number
    named = post(office.sales, f"{at(found)}salesperson/", {"employee": number}).json()
    assert named["salesperson"] == number
    written = post(seller, f"{at(found)}memo/", {"memo": "She says they were dented."}).json()
    assert (written["memo"], written["memo_by"]) == ("She says they were dented.", number)
    assert codes(post(seller, f"{at(found)}memo/", {"memo": "Again"})) == ["remedies.memo_under_way"]
    assert codes(post(seller, f"{at(found)}settle/", {"outcome": "dropped"})) == ["remedies.text_needed"]
    settled = post(seller, f"{at(found)}settle/", {"outcome": "dropped", "words": "She was right"}).json()
    assert (settled["state"], settled["over_by"]) == ("dropped", number)
    assert codes(post(seller, f"{at(found)}settle/", {"outcome": "collected"})) == [
        "remedies.receivable_over"
    ]
    again = post(seller, f"{at(found)}take-back/", REASON).json()
    assert (again["state"], again["over_by"]) == ("open", None)


def test_what_cannot_be_meant_is_said_at_its_field(office: Office) -> None:
    found = owed(office)
    for name, given, field in (
        ("salesperson", {"employee": "nobody"}, "employee"),
        ("settle", {"outcome": "lost"}, "outcome"),
        ("memo", {"memo": " "}, "memo"),
        ("take-back", {}, "reason"),
    ):
        assert wrong_fields(post(office.sales, f"{at(found)}{name}/", given)) == {field}
    found.refresh_from_db()
    assert (found.salesperson, found.memo) == (None, "")


def test_finance_reads_receivables_and_settles_none(office: Office) -> None:
    found = owed(office)
    assert [one["id"] for one in get(office.finance, RECEIVABLES).json()["results"]] == [found.pk]
    assert post(office.finance, f"{at(found)}settle/", {"outcome": "collected"}).status_code == 403
    assert get(office.warehouse, RECEIVABLES).json()["results"] == []
    assert get(office.warehouse, at(found)).status_code == 404


def test_nothing_of_another_site_is_there(office: Office) -> None:
    rows, stranger = (followed(office), owed(office)), make_office()
    for row in rows:
        for user in (stranger.officer, stranger.sales, stranger.finance):
            assert get(user, at(row)).status_code == 404
            assert post(user, f"{at(row)}take-back/", REASON).status_code == 404
            assert get(user, at(row).removesuffix(f"{row.pk}/")).json()["results"] == []


def test_a_program_reads_them_and_says_nothing_done(office: Office) -> None:
    execution, found = followed(office), owed(office)
    program = caller("complaints:read", "complaints:write", site=office.site)
    assert program.get(at(execution)).json()["kind"] == "apology"
    assert program.get(at(found)).json()["state"] == "open"
    number = Employee.objects.filter(site=office.site).values_list("number", flat=True)[0]
    for address, given in (
        (f"{at(execution)}carry-out/", WORDS),
        (f"{at(found)}settle/", {"outcome": "collected"}),
        (f"{at(found)}salesperson/", {"employee": number}),
        (f"{at(found)}memo/", {"memo": "x"}),
    ):
        assert program.post(address, given, content_type="application/json").status_code == 403, address


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"state": "open"}, 2),
        ({"duty": "sales"}, 1),
        ({"next_step": "carry_out"}, 1),
        ({"overdue": "true"}, 0),
    ],
)
def test_the_list_takes_the_filters_of_the_page(office: Office, given: dict[str, str], found: int) -> None:
    followed(office)
    followed(office, Remedy.DISCOUNT)
    assert len(get(office.officer, EXECUTIONS, **given).json()["results"]) == found


def test_a_key_writes_a_memo_once(office: Office) -> None:
    found, seller = owed(office), seller_of(office)
    post(office.sales, f"{at(found)}salesperson/", {"employee": seller.employee.number})
    for _time in range(2):
        answer = post(seller, f"{at(found)}memo/", {"memo": "Dented"}, **{"Idempotency-Key": "one"})
        assert answer.status_code == 200
    assert Event.objects.filter(verb="remedies.receivable.memo_written").count() == 1


def test_lists_take_as_many_queries_for_many_rows_as_for_one(office: Office) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert get(office.officer, address).status_code == 200
        return len(found)

    for address, make in ((EXECUTIONS, followed), (RECEIVABLES, owed)):
        make(office)
        before = count(address)
        for _number in range(4):
            make(office)
        assert count(address) <= before


def test_the_warehouse_strikes_a_wrong_count_out(office: Office) -> None:
    case = make_decided(office.site, office.officer)
    slip = make_slip(office, make_remedy(case, Remedy.RETURN), SlipState.SENT)
    address = f"{SLIPS}{slip.number}/"
    given = {"quantity": "60", "arrived_on": office.site.today().isoformat()}
    counted = post(office.warehouse, f"{address}count/", given).json()
    (line,) = counted["deliveries"]
    assert office.warehouse.employee
    assert (line["quantity"], line["counted_by"]) == ("60.000", office.warehouse.employee.number)
    strike = f"{address}deliveries/{line['id']}/strike/"
    assert post(office.sales, strike).status_code == 403
    other = make_slip(office, make_remedy(case, Remedy.RETURN), SlipState.SENT)
    assert post(office.warehouse, f"{SLIPS}{other.number}/deliveries/{line['id']}/strike/").status_code == 404
    struck = post(office.warehouse, strike).json()
    assert (Decimal(struck["received_quantity"]), struck["deliveries"][0]["struck_by"]) == (
        Decimal(0),
        office.warehouse.employee.number,
    )
    assert codes(post(office.warehouse, strike)) == ["remedies.struck_already"]
    assert Delivery.objects.count() == 1
