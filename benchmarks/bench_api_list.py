"""The API's list of calls at 1,000,000 rows, asked with a client's token: 95th percentile inside the server, and its queries."""

import statistics
import sys
import time

from benchmarks import Result, at_most, below
from benchmarks.bench_calls_list import ROWS, center, fill

ROUNDS = 15
# What integrators ask: the newest page, a large page, a day, an agent, a queue, what changed nothing, the page after.
QUERIES = (
    "",
    "page_size=1000",
    "from=2026-02-10&to=2026-02-10",
    "outcome=offered&from=2026-02-01&to=2026-02-28",
    "agent={agent}",
    "queue={queue}&outcome=2",
    "agent=none",
)


def run() -> list[Result]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from callcenter.integrations.clients.services import ClientFacts, register_client
    from callcenter.telephony.models import Queue, SwitchAgent

    site, _user = center()
    fill(site, ROWS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE telephony_call")
    facts = ClientFacts("Warehouse", ("telephony:read",), (site,))
    registered, secret = register_client(facts, actor=None)
    token = (
        Client()
        .post(
            "/api/oauth/token/",
            {
                "grant_type": "client_credentials",
                "client_id": registered.client_id,
                "client_secret": secret,
            },
        )
        .json()["access_token"]
    )
    client = Client(headers={"Authorization": f"Bearer {token}"})
    codes = {"agent": SwitchAgent.objects.all()[7].code, "queue": Queue.objects.all()[1].code}
    path = "/api/v1/telephony/calls/"
    client.get(path)
    most = 0
    times: dict[str, list[float]] = {}
    for query in QUERIES:
        address = f"{path}?{query.format(**codes)}"
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200, response.content
        most = max(most, len(asked.captured_queries))
        following = response.json()["next"]
        for _round in range(ROUNDS):
            for name, url in ((query or "newest", address), (f"{query or 'newest'} (next page)", following)):
                if url:
                    started = time.perf_counter()
                    assert client.get(url).status_code == 200
                    times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
    for name, found in times.items():
        print(f"{name}: median {statistics.median(found):.1f} ms, worst {max(found):.1f} ms", file=sys.stderr)
    usual = sorted(one for name, found in times.items() if "page_size" not in name for one in found)
    large = sorted(one for name, found in times.items() if "page_size" in name for one in found)
    return [
        below("API list at 1,000,000 calls, p95", usual[int(len(usual) * 0.95)], 100, "ms"),
        below("API list, pages of 1,000, median", statistics.median(large), 400, "ms"),
        at_most("API list, queries", most, 6),
    ]
