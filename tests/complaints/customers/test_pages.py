"""Pages of customers: masked everywhere, found in Chinese and English, constant queries, forms that say what is wrong."""

from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.people.models import Employee, Site
from complaints.customers.models import Customer, CustomerPerson, Liaison, Look
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site, make_user

pytestmark = pytest.mark.django_db
PHONE, EMAIL, IDENTITY = "13800138000", "wang.fang@example.com", "31010119900307771X"


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def officer(site: Site) -> Employee:
    return make_employee(PostCode.COMPLAINT_OFFICER, site=site)


def as_user(user: AbstractBaseUser | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


def make_wang(site: Site, **fields: Any) -> Customer:
    given = {"name": "王芳", "phone": PHONE, "phone_key": PHONE, "email": EMAIL, "identity_number": IDENTITY}
    return make_customer(site, **(given | fields))


def test_no_page_shows_a_whole_number(site: Site, officer: Employee) -> None:
    wang = make_wang(site, kind="organisation", notes="Call after six")
    CustomerPerson.objects.create(customer=wang, name="Li", phone="13912345678", phone_key="13912345678")
    client = as_user(officer.user)
    for address in (
        "/complaints/customers/?columns=number,name,phone,email",
        wang.get_absolute_url(),
        f"{wang.get_absolute_url()}change/",
        f"/search/?q={PHONE}",
        "/api/v1/complaints/customers/",
        f"/api/v1/complaints/customers/{wang.pk}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        if not address.startswith("/search"):
            assert PHONE not in text, address
        assert "13912345678" not in text, address
        assert EMAIL not in text, address
        assert IDENTITY not in text, address
        assert "138****8000" in text, address


def test_numbers_show_once_with_a_reason_and_the_look_is_kept(site: Site, officer: Employee) -> None:
    wang = make_wang(site)
    client = as_user(officer.user)
    refused = client.post(f"{wang.get_absolute_url()}reveal/", {"fields_shown": ["phone"], "reason": ""})
    assert refused.status_code == 422
    assert not Look.objects.exists()
    answer = client.post(
        f"{wang.get_absolute_url()}reveal/",
        {"fields_shown": ["phone"], "reason": "Call back about KS-202611-0001"},
    )
    assert answer.status_code == 200
    assert PHONE in answer.content.decode()
    assert IDENTITY not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    look = Look.objects.get()
    assert (look.user, look.fields, look.reason) == (
        officer.user,
        ["phone"],
        "Call back about KS-202611-0001",
    )
    assert Event.objects.filter(verb="customers.numbers.revealed", subject_id=wang.pk).exists()
    assert PHONE not in client.get(wang.get_absolute_url()).content.decode()


def test_the_list_finds_by_name_in_both_languages_and_by_whole_number(site: Site, officer: Employee) -> None:
    wang = make_wang(site)
    gree = make_customer(site, name="Gree Sales Shanghai", phone="021-55550101", phone_key="02155550101")
    client = as_user(officer.user)

    def found(text: str) -> list[int]:
        answer = client.get("/complaints/customers/", {"q": text})
        return [line.key for line in answer.context["rows"]]

    assert found("王芳") == [wang.pk]
    assert found("sales gree") == [gree.pk]
    assert found("+86 138 0013 8000") == [wang.pk]
    assert found("(021) 5555 0101") == [gree.pk]
    assert found(wang.number) == [wang.pk]
    assert found(EMAIL.upper()) == [wang.pk]
    assert found("0013") == [] or wang.pk not in found("0013")
    assert found("13800") == []


def test_a_customer_is_recorded_and_the_known_one_offered(site: Site) -> None:
    client = as_user(make_user(PostCode.AGENT, site=site))
    form = {"name": "王芳", "kind": "person", "customer_class": "consumer", "phone": "138 0013 8000"}
    answer = client.post("/complaints/customers/new/", form)
    assert answer.status_code == 302
    wang = Customer.objects.get()
    again = client.post("/complaints/customers/new/", form | {"name": "王小明", "phone": "+8613800138000"})
    assert again.status_code == 422
    assert wang.number in again.content.decode()
    other = client.post("/complaints/customers/new/", form | {"name": "王小明", "despite": [wang.pk]})
    assert other.status_code == 302
    assert Customer.objects.count() == 2


def test_a_stale_form_is_refused(site: Site, officer: Employee) -> None:
    wang = make_wang(site)
    client = as_user(officer.user)
    form = {"name": "王芳芳", "kind": "person", "customer_class": "consumer", "version": "1"}
    assert client.post(f"{wang.get_absolute_url()}change/", form).status_code == 302
    late = client.post(f"{wang.get_absolute_url()}change/", form | {"name": "王"})
    assert late.status_code == 422
    wang.refresh_from_db()
    assert (wang.name, wang.phone, wang.email) == ("王芳芳", PHONE, EMAIL)


def test_a_hyphen_removes_a_number_and_an_empty_field_keeps_it(site: Site, officer: Employee) -> None:
    wang = make_wang(site)
    form = {"name": "王芳", "kind": "person", "customer_class": "consumer", "email": "-", "version": "1"}
    as_user(officer.user).post(f"{wang.get_absolute_url()}change/", form)
    wang.refresh_from_db()
    assert (wang.phone, wang.email) == (PHONE, "")


def test_what_is_done_on_the_page(site: Site, officer: Employee) -> None:
    wang = make_wang(site, kind="organisation", is_key=True)
    client, one, two = as_user(officer.user), make_employee(site=site), make_employee(site=site)

    def do(act: str, **data: Any) -> int:
        return client.post(f"{wang.get_absolute_url()}do/{act}/", data).status_code

    assert do("phone", use="work", phone="021-55550101") == 302
    assert do("phone", use="work", phone="021 5555 0101") == 422
    assert do("remove-phone", row=wang.phones.get().pk) == 302
    assert do("person", name="Li Na", phone="139 1234 5678") == 302
    assert do("remove-person", row=wang.people.get().pk) == 302
    assert do("year", year=2025, turnover="1000.50") == 302
    assert do("year", year=3025) == 422
    assert do("owner", employee=one.number) == 302
    assert do("liaison", employee=one.number) == 302
    assert do("liaison", employee=two.number) == 302
    assert do("remove-liaison", row=Liaison.objects.first().pk) == 422
    assert do("nothing") == 404
    assert client.get(wang.get_absolute_url()).status_code == 200


def test_the_list_and_a_page_ask_the_same_whatever_there_is(site: Site, officer: Employee) -> None:
    wang = make_wang(site)
    client = as_user(officer.user)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    addresses = ("/complaints/customers/", wang.get_absolute_url(), "/api/v1/complaints/customers/")
    before = [asked(one) for one in addresses]
    for number in range(30):
        made = make_customer(site, owner=officer)
        CustomerPerson.objects.create(customer=made, name=f"Person {number}")
        CustomerPerson.objects.create(customer=wang, name=f"Person {number}")
        Liaison.objects.create(customer=wang, employee=make_employee(site=site, with_user=False))
    assert [asked(one) for one in addresses] == before


def test_the_whole_list_is_asked_in_few_queries_for_an_agent_too(site: Site) -> None:
    agent = make_employee(PostCode.AGENT, site=site)
    make_customer(site, owner=agent)
    make_customer(site)
    client = as_user(agent.user)
    client.get("/complaints/customers/")
    answer = client.get("/complaints/customers/")
    assert [line.key for line in answer.context["rows"]] == [Customer.objects.get(owner=agent).pk]


def test_two_records_are_looked_at_before_they_are_merged(site: Site, officer: Employee) -> None:
    kept, gone = make_wang(site), make_customer(site, name="王方", phone="13900139000")
    client, address = as_user(officer.user), f"/complaints/customers/{kept.pk}/merge/"
    assert 'name="reason"' not in client.get(address).content.decode()
    wrong = client.get(address, {"other": "CU-999999"}).content.decode()
    assert "There is no such customer." in wrong
    assert 'name="reason"' not in wrong
    both = client.get(address, {"other": gone.number}).content.decode()
    assert "王方" in both
    assert 'name="reason"' in both
    assert client.post(address, {"other": gone.number, "reason": ""}).status_code == 422
    assert client.post(address, {"other": gone.number, "reason": "The same person"}).status_code == 302
