"""Processes that we started, on record by id and start time, so that those of a killed run are found again and ended."""

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

import psutil

GRACE_SECONDS = 5.0
SAME_START_SECONDS = 2.0  # a process id is used again sooner or later; its start time tells the two apart


def record(folder: Path, name: str, pid: int) -> None:
    """Write down that process `pid` plays the part `name`."""
    with contextlib.suppress(psutil.NoSuchProcess):
        entry = {"pid": pid, "started": psutil.Process(pid).create_time()}
        draft = folder / f"{name}.pid.{os.getpid()}"
        draft.write_text(json.dumps(entry))
        draft.replace(_file(folder, name))


def forget(folder: Path, name: str) -> None:
    """Cross the part `name` off the record."""
    _file(folder, name).unlink(missing_ok=True)


def recorded(folder: Path, name: str) -> psutil.Process | None:
    """The live process on record as `name`; None when it has gone or its id belongs to another by now."""
    try:
        entry = json.loads(_file(folder, name).read_text())
        process = psutil.Process(entry["pid"])
        is_same = abs(process.create_time() - entry["started"]) < SAME_START_SECONDS
    except (OSError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
        return None
    return process if is_same and process.status() != psutil.STATUS_ZOMBIE else None


def end_leftovers(folder: Path, names: Iterable[str]) -> list[str]:
    """End those of the recorded parts that outlived their run, with their children; returns the parts that were ended."""
    ended = []
    for name in names:
        process = recorded(folder, name)
        if process is not None:
            end_tree([process])
            ended.append(name)
        forget(folder, name)
    return ended


def end_tree(roots: Iterable[psutil.Process]) -> None:
    """Ask processes and all that they started to end, and after a few seconds make them."""
    family: list[psutil.Process] = []
    for root in roots:
        with contextlib.suppress(psutil.NoSuchProcess):
            family += [root, *root.children(recursive=True)]
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(family, timeout=GRACE_SECONDS)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=GRACE_SECONDS)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.pid"
