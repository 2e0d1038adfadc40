"""From `make run` to the first page: with nothing but the installed packages, and again on the data of the first time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks import Result, below, note

NEEDS_DATABASE = False
CHECKOUT = Path(__file__).resolve().parent.parent
DEADLINE_SECONDS = 300


def run() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="callcenter-bench-") as folder:
        data_dir = Path(folder) / "data"
        first = seconds_to_first_page(data_dir)
        second = seconds_to_first_page(data_dir)
        environment = seconds_to_make_environment(Path(folder) / "venv")
    return [
        below("first start to first page", first, 60, "s"),
        below("second start to first page", second, 10, "s"),
        note("making the virtual environment, before the download", environment, "s"),
    ]


def seconds_to_first_page(data_dir: Path) -> float:
    """From the command to the log-in page, as a browser would get it; stopped again afterwards."""
    port = free_port()
    left_out = {"DATABASE_URL", "REDIS_URL"}
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith("CALLCENTER_")
    }
    environment |= {"CALLCENTER_DATA_DIR": str(data_dir), "CALLCENTER_PORT": str(port)}
    log = data_dir.with_suffix(".log")
    started = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"VENV={sys.prefix}"],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            while not answers(port):
                if process.poll() is not None or time.perf_counter() - started > DEADLINE_SECONDS:
                    raise RuntimeError(f"No page came:\n{log.read_text(errors='replace')[-3000:]}")
                time.sleep(0.02)
            return time.perf_counter() - started
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(DEADLINE_SECONDS)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            return page.status == 200 and b"<html" in page.read()
    except OSError:
        return False


def seconds_to_make_environment(folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run([shutil.which("python3") or sys.executable, "-m", "venv", str(folder)], check=True)
    return time.perf_counter() - started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
