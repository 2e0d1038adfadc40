"""Redis and PostgreSQL go away and come back under a running web, worker and beat: all three go on by themselves, nothing is lost."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callcenter import embedded
from callcenter.embedded import postgres, redis_server
from tests.embedded.conftest import copy, end_all
from tests.embedded.runs import CHECKOUT, environment, free_port, query, until

pytestmark = pytest.mark.processes
ASK = """
from django.core.files.base import ContentFile
from callcenter.accounts.models import User
from callcenter.files.imports import services
from callcenter.files.imports.registry import Mapping
user = User.objects.get(username="A0001")
rows = b"number,name,site,post,hired on\\nN1,Li Na,shanghai,sysadmin,2026-01-05\\n"
site_id = user.employee.site_id
job = services.start_import("people.employees", ContentFile(rows, "staff.csv"), site_id=site_id, actor=user)
services.assign_columns(job, Mapping(**job.mapping), actor=user)
print(job.pk)
"""
BEGIN = ["begin", "--company", "Lighthouse", "--site", "shanghai", "--site-name", "Shanghai"]
BEGIN += ["--time-zone", "Asia/Shanghai", "--country", "CN", "--number", "A0001", "--name", "Wang Li"]


class Deployment:
    """Web, worker and beat as on servers: PostgreSQL and Redis are somebody else's, here ours to stop and start."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.address = f"127.0.0.1:{free_port()}"
        servers = {"DATABASE_URL": embedded.database_url(data_dir), "REDIS_URL": embedded.redis_url(data_dir)}
        self.environment = environment(data_dir, **servers, CALLCENTER_LOCAL="yes")
        self.parts: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        celery = ["celery", "--quiet", "--app", "callcenter"]
        self._run(
            "web", ["gunicorn", "callcenter.wsgi:application", "--bind", self.address, "--threads", "2"]
        )
        self._run("worker", [*celery, "worker", "--concurrency", "1", "--without-mingle", "--without-gossip"])
        self._run("beat", [*celery, "beat", "--pidfile="])
        until(self.is_ready, "the pages answer")
        until(lambda: self.last_sign() > 0, "beat and worker gave a sign of life")

    def _run(self, name: str, words: list[str]) -> None:
        log = (self.data_dir / f"{name}.log").open("wb")
        self.parts[name] = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self) -> int:
        """Have a file checked; the job's number."""
        return int(self.manage("shell", "--verbosity", "0", "-c", ASK).split()[-1])

    def is_ready(self) -> bool:
        return self.answer("/readyz") == 200

    def answer(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{self.address}{path}", timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def last_sign(self) -> float:
        """When beat and worker last gave a sign of life, in seconds; 0 when they never did."""
        found = query(
            self.data_dir, "SELECT extract(epoch FROM at) FROM operation_heartbeat WHERE name = 'beat'"
        )
        return float(str(found[0][0])) if found else 0.0

    def until_noticed(self, name: str, words: str) -> None:
        """Return when the part's log says the words for the third time from now on: its first answers to the outage are over."""
        log = self.data_dir / f"{name}.log"
        begin = log.stat().st_size

        def is_said() -> bool:
            return log.read_bytes()[begin:].count(words.encode()) >= 3

        until(is_said, f"{name} noticed: {words}")

    def state_of(self, job: int) -> object:
        return query(self.data_dir, f"SELECT state FROM files_job WHERE id = {job}")[0][0]

    def assert_goes_on(self, since: float, job: int) -> None:
        """Pages, beat and worker are back without anybody's help, and the job that was asked for is done."""
        until(self.is_ready, "the pages are ready again")
        until(lambda: self.last_sign() > since, "beat and worker gave a sign of life again")
        until(lambda: self.state_of(job) == "checked", "the job that was asked for is checked")
        assert {name: part.poll() for name, part in self.parts.items()} == dict.fromkeys(self.parts)

    def stop(self) -> None:
        for part in self.parts.values():
            part.send_signal(signal.SIGTERM)
        for part in self.parts.values():
            try:
                part.wait(30)
            except subprocess.TimeoutExpired:
                part.kill()
                part.wait()


def quiet(line: str) -> None:
    """Nobody at a terminal."""


@pytest.fixture
def deployment(migrated_dir: Path, new_folder: Callable[[], Path]) -> Iterator[Deployment]:
    folder = copy(migrated_dir, new_folder() / "data")
    postgres.start(folder, durable=False, say=quiet)
    redis_server.start(folder)
    running = Deployment(folder)
    try:
        running.manage(*BEGIN)
        running.start()
        yield running
    finally:
        running.stop()
        redis_server.stop(folder)
        postgres.stop(folder)
        end_all(folder)


def test_redis_and_then_postgresql_are_away_for_a_while(deployment: Deployment) -> None:
    redis_server.stop(deployment.data_dir)
    job = deployment.ask()
    assert deployment.answer("/readyz") == 503
    assert deployment.answer("/healthz") == 200
    for part in ("worker", "beat"):
        deployment.until_noticed(part, "No such file or directory")
    assert deployment.state_of(job) == "pending", "nobody could be told of it, and its row waits"
    redis_server.start(deployment.data_dir)
    deployment.assert_goes_on(time.time(), job)

    job = deployment.ask()
    postgres.stop(deployment.data_dir)
    assert deployment.answer("/readyz") == 503
    deployment.until_noticed("worker", "OperationalError")
    postgres.start(deployment.data_dir, durable=False, say=quiet)
    deployment.assert_goes_on(time.time(), job)
