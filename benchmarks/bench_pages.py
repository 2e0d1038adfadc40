"""Queries of a page: as many for 10 rows as for 100,000, and at most 15, on six pages.

Each figure is counted from a whole request of a logged-in director, the session's and the permissions' queries
included (BEGIN, COMMIT and SAVEPOINT are not: they ask nothing). Days and people have fewer than 100,000 rows, because
no center has more: 10,000 days are 27 years.
"""

import datetime
import sys

from benchmarks import Result, at_most
from benchmarks.bench_calls_list import center, fill

AT_MOST = 15
ROWS = 100_000
MANY = {"days": 10_000, "employees": 2_000}
DAY = datetime.date(2026, 2, 9)  # one of the ten calls is on it
PAGES = {
    "daily report": f"/reports/daily/bench/{DAY}/",
    "days": "/reports/daily/",
    "calls": "/telephony/calls/",
    "employees": "/people/employees/",
    "audit": "/audit/",
    "jobs": "/files/jobs/",
}


def run() -> list[Result]:
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        return measured()


def measured() -> list[Result]:
    from django.db import connection

    site, user = center()
    people = Staff(site)
    fill(site, 20)  # corrected below: a day that was revised asks once more, whatever its size, so both are
    make_days(site, 0)
    few, many = {}, {}
    for found, number in ((few, 10), (many, ROWS)):
        fill(site, number)
        people.grow(min(number, MANY["employees"]))
        make_days(site, min(number, MANY["days"]))
        make_events(site, user, number)
        make_jobs(site, user, number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found.update({name: queries(user, path) for name, path in PAGES.items()})
        print(f"bench_pages: {number:,} rows: {found}", file=sys.stderr)
    results = []
    for name in PAGES:
        rows = MANY.get(name, ROWS)
        results.append(
            at_most(f"queries of the {name} page, {rows:,} rows / 10 rows", many[name] / few[name], 1)
        )
        results.append(at_most(f"queries of the {name} page", many[name], AT_MOST, ""))
    return results


def queries(user: object, path: str) -> int:
    """How many questions one request asks of the database, once the process is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    client.get(path, follow=True)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    asking = [q["sql"] for q in asked.captured_queries]
    return sum(not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")) for sql in asking)


class Staff:
    """Agents of the site, in teams of 20, each with a post, a log-in name on the switch and a superior."""

    def __init__(self, site: object) -> None:
        from callcenter.people.models import Department, Employee

        self.site = site
        self.number = 0
        self.department = Department.objects.create(site=site, code="floor", name="Floor")
        self.superior = Employee.objects.get(number="D1")

    def grow(self, number: int) -> None:
        """As many agents as `number`."""
        from django.db import transaction

        from callcenter.access.posts import PostCode
        from callcenter.people.models import (
            Employee,
            Employment,
            Post,
            PostHolding,
            ReportingLine,
            Team,
            TeamMembership,
        )

        hired = datetime.date(2020, 1, 1)
        period = (hired, None)
        post = Post.objects.get_or_create(code=PostCode.AGENT, defaults={"name": "Agent"})[0]
        names = range(self.number, number)
        with transaction.atomic():
            people = Employee.objects.bulk_create(
                Employee(site=self.site, number=f"A{n:05}", name=f"Agent {n}", hired_on=hired) for n in names
            )
            Employment.objects.bulk_create(Employment(employee=one, period=period) for one in people)
        teams = {
            n: Team.objects.get_or_create(
                department=self.department, code=f"t{n}", defaults={"name": f"Team {n}"}
            )[0]
            for n in {n // 20 for n in names}
        }
        PostHolding.objects.bulk_create(PostHolding(employee=one, post=post, period=period) for one in people)
        ReportingLine.objects.bulk_create(
            ReportingLine(employee=one, superior=self.superior, period=period) for one in people
        )
        TeamMembership.objects.bulk_create(
            TeamMembership(employee=one, team=teams[n // 20], period=period)
            for n, one in zip(names, people, strict=True)
        )
        self.number = number
        self.name_switch_agents()

    def name_switch_agents(self) -> None:
        """Every agent of the switch is one of them, so that the report has people and teams to name."""
        from callcenter.people.models import Employee
        from callcenter.telephony.models import SwitchAgent

        people = list(Employee.objects.filter(number__startswith="A").order_by("number"))
        agents = list(SwitchAgent.objects.order_by("pk"))
        for place, agent in enumerate(agents):
            agent.employee = people[place * 7 % len(people)]
        SwitchAgent.objects.bulk_update(agents, ["employee"])


def make_days(site: object, number: int) -> None:
    """The sums of the loaded days, and a row of the site for each of `number` days before them."""
    from reports.models import DaySum, Dimension, ReportedDay
    from reports.rollups.services import recompute_day, recompute_next

    while recompute_next():
        pass
    recompute_day(site, DAY)  # type: ignore[arg-type]
    have = ReportedDay.objects.filter(site=site).count()
    days = [datetime.date(2026, 1, 31) - datetime.timedelta(days=n) for n in range(max(0, number - have))]
    moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    ReportedDay.objects.bulk_create(
        (
            ReportedDay(
                site=site, day=day, revision=1, sl_seconds=20, short_abandon_seconds=5, computed_at=moment
            )
            for day in days
        ),
        ignore_conflicts=True,
    )
    counts = {"offered": 100, "answered": 90, "answered_in_target": 80, "abandoned": 10}
    DaySum.objects.bulk_create(
        (DaySum(site=site, day=day, dimension=Dimension.SITE, **counts) for day in days),
        ignore_conflicts=True,
    )


def make_events(site: object, user: object, number: int) -> None:
    """As many events of the trail, about people of the site."""
    from django.contrib.contenttypes.models import ContentType

    from callcenter.audit.models import Event
    from callcenter.people.models import Employee

    kind = ContentType.objects.get_for_model(Employee)
    events = [
        Event(
            actor=user,
            verb="people.employee.updated",
            subject_type=kind,
            subject_id=pk,
            subject_label=label,
            site_id=site.pk,  # type: ignore[attr-defined]
            before={"grade": 1},
            after={"grade": 2},
        )
        for pk, label in Employee.objects.order_by("pk").values_list("pk", "number")[:10]
    ]
    grow(Event, events, number)


def make_jobs(site: object, user: object, number: int) -> None:
    """As many finished imports that the user asked for."""
    from callcenter.files.models import Job

    moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    jobs = [
        Job(
            work="import",
            kind="telephony.calls",
            label=f"Calls {n}",
            step="apply",
            state="done",
            started_at=moment,
            finished_at=moment,
            requested_by=user,
            site_id=site.pk,  # type: ignore[attr-defined]
            file_name=f"calls-{n}.csv",
        )
        for n in range(10)
    ]
    grow(Job, jobs, number)


def grow(model: type, first: list, number: int) -> None:
    """The first rows through the model, then copies of them inside the database until there are `number`."""
    from django.db import connection

    have = model.objects.count()  # type: ignore[attr-defined]
    if not have:
        model.objects.bulk_create(first)  # type: ignore[attr-defined]
        have = len(first)
    columns = ", ".join(field.column for field in model._meta.local_fields if not field.primary_key)  # type: ignore[attr-defined]
    table = model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}, generate_series(1, %s)",
            [(number - have) // have],
        )
