"""What `manage.py up` does between the servers and the pages: tables, demo center, static files; each only when needed."""

import hashlib
import io
import json
import unicodedata
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from callcenter.embedded import servers


def prepare(data_dir: Path, *, with_demo: bool) -> None:
    """Bring database and static files to what this code needs."""
    migrate()
    if with_demo:
        load_demo(data_dir)
    collect_static(data_dir)
    connection.close()


def migrate() -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        servers.tell("Bringing the database up to date…")
        call_command("migrate", interactive=False, verbosity=0)


def load_demo(data_dir: Path) -> None:
    """Load the demo center into a database without a site, go on with one that was cut off, bring a loaded one up to now."""
    mark = data_dir / "demo-is-being-loaded"
    is_empty = not apps.get_model("people", "Site")._default_manager.exists()
    if not (is_empty or mark.exists() or demo_logins(data_dir)):
        return
    servers.tell("Loading the demo center…" if is_empty else "Bringing the demo center up to now…")
    mark.touch()
    try:
        call_command("load_demo", stdout=io.StringIO())  # its log-ins are shown when the pages answer
    except CommandError as refusal:
        servers.tell(f"The demo center is left as it is: {refusal}")
    mark.unlink()


def collect_static(data_dir: Path) -> None:
    """Gather, number and compress the static files, when one of them changed."""
    seal = data_dir / "static.sha256"
    now = _static_fingerprint()
    if seal.exists() and seal.read_text() == now:
        return
    servers.tell("Gathering the static files…")
    seal.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    seal.write_text(now)


def demo_logins(data_dir: Path) -> str:
    """The demo center's log-ins as a table; empty without a demo."""
    try:
        logins = json.loads((data_dir / "demo_logins.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    titles = {"username": "user name", "password": "password", "name": "name", "post": "post", "site": "site"}
    rows = [list(titles.values())] + [[str(login.get(key) or "") for key in titles] for login in logins]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(titles))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _static_fingerprint() -> str:
    """Changes when a static file, or where they are put, changes."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _width(text: str) -> int:
    """Columns at the terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
