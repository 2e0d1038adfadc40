"""Runs the benchmark files and prints one table: `python -m benchmarks [part of a name …]`."""

import argparse
import contextlib
import dataclasses
import importlib
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.results import Result

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="part of a file's name; without any, all of them")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return run_here(arguments.one)
    chosen = [
        path.stem
        for path in sorted(HERE.glob("bench_*.py"))
        if not arguments.names or any(name in path.stem for name in arguments.names)
    ]
    if not chosen:
        print("No benchmark has such a name.", file=sys.stderr)
        return 2
    results: list[Result] = []
    failed: list[str] = []
    with database_server():
        for stem in chosen:
            started = time.perf_counter()
            print(f"… {stem}", file=sys.stderr, flush=True)
            found = run_apart(stem)
            if found is None:
                failed.append(stem)
            else:
                results += found
            print(f"  {stem} took {time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)
    print(table(results))
    broken = [result.name for result in results if result.kept is False]
    for name in broken:
        print(f"Limit broken: {name}")
    for stem in failed:
        print(f"Did not finish: {stem}")
    return 1 if broken or failed else 0


def table(results: list[Result]) -> str:
    """The figures as aligned columns, with "kept" or "BROKEN" where there is a limit."""
    verdict = {True: "kept", False: "BROKEN", None: ""}
    rows = [("figure", "value", "limit", "")]
    rows += [(r.name, f"{r.value:,.4g} {r.unit}", r.limit, verdict[r.kept]) for r in results]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


@contextlib.contextmanager
def database_server() -> Iterator[None]:
    """Servers for the whole run, in the environment that each file inherits."""
    os.environ.setdefault("CALLCENTER_DATA_DIR", str(CHECKOUT / ".build" / "bench"))
    os.environ.setdefault("CALLCENTER_SECRET_KEY", "only for measurements")
    os.environ.setdefault("CALLCENTER_HTTPS", "no")
    os.environ.setdefault("CALLCENTER_ALLOWED_HOSTS", "*")
    os.environ.setdefault("CALLCENTER_LOG_LEVEL", "WARNING")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcenter.settings")
    from callcenter.embedded import servers

    with servers.running(Path(os.environ["CALLCENTER_DATA_DIR"])):
        yield


def run_apart(stem: str) -> list[Result] | None:
    """One file in its own process; None when it failed."""
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--one", stem],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if process.returncode:
        return None
    return [Result(**fields) for fields in json.loads(process.stdout.splitlines()[-1])]


def run_here(stem: str) -> int:
    """The child's side: a fresh database, then the file's `run()`, its results as one line of JSON."""
    module_name = f"benchmarks.{stem}"
    source = (HERE / f"{stem}.py").read_text(encoding="utf-8")
    if "NEEDS_DATABASE = False" not in source:
        fresh_database()
        logging.disable(logging.INFO)  # a line for each request would bury the table
    results = importlib.import_module(module_name).run()
    print(json.dumps([dataclasses.asdict(result) for result in results]))
    return 0


def fresh_database() -> None:
    """An empty, migrated database of our own, and Django set up on it."""
    import psycopg2
    from psycopg2 import sql

    from callcenter import embedded

    url = os.environ.get("DATABASE_URL") or embedded.database_url(Path(os.environ["CALLCENTER_DATA_DIR"]))
    parts = urlsplit(url)
    name = f"{parts.path.lstrip('/') or 'callcenter'}_bench"
    maintenance = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
    maintenance.autocommit = True
    with maintenance.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    maintenance.close()
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    sys.exit(main())
