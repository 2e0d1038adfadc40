"""PostgreSQL and Redis that come with the product, for one machine: started by `manage.py up`, used when nothing else is named.

This module only says where they are, from the data folder alone, so that every command finds a running pair.
"""

import contextlib
import hashlib
import os
import re
import secrets
from pathlib import Path
from urllib.parse import quote

SOCKET_PATH_LIMIT = 100  # the system allows 107 bytes on Linux and 103 on macOS
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"


def socket_dir(data_dir: Path) -> Path:
    """Folder of the two Unix sockets: `run` in the data folder, or one in /tmp when that path is too long for a socket."""
    folder = data_dir.resolve() / "run"
    is_plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(folder)) is not None
    if is_plain and len(str(folder) + LONGEST_SOCKET_NAME) <= SOCKET_PATH_LIMIT:
        return folder
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]
    return Path("/tmp") / f"callcenter-{digest}"  # noqa: S108  (owner and mode are checked before it is used)


def database_url(data_dir: Path) -> str:
    """URL of the embedded PostgreSQL of this data folder."""
    return f"postgresql://postgres@{quote(str(socket_dir(data_dir)), safe='')}/callcenter"


def redis_url(data_dir: Path) -> str:
    """URL of the embedded Redis of this data folder."""
    return f"unix://{socket_dir(data_dir)}/redis.sock?db=0"


def celery_broker_url(url: str) -> str:
    """The same Redis in the spelling that Celery's transport expects for sockets."""
    if url.startswith("unix://"):
        path, _, query = url.removeprefix("unix://").partition("?")
        return f"redis+socket://{path}?{query.replace('db=', 'virtual_host=')}"
    return url


def local_secret_key(data_dir: Path) -> str:
    """A signing key for this machine alone, made once and kept in the data folder, readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        candidate = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # first one wins; two starts at once agree
            os.link(candidate, path)
        candidate.unlink()
    return path.read_text()
