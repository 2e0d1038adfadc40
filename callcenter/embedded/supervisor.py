"""`manage.py up`: web, worker and beat over the embedded servers, one log stream, stopped together, recovered after a kill."""

import contextlib
import errno
import fcntl
import json
import os
import shlex
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from honcho.manager import Manager

from callcenter.embedded import keeper, processes, servers
from callcenter.embedded.refusals import CannotStart
from callcenter.probe import is_ready

PARTS = ("web", "worker", "beat")
PORTS_TRIED = 50
READY_SECONDS = 120.0
POLL_SECONDS = 0.1
WATCH_SECONDS = 2.0
WEB_THREADS = 4


@dataclass(frozen=True)
class Address:
    """Where the pages are served."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@contextlib.contextmanager
def only_run(data_dir: Path) -> Iterator[bool]:
    """True when we are the only run on this data folder, and then until the end; False when another one is going."""
    servers.prepare_data_dir(data_dir)
    with (data_dir / "up.lock").open("a+") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def end_leftovers(data_dir: Path) -> None:
    """End the web, worker and beat of a run that was killed."""
    ended = processes.end_leftovers(data_dir, [name for part in PARTS for name in keeper.part_names(part)])
    parts = [part for part in PARTS if {part, f"{part}-keeper"} & set(ended)]
    if parts:
        servers.tell(f"An earlier run was killed: its {', '.join(parts)} ended.")


def free_address(host: str, port: int) -> Address:
    """The first free port from `port` on."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise CannotStart(f"No pages can be served at {host}: {error.strerror}.") from error
                continue
        if candidate != port:
            servers.tell(f"Port {port} is used by another program: taking {candidate}.")
        return Address(host, candidate)
    raise CannotStart(f"Ports {port} to {port + PORTS_TRIED - 1} are all used: choose another with --port.")


def supervise(data_dir: Path, checkout: Path, address: Address, *, when_ready: Callable[[], None]) -> int:
    """Run the parts until they are asked to stop (0) or one of them cannot go on (its code)."""
    manager = _Parts(data_dir, address, when_ready)
    metrics = data_dir / "metrics"  # counts begin anew with each run
    shutil.rmtree(metrics, ignore_errors=True)
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "CALLCENTER_DATA_DIR": str(data_dir)}
    environment["CALLCENTER_METRICS_DIR"] = str(metrics)
    if os.geteuid() == 0:  # whoever starts this as root knows it
        environment["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    for name, command in _commands(address).items():
        words = [
            sys.executable,
            "-m",
            "callcenter.embedded.keeper",
            str(data_dir),
            name,
            sys.executable,
            "-m",
            *command,
        ]
        manager.add_process(name, f"exec {shlex.join(words)}", env=environment, cwd=str(checkout))
    _write_address(data_dir, address)
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))  # the terminal was closed
    try:
        manager.loop()
    except KeyError:  # asked to stop in the moment before the parts had told their process ids
        manager.returncode = 128 + signal.SIGTERM
    finally:
        manager.over.set()
        processes.end_tree(psutil.Process().children())
        end_leftovers(data_dir)
        (data_dir / "address.json").unlink(missing_ok=True)
    asked = {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if manager.returncode in asked else manager.returncode or 1


def running_address(data_dir: Path) -> str:
    """Address and process of the run that is going, as a phrase."""
    try:
        entry = json.loads((data_dir / "address.json").read_text())
        return f"{entry['address']} (process {entry['pid']})"
    except (OSError, ValueError, KeyError):
        return "an address that is being made ready"


class _Parts(Manager):
    """Honcho's manager, which also tells when the pages answer and looks after the servers below."""

    def __init__(self, data_dir: Path, address: Address, when_ready: Callable[[], None]) -> None:
        super().__init__()
        self.over = threading.Event()
        self._data_dir = data_dir
        self._address = address
        self._when_ready = when_ready

    def _start(self) -> None:
        super()._start()  # forks, so the thread comes after it
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def _watch(self) -> None:
        waited = 0.0
        while waited < READY_SECONDS and not answers(self._address):
            if self.over.wait(POLL_SECONDS):
                return
            waited += POLL_SECONDS
        if waited < READY_SECONDS:
            self._when_ready()
        while not self.over.wait(WATCH_SECONDS):
            servers.revive(self._data_dir)


def answers(address: Address) -> bool:
    """Whether the pages, the database and Redis behind them answer."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104  (read, not bound)
    return is_ready(host, address.port)


def _commands(address: Address) -> dict[str, list[str]]:
    bind = str(address).removeprefix("http://")
    level = os.environ.get("CALLCENTER_LOG_LEVEL", "INFO")
    web = ["gunicorn", "callcenter.wsgi:application", "--bind", bind, "--worker-class", "gthread"]
    web += [
        "--workers",
        "2",
        "--threads",
        str(WEB_THREADS),
        "--graceful-timeout",
        "3",
        "--log-level",
        "warning",
    ]
    celery = ["celery", "--quiet", "--app", "callcenter"]
    worker = [
        *celery,
        "worker",
        "--concurrency",
        "2",
        "--loglevel",
        level,
        "--without-mingle",
        "--without-gossip",
    ]
    beat = [*celery, "beat", "--loglevel", "WARNING"]
    return {"web": web, "worker": worker, "beat": beat}


def _write_address(data_dir: Path, address: Address) -> None:
    (data_dir / "address.json").write_text(json.dumps({"address": str(address), "pid": os.getpid()}))
