"""Complaints at 1,000,000 rows: the list page, the API's list and the search, inside the server, for everybody who looks.

Each of eight people asks each question: who sees all, a site (nine tenths and one tenth of the rows), a team, a department
with a twelfth of all complaints and one with hardly any, an agent with ten thousand and one with three. Deep pages
are the ones half-way down.
"""

import datetime
import re
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import Result, at_most, below, note
from benchmarks.case_rows import RARE, YEARS, center, fill

CASES = 1_000_000
ROUNDS = 2
LIST = "/complaints/cases/"
API = "/api/v1/complaints/cases/"
# What every page asks whatever it shows: session, log-in, their place, posts and teams, version of the rulebook, bell.
SHELL = (
    '"django_session"', 'FROM "accounts_user"', 'FROM "people_employee" INNER JOIN "people_site"', "people_postholding holding",
    'FROM "people_site"', "rulebook_version", '"notifications_message"', '"integrations_', '"oauth2',
)  # fmt: skip
# The newest, what is open, a state, one that nothing is in, overdue or due, an owner, a month, the worst of it, …
QUESTIONS = (
    "severity=",
    "standing=open",
    "standing=over",
    "state=reported",
    "state=reported&state=decided",
    "state=withdrawn",
    "state=not_accepted",
    "due=overdue",
    "due=today",
    "standing=open&due=week",
    "owner=O0017",
    "taker=O0021&standing=open",
    "severity=serious&standing=open",
    "cause=1&cause=2",
    "customer=17",
    "received_after=2026-02-01&received_before=2026-02-28",
    "closed_after=2026-02-01&closed_before=2026-02-28",
    "channel=email&state=closed",
    "was_overdue=true",
    "department=D3",
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

    desk = center()
    fill(desk, CASES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'cases_case'")
        assert cursor.fetchone()[0] > CASES * 0.9
    people = {name: Client() for name in desk.users}
    for name, client in people.items():
        client.force_login(desk.users[name])
    program = Client(headers={"Authorization": f"Bearer {_token(desk.site)}"})
    results = []
    for name, path, clients in (
        ("list of 1,000,000 complaints", LIST, people),
        ("API's list of 1,000,000 complaints", API, people | {"a program": program}),
    ):
        questions = [*QUESTIONS, _deep(clients["manager"], path)]
        results += ask(clients, path, questions).results(name, 120)
    for name, path in (("search through the page", LIST), ("search through the API", API)):
        results += ask(people, path, [f"q={words}" for words in WORDS.values()]).results(name, 300)
    return results


class Asked:
    """Milliseconds for each person and question, the smallest of ROUNDS: by the clock, and what this process and its database
    process worked, which is the same whatever else the machine does. And the most queries of one.
    """

    def __init__(self) -> None:
        self.times: list[float] = []
        self.worked: list[float] = []
        self.queries = self.own = 0

    def results(self, name: str, limit: float, own: int | None = None) -> list[Result]:
        """The figures of these questions; `own`: how many queries they may ask, 6 for a list and 7 for a search."""
        return [
            below(f"{name}, p95", p95(self.times), limit, "ms"),
            note(f"{name}, median", statistics.median(self.times), "ms"),
            note(f"{name}, slowest of {len(self.times)}", max(self.times), "ms"),
            note(f"{name}, p95 of the work (CPU of view and database)", p95(self.worked), "ms"),
            note(f"{name}, median of the work", statistics.median(self.worked), "ms"),
            note(f"{name}, most work", max(self.worked), "ms"),
            at_most(f"{name}, queries of its own", self.own, own or (6 if limit < 200 else 7), ""),
            note(f"{name}, queries with those of the shell", self.queries, ""),
        ]


def ask(clients: dict[str, Any], path: str, questions: Sequence[str]) -> Asked:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = Asked()
    for who, client in clients.items():
        for query in questions:
            with CaptureQueriesContext(connection) as asked:
                _get(client, path, query)
            sent = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
            # The list remembers in the session what is asked for the first time.
            sent = [sql for sql in sent if not sql.startswith(("UPDATE", "BEGIN", "COMMIT"))]
            own = [sql for sql in sent if not any(part in sql for part in SHELL)]
            found.queries, found.own = max(found.queries, len(sent)), max(found.own, len(own))
            rounds = [_timed(client, path, query) for _round in range(ROUNDS)]
            took, worked = (min(column) for column in zip(*rounds, strict=True))
            found.times.append(took)
            found.worked.append(worked)
            if worked > 80:
                print(
                    f"bench_cases: {took:6.1f} ms, work {worked:6.1f}  {path} {who}: {query}", file=sys.stderr
                )
    return found


def _timed(client: Any, path: str, query: str) -> tuple[float, float]:
    """Milliseconds by the clock, and those that the view and its database process worked."""
    before, started = worked_ms(), time.perf_counter()
    _get(client, path, query)
    return (time.perf_counter() - started) * 1000, worked_ms() - before


def worked_ms() -> float:
    """Milliseconds of CPU so far; of this thread alone where the system does not tell those of the database process."""
    from django.db import connection

    mine = time.thread_time() * 1000
    try:
        pid = connection.connection.info.backend_pid
        return mine + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except (OSError, AttributeError):
        return mine


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _get(client: Any, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, (path, query, answer.status_code)


def _deep(client: Any, path: str) -> str:
    """What the address of a page half-way down says."""
    half_way = datetime.date.today() - datetime.timedelta(days=365 * YEARS // 2)
    answer = client.get(f"{path}?received_before={half_way}")
    if path == API:
        return next(
            part for part in answer.json()["next"].partition("?")[2].split("&") if part.startswith("cursor=")
        )
    following = re.search(r"[?&;]after=([\w-]+)", answer.content.decode())
    assert following
    return f"after={following[1]}"


def _token(site: object) -> str:
    from django.test import Client

    from callcenter.integrations.clients.services import ClientFacts, register_client

    registered, secret = register_client(ClientFacts("Bench", ("complaints:read",), (site,)), actor=None)
    given = {"grant_type": "client_credentials", "client_id": registered.client_id, "client_secret": secret}
    return str(Client().post("/api/oauth/token/", given).json()["access_token"])
