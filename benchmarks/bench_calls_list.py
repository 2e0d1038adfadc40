"""The calls list at 1,000,000 rows: 95th percentile inside the server, and the number of queries at 10 and 100,000 rows."""

import datetime
import re
import statistics
import sys
import time

from benchmarks import Result, at_most, below, note

ROWS = 1_000_000
DAYS = 28
FIRST = datetime.date(2026, 2, 1)
ROUNDS = 12
# What people ask: the plain list, a day, a half hour, an agent, a queue, what breached, the longest waits of a day, …
QUERIES = (
    "outcome=offered",
    "from=2026-02-10&to=2026-02-10",
    "from=2026-02-10&to=2026-02-10&half_hour=20&outcome=2",
    "from=2026-02-10&to=2026-02-10&outcome=offered&sort=-wait",
    "from=2026-02-01&to=2026-02-28&outcome=1&waited_max=20",
    "from=2026-02-01&to=2026-02-28&outcome=2&waited_min=61",
    "agent={agent}",
    "agent={agent}&outcome=1&from=2026-02-05&to=2026-02-11",
    "queue={queue}&outcome=3",
    "agent=none&outcome=1",
    "from=2026-02-03&to=2026-02-03&call_type=type-3",
)


def run() -> list[Result]:
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        return measured()


def measured() -> list[Result]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from callcenter.telephony.models import Call, DayLoad, Queue, SwitchAgent

    site, user = center()
    client = Client()
    client.force_login(user)
    client.get("/telephony/calls/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/telephony/calls/?outcome=offered").status_code == 200
        return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)

    fill(site, 10)
    few = queries()
    fill(site, 100_000)
    many = queries()
    fill(site, ROWS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE telephony_call")
    assert Call.objects.count() == ROWS == sum(DayLoad.objects.values_list("rows", flat=True))
    ids = {"agent": SwitchAgent.objects.all()[7].pk, "queue": Queue.objects.all()[1].pk}
    times: dict[str, list[float]] = {}
    for round_number in range(ROUNDS):
        for query in QUERIES:
            address = f"/telephony/calls/?{query.format(**ids)}"
            started = time.perf_counter()
            response = client.get(address, follow=True)
            times.setdefault(query, []).append((time.perf_counter() - started) * 1000)
            assert response.status_code == 200
            following = re.search(r"[?&;]after=([\w-]+)", response.content.decode())
            if following and not round_number:
                after = following[1]
                started = time.perf_counter()
                client.get(f"{address}&after={after}")
                times.setdefault(f"{query} (next page)", []).append((time.perf_counter() - started) * 1000)
    for query, found in times.items():
        print(f"bench_calls_list: {statistics.median(found):6.1f} ms  {query}", file=sys.stderr)
    every = sorted(ms for found in times.values() for ms in found)
    p95 = every[int(len(every) * 0.95)]
    return [
        below("calls list at 1,000,000 rows, p95", p95, 150, "ms"),
        note("calls list at 1,000,000 rows, median", statistics.median(every), "ms"),
        at_most("queries of the calls list, 100,000 rows / 10 rows", many / few, 1),
        at_most("queries of the calls list", many, 15, ""),
    ]


def center() -> tuple[object, object]:
    from django.db import transaction

    from callcenter.access.posts import PostCode
    from callcenter.accounts.models import User
    from callcenter.people.models import Company, Employee, Employment, Post, PostHolding, Site

    site = Site.objects.create(
        company=Company.objects.create(name="Bench"),
        code="bench",
        name="Bench",
        time_zone="Asia/Shanghai",
        country="CN",
    )
    user = User.objects.create_user("director", "correct-horse-battery")
    hired = datetime.date(2020, 1, 1)
    with transaction.atomic():
        director = Employee.objects.create(number="D1", name="Director", site=site, user=user, hired_on=hired)
        Employment.objects.create(employee=director, period=(hired, None))
    post = Post.objects.get_or_create(code=PostCode.DIRECTOR, defaults={"name": "Director"})[0]
    PostHolding.objects.create(employee=director, post=post, period=(hired, None))
    return site, user


def fill(site: object, count: int) -> None:
    """As many calls over the month, 200 agents, four queues, waits up to ten minutes."""
    import polars as pl

    from callcenter.telephony.facts.load import replace_days

    number = pl.int_range(count, eager=True).alias("n")
    start = datetime.datetime.combine(FIRST, datetime.time(), datetime.UTC) - datetime.timedelta(hours=8)
    step = DAYS * 86_400 * 1_000_000 // count
    draw = (number * 2_654_435_761) % 1_000  # spread evenly, the same every time
    frame = pl.DataFrame({"n": number, "draw": draw}).select(
        (pl.lit(start) + pl.duration(microseconds=pl.col("n") * step)).dt.truncate("1s").alias("started_at"),
        (pl.lit(start) + pl.duration(microseconds=pl.col("n") * step, seconds=300))
        .dt.truncate("1s")
        .alias("ended_at"),
        pl.when(pl.col("draw") < 820)
        .then(1)
        .when(pl.col("draw") < 990)
        .then(2)
        .otherwise(3)
        .alias("outcome"),
        ("queue-" + (pl.col("n") % 4).cast(pl.String)).alias("queue"),
        pl.when((pl.col("draw") >= 10) & (pl.col("draw") < 820))
        .then("agent-" + (pl.col("draw") % 200).cast(pl.String))
        .alias("agent"),
        ("type-" + (pl.col("draw") % 6).cast(pl.String)).alias("call_type"),
        (pl.col("draw") * pl.col("draw") // 1_700).alias("wait_seconds"),
        (pl.col("draw") % 300).alias("talk_seconds"),
        ("1380000" + (pl.col("n") % 10_000).cast(pl.String).str.zfill(4)).alias("customer_ref"),
        pl.col("n").cast(pl.String).alias("switch_ref"),
    )
    replace_days(site, "calls:bench", frame, actor=None)  # type: ignore[arg-type]
