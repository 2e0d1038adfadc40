"""Who looks after customers: dated, handed over, told to the customer; key customers keep two contact persons (S2D-7, S2D-8)."""

import datetime
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from callcenter.access.posts import PostCode
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.people.offboarding import services as offboarding
from callcenter.people.offboarding.registry import open_work
from complaints.customers.contacts.services import owe_report
from complaints.customers.models import Caretaking, Customer, Liaison
from complaints.customers.servants import services
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def officer(site: Site) -> Employee:
    return make_employee(PostCode.COMPLAINT_OFFICER, site=site)


def key_customer(site: Site, *people: Employee) -> Customer:
    made = make_customer(site, is_key=True, owner=people[0] if people else None)
    if people:
        services.begin(made, people[0], actor=None)
    for one in people:
        Liaison.objects.create(customer=made, employee=one)
    return made


def test_looking_after_a_customer_is_dated_and_the_successor_tells_them(
    site: Site, officer: Employee
) -> None:
    first, second, customer = make_employee(site=site), make_employee(site=site), make_customer(site)
    with time_machine.travel(datetime.datetime(2026, 3, 1, 4, tzinfo=datetime.UTC), tick=False):
        one = services.appoint(customer, first, actor=officer.user)
    assert not one.must_tell
    with time_machine.travel(datetime.datetime(2026, 5, 1, 4, tzinfo=datetime.UTC), tick=False):
        two = services.appoint(customer, second, actor=officer.user)
    one.refresh_from_db()
    customer.refresh_from_db()
    assert one.period.upper == two.period.lower == datetime.date(2026, 5, 1)
    assert (two.before, two.must_tell, customer.owner) == (first, True, second)
    assert Message.objects.filter(recipient=second.user, kind="customers.given").exists()
    told = services.tell_customer(two, how="Called Ms Li", actor=second.user)
    assert told.told_by == second
    assert refused(services.tell_customer, two, how="Again", actor=second.user) == ["customers.was_told"]


def test_two_appointed_on_one_day_leave_the_one_before_them_to_be_told_of(
    site: Site, officer: Employee
) -> None:
    first, wrong, right = (make_employee(site=site) for _ in range(3))
    customer = make_customer(site)
    with time_machine.travel(datetime.datetime(2026, 3, 1, 4, tzinfo=datetime.UTC), tick=False):
        services.appoint(customer, first, actor=officer.user)
    services.appoint(customer, wrong, actor=officer.user)
    last = services.appoint(customer, right, actor=officer.user)
    assert (last.before, last.must_tell) == (first, True)
    assert Caretaking.objects.filter(customer=customer).count() == 2


def test_nobody_looks_after_customers_of_another_site_or_when_they_leave(
    site: Site, officer: Employee
) -> None:
    customer = make_customer(site)
    other = make_employee()
    leaver = make_employee(site=site, left_on=datetime.date(2999, 1, 1))
    assert refused(services.appoint, customer, other, actor=officer.user) == ["customers.other_site"]
    assert refused(services.appoint, customer, leaver, actor=officer.user) == ["customers.not_employed"]
    agent = make_employee(site=site)
    with pytest.raises(PermissionDenied):
        services.appoint(customer, agent, actor=agent.user)


def test_the_second_last_contact_person_of_a_key_customer_stays(site: Site, officer: Employee) -> None:
    one, two, three = (make_employee(site=site) for _ in range(3))
    customer = key_customer(site, one, two)
    row = Liaison.objects.get(employee=one)
    assert refused(services.remove_liaison, row, actor=officer.user) == ["customers.too_few_liaisons"]
    services.name_liaison(customer, three, actor=officer.user)
    assert services.remove_liaison(row, actor=officer.user).ended_at is not None


def test_the_database_keeps_the_second_last_too(site: Site) -> None:
    customer = key_customer(site, make_employee(site=site), make_employee(site=site))
    row = Liaison.objects.filter(customer=customer).first()
    assert row is not None
    with pytest.raises(IntegrityError, match="two contact persons"), transaction.atomic():
        Liaison.objects.filter(pk=row.pk).update(ended_at=row.added_at + datetime.timedelta(days=1))
    with pytest.raises(IntegrityError, match="two contact persons"), transaction.atomic():
        row.delete()
    Customer.objects.filter(pk=customer.pk).update(is_key=False)
    row.delete()


@pytest.mark.django_db(transaction=True)
def test_two_who_remove_a_contact_person_at_once_leave_two(site: Site) -> None:
    people = [make_employee(site=site) for _ in range(3)]
    customer = key_customer(site, *people)
    start, results = threading.Barrier(2), []

    def remove(row: Liaison) -> None:
        start.wait()
        try:
            services.remove_liaison(row, actor=None)
            results.append("removed")
        except RuleViolation as refusal:
            results.append(refusal.objections[0].code)
        finally:
            connection.close()

    rows = list(Liaison.objects.filter(customer=customer)[:2])
    threads = [threading.Thread(target=remove, args=[row]) for row in rows]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(results) == ["customers.too_few_liaisons", "removed"]
    assert Liaison.objects.open().filter(customer=customer).count() == 2


def leaving(site: Site) -> Employee:
    return make_employee(site=site, left_on=site.today() + datetime.timedelta(days=1))


def test_a_leavers_customers_contacts_and_reports_go_to_the_successor(site: Site) -> None:
    leaver, other, successor = leaving(site), make_employee(site=site), make_employee(site=site)
    customer = key_customer(site, leaver, other)
    owed = owe_report(customer, leaver, source="test:1", title="Call", at=customer.created_at, actor=None)
    assert owed is not None
    (work,) = [one for one in open_work([leaver.pk])[leaver.pk] if one.provider.key == "customers"]
    assert len(work.items) == 2
    offboarding.hand_over(leaver, successor, actor=None)
    customer.refresh_from_db()
    owed.refresh_from_db()
    assert customer.owner == owed.employee == successor
    assert {one.employee for one in Liaison.objects.open().filter(customer=customer)} == {other, successor}
    now = Caretaking.objects.get(customer=customer, period__endswith=None)
    assert (now.before, now.must_tell) == (leaver, True)
    assert not [one for one in open_work([leaver.pk])[leaver.pk] if one.provider.key == "customers"]


def test_a_leaver_whose_successor_is_the_second_contact_person_already_needs_a_third(site: Site) -> None:
    leaver, successor = leaving(site), make_employee(site=site)
    customer = key_customer(site, leaver, successor)
    assert refused(offboarding.hand_over, leaver, successor, actor=None) == ["customers.leaver_is_second"]
    services.name_liaison(customer, make_employee(site=site), actor=None)
    offboarding.hand_over(leaver, successor, actor=None)
    assert Liaison.objects.open().filter(customer=customer).count() == 2
