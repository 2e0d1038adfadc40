"""Real workers and a real Redis of our own: killed, emptied, gone. The row is the truth."""

import datetime
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports import services as imports
from callcenter.files.jobs import keeper, services
from callcenter.files.jobs.models import Job, State
from callcenter.people.models import Department
from tests.embedded.runs import inherited, until
from tests.factories import make_user
from tests.files.conftest import ROWS, checked
from tests.workers import OwnRedis, Process, Workers, database_url, kill, own_redis

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("importer"),
]


@pytest.fixture
def redis_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    """A Redis of this test alone; what this process sends to workers goes there."""
    with own_redis(tmp_path) as server:
        monkeypatch.setattr(current_app, "send_task", server.sender.send_task)
        yield server


@pytest.fixture
def start_worker(tmp_path: Path, redis_server: OwnRedis) -> Iterator[Callable[[], Process]]:
    """Starts a worker process; all are killed at the end."""
    gate = {"CALLCENTER_MEDIA_ROOT": str(settings.MEDIA_ROOT), "CALLCENTER_TEST_GATE": str(tmp_path)}
    workers = Workers("tests.files.worker_app", redis_server, tmp_path, **gate)
    yield workers.start
    workers.end()


def waiting_import() -> Job:
    """A checked import that a worker was told to apply."""
    user = make_user(PostCode.HR)
    job = checked(user)
    imports.apply_import(job, actor=user)
    return job


def state_of(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_ends_the_job(
    start_worker: Callable[[], Process], tmp_path: Path
):
    job = waiting_import()
    first = start_worker()
    until((tmp_path / "inside").exists, "the importer is in the middle of its rows")
    assert (state_of(job), job.pk in keeper.held_ids()) == (State.RUNNING, True)
    kill(first)
    until(lambda: job.pk not in keeper.held_ids(), "the lock of the killed process is gone")
    assert (state_of(job), Department.objects.count()) == (State.RUNNING, 0)

    (tmp_path / "open").touch()
    start_worker()
    assert services.sweep() == 1
    until(lambda: state_of(job) == State.DONE, "the next worker ends the job")
    job.refresh_from_db()
    assert (job.attempt, job.counts, Department.objects.count()) == (2, {"new": 3, "changed": 0}, 3)
    assert Event.objects.filter(verb="files.import.applied").count() == 1


def test_a_killed_child_of_a_living_worker_is_noticed_too(
    start_worker: Callable[[], Process], tmp_path: Path
):
    job = waiting_import()
    worker = start_worker()
    until((tmp_path / "inside").exists, "the importer is in the middle of its rows")
    for child in psutil.Process(worker.pid).children():
        child.kill()
    until(lambda: job.pk not in keeper.held_ids(), "the lock of the killed process is gone")
    (tmp_path / "open").touch()
    services.sweep()
    until(lambda: state_of(job) == State.DONE, "the worker's next child ends the job")
    assert Department.objects.count() == 3
    assert Event.objects.filter(verb="files.import.applied").count() == 1


def test_an_emptied_redis_loses_neither_the_running_job_nor_the_waiting_one(
    start_worker: Callable[[], Process], redis_server: OwnRedis, tmp_path: Path
):
    running = waiting_import()
    start_worker()
    until((tmp_path / "inside").exists, "the importer is in the middle of its rows")
    waiting = waiting_import()
    redis_server.client.flushall()
    (tmp_path / "open").touch()
    until(lambda: state_of(running) == State.DONE, "the running job ends")
    assert state_of(waiting) == State.PENDING
    Job.objects.filter(pk=waiting.pk).update(woken_at=timezone.now() - datetime.timedelta(minutes=1))
    services.sweep()
    until(lambda: state_of(waiting) == State.DONE, "the waiting job ends")


def test_two_workers_and_a_doubled_message_apply_a_file_once(
    start_worker: Callable[[], Process], tmp_path: Path
):
    job = waiting_import()
    for _n in range(3):
        services.wake(job.pk)
    start_worker()
    start_worker()
    until((tmp_path / "inside").exists, "the importer is in the middle of its rows")
    (tmp_path / "open").touch()
    until(lambda: state_of(job) == State.DONE, "the job ends")
    job.refresh_from_db()
    assert (job.attempt, Event.objects.filter(verb="files.import.applied").count()) == (1, 1)


def test_a_command_killed_in_the_middle_leaves_nothing_and_says_so(tmp_path: Path):
    """The road of manage.py import_calls: no worker has part in it."""
    user = make_user(PostCode.HR)
    file = tmp_path / "departments.csv"
    file.write_bytes(ROWS)
    program = (
        "from pathlib import Path; import tests.files.worker_app; from callcenter.files.imports import services;"
        f"services.run_now('tests.departments', Path({str(file)!r}), site_id={user.employee.site_id})"
    )
    environment = inherited() | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "CALLCENTER_TEST_GATE": str(tmp_path),
    }
    command = subprocess.Popen([sys.executable, "-c", program], env=environment)
    until((tmp_path / "inside").exists, "the importer is in the middle of its rows")
    command.kill()
    command.wait()
    job = Job.objects.get()
    until(lambda: job.pk not in keeper.held_ids(), "the lock of the killed process is gone")
    Job.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=1))
    services.sweep()
    job.refresh_from_db()
    assert (job.state, Department.objects.count()) == (State.FAILED, 0)
    assert "Run it again" in job.message
