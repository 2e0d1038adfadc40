"""Contacts with key customers on complaints, callbacks, work orders and service orders: a report is owed, the contact persons hear of it (S2D-7)."""

from datetime import timedelta

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
from complaints.serviceorders import services as service
from complaints.surveys.callbacks import services as callbacks
from complaints.surveys.callbacks.models import Reach
from complaints.surveys.ratings import services as ratings
from complaints.surveys.ratings.services import Ask, Way
from complaints.workorders.orders import services as orders
from tests.complaints.factories import Center, make_center, make_customer, make_intake
from tests.complaints.serviceorders.factories import done as done_now
from tests.complaints.serviceorders.factories import make_order as make_service_order
from tests.complaints.surveys.factories import GOOD, make_callback, make_closed_case
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


def test_a_call_back_that_reached_the_customer_is_owed_a_report_of_who_called(center: Center) -> None:
    customer = key_customer(center, center.officer, center.director)
    case = make_closed_case(
        site=center.site, owner=center.officer, taker=center.agent, customer=customer, about=center.director
    )
    callback = make_callback(case)
    caller = callback.owner.user
    callbacks.log_attempt(callback, Reach.NOT_REACHED, actor=caller)
    assert owed() == []
    later = timezone.now() + timedelta(hours=2)
    callbacks.log_attempt(callback, Reach.LATER, actor=caller, next_at=later)
    assert owed() == [("surveys.attempt", callback.owner)]
    callbacks.fill(callback, GOOD, actor=center.user("manager"))
    assert owed()[1:] == [("surveys.attempt", center.manager)]
    assert set(OwedReport.objects.values_list("title", flat=True)) == {case.reference}
    assert told("customers.key_contact") == {center.user("officer").pk}  # it is about the director


def test_a_customer_who_declines_or_answers_by_the_link(center: Center) -> None:
    customer = key_customer(center)
    declined = make_callback(make_closed_case(site=center.site, owner=center.officer, customer=customer))
    callbacks.decline(declined, actor=center.user("officer"), words="No time")
    assert owed() == [("surveys.attempt", center.officer)]
    case = make_closed_case(site=center.site, owner=center.officer, customer=customer)
    callback = make_callback(case)
    link = ratings.invite(case, Ask(Way.LINK, is_spared=False), actor=center.user("officer"))
    ratings.answer(link, GOOD)
    callback.refresh_from_db()
    assert not callback.is_open  # it is answered, and nobody of ours was in contact
    assert len(owed()) == 1


def test_a_call_back_to_other_customers_is_owed_nothing(center: Center) -> None:
    customer = make_customer(center.site)
    callback = make_callback(make_closed_case(site=center.site, owner=center.officer, customer=customer))
    callbacks.decline(callback, actor=center.user("officer"), words="No time")
    assert owed() == []


def test_taking_a_service_order_and_every_visit_are_owed_a_report(center: Center) -> None:
    customer, technician = key_customer(center, center.director), make_employee(site=center.site)
    order = make_service_order(center.agent, customer=customer)
    assert owed() == [("serviceorders.order", center.agent)]
    assert OwedReport.objects.get().title == order.voucher
    assert told("customers.key_contact") == {center.user("director").pk}
    director = center.user("director")
    order = service.dispatch(order, technician, actor=director)
    assert len(owed()) == 1
    order = service.come_back(order, actor=director, reason="The seal is missing")
    order = service.dispatch(order, technician, actor=director)
    began = OwedReport.objects.latest("pk")
    assert began.employee == technician
    given = done_now()
    service.finish(order, given, actor=technician.user)
    assert owed()[1:] == [("serviceorders.visit", technician)] * 2
    last = OwedReport.objects.latest("pk")
    assert (last.happened_at, last.source) == (given.ended_at, f"serviceorders.visit:{order.pk}:2")


def test_a_service_order_that_is_called_off_before_anybody_went_is_one_contact(center: Center) -> None:
    order = make_service_order(center.agent, customer=key_customer(center))
    service.cancel(order, actor=center.user("director"), reason="Repaired it themselves")
    assert owed() == [("serviceorders.order", center.agent)]


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
