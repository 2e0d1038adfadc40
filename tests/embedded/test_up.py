"""`manage.py up` with real processes: first start, second start, kills, used ports, given servers."""

import http.server
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from callcenter import embedded
from callcenter.embedded import processes, servers
from tests.embedded.conftest import copy, end_all
from tests.embedded.runs import Run, manage, processes_of, query, until

pytestmark = pytest.mark.processes


def test_first_start_serves_pages_and_ctrl_c_leaves_no_process(first_run: Run) -> None:
    assert first_run.process.returncode == 0
    assert f"Ready at http://127.0.0.1:{first_run.port}" in first_run.output
    assert "Traceback" not in first_run.output
    assert first_run.output.rstrip().endswith("Stopped.")
    assert processes_of(first_run.data_dir) == []


@dataclass
class Center:
    """A data folder and the run on it at this time; a test that ends the run leaves another one behind."""

    data_dir: Path
    run: Run

    def start(self, **more: str | int) -> Run:
        self.run = Run(self.data_dir, **more).until_ready()  # type: ignore[arg-type]
        return self.run


@pytest.fixture(scope="module")
def center(first_run: Run, new_folder: Callable[[], Path]) -> Iterator[Center]:
    """A second start on the folder of a first run, asked for a port that another program uses. Shared: a start takes long."""
    folder = copy(first_run.data_dir, new_folder() / "data")
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as other:
        found = Center(folder, Run(folder, port=other.server_port).until_ready())
    query(folder, "CREATE TABLE kept AS SELECT 42 AS value")
    yield found
    found.run.stop()
    end_all(folder)


def test_a_used_port_is_passed_over_with_a_sentence(center: Center) -> None:
    asked = center.run.port
    assert f"Port {asked} is used by another program" in center.run.output
    assert not center.run.address.endswith(f":{asked}")
    assert center.run.is_ready()


def test_a_running_center_is_left_alone_by_another_start_and_serves_other_commands(center: Center) -> None:
    third = manage(center.data_dir, "up")
    assert third.returncode == 0
    assert f"Already running at {center.run.address} (process {center.run.process.pid})" in third.stderr
    assert manage(center.data_dir, "migrate", "--check").returncode == 0, "a command uses the running servers"
    assert center.run.is_ready()


def test_a_killed_worker_and_a_killed_database_are_started_again(center: Center) -> None:
    data_dir, run = center.data_dir, center.run
    until(lambda: processes.recorded(data_dir, "worker") is not None, "the worker is on record")
    worker = processes.recorded(data_dir, "worker")
    assert worker is not None
    worker.kill()
    until(lambda: _is_another(data_dir, "worker", worker.pid), "another worker runs")

    postmaster = int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    # only what was said after the loss counts: the worker was "started again" before it
    until(lambda: "started again" in run.output.partition("A database server is gone")[2], "the loss is seen")
    until(run.is_ready, "the pages answer again")
    assert query(data_dir, "SELECT value FROM kept") == [(42,)]


def test_stopped_and_started_again_it_keeps_the_data_and_makes_nothing_anew(center: Center) -> None:
    assert center.run.stop(signal.SIGTERM) == 0
    assert processes_of(center.data_dir) == []
    again = center.start()
    assert "Making the database folder" not in again.output
    assert "Gathering the static files" not in again.output
    assert query(center.data_dir, "SELECT value FROM kept") == [(42,)]


def test_start_after_the_supervisor_was_killed_ends_what_it_left(center: Center) -> None:
    killed, data_dir = center.run, center.data_dir
    before = {process.pid for process in processes_of(data_dir)}
    killed.kill()

    run = center.start(port=int(killed.address.rpartition(":")[2]))
    assert "An earlier run was killed" in run.output
    assert run.address == killed.address, "its port is free again"
    servers_kept = {int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])}
    still = before & {process.pid for process in processes_of(data_dir)} - servers_kept
    assert not [pid for pid in still if "gunicorn" in " ".join(psutil.Process(pid).cmdline())]


def test_start_after_everything_was_killed_recovers_stale_files_and_data(center: Center) -> None:
    killed, data_dir = center.run, center.data_dir
    for process in (victims := processes_of(data_dir)):
        process.kill()
    psutil.wait_procs(victims)
    killed.kill()
    assert (data_dir / "postgres" / "postmaster.pid").exists()

    run = center.start()
    assert query(data_dir, "SELECT value FROM kept") == [(42,)]
    assert run.stop() == 0
    assert processes_of(data_dir) == []


def _is_another(data_dir: Path, name: str, pid: int) -> bool:
    process = processes.recorded(data_dir, name)
    return process is not None and process.pid != pid


def test_given_servers_are_used_and_nothing_is_embedded(empty_dir: Path, migrated_dir: Path) -> None:
    with servers.running(migrated_dir):
        given = {
            "DATABASE_URL": embedded.database_url(migrated_dir),
            "REDIS_URL": embedded.redis_url(migrated_dir),
        }
        run = Run(empty_dir, **given)
        try:
            run.until_ready()
            assert not (empty_dir / "postgres").exists()
            assert not (empty_dir / "redis.log").exists()
            names = {process.name() for process in processes_of(empty_dir)}
            assert not {name for name in names if name.startswith(("postgres", "redis", "valkey"))}
        finally:
            assert run.stop() == 0
        assert query(migrated_dir, "SELECT 1") == [(1,)], "given servers are left running"
