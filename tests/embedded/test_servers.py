"""The embedded PostgreSQL and Redis by themselves: who shares them, and which left-over files they get over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callcenter import embedded
from callcenter.embedded import folders, servers
from callcenter.embedded.refusals import CannotStart
from tests.embedded.runs import CHECKOUT, environment, manage, processes_of, query, until

pytestmark = pytest.mark.processes

HOLD = "import sys\nfrom pathlib import Path\nfrom callcenter.embedded import servers\nwith servers.running(Path(sys.argv[1])):\n    print('up', flush=True)\n    sys.stdin.read()\n"


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


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


def test_long_and_unusual_folder_names_work(tmp_path: Path, first_run: object) -> None:
    folder = tmp_path / ("客服 中心 " + "x" * 60) / "data"
    subprocess.run(["mkdir", "-p", str(folder.parent)], check=True)
    subprocess.run(["cp", "-a", str(first_run.data_dir), str(folder)], check=True)  # type: ignore[attr-defined]
    done = manage(folder, "migrate", "--check")
    assert done.returncode == 0, done.stderr
    until(lambda: processes_of(folder) == [], "nothing is left")


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        folders.make_private_dir(folder)
