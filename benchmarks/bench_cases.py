"""Complaints at 1,000,000 rows: the list page, the API's list and the search, inside the server, with their queries."""

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks import Result, at_most, below, note
from benchmarks.case_rows import RARE, center, fill

CASES = 1_000_000
ROUNDS = 8
LIST = "/complaints/cases/"
API = "/api/v1/complaints/cases/"
# What people ask: the newest, what is open, a state, what is overdue or due, an owner, a month, the worst of it, …
QUESTIONS = (
    "severity=",
    "standing=open",
    "state=reported",
    "standing=open&due=overdue",
    "due=week",
    "owner=O0017",
    "severity=serious&standing=open",
    "received_after=2026-02-01&received_before=2026-02-28",
    "channel=email&state=closed",
)
WORDS = {
    "frequent, Chinese": "退款",
    "phrase, Chinese": "退款至今未到账",
    "one character": "退",
    "rare, Chinese": RARE["zh"],
    "several, Chinese": "要求全额退款 空调外机",
    "frequent, English": "refund",
    "several, English": "the refund has not been paid",
    "rare, English": RARE["en"],
    "both": "refund formaldehyde",
    "an order's number": "PO-2026-0012345",
    "an order's beginning": "PO-2026-00",
    "nowhere": "量子纠缠",
}


def run() -> list[Result]:
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        return measured()


def measured() -> list[Result]:
    from django.db import connection
    from django.test import Client

    from complaints.cases.models import Case

    site, user, owner, team = center()
    fill(site, owner, team, CASES)
    pages = Client()
    pages.force_login(user)
    tokens = Client(headers={"Authorization": f"Bearer {_token(site)}"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'cases_case'")
        assert cursor.fetchone()[0] > CASES * 0.9
    results = []
    for name, client, path in (
        ("list of complaints", pages, LIST),
        ("API's list of complaints", tokens, API),
    ):
        times, queries = _ask(lambda query, client=client, path=path: _get(client, path, query))
        found = sorted(ms for each in times.values() for ms in each)
        results += [
            below(f"{name} at 1,000,000, p95", found[int(len(found) * 0.95)], 120, "ms"),
            note(f"{name} at 1,000,000, median", statistics.median(found), "ms"),
            at_most(f"{name}, queries", queries, 6, "")
            if path == API
            else note(f"{name}, queries of the page", queries, ""),
        ]
    rows = Case.objects.visible_to(user)
    slowest = []
    for name, words in WORDS.items():
        took = []
        for _round in range(ROUNDS):
            started = time.perf_counter()
            list(
                rows.matching(words)
                .defer("search")
                .select_related("customer", "cause", "owner")
                .order_by("-received_at", "-pk")[:50]
            )
            took.append((time.perf_counter() - started) * 1000)
        print(
            f"bench_cases: {statistics.median(took):6.1f} ms (slowest {max(took):6.1f})  {name}",
            file=sys.stderr,
        )
        slowest.append(statistics.median(took))
    results += [
        below("search of 1,000,000 complaints, the slowest of twelve questions", max(slowest), 300, "ms"),
        note("search of 1,000,000 complaints, median of twelve questions", statistics.median(slowest), "ms"),
    ]
    return results


def _get(client: object, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")  # type: ignore[attr-defined]
    assert answer.status_code == 200, (path, query, answer.status_code)


def _ask(get: Callable[[str], None]) -> tuple[dict[str, list[float]], int]:
    """Times of every question in milliseconds, and the most queries of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get(QUESTIONS[0])
    times: dict[str, list[float]] = {}
    most = 0
    for query in QUESTIONS:
        with CaptureQueriesContext(connection) as asked:
            get(query)
        most = max(most, sum("SAVEPOINT" not in one["sql"] for one in asked.captured_queries))
        for _round in range(ROUNDS):
            started = time.perf_counter()
            get(query)
            times.setdefault(query, []).append((time.perf_counter() - started) * 1000)
        print(f"bench_cases: {statistics.median(times[query]):6.1f} ms  {query}", file=sys.stderr)
    return times, most


def _token(site: object) -> str:
    from django.test import Client

    from callcenter.integrations.clients.services import ClientFacts, register_client

    registered, secret = register_client(ClientFacts("Bench", ("complaints:read",), (site,)), actor=None)
    given = {"grant_type": "client_credentials", "client_id": registered.client_id, "client_secret": secret}
    return str(Client().post("/api/oauth/token/", given).json()["access_token"])
