"""Both embedded servers for as long as somebody uses them: the first user starts them, the last one stops them.

Users are counted by a shared file lock, which the system drops by itself when a user is killed.
"""

import contextlib
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from callcenter import embedded
from callcenter.embedded import folders, postgres, redis_server


def needed() -> list[str]:
    """Which servers are embedded: those that no address in the environment names."""
    return [
        name
        for name, url in (("postgres", "DATABASE_URL"), ("redis", "REDIS_URL"))
        if not os.environ.get(url)
    ]


def tell(line: str) -> None:
    """A line for the person at the terminal, apart from what a command prints."""
    print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def running(data_dir: Path, *, durable: bool = True, say: Callable[[str], None] = tell) -> Iterator[None]:
    """PostgreSQL and Redis of `data_dir`, as far as the environment names no other. Left as found when others use them."""
    wanted = needed()
    if not wanted:
        yield
        return
    prepare_data_dir(data_dir)
    with (data_dir / "start.lock").open("a+") as starting, (data_dir / "users.lock").open("a+") as users:
        with _locked(starting):
            fcntl.lockf(users, fcntl.LOCK_SH)
            try:
                _start(data_dir, wanted, durable=durable, say=say)
            except BaseException:
                _stop_unless_used(data_dir, users)
                raise
        try:
            yield
        finally:
            with _locked(starting):
                _stop_unless_used(data_dir, users)


def revive(data_dir: Path, *, say: Callable[[str], None] = tell) -> None:
    """Start what died while it was in use; the data is as of the last commit. Caller is inside `running`."""
    wanted = needed()
    is_up = {"postgres": postgres.is_running, "redis": redis_server.is_running}
    if all(is_up[name](data_dir) for name in wanted):
        return
    with (data_dir / "start.lock").open("a+") as starting, _locked(starting):
        say("A database server is gone: started again")
        _start(data_dir, wanted, durable=True, say=say)


def prepare_data_dir(data_dir: Path) -> None:
    """The data folder, private to its owner; under root others may pass through it to the database's own folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)


def _start(data_dir: Path, wanted: list[str], *, durable: bool, say: Callable[[str], None]) -> None:
    if "postgres" in wanted:
        postgres.start(data_dir, durable=durable, say=say)
    else:
        folders.make_private_dir(embedded.socket_dir(data_dir))
    if "redis" in wanted:
        redis_server.start(data_dir)


def _stop_unless_used(data_dir: Path, users: IO[str]) -> None:
    try:
        fcntl.lockf(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        fcntl.lockf(users, fcntl.LOCK_UN)
        return
    redis_server.stop(data_dir)
    postgres.stop(data_dir)
    fcntl.lockf(users, fcntl.LOCK_UN)


@contextlib.contextmanager
def _locked(file: IO[str]) -> Iterator[None]:
    fcntl.lockf(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)
