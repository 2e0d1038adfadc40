"""Asking for jobs, running them, ending them. Safe to run twice, to be killed and to lose every message."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from callcenter import log_context
from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import record
from callcenter.files.jobs import access, refusals  # noqa: F401  (refusals declares its sentences)
from callcenter.files.jobs.keeper import JobCancelled, Keeper, held_ids, hold
from callcenter.files.jobs.models import BUSY, Job, State, Step, Work
from callcenter.files.jobs.registry import runner_of, stopped
from callcenter.objections import Objection, RuleViolation

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
WAKE_AGAIN = datetime.timedelta(seconds=30)
COMMAND_STARTS = datetime.timedelta(seconds=5)  # between a command's row and its hold on it
RUN_TASK = "callcenter.files.tasks.run_job"
KEEP_DAYS = 30  # what the rulebook begins with
_keep_days: Callable[[], int] = lambda: KEEP_DAYS  # noqa: E731


@transaction.atomic
def request_job(work: Work, kind: str, label: str, *, step: Step, actor: Actor, **fields: Any) -> Job:
    """Write the job's row. Unless it is a draft, a worker is told once the row is committed."""
    job = Job.objects.create(
        work=work,
        kind=kind,
        label=label[:200],
        step=step,
        requested_by=user_of(actor),
        language=(translation.get_language() or "en")[:10],
        **fields,
    )
    record(
        actor,
        f"files.{work}.requested",
        job,
        after={"kind": kind, "file": job.file_name},
        site_id=job.site_id,
    )
    if job.state == State.PENDING:
        wake_after_commit(job.pk)
    return job


def wake_after_commit(job_id: int) -> None:
    """Tell a worker once this transaction is committed. A message that gets lost is made up for by `sweep`."""
    transaction.on_commit(lambda: wake(job_id), robust=True)


def wake(job_id: int) -> None:
    """Tell a worker now; without Redis the sweep will."""
    Job.objects.filter(pk=job_id).update(woken_at=timezone.now())
    try:
        current_app.send_task(RUN_TASK, args=[job_id], retry=False, ignore_result=True)
    except Exception:
        log.warning("no worker could be told of job %s; the sweep will", job_id, exc_info=True)


def run(job_id: int) -> bool:
    """Do the work of a pending job in this process. False: somebody else has it, or there is nothing to do."""
    with hold(job_id) as keeper:
        if keeper is None:
            return False
        job = _claim(job_id)
        if job is None:
            return False
        with translation.override(job.language), log_context.within(job_id=job_id):
            _work(job, keeper)
    return True


@transaction.atomic
def _claim(job_id: int) -> Job | None:
    """Mark the job as running; None when it does not wait."""
    job = Job.objects.select_for_update().filter(pk=job_id, state=State.PENDING).first()
    if job is None:
        return None
    if job.is_cancel_wanted:
        _end(job, State.CANCELLED)
        return None
    job.state, job.started_at, job.attempt = State.RUNNING, timezone.now(), job.attempt + 1
    job.rows_done = job.rows_total = 0
    job.save(update_fields=["state", "started_at", "attempt", "rows_done", "rows_total"])
    return job


def _work(job: Job, keeper: Keeper) -> None:
    """Run the job's runner and write how it ended, unless the runner did."""
    try:
        runner_of(job.work)(job, keeper)
    except JobCancelled:
        finish(job, State.CANCELLED)
    except RuleViolation as refusal:
        finish(job, State.REFUSED, message=" ".join(refusal.sentences))
    except PermissionDenied:  # the posts of who asked are others by now, or the log-in is closed
        finish(job, State.REFUSED, message=Objection("files.job_not_allowed").sentence)
    except (OperationalError, InterfaceError):
        raise  # the database went away: the row stays "running", its lock is gone, the sweep takes it up again
    except Exception:
        log.exception("job %s broke", job.pk)
        broke = "files.bulk_broke" if job.work == Work.BULK else "files.job_broke"
        finish(job, State.FAILED, message=Objection(broke, {"job": job.pk}).sentence)


@transaction.atomic
def finish(job: Job, state: State, *, message: str = "", actor: Actor = None) -> None:
    """Write the end of a job: its state, when, and the sentence that says why."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.has_ended:
        _end(job, state, message)
        record(
            actor or job.requested_by, f"files.{job.work}.{state}", job, reason=message, site_id=job.site_id
        )
        stopped(job)


def _end(job: Job, state: State, message: str = "") -> None:
    job.state, job.finished_at, job.message = state, timezone.now(), message
    job.save(update_fields=["state", "finished_at", "message"])


@transaction.atomic
def cancel_job(job: Job, *, actor: Actor) -> Job:
    """Stop a job: at once when it does not run, else at its next sign of progress."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    require(access.may_cancel_job(actor, job))
    if job.has_ended:
        raise RuleViolation(Objection("files.job_not_cancellable"))
    job.is_cancel_wanted = True
    job.save(update_fields=["is_cancel_wanted"])
    if job.state == State.RUNNING and job.pk in held_ids():
        record(actor, f"files.{job.work}.stop_requested", job, site_id=job.site_id)
    else:
        finish(job, State.CANCELLED, actor=actor)
        job.refresh_from_db()
    return job


def sweep() -> int:
    """Take up what was left behind: running jobs whose process is gone, waiting ones that nobody was told of.

    How many jobs were woken.
    """
    now = timezone.now()
    orphans = set(Job.objects.filter(state=State.RUNNING).values_list("pk", flat=True)) - held_ids()
    for job_id in orphans:
        _take_back(job_id)
    forgotten = Job.objects.filter(state=State.PENDING).exclude(woken_at__gt=now - WAKE_AGAIN)
    waiting = list(forgotten.order_by("pk").values_list("pk", flat=True))
    for job_id in waiting:
        wake(job_id)
    return len(waiting)


@transaction.atomic
def _take_back(job_id: int) -> None:
    """Let a job whose process is gone wait again, or give it up."""
    job = Job.objects.select_for_update().filter(pk=job_id, state=State.RUNNING).first()
    if job is None or job_id in held_ids():
        return
    with translation.override(job.language):
        if job.is_cancel_wanted:
            finish(job, State.CANCELLED)
        elif job.params.get("is_command"):
            if job.started_at and timezone.now() - job.started_at < COMMAND_STARTS:
                return
            finish(job, State.FAILED, message=Objection("files.command_died").sentence)
        elif job.attempt >= MOST_ATTEMPTS:
            died = "files.bulk_died" if job.work == Work.BULK else "files.job_died"
            given_up = Objection(died, {"attempts": job.attempt})
            finish(job, State.FAILED, message=given_up.sentence)
        else:
            job.state, job.woken_at = State.PENDING, None
            job.save(update_fields=["state", "woken_at"])
            record(
                None, f"files.{job.work}.resumed", job, after={"attempt": job.attempt}, site_id=job.site_id
            )


def expired_files() -> QuerySet[Job]:
    """Jobs whose files are kept no longer."""
    return Job.objects.filter(expires_at__lt=timezone.now()).exclude(file="").exclude(state__in=BUSY)


def drop_expired_files() -> int:
    """Delete the files of jobs that are kept no longer; the rows stay. How many."""
    count = 0
    for job in expired_files().iterator():
        job.file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(file="")
        count += 1
    return count


def provide_keep_days(days: Callable[[], int]) -> None:
    """Called once by operation at start: the rulebook, which says how long files are kept, stands above files."""
    global _keep_days
    _keep_days = days


def keep_until() -> datetime.datetime:
    """Until when a file that comes today is kept."""
    return timezone.now() + datetime.timedelta(days=_keep_days())
