"""Data folders for real runs: one is prepared once, each test gets a copy."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from callcenter import embedded
from callcenter.embedded import servers
from tests import migrated
from tests.embedded.runs import Run, processes_of


@pytest.fixture(scope="session")
def new_folder() -> Iterator[Callable[[], Path]]:
    """Makes folders outside pytest's own, which another pytest on the machine closes to other users, PostgreSQL's among them."""
    with tempfile.TemporaryDirectory(prefix="callcenter-up-") as base:
        yield lambda: Path(tempfile.mkdtemp(dir=base))


@pytest.fixture(scope="session")
def first_run(new_folder: Callable[[], Path]) -> Run:
    """A first start in an empty folder, stopped with Ctrl-C: where the others go on from."""
    run = Run(new_folder() / "data")
    try:
        run.until_ready()
    finally:
        run.stop()
    return run


@pytest.fixture(scope="session")
def migrated_dir(new_folder: Callable[[], Path]) -> Path:
    """A data folder with a migrated database and nothing else; nothing runs on it."""
    folder = new_folder() / "data"
    with servers.running(folder, durable=False):
        migrated.fill(embedded.database_url(folder))
    return folder


@pytest.fixture
def empty_dir(new_folder: Callable[[], Path]) -> Iterator[Path]:
    """A data folder that does not exist yet; what still runs on it afterwards is ended."""
    folder = new_folder() / "data"
    yield folder
    end_all(folder)


def end_all(folder: Path) -> None:
    """Kill whatever still runs on the folder."""
    left = processes_of(folder)
    for process in left:
        process.kill()
    psutil.wait_procs(left)


def copy(source: Path, target: Path) -> Path:
    """The folder with all its owners and modes."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
    return target


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
