"""One migrated database for all that test: made once for a state of the migrations, kept, and copied as often as one is needed.

Migrating an empty database takes the better part of a minute, a copy less than a second. Which state of the migrations a
copy has shows in its name: a digest of the migrations and of what of ours they import.
"""

import hashlib
import os
import re
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import django
import psycopg2
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from callcenter.embedded.postgres import installed_releases
from tests.embedded.runs import inherited
from tests.workers import database_url

OWN = settings.DATABASES["default"]["NAME"]  # as it is before tests get another
IMPORTED = re.compile(
    r"^from ((?:callcenter|staffing|quality|complaints|reports)\.[\w.]+) import", re.MULTILINE
)


@cache
def digest() -> str:
    """Of the text of every migration, of ours and of packages, and of the modules of ours that they import."""
    texts = [django.__version__]
    for app in apps.get_app_configs():
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            text = path.read_text()
            texts += [f"{app.label}.{path.stem}", text, *map(_text_of, IMPORTED.findall(text))]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def _text_of(module: str) -> str:
    path = Path(settings.BASE_DIR, *module.split("."))
    return next(one.read_text() for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists())


@cache
def template() -> str:
    """The name of the migrated database, which is there afterwards. Of several processes that ask at once, one makes it."""
    begin = f"migrated_{OWN}_"
    name = begin + digest()
    with closing(_maintenance()) as server, server.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [begin])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [begin])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(_statement("DROP DATABASE {} WITH (FORCE)", old))
            partial = f"{begin}partial"
            cursor.execute(_statement("CREATE DATABASE {}", partial))
            _migrate(partial)
            cursor.execute(_statement("ALTER DATABASE {} RENAME TO {}", partial, name))
    return name


def fill(url: str) -> None:
    """Bring the tables and rows of the migrated database into an empty one of any server."""
    programs = installed_releases()[max(installed_releases())]
    made = f"{connection.settings_dict['NAME']}_of_{os.getpid()}"  # a copy: nobody can copy a database that is being read
    load = [programs / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null", url]
    with closing(_maintenance()) as server, server.cursor() as cursor:
        cursor.execute(_statement("CREATE DATABASE {} TEMPLATE {}", made, template()))
        dump = [programs / "pg_dump", "--no-owner", database_url(made)]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(load, stdin=dumping.stdout, check=True)
        cursor.execute(_statement("DROP DATABASE {} WITH (FORCE)", made))
    assert dumping.returncode == 0


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def _maintenance() -> "psycopg2.extensions.connection":
    own = connection.settings_dict
    server = psycopg2.connect(
        host=own["HOST"] or None,
        port=own["PORT"] or None,
        user=own["USER"] or None,
        password=own["PASSWORD"] or None,
        dbname="postgres",
    )
    server.autocommit = True
    return server


def _migrate(name: str) -> None:
    environment = inherited() | {"DATABASE_URL": database_url(name), "REDIS_URL": settings.REDIS_URL}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stderr}")
