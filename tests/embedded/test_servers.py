"""The embedded PostgreSQL and Redis by themselves: who shares them, and which left-over files they get over."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callcenter import embedded
from callcenter.embedded import folders, redis_server, servers
from callcenter.embedded.refusals import CannotStart
from tests.embedded.conftest import copy
from tests.embedded.runs import CHECKOUT, environment, manage, processes_of, query

pytestmark = pytest.mark.processes

HOLD = "import sys\nfrom pathlib import Path\nfrom callcenter.embedded import servers\nwith servers.running(Path(sys.argv[1])):\n    print('up', flush=True)\n    sys.stdin.read()\n"


@pytest.fixture
def data_dir(migrated_dir: Path, empty_dir: Path) -> Path:
    """A copy of a migrated data folder: no run is needed here."""
    return copy(migrated_dir, empty_dir)


def test_a_command_alone_starts_the_servers_and_stops_them(data_dir: Path) -> None:
    done = manage(data_dir, "migrate", "--check")
    assert done.returncode == 0, done.stderr
    assert processes_of(data_dir) == []


def test_the_last_of_several_users_stops_the_servers(data_dir: Path) -> None:
    holders = [_holder(data_dir) for _ in range(2)]
    holders[0].communicate()
    assert query(data_dir, "SELECT 1") == [(1,)]
    holders[1].communicate()
    assert processes_of(data_dir) == []


def test_a_killed_user_does_not_keep_the_servers_for_ever(data_dir: Path) -> None:
    killed = _holder(data_dir)
    killed.kill()
    killed.communicate()
    with servers.running(data_dir):
        assert query(data_dir, "SELECT 1") == [(1,)]
    assert processes_of(data_dir) == []


def _holder(data_dir: Path) -> "subprocess.Popen[str]":
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir)],
        cwd=CHECKOUT,
        env=environment(data_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    return holder


def test_half_made_database_folders_are_made_anew_and_nothing_is_deleted(empty_dir: Path) -> None:
    (empty_dir / "postgres.partial" / "base").mkdir(parents=True)
    (empty_dir / "postgres").mkdir()
    (empty_dir / "postgres" / "PG_VERSION").write_text("18\n")
    said: list[str] = []
    with servers.running(empty_dir, say=said.append):
        assert query(empty_dir, "SELECT 1") == [(1,)]
    assert any("not complete" in line for line in said)
    assert len(list(empty_dir.glob("postgres.unusable-*"))) == 1
    assert not (empty_dir / "postgres.partial").exists()


def test_a_pid_file_whose_number_went_to_another_program_is_no_obstacle(data_dir: Path) -> None:
    (data_dir / "postgres" / "postmaster.pid").write_text(
        f"{os.getpid()}\n{data_dir}/postgres\n1\n5432\n\n\n\nready\n"
    )
    sockets = embedded.socket_dir(data_dir)
    for name in ("redis.sock", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (sockets / name).write_text(f"{os.getpid()}\n")
    (data_dir / "redis.pid").write_text(f'{{"pid": {os.getpid()}, "started": 1.0}}')
    with servers.running(data_dir):
        assert query(data_dir, "SELECT 1") == [(1,)]


def test_long_and_unusual_folder_names_work(new_folder: Callable[[], Path], migrated_dir: Path) -> None:
    folder = new_folder() / ("客服 中心 " + "x" * 60) / "data"
    folder.parent.mkdir()
    copy(migrated_dir, folder)
    done = manage(folder, "migrate", "--check")
    assert done.returncode == 0, done.stderr
    assert processes_of(folder) == []


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        folders.make_private_dir(folder)


def test_without_any_redis_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(redis_server, "find_spec", lambda name: None)
    with pytest.raises(CannotStart, match=r"^There is no Redis on this machine: .* set REDIS_URL\.$"):
        redis_server.find_program()


def test_a_part_that_cannot_go_on_is_given_up_after_five_starts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "callcenter.embedded.keeper", str(tmp_path), "web", "sh", "-c", "exit 3"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert done.stdout.count("started again") == 4
    assert done.stdout.endswith("web ended 5 times within a minute: giving up\n")
    assert list(tmp_path.iterdir()) == []
