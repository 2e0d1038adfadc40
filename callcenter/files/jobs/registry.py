"""Who does the work of a job: imports and exports register with jobs, which sits below them."""

from collections.abc import Callable

from callcenter.files.jobs.keeper import Keeper
from callcenter.files.jobs.models import Job, Work

Runner = Callable[[Job, Keeper], None]  # works and writes the job's new state

_runners: dict[Work, Runner] = {}
_listeners: list[Callable[[Job], None]] = []


def register_runner(work: Work, runner: Runner) -> None:
    """Called once for each kind of work in AppConfig.ready()."""
    _runners[work] = runner


def runner_of(work: str) -> Runner:
    return _runners[Work(work)]


def on_stopped(listener: Callable[[Job], None]) -> None:
    """Have `listener(job)` called when a job has ended or is checked, in the transaction that says so; in ready()."""
    _listeners.append(listener)


def stopped(job: Job) -> None:
    """Tell the listeners."""
    for listener in _listeners:
        listener(job)
