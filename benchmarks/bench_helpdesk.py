"""Ours beside django-helpdesk on the same 10,000 tickets and the same PostgreSQL: list, API list, escalation run.

django-helpdesk is installed from the package index into an environment of its own in `.build/bench` and runs in a process of its
own. Its list is the page with the JSON that fills its table (50 rows), its API page 25 rows, its escalation one run of
`escalate_tickets` over 10,000 tickets that are due, its mail kept in memory. Ours: the page of 50, 25 rows of the API, one sweep over 10,000
complaints whose reminder is due, with the rows of their messages.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks import Result, at_most, note
from benchmarks.bench_case_sweep import fall_due, start_clocks
from benchmarks.bench_cases import API, LIST, _token
from benchmarks.case_rows import texts

TICKETS = 10_000
ROUNDS = 10
HELPDESK = ("django-helpdesk==2.6.1", "psycopg2-binary==2.9.13", "setuptools")


def run() -> list[Result]:
    from django.conf import settings
    from django.test import override_settings

    theirs = measured_theirs()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        ours = measured_ours()
    results = []
    for key, name in (
        ("list", "list of 10,000"),
        ("api", "API list"),
        ("escalation", "escalation of 10,000"),
    ):
        results += [
            note(f"{name}: django-helpdesk", theirs[key], "ms"),
            note(f"{name}: ours", ours[key], "ms"),
            at_most(f"{name}: ours / django-helpdesk", ours[key] / theirs[key], 1),
        ]
    return results


def measured_ours() -> dict[str, float]:
    from django.test import Client

    from callcenter.clocks import services
    from callcenter.clocks.models import Rung

    desk = start_clocks(TICKETS)
    pages = Client()
    pages.force_login(desk.manager)
    tokens = Client(headers={"Authorization": f"Bearer {_token(desk.site)}"})

    def page() -> None:
        assert pages.get(LIST, {"standing": "open"}).status_code == 200

    def api() -> None:
        assert tokens.get(API, {"page_size": 25}).status_code == 200

    found = {"list": _timed(page), "api": _timed(api)}
    fall_due(TICKETS)
    started = time.perf_counter()
    assert services.sweep() == TICKETS
    found["escalation"] = (time.perf_counter() - started) * 1000
    assert Rung.objects.filter(state="fired").count() == TICKETS
    return found


def measured_theirs() -> dict[str, float]:
    """Installs it, makes its database beside this one, runs it."""
    from django.db import connection

    folder = Path(os.environ["CALLCENTER_DATA_DIR"]) / "helpdesk"
    python = folder / "venv" / "bin" / "python"
    if not (folder / "installed").exists():
        print("bench_helpdesk: installing django-helpdesk", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", *HELPDESK], check=True, stdout=sys.stderr
        )
        (folder / "installed").write_text("\n".join(HELPDESK))
    rows = folder / "tickets.json"
    rows.write_text(json.dumps(texts(TICKETS)))
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"{parts.path.lstrip('/')}_helpdesk"
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        environment = {
            "HELPDESK_DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
            "PATH": os.environ["PATH"],
        }
        script = Path(__file__).with_name("helpdesk_site.py")
        done = subprocess.run(
            [str(python), str(script), str(rows)],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
            timeout=900,
        )
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    assert found["escalated"] == found["follow_ups"] == TICKETS, found  # each is raised, with its entry
    return found


def _timed(do: Callable[[], None]) -> float:
    do()
    took = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        do()
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)
