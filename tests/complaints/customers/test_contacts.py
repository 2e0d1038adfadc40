"""Contact reports: written once, major ones reported, confidential ones closed, owed for every contact with a key customer."""

import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter import fulltext
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


@pytest.mark.parametrize(
    ("sample", "often", "few"), [(1_000, 60, 5_000), (1, 99, 5_000), (1, 0, 5), (1, 99, 0)]
)
@pytest.mark.parametrize("text", ["价目表 传真", "price lists", "FAX 上海", "王芳", "CR-{pk:06d}", "{pk}"])
def test_a_report_is_found_by_its_words_in_both_languages_on_the_page_and_by_the_api(
    site: Site,
    officer: Employee,
    text: str,
    sample: int,
    often: int,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("SAMPLE", sample), ("OFTEN", often), ("FEW", few)):
        monkeypatch.setattr(fulltext, name, value)
    words = "客户要新的价目表，已传真到上海。 Sent by fax."
    wanted = write(make_customer(site, name="王芳"), officer, title="Price list", content=words)
    write(make_customer(site, name="Other"), officer, title="Something else", content="表价目的")
    client, text = Client(), text.format(pk=wanted.pk)
    client.force_login(officer.user)  # type: ignore[arg-type]
    page = client.get("/complaints/customers/reports/", {"q": text})
    assert [line.key for line in page.context["rows"]] == [wanted.pk]
    sent = client.get("/api/v1/complaints/contact-reports/", {"q": text}).json()
    assert [one["id"] for one in sent["results"]] == [wanted.pk]


def test_a_report_is_not_found_by_a_number_that_its_readers_do_not_see(site: Site, officer: Employee) -> None:
    write(make_customer(site), officer, content="Call 13800138000 again")
    client = Client()
    client.force_login(officer.user)  # type: ignore[arg-type]
    for text in ("13800138000", "1380013"):
        assert list(client.get("/complaints/customers/reports/", {"q": text}).context["rows"]) == []


def test_a_search_of_reports_asks_the_same_for_ten_and_a_thousand(site: Site, officer: Employee) -> None:
    client, customer = Client(), make_customer(site)
    client.force_login(officer.user)  # type: ignore[arg-type]
    first = write(customer, officer, content="价目表")

    def more(count: int) -> None:
        fields = {
            field.attname: getattr(first, field.attname) for field in ContactReport._meta.concrete_fields
        }
        del fields["id"]
        ContactReport.objects.bulk_create(ContactReport(**fields) for _ in range(count))

    def asked() -> int:
        with CaptureQueriesContext(connection) as sent:
            assert client.get("/complaints/customers/reports/", {"q": "价目表"}).status_code == 200
        return len([one for one in sent.captured_queries if "SAVEPOINT" not in one["sql"]])

    more(9)
    asked()
    of_ten = asked()
    more(960)
    assert asked() == of_ten


def test_reports_written_before_the_words_were_kept_are_indexed(site: Site, officer: Employee) -> None:
    made = write(make_customer(site, name="王芳"), officer, content="价目表 13800138000")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks that wait is not altered
        cursor.execute("ALTER TABLE customers_contactreport DISABLE TRIGGER USER")
        cursor.execute("UPDATE customers_contactreport SET search = NULL")
        cursor.execute("ALTER TABLE customers_contactreport ENABLE TRIGGER USER")
    migration = import_module("complaints.customers.migrations.0007_words_of_reports")
    with connection.schema_editor() as editor:
        migration.index(apps, editor)
    for text, count in (("王芳 价目表", 1), ("13800138000", 0)):
        assert ContactReport.objects.filter(search=fulltext.query(text)).count() == count
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        made.delete()
