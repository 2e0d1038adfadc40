"""`manage.py up` with real processes: first start, second start, kills, used ports, given servers."""

import http.server
import os
import signal
from pathlib import Path

import psutil
import pytest

from callcenter import embedded
from callcenter.embedded import processes, servers
from tests.embedded.runs import Run, manage, processes_of, query, until

pytestmark = pytest.mark.processes


def test_first_start_serves_pages_and_ctrl_c_leaves_no_process(first_run: Run) -> None:
    assert first_run.process.returncode == 0
    assert f"Ready at http://127.0.0.1:{first_run.port}" in first_run.output
    assert "Traceback" not in first_run.output
    assert first_run.output.rstrip().endswith("Stopped.")
    assert processes_of(first_run.data_dir) == []


def test_second_start_keeps_the_data_and_is_left_alone_by_a_third(data_dir: Path) -> None:
    run = Run(data_dir).until_ready()
    query(data_dir, "CREATE TABLE kept AS SELECT 42 AS value")
    third = manage(data_dir, "up")
    assert third.returncode == 0
    assert f"Already running at {run.address} (process {run.process.pid})" in third.stderr
    assert manage(data_dir, "migrate", "--check").returncode == 0, "another command uses the running servers"
    assert run.is_ready()
    assert run.stop(signal.SIGTERM) == 0
    assert processes_of(data_dir) == []

    again = Run(data_dir).until_ready()
    assert "Making the database folder" not in again.output
    assert "Gathering the static files" not in again.output
    assert query(data_dir, "SELECT value FROM kept") == [(42,)]
    again.stop()


def test_start_after_the_supervisor_was_killed_ends_what_it_left(data_dir: Path) -> None:
    killed = Run(data_dir).until_ready()
    before = {process.pid for process in processes_of(data_dir)}
    killed.kill()

    run = Run(data_dir, port=killed.port).until_ready()
    assert "An earlier run was killed" in run.output
    assert run.address == killed.address, "its port is free again"
    servers_kept = {int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])}
    still = before & {process.pid for process in processes_of(data_dir)} - servers_kept
    assert not [pid for pid in still if "gunicorn" in " ".join(psutil.Process(pid).cmdline())]
    assert run.stop() == 0
    assert processes_of(data_dir) == []


def test_start_after_everything_was_killed_recovers_stale_files_and_data(data_dir: Path) -> None:
    killed = Run(data_dir).until_ready()
    query(data_dir, "CREATE TABLE kept AS SELECT 42 AS value")
    for process in (victims := processes_of(data_dir)):
        process.kill()
    psutil.wait_procs(victims)
    killed.kill()
    assert (data_dir / "postgres" / "postmaster.pid").exists()

    run = Run(data_dir).until_ready()
    assert query(data_dir, "SELECT value FROM kept") == [(42,)]
    assert run.stop() == 0


def test_a_used_port_is_passed_over_with_a_sentence(data_dir: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as other:
        run = Run(data_dir, port=other.server_port).until_ready()
        assert f"Port {other.server_port} is used by another program" in run.output
        assert not run.address.endswith(f":{other.server_port}")
        assert run.is_ready()
        assert run.stop() == 0


def test_a_killed_worker_and_a_killed_database_are_started_again(data_dir: Path) -> None:
    run = Run(data_dir).until_ready()
    until(lambda: processes.recorded(data_dir, "worker") is not None, "the worker is on record")
    worker = processes.recorded(data_dir, "worker")
    assert worker is not None
    worker.kill()
    until(lambda: _is_another(data_dir, "worker", worker.pid), "another worker runs")

    postmaster = int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: "started again" in run.output.split("A database server is gone", 1)[-1], "the loss is seen")
    until(run.is_ready, "the pages answer again")
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
