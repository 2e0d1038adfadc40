"""PostgreSQL and Redis that come with the product, for one machine: started by `manage.py up`, used when nothing else is named.

This module only says where they are, from the data folder alone, so that every command finds a running pair.
"""

import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import quote


def socket_dir(data_dir: Path) -> Path:
    """Folder of the two Unix sockets: short, because a socket path may hold 107 bytes at most."""
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"callcenter-{os.getuid()}-{digest}"


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
