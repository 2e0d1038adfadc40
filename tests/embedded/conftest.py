"""Data folders for real runs: one is prepared once, each test gets a copy."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.embedded.runs import Run, manage, processes_of


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A first start in an empty folder, stopped with Ctrl-C: where the others go on from."""
    run = Run(tmp_path_factory.mktemp("first") / "data")
    try:
        run.until_ready()
    finally:
        run.stop()
    return run


@pytest.fixture(scope="session")
def migrated_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database and nothing else, made by one command; nothing runs on it."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    done = manage(folder, "migrate")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def empty_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder that does not exist yet; what still runs on it afterwards is ended."""
    folder = tmp_path / "data"
    yield folder
    left = processes_of(folder)
    for process in left:
        process.kill()
    psutil.wait_procs(left)


@pytest.fixture
def data_dir(first_run: Run, empty_dir: Path) -> Path:
    """A copy of the data folder of a first run."""
    return copy(first_run.data_dir, empty_dir)


def copy(source: Path, target: Path) -> Path:
    """The folder with all its owners and modes."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
    return target


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
