"""A real `manage.py up` in a data folder of its own, watched from outside."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg2

from callcenter import embedded

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DEADLINE_SECONDS = 300.0  # a start takes seconds; this is for a machine that does much else
POLL_SECONDS = 0.05


def inherited() -> dict[str, str]:
    """What a process started by a test inherits: all but the numbers that a parallel run shifts its Redis by."""
    shifts = {"PYTEST_XDIST_WORKER", "CALLCENTER_TEST_LANE"}
    return {name: value for name, value in os.environ.items() if name not in shifts}


def until(condition: Callable[[], bool], what: str, seconds: float = DEADLINE_SECONDS) -> None:
    """Return as soon as `condition` holds; fail with `what` after the deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Not within {seconds:.0f} s: {what}"
        time.sleep(POLL_SECONDS)


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """What a newcomer's terminal has: no address of a server, no key."""
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    clean = {
        name: value
        for name, value in clean.items()
        if not name.startswith(("CALLCENTER_", "COV_", "PYTEST_"))
    }
    clean["DJANGO_SETTINGS_MODULE"] = "callcenter.settings"
    return clean | {"CALLCENTER_DATA_DIR": str(data_dir)} | more


def manage(data_dir: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One manage.py command, to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=environment(data_dir, **more),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=DEADLINE_SECONDS,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(data_dir: Path) -> list[psutil.Process]:
    """Every live process that belongs to this data folder."""

    def belongs(process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
                return False
            return (
                str(data_dir) in " ".join(process.cmdline())
                or process.environ().get("CALLCENTER_DATA_DIR") == str(data_dir)
                or str(data_dir) in process.cwd()
            )
        except psutil.Error:
            return False

    return [process for process in psutil.process_iter() if belongs(process)]


def query(data_dir: Path, statement: str) -> list[tuple[object, ...]]:
    """One statement in the embedded database; its rows, if it has any."""
    connection = psycopg2.connect(embedded.database_url(data_dir))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


class Run:
    """`manage.py up` as a child, as from a terminal of its own."""

    def __init__(self, data_dir: Path, *, port: int | None = None, **more: str) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--port", str(self.port)],
            cwd=CHECKOUT,
            env=environment(data_dir, **more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.lines.extend(iter(stream.readline, ""))

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def until_ready(self) -> "Run":
        until(lambda: "Ready at" in self.output or self.process.poll() is not None, "the product is ready")
        assert "Ready at" in self.output, self.output
        return self

    @property
    def address(self) -> str:
        return self.output.split("Ready at ", 1)[1].split()[0]

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask as a terminal does, and wait for the end; the exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        code = self.process.wait(DEADLINE_SECONDS)
        self._reader.join(DEADLINE_SECONDS)
        return code

    def kill(self) -> None:
        """End the supervisor alone, with no chance to clean up."""
        self.process.kill()
        self.process.wait(DEADLINE_SECONDS)
