"""Contacts with key customers on complaints and work orders: a report is owed, the contact persons hear of it (S2D-7)."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.notifications.models import Message
from callcenter.people.models import Employee
from complaints.cases import services as cases
from complaints.cases.models import About, Means
from complaints.customers.contacts.models import ContactReport, OwedReport
from complaints.customers.models import Customer, Liaison
from complaints.workorders.orders import services as orders
from tests.complaints.factories import Center, make_center, make_customer, make_intake
from tests.complaints.workorders.factories import facts, make_floor, make_order
from tests.factories import make_employee


@pytest.fixture
def center(db: None) -> Center:
    return make_center()


def key_customer(center: Center, *contacts: Employee) -> Customer:
    customer = make_customer(center.site, is_key=True)
    for one in contacts:
        Liaison.objects.create(customer=customer, employee=one)
    return customer


def owed() -> list[tuple[str, Employee]]:
    rows = OwedReport.objects.order_by("pk").select_related("employee")
    return [(one.source.partition(":")[0], one.employee) for one in rows]


def told(kind: str) -> set[int | None]:
    return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_taking_a_complaint_and_every_contact_on_it_are_owed_a_report(center: Center) -> None:
    customer = key_customer(center, center.officer, center.director)
    case = cases.record_case(make_intake(center, customer=customer), actor=center.user("agent"))
    assert owed() == [("cases.case", center.agent)]
    assert told("customers.key_contact") == {center.user("officer").pk, center.user("director").pk}
    assert OwedReport.objects.get().title == case.reference
    given = {"means": Means.PHONE, "about": About.QUESTION, "words": "Which lot?"}
    cases.log_contact(case, actor=center.user("officer"), **given)
    assert owed()[1:] == [("cases.contact", center.officer)]


def test_what_the_system_sends_is_nobodys_contact_and_what_customers_write_is_the_owners(
    center: Center,
) -> None:
    customer = key_customer(center)
    case = cases.record_case(make_intake(center, customer=customer, taker=None), actor=None)
    given = {"means": Means.EMAIL, "words": "Received", "actor": None}
    cases.log_contact(case, about=About.ACKNOWLEDGEMENT, **given)
    assert owed() == []
    cases.log_contact(case, about=About.OTHER, is_ours=False, **given)
    assert owed() == [("cases.contact", case.owner)]
    assert told("customers.report_owed") == {case.owner.user_id}


def test_who_a_complaint_is_about_hears_nothing_of_it(center: Center) -> None:
    customer = key_customer(center, center.officer, center.leader)
    cases.record_case(make_intake(center, customer=customer, about=center.leader), actor=center.user("agent"))
    assert told("customers.key_contact") == {center.user("officer").pk}


def test_other_customers_are_owed_nothing(center: Center) -> None:
    cases.record_case(make_intake(center), actor=center.user("agent"))
    assert owed() == []
    assert told("customers.key_contact") == set()


def test_taking_a_work_order_and_every_reply_are_owed_a_report(db: None) -> None:
    floor = make_floor()
    customer = make_customer(floor.site, is_key=True)
    order = make_order(floor, customer=customer)
    orders.reply(order, actor=floor.agent.user, means="phone", words="We are on it")
    assert owed() == [("workorders.order", floor.agent), ("workorders.reply", floor.agent)]


def test_an_answer_on_the_spot_is_one_contact(db: None) -> None:
    floor = make_floor()
    customer = make_customer(floor.site, is_key=True)
    given = facts(
        floor, customer=customer, answer="At the counter", promised_reply_at=None, is_satisfied=True
    )
    orders.record_order(floor.site, given, actor=floor.agent.user)
    assert owed() == [("workorders.order", floor.agent)]


def test_who_owes_a_report_writes_it_even_when_they_serve_the_customer_no_more(center: Center) -> None:
    customer, agent = key_customer(center), make_employee(PostCode.AGENT, site=center.site)
    row = OwedReport.objects.create(
        customer=customer, employee=agent, source="x:1", title="WO-000001", happened_at=timezone.now(),
        due_at=timezone.now(),
    )  # fmt: skip
    client, url = Client(), reverse("customers:report-new", args=[customer.pk])
    client.force_login(agent.user)  # type: ignore[arg-type]
    assert client.get(url).status_code == 404
    page = f"{url}?owed={row.pk}"
    assert client.get(page).status_code == 200
    at = timezone.localtime(row.happened_at, customer.site.zone).strftime("%Y-%m-%dT%H:%M")
    posted = {"happened_at": at, "means": "call", "direction": "in", "title": "A call", "content": "Asked"}
    assert client.post(page, posted).headers["Location"] == "/"
    row.refresh_from_db()
    assert row.report == ContactReport.objects.get()
    assert client.get(page).status_code == 404
