"""Data folders for real runs: one is prepared once, each test gets a copy."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.embedded.runs import Run, processes_of


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A first start in an empty folder, stopped with Ctrl-C: where the others go on from."""
    run = Run(tmp_path_factory.mktemp("first") / "data")
    try:
        run.until_ready()
    finally:
        run.stop()
    return run


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
    """A copy of the prepared data folder, owners and modes kept."""
    subprocess.run(["cp", "-a", str(first_run.data_dir), str(empty_dir)], check=True)
    return empty_dir
