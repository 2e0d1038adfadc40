"""Contact reports: written once, major ones reported, confidential ones closed, owed for every contact with a key customer."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.notifications.models import Message
from callcenter.people.models import Employee, Site
from complaints.customers.contacts import services
from complaints.customers.contacts.services import ReportFacts, owe_report
from complaints.customers.models import ContactReport, Customer, OwedReport
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site
from tests.integrations.client_factories import caller
from tests.refusals import refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def officer(site: Site) -> Employee:
    return make_employee(PostCode.COMPLAINT_OFFICER, site=site)


@pytest.fixture
def data_officer(site: Site) -> Employee:
    return make_employee(PostCode.INFO_ADMIN, site=site)


def write(customer: Customer, writer: Employee, **fields: Any) -> ContactReport:
    given: dict[str, Any] = {
        "happened_at": timezone.now() - HOUR, "means": "letter", "direction": "in", "title": "Price list",
        "content": "Asked for the price list.",
    }  # fmt: skip
    return services.write_report(customer, ReportFacts(**(given | fields)), actor=writer.user)


def test_a_contact_is_put_on_the_file_and_stays_as_written(site: Site, officer: Employee) -> None:
    made = write(make_customer(site), officer)
    assert made.employee == officer
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        ContactReport.objects.filter(pk=made.pk).update(content="Something else")
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        made.delete()


def test_a_report_is_about_what_has_happened_and_says_something(site: Site, officer: Employee) -> None:
    customer = make_customer(site)
    late = timezone.now() + HOUR
    found = refused(write, customer, officer, happened_at=late, content=" ")
    assert found == ["customers.in_the_future", "customers.words_needed"]


def test_a_major_matter_goes_to_the_customer_data_officer_who_notes_it(
    site: Site, officer: Employee, data_officer: Employee
) -> None:
    made = write(make_customer(site), officer, is_major=True)
    assert Message.objects.filter(recipient=data_officer.user, kind="customers.major_contact").exists()
    with pytest.raises(PermissionDenied):
        services.note_report(made, actor=officer.user)
    assert services.note_report(made, actor=data_officer.user).noted_by == data_officer
    assert refused(services.note_report, made, actor=data_officer.user) == ["customers.not_to_note"]


def test_confidential_business_is_not_reported_and_read_by_few(
    site: Site, officer: Employee, data_officer: Employee
) -> None:
    customer = make_customer(site)
    made = write(customer, officer, is_major=True, is_confidential=True)
    assert not Message.objects.exists()
    other = make_employee(PostCode.DIRECTOR, site=site)
    assert not ContactReport.objects.visible_to(data_officer.user).filter(pk=made.pk).exists()
    assert not ContactReport.objects.visible_to(other.user).filter(pk=made.pk).exists()
    assert ContactReport.objects.visible_to(officer.user).get() == made
    Customer.objects.filter(pk=customer.pk).update(owner=other)
    assert ContactReport.objects.visible_to(other.user).get() == made


def test_a_program_reads_what_is_open_and_nothing_confidential(site: Site, officer: Employee) -> None:
    customer = make_customer(site)
    made = write(customer, officer)
    write(customer, officer, is_confidential=True)
    answer = caller("complaints:read", site=site).get("/api/v1/complaints/contact-reports/")
    assert [one["id"] for one in answer.json()["results"]] == [made.pk]


def test_nobody_writes_about_a_customer_whom_they_do_not_serve(site: Site) -> None:
    with pytest.raises(PermissionDenied):
        write(make_customer(site), make_employee(site=site))


def test_each_contact_with_a_key_customer_is_owed_once_and_answered_by_its_report(
    site: Site, officer: Employee
) -> None:
    customer, at = make_customer(site, is_key=True), timezone.now() - HOUR
    owed = owe_report(customer, officer, source="cases.contact:1", title="Call", at=at, actor=None)
    again = owe_report(customer, officer, source="cases.contact:1", title="Call", at=at, actor=None)
    assert owed is not None
    assert owed == again
    assert owed.due_at == at + datetime.timedelta(hours=24)
    made = write(customer, officer, owed=owed)
    owed.refresh_from_db()
    assert owed.report == made


def test_nothing_is_owed_for_other_customers(site: Site, officer: Employee) -> None:
    made = owe_report(make_customer(site), officer, source="x", title="Call", at=timezone.now(), actor=None)
    assert made is None
    assert not OwedReport.objects.exists()
