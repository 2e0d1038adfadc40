"""Where the processes of one host keep their counts: a file each in CALLCENTER_METRICS_DIR, numbered by slots.

prometheus-client names its files by process id and never removes them; web processes that are replaced every few thousand
requests would fill the folder. A slot is a locked file: the system frees it when its process ends, and the next
process goes on counting there.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

_held: dict[int, tuple[int, IO[bytes]]] = {}  # process id: its slot, and the lock that must stay open


def slot() -> int:
    """This process's number: the lowest one that no living process of this folder has."""
    pid = os.getpid()
    if pid not in _held:
        _held.clear()  # what a fork inherited is the parent's
        _held[pid] = _take(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]))
    return _held[pid][0]


def _take(folder: Path) -> tuple[int, IO[bytes]]:
    number = 0
    while True:
        file = (folder / f"slot-{number}.lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            number += 1
        else:
            return number, file


def use(folder: Path) -> None:
    """Count into files of `folder` from now on; called before the first metric is made."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(slot)
