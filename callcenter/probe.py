"""The health checks of containers, one for each part: `python -m callcenter.probe web|worker|beat`. Exit code 0 is healthy."""

import http.client
import os
import sys
import time
from pathlib import Path

LIVE, READY = "/healthz", "/readyz"  # answered by callcenter.health
WEB_PORT = 8000
BEAT_SILENCE_SECONDS = 900  # beat notes every few minutes that it still ticks


def is_ready(host: str, port: int) -> bool:
    """Whether the pages answer there, with PostgreSQL and Redis behind them."""
    connection = http.client.HTTPConnection(host, port, timeout=4)
    try:
        connection.request("GET", READY)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def web() -> bool:
    """This container's pages answer."""
    return is_ready("127.0.0.1", WEB_PORT)


def worker() -> bool:
    """This container's worker answers a ping through Redis."""
    import socket

    from callcenter.celery import app

    replies = app.control.ping(destination=[f"celery@{socket.gethostname()}"], timeout=4)
    return bool(replies)


def beat() -> bool:
    """Beat wrote its schedule lately."""
    schedule = Path(os.environ["CALLCENTER_BEAT_SCHEDULE"])
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE_SECONDS


PROBES = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if PROBES[sys.argv[1]]() else 1)
