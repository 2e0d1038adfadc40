"""Publishing a roster of 2,000 agents × 31 days by a job: every check, the version, every agent told, the workbook.

The agents work in ten-day cycles of early, late and night shifts, with a month before and heads needed for every half hour. All
have a log-in, so that all are told. The queries are counted at 20 and at 2,000 agents.
"""

import sys
import time
from typing import Any

from benchmarks import Result, at_most, below, note
from benchmarks.bench_roster_grid import MONTH, center, grow

AGENTS, FEW = 2_000, 20
LIMIT_S = 10


def run() -> list[Result]:
    from callcenter.files.jobs import services as jobs
    from callcenter.files.jobs.models import State
    from staffing.roster import checks, publish_jobs
    from staffing.roster.models import Assignment, Roster

    director, _path = center(FEW)
    roster = Roster.objects.select_related("site", "department").get(month=MONTH)
    with_log_ins()
    few = queries(lambda: checks.check(roster))
    grow(AGENTS)
    with_log_ins()
    many = queries(lambda: checks.check(roster))
    begun = time.perf_counter()
    report = checks.check(roster)
    checked = time.perf_counter() - begun
    assert not report.blocking, report.blocking[:3]
    shifts = Assignment.objects.standing().filter(roster=roster).count()
    job = publish_jobs.start_publishing(roster, actor=director, reason="")
    begun = time.perf_counter()
    assert jobs.run(job.pk)
    published = time.perf_counter() - begun
    job.refresh_from_db()
    assert job.state == State.DONE, job.message
    print(f"bench_roster_publish: {shifts:,} shifts, {len(report.findings)} findings", file=sys.stderr)
    return [
        below(f"publish a roster of {AGENTS:,} agents × 31 days, whole job", published, LIMIT_S, "s"),
        note("its checks alone", checked, "s"),
        at_most(f"queries of the checks, {AGENTS:,} agents / {FEW} agents", many / few, 1),
        note("messages to agents", told(), ""),
    ]


def with_log_ins() -> None:
    """Give every agent without one a log-in that nobody can use."""
    from callcenter.accounts.models import User
    from callcenter.people.models import Employee

    agents = list(Employee.objects.filter(user=None))
    users = User.objects.bulk_create(User(username=each.number, password="!") for each in agents)
    for agent, user in zip(agents, users, strict=True):
        agent.user = user
    Employee.objects.bulk_update(agents, ["user"], batch_size=500)


def queries(act: Any) -> int:
    """How many questions it asks of the database once the process is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act()
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def told() -> int:
    from callcenter.notifications.models import Message

    return Message.objects.filter(kind="roster.published").count()
