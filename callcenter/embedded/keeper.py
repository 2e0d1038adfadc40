"""Runs one part (web, worker, beat) and starts it again when it dies: `python -m callcenter.embedded.keeper FOLDER NAME COMMAND…`.

Part and keeper are on record in FOLDER, so that the next start finds them when a run was killed.
"""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

from callcenter.embedded import processes

MOST_STARTS = 5
WITHIN_SECONDS = 60.0


def part_names(name: str) -> list[str]:
    """The two names on record for a part, the keeper first: ended in this order, it starts nothing again."""
    return [f"{name}-keeper", name]


def keep(folder: Path, name: str, command: list[str]) -> int:
    """Run `command` until we are asked to stop; its exit code, or that of the fifth death within a minute."""
    asked_to_stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: asked_to_stop.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    processes.record(folder, part_names(name)[0], os.getpid())
    starts: deque[float] = deque(maxlen=MOST_STARTS)
    while True:
        starts.append(time.monotonic())
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as part:
            processes.record(folder, name, part.pid)
            if asked_to_stop:
                part.terminate()
            code = part.wait()
        if asked_to_stop:
            break
        if len(starts) == MOST_STARTS and starts[-1] - starts[0] < WITHIN_SECONDS:
            print(f"{name} ended {MOST_STARTS} times within a minute: giving up", flush=True)
            break
        print(f"{name} ended with code {code}: started again", flush=True)
    for recorded in part_names(name):
        processes.forget(folder, recorded)
    return 0 if asked_to_stop else (code or 1)


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
