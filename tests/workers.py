"""Real Celery workers and a real Redis of a test's own: started, killed with -9, stopped and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from callcenter.embedded import celery_broker_url
from callcenter.embedded.redis_server import find_program
from tests.embedded.runs import inherited, until

Process = subprocess.Popen[bytes]
# How much the tests of this kind do: a little in `make test`, all of it in `make soak`.
SOAK = int(os.environ.get("CALLCENTER_SOAK", "0"))


class OwnRedis:
    """A Redis on a socket in the folder. What this process sends to workers goes there through `sender`."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "r.sock"
        self._folder = folder
        self._server: Process | None = None
        self.client = redis.Redis(unix_socket_path=str(self.socket))
        self.url = f"unix://{self.socket}?db=0"
        self.sender = Celery(broker=celery_broker_url(self.url))
        self.sender.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        command = [find_program() or "redis-server", "--port", "0", "--unixsocket", str(self.socket)]
        command += ["--save", "", "--dir", str(self._folder)]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers, "Redis answers")

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False

    def stop(self) -> None:
        """Kill it; what it held is gone."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """A Redis that is there for one test."""
    found = OwnRedis(folder)
    found.start()
    try:
        yield found
    finally:
        found.sender.close()
        found.stop()


def database_url(name: str = "") -> str:
    """The test database's address: a worker of our own must find the same rows. With a name, that of another on its server."""
    own = connection.settings_dict
    login = quote(own["USER"] or "", safe="")
    if own.get("PASSWORD"):
        login += ":" + quote(own["PASSWORD"], safe="")
    port = f":{own['PORT']}" if own.get("PORT") else ""
    return f"postgresql://{login}@{quote(own['HOST'] or 'localhost', safe='')}{port}/{name or own['NAME']}"


class Workers:
    """Workers of one Celery app, each in a session of its own; `logs` is where they write."""

    def __init__(self, app: str, server: OwnRedis, logs: Path, **environment: str) -> None:
        self._app, self._logs = app, logs
        self._environment = inherited() | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": server.url,
        }
        self._environment |= environment
        self.started: list[Process] = []

    def start(self) -> Process:
        """One more worker that does one thing at a time."""
        command = [sys.executable, "-m", "celery", "-A", self._app, "worker", "--concurrency", "1"]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        command += ["--hostname", f"worker{len(self.started)}@%h"]
        with (self._logs / f"worker{len(self.started)}.log").open("wb") as log:
            worker = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        self.started.append(worker)
        return worker

    def check(self) -> None:
        """Fail with its log where a worker ended by itself."""
        for number, worker in enumerate(self.started):
            if worker.poll() not in (None, -signal.SIGKILL):
                raise AssertionError((self._logs / f"worker{number}.log").read_text()[-2000:])

    def end(self) -> None:
        """Kill all that are left."""
        for worker in self.started:
            kill(worker)


def kill(worker: Process) -> None:
    """kill -9 to the worker and its children at once."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
