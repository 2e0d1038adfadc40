"""Customers at 1,000,000 rows: the list, the API's list, the search, and who is offered while somebody calls."""

import statistics
import time
from typing import Any

from benchmarks import Result, below, note
from benchmarks.bench_cases import ask
from benchmarks.case_rows import center, customers, drop_indexes

CUSTOMERS = 1_000_000
LIST, API = "/complaints/customers/", "/api/v1/complaints/customers/"
QUESTIONS = (
    "kind=",
    "customer_class=distributor",
    "is_key=true",
    "care=vip",
    "kind=organisation",
    "owner=O0017",
    "sort=-number",
)
WORDS = ("martin smith", "smith 4711", "13800004711", "CU-004711", "nobody")
COMMON = ("王小明", "小")  # half of all bear it, and in the order of names they stand behind the other half
SEEN_BY = ("general manager", "manager", "manager of the second site", "leader", "new agent")


def run() -> list[Result]:
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        return measured()


def measured() -> list[Result]:
    from django.db import connection
    from django.test import Client

    desk = center()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        kept = drop_indexes(cursor, "customers_customer")
        customers(cursor, desk.site, CUSTOMERS)
        for statement in kept:
            cursor.execute(statement)
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE customers_customer")
    people = {name: Client() for name in SEEN_BY}
    for name, client in people.items():
        client.force_login(desk.users[name])
    results = []
    for name, path in (("list of 1,000,000 customers", LIST), ("API's list of 1,000,000 customers", API)):
        results += ask(people, path, QUESTIONS).results(name, 120)
    for name, path in (("search of customers, page", LIST), ("search of customers, API", API)):
        asked = ask(people, path, [f"q={words}" for words in WORDS])
        results += asked.results(
            name, 300, own=8
        )  # one of them for what somebody was let see beside the site's
        walked = ask(people, path, [f"q={words}" for words in COMMON])
        results.append(note(f"{name}, a name that half of all bear, slowest", max(walked.times), "ms"))
    return [*results, below("who may be meant, of 1,000,000 customers", _offered(desk), 50, "ms")]


def _offered(desk: Any) -> float:
    """Median milliseconds of looking up a phone number, an address and a name together."""
    from complaints.customers.finding import find_or_offer

    took = []
    for number in range(20):
        started = time.perf_counter()
        found = find_or_offer(
            desk.site,
            phone=f"138{number + 4711:08}",
            email=f"nobody{number}@example.com",
            name=f"martin smith {2 * number + 1}",
        )
        took.append((time.perf_counter() - started) * 1000)
        assert len(found) == 2, found
    return statistics.median(took)
