"""Databases beside the test's own, and commands that run in them as an operator runs them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection

from tests.embedded.runs import inherited

CHECKOUT = Path(__file__).resolve().parents[2]


class Elsewhere:
    """Another database on the same server."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        own = connection.settings_dict
        who = quote(own["USER"]) + (f":{quote(own['PASSWORD'])}" if own["PASSWORD"] else "")
        place = quote(own["HOST"], safe="") + (f":{own['PORT']}" if own["PORT"] else "")
        self.url = f"postgresql://{who}@{place}/{name}"

    def manage(self, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        """One manage.py command with this database."""
        environment = inherited() | {
            "DATABASE_URL": self.url,
            "REDIS_URL": settings.REDIS_URL,  # that of the test: nothing is started for a command
            "CALLCENTER_MEDIA_ROOT": str(self.folder / "attachments"),
            "CALLCENTER_DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=CHECKOUT,
            env=environment | more,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with open_connection(self.url) as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def open_connection(url: str) -> Iterator[Any]:
    """A cursor that commits each statement."""
    opened = psycopg2.connect(url)
    opened.autocommit = True
    try:
        with opened.cursor() as cursor:
            yield cursor
    finally:
        opened.close()


@contextmanager
def database(suffix: str, folder: Path, *, template: str = "template1") -> Iterator[Elsewhere]:
    """A database without tables, or a copy of another one; gone at the end."""
    elsewhere = Elsewhere(f"{connection.settings_dict['NAME']}_{suffix}", folder)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{elsewhere.name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{elsewhere.name}" TEMPLATE "{template}"')
    try:
        yield elsewhere
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{elsewhere.name}" WITH (FORCE)')
