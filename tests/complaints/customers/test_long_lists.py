"""Customers by the million: found by words, numbers and addresses alike, through indexes, in constant queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter import fulltext
from callcenter.access.posts import PostCode
from complaints.customers.finding import BOUND, find_or_offer
from complaints.customers.listing import CustomerFilter, about
from complaints.customers.models import Customer
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site

pytestmark = pytest.mark.django_db
LIST, API = "/complaints/customers/", "/api/v1/complaints/customers/"


@pytest.fixture
def site() -> Any:
    return make_site()


@pytest.mark.parametrize(
    ("sample", "often", "few"), [(1_000, 60, 5_000), (1, 99, 5_000), (1, 0, 5), (1, 99, 0)]
)
def test_customers_are_found_the_same_whichever_way_they_are_looked_up(
    site: Any, sample: int, often: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SAMPLE", sample), ("OFTEN", often), ("FEW", few)):
        monkeypatch.setattr(fulltext, name, value)
    wanted = make_customer(
        site,
        name="王小明 Martin",
        phone="13800138000",
        phone_key="13800138000",
        email="martin@example.com",
    )
    make_customer(site, name="李丽", phone_key="13900139000")
    rows = Customer.objects.current()
    for text in ("小明", "martin", "13800138000", "Martin@example.com", wanted.number, str(wanted.pk)):
        assert [one.pk for one in about(rows, text).order_by("name", "pk")] == [wanted.pk], text
    assert not about(rows, "nobody").exists()


def test_the_list_walks_one_index_by_name(site: Any) -> None:
    manager = make_employee(PostCode.CENTER_MANAGER, site=site).user
    make_customer(site)
    asked = {
        "customer_class": ["distributor"],
        "kind": "person",
        "is_key": "true",
        "care": "vip",
        "language": "en",
    }
    rows = CustomerFilter(asked, queryset=Customer.objects.visible_to(manager).current()).qs
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("DROP INDEX customer_by_name")
    plan = rows.order_by("name", "pk").values("pk")[:51].explain()
    assert "Index Only Scan using customer_list" in plan, plan


@pytest.mark.parametrize("query", ["?kind=", "?q=王", "?q=13800138000"])
@pytest.mark.parametrize("path", [LIST, API])
def test_lists_ask_the_same_for_ten_customers_and_a_thousand(site: Any, path: str, query: str) -> None:
    client = Client()
    client.force_login(make_employee(PostCode.CENTER_MANAGER, site=site).user)

    def more(count: int) -> None:
        words = fulltext.vector("王小明")
        Customer.objects.bulk_create(Customer(site=site, name="王小明", found_by=words) for _ in range(count))

    def asked() -> int:
        with CaptureQueriesContext(connection) as sent:
            assert client.get(path + query).status_code == 200
        return len([one for one in sent.captured_queries if "SAVEPOINT" not in one["sql"]])

    more(10)
    asked()
    of_ten = asked()
    more(960)
    assert asked() == of_ten


def test_who_is_on_the_line_is_looked_up_in_indexes(site: Any) -> None:
    made = make_customer(site, name="Wang Fang", phone_key="13800138000", email="fang@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as sent:
        found = find_or_offer(site, phone="13800138000", email="fang@example.com", name="WANG fang")
    assert [one.customer.pk for one in found] == [made.pk]
    assert found[0].by == ("phone", "email", "name")
    asked = [one["sql"] for one in sent.captured_queries if str(BOUND) in one["sql"]]
    assert len(asked) == 3
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan" not in plan, plan
