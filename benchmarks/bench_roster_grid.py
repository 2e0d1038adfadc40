"""The month grid: server time and queries of its page for 200 agents × 31 days, and of one edit.

The department has ten teams on a rotation, heads needed for every half hour and a published month before, so that the page
draws everything it can. Times are the best of some requests of a warm process, middleware and template included.
"""

import datetime
import json
import sys
import time
from typing import Any

from benchmarks import Result, at_most, below, note

AGENTS, TEAM = 200, 20
MONTH = datetime.date(2026, 12, 1)
LIMIT_MS = 300
MOST_QUERIES = 15
TIMES = 7
CYCLE = ("E", "E", "L", "L", "", "", "N", "N", "", "")


def run() -> list[Result]:
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        return measured()


def measured() -> list[Result]:
    director, path = center(10)
    few = queries(director, path)
    grow(AGENTS)
    many = queries(director, path)
    page, size = fastest(director, path)
    found, _size = fastest(director, f"{path}findings/")
    edit = edited(director, path)
    print(f"bench_roster_grid: {many} queries, {size:,} bytes, {edit:.0f} ms an edit", file=sys.stderr)
    return [
        below(f"roster grid of {AGENTS} agents × 31 days, server time", page, LIMIT_MS, "ms"),
        at_most(f"queries of the roster grid, {AGENTS} agents / 10 agents", many / few, 1),
        at_most("queries of the roster grid", many, MOST_QUERIES),
        note("findings of the whole grid", found, "ms"),
        note("one edit of a cell, with its checks, findings and coverage", edit, "ms"),
    ]


def center(people: int) -> tuple[Any, str]:
    """A site with a director, shift types and heads needed; and the address of its roster."""
    from django.db import transaction

    from callcenter.access.posts import PostCode
    from callcenter.accounts.models import User
    from callcenter.people.models import (
        Company,
        Department,
        Employee,
        Employment,
        Post,
        PostHolding,
        Site,
    )
    from staffing.roster.models import HeadsNeeded, Roster
    from staffing.shifts.services import ShiftFacts, create_shift_type

    site = Site.objects.create(
        company=Company.objects.create(name="Bench"),
        code="bench",
        name="Bench",
        time_zone="Asia/Shanghai",
        country="CN",
    )
    department = Department.objects.create(site=site, code="phones", name="Phones")
    hired = datetime.date(2020, 1, 1)
    with transaction.atomic():
        user = User.objects.create_user("D1", "only for measurements")
        director = Employee.objects.create(site=site, number="D1", name="Director", hired_on=hired, user=user)
        Employment.objects.create(employee=director, period=(hired, None))
        post = Post.objects.get_or_create(code=PostCode.DIRECTOR, defaults={"name": "Director"})[0]
        PostHolding.objects.create(employee=director, post=post, period=(hired, None))
    for code, colour, work, meals in (
        ("E", "azure", "07:00–15:30", "11:00–11:30"),
        ("L", "purple", "14:00–22:30", "18:00–18:30"),
        ("N", "indigo", "22:00–06:30", "02:00–02:30"),
    ):
        facts = ShiftFacts(code, f"Shift {code}", work, meals=meals, colour=colour, minimum_heads=2)
        create_shift_type(site, facts, actor=None)
    HeadsNeeded.objects.bulk_create(
        HeadsNeeded(department=department, weekday=weekday, span=span, heads=30, period=(hired, None))
        for weekday in range(7)
        for span in ((0, 420), (420, 1320), (1320, 1440))
    )
    roster = Roster.objects.create(site=site, department=department, month=MONTH)
    Roster.objects.create(site=site, department=department, month=datetime.date(2026, 11, 1))
    grow(people)
    return user, roster.get_absolute_url()


def grow(people: int) -> None:
    """As many agents as `people`, each with shifts of two months by the cycle."""
    from django.db import transaction

    from callcenter.people.models import Department, Employee, Employment, Team, TeamMembership
    from staffing.roster.cells import Drawer
    from staffing.roster.models import Assignment, Roster
    from staffing.shifts.selectors import of_site

    department = Department.objects.select_related("site").get(code="phones")
    site = department.site
    hired = datetime.date(2020, 1, 1)
    have = Employee.objects.filter(number__startswith="A").count()
    with transaction.atomic():
        agents = Employee.objects.bulk_create(
            Employee(site=site, number=f"A{n:04}", name=f"Agent {n}", hired_on=hired)
            for n in range(have, people)
        )
        Employment.objects.bulk_create(Employment(employee=one, period=(hired, None)) for one in agents)
    teams = {
        n: Team.objects.get_or_create(department=department, code=f"t{n}", defaults={"name": f"Team {n}"})[0]
        for n in range(people // TEAM + 1)
    }
    places = {one.pk: teams[(have + n) // TEAM] for n, one in enumerate(agents)}
    TeamMembership.objects.bulk_create(
        TeamMembership(employee=one, team=places[one.pk], period=(hired, None)) for one in agents
    )
    kinds = {kind.code: kind for kind in of_site(site)}
    rows = []
    for roster in Roster.objects.select_related("site"):
        drawer = Drawer(site, roster, None, roster.is_published)
        for place, one in enumerate(agents):
            for on in roster.days:
                code = CYCLE[(on.toordinal() + place + have) % len(CYCLE)]
                if code:
                    rows.append(drawer.shift(one, on, kinds[code], places[one.pk].pk))
    Assignment.objects.bulk_create(rows, batch_size=5000)


def queries(user: Any, path: str) -> int:
    """How many questions one request asks of the database, once the process is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


def fastest(user: Any, path: str) -> tuple[float, int]:
    """Milliseconds of the quickest request, and the bytes of its answer."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    best, size = float("inf"), 0
    for _time in range(TIMES):
        begun = time.perf_counter()
        answer = client.get(path)
        best = min(best, time.perf_counter() - begun)
        size = len(answer.content)
    return best * 1000, size


def edited(user: Any, path: str) -> float:
    """Milliseconds of the quickest edit of one cell."""
    from django.test import Client

    from callcenter.people.models import Employee

    client = Client()
    client.force_login(user)
    agent = Employee.objects.get(number="A0003")
    best = float("inf")
    for turn in range(TIMES):
        edits = [{"e": agent.pk, "d": "2026-12-14", "c": "E" if turn % 2 else ""}]
        begun = time.perf_counter()
        answer = client.post(f"{path}edits/", json.dumps({"edits": edits}), content_type="application/json")
        best = min(best, time.perf_counter() - begun)
        assert answer.status_code == 200, answer.content
    return best * 1000
