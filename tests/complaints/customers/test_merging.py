"""Two records of one customer become one, and two again."""

import pytest
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site
from complaints.customers.finding import find_or_offer
from complaints.customers.merging import services
from complaints.customers.models import Customer
from complaints.customers.services import change_customer
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site, make_user
from tests.refusals import refused, refused_by_the_database

pytestmark = pytest.mark.django_db
WHY = "The same person, two numbers"


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def officer(site: Site) -> Employee:
    return make_employee(PostCode.COMPLAINT_OFFICER, site=site)


def test_the_second_record_fills_what_is_empty_and_is_found_as_the_first(
    site: Site, officer: Employee
) -> None:
    kept = make_customer(site, email="", postcode="")
    gone = make_customer(site, email="wang@example.com", postcode="200000", is_key=True)
    services.merge(kept, gone, reason=WHY, actor=officer.user)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.email, kept.postcode, kept.is_key) == ("wang@example.com", "200000", True)
    assert gone.merged_into == kept
    assert [one.customer for one in find_or_offer(site, phone=gone.phone)] == [kept]
    assert list(Customer.objects.current()) == [kept]
    assert services.record_ids(kept) == [kept.pk, gone.pk]


def test_a_merge_is_taken_back_and_gives_back_what_it_filled(site: Site, officer: Employee) -> None:
    kept = make_customer(site, email="", postcode="")
    gone = make_customer(site, email="wang@example.com", postcode="200000")
    row = services.merge(kept, gone, reason=WHY, actor=officer.user)
    kept.refresh_from_db()
    change_customer(kept, {"postcode": "310000"}, actor=officer.user)
    services.unmerge(row, reason="Two sisters", actor=officer.user)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.email, kept.postcode, gone.merged_into) == ("", "310000", None)
    assert refused(services.unmerge, row, reason="Again please", actor=officer.user) == [
        "customers.merge_undone"
    ]


def test_what_a_record_brought_comes_back_with_it(site: Site, officer: Employee) -> None:
    one, two, three = (make_customer(site) for _ in range(3))
    first = services.merge(two, one, reason=WHY, actor=officer.user)
    second = services.merge(three, two, reason=WHY, actor=officer.user)
    one.refresh_from_db()
    assert one.merged_into == three
    assert refused(services.unmerge, first, reason="Out of order", actor=officer.user) == [
        "customers.merge_later"
    ]
    services.unmerge(second, reason="Two after all", actor=officer.user)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.merged_into, two.merged_into) == (two, None)
    services.unmerge(first, reason="Two after all", actor=officer.user)
    one.refresh_from_db()
    assert one.merged_into is None


def test_what_is_not_merged(site: Site, officer: Employee) -> None:
    kept, gone, elsewhere = make_customer(site), make_customer(site), make_customer()
    manager = make_user(PostCode.INFO_ADMIN, site=site)
    assert refused(services.merge, kept, kept, reason=WHY, actor=officer.user) == ["customers.same_record"]
    assert refused(services.merge, kept, elsewhere, reason=WHY, actor=manager) == ["customers.merge_sites"]
    services.merge(kept, gone, reason=WHY, actor=officer.user)
    third = make_customer(site)
    assert refused(services.merge, third, gone, reason=WHY, actor=officer.user) == [
        "customers.merge_standing"
    ]
    assert refused(change_customer, gone, {"name": "X"}, actor=officer.user) == ["customers.is_merged"]
    with pytest.raises(PermissionDenied):
        services.merge(kept, third, reason=WHY, actor=make_user(PostCode.AGENT, site=site))


def test_the_database_refuses_a_record_merged_into_itself(site: Site) -> None:
    made = make_customer(site)
    refused_by_the_database(
        "customer_is_not_merged_into_itself",
        Customer.objects.filter(pk=made.pk).update,
        merged_into=made,
    )


def test_the_database_refuses_a_special_class_without_its_name(site: Site) -> None:
    made = make_customer(site)
    refused_by_the_database(
        "the_special_class_is_named_where_it_is_special",
        Customer.objects.filter(pk=made.pk).update,
        customer_class="special",
    )
