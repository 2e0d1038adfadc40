"""Recording customers: known ones are offered, two at once are not doubled, what the trail keeps is masked."""

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from complaints.customers import services
from complaints.customers.facts import CustomerFacts
from complaints.customers.finding import find_or_offer
from complaints.customers.models import Customer
from tests.factories import make_site, make_user
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PHONE = "138 0013 8000"


def record(site: Site, **fields: Any) -> Customer:
    given: dict[str, Any] = {"name": "王芳", "phone": PHONE}
    return services.create_customer(CustomerFacts(site=site, **(given | fields)), actor=None)


def test_a_customer_is_recorded_with_a_key_to_be_found_by() -> None:
    made = record(make_site(), email="Wang.Fang@Example.com ", further_phones=(("work", "021-55550101-12"),))
    assert made.phone == PHONE
    assert made.phone_key == "13800138000"
    assert made.email == "wang.fang@example.com"
    assert made.phones.get().phone_key == "02155550101"


@pytest.mark.parametrize("written", ["13800138000", "+86 138-0013-8000", "0086 13800138000"])
def test_a_known_customer_is_found_however_the_number_is_written(written: str) -> None:
    site = make_site()
    made = record(site)
    (found,) = find_or_offer(site, phone=written)
    assert found.customer == made
    assert found.by == ("phone",)
    assert found.is_sure


def test_a_further_number_a_person_an_address_and_a_name_find_them_too() -> None:
    site = make_site()
    made = record(
        site, name="Gree Sales", kind="organisation", phone="", email="sales@example.com",
        further_phones=(("work", "021 5555 0101"),),
    )  # fmt: skip
    services.add_person(made, name="Li Na", phone="139 1234 5678", actor=None)
    assert find_or_offer(site, phone="02155550101")[0].customer == made
    assert find_or_offer(site, phone="13912345678")[0].by == ("phone",)
    assert find_or_offer(site, email="SALES@example.com")[0].by == ("email",)
    assert find_or_offer(site, name="gree sales")[0].by == ("name",)
    assert not find_or_offer(site, name="gree sales")[0].is_sure
    assert find_or_offer(make_site(), phone="02155550101") == []


def test_the_one_who_matches_in_more_ways_comes_first() -> None:
    site = make_site()
    other = record(site, name="王芳", phone="13900139000")
    sure = record(site, name="王芳")
    found = find_or_offer(site, phone=PHONE, name="王芳")
    assert [one.customer for one in found] == [sure, other]


def test_a_known_number_is_offered_and_not_recorded_again() -> None:
    site = make_site()
    made = record(site)
    assert refused(record, site, name="王小明", phone="+8613800138000") == ["customers.known"]
    assert list(Customer.objects.all()) == [made]


def test_whoever_has_seen_the_known_ones_may_record_somebody_else_on_the_same_line() -> None:
    site = make_site()
    made = record(site)
    facts = CustomerFacts(site=site, name="王小明", phone=PHONE)
    other = services.create_customer(facts, actor=None, despite=[made.pk])
    assert {one.customer for one in find_or_offer(site, phone=PHONE)} == {made, other}


def test_what_cannot_be_a_customer_is_refused_with_every_reason() -> None:
    found = refused(record, make_site(), name=" ", phone="call me", email="nobody", customer_class="special")
    assert set(found) == {
        "customers.name_needed",
        "customers.no_phone",
        "customers.no_email",
        "customers.special_class_needed",
    }


def test_notes_hold_no_numbers_since_they_are_read_whole() -> None:
    assert refused(record, make_site(), notes=f"Wife: {PHONE}") == ["customers.number_in_notes"]


def test_the_trail_keeps_no_whole_number() -> None:
    made = record(make_site(), email="wang.fang@example.com", identity_number="31010119900307771x")
    event = Event.objects.about(made).get()
    assert event.verb == "customers.customer.recorded"
    assert event.after["phone"] == "138****8000"
    assert event.after["email"] == "w****@example.com"
    assert event.after["identity_number"] == "310****771X"


def test_an_agent_records_at_their_site_and_marks_nobody_as_key() -> None:
    site = make_site()
    agent = make_user(PostCode.AGENT, site=site)
    facts = CustomerFacts(site=site, name="Wang", phone=PHONE)
    made = services.create_customer(facts, actor=agent)
    assert made.created_by.user == agent
    with pytest.raises(PermissionDenied):
        services.create_customer(CustomerFacts(site=site, name="Li", is_key=True), actor=agent)
    with pytest.raises(PermissionDenied):
        services.create_customer(CustomerFacts(site=make_site(), name="Li"), actor=agent)


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_same_number_at_once_make_one_customer() -> None:
    site, start, results = make_site(), threading.Barrier(2), []

    def go(written: str) -> None:
        start.wait()
        try:
            record(site, phone=written)
            results.append("made")
        except RuleViolation as refusal:
            results.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[one]) for one in (PHONE, "+86 13800138000")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(results) == ["customers.known", "made"]
    assert Customer.objects.count() == 1
