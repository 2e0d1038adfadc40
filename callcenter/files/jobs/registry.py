"""Who does the work of a job: imports and exports register with jobs, which sits below them."""

from collections.abc import Callable

from callcenter.files.jobs.keeper import Keeper
from callcenter.files.jobs.models import Job, Work

Runner = Callable[[Job, Keeper], None]  # works and writes the job's new state

_runners: dict[Work, Runner] = {}


def register_runner(work: Work, runner: Runner) -> None:
    """Called once for each kind of work in AppConfig.ready()."""
    _runners[work] = runner


def runner_of(work: str) -> Runner:
    return _runners[Work(work)]
