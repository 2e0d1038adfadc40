"""Making files as jobs: asked for once, made by a worker, taken by the one who asked, then gone."""

import tempfile
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit.services import record
from callcenter.files.checksums import sha256_of
from callcenter.files.exports import registry
from callcenter.files.jobs import access
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.keeper import Keeper
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.objections import Objection, RuleViolation


def start_export(kind: str, label: str, *, params: dict[str, Any], site_id: int | None, actor: Actor) -> Job:
    """Ask for a file. What it may hold, the producer decides for the one who asks, when it is made."""
    registry.get(kind)
    return jobs.request_job(
        Work.EXPORT, kind, label, step=Step.MAKE, actor=actor, params=params, site_id=site_id
    )


def run(job: Job, keeper: Keeper) -> None:
    """The worker's part: write the file and end the job."""
    produce = registry.get(job.kind)
    with tempfile.TemporaryFile() as stream:
        with transaction.atomic():  # one moment for all rows
            rows = produce(job, stream, keeper.progress)
        size = stream.tell()
        sha256 = sha256_of(stream)
        name = f"{job.kind.replace('.', '-')}-{timezone.localtime():%Y-%m-%d-%H%M}.xlsx"
        with transaction.atomic():
            job.file.save(f"{job.pk}-{sha256[:16]}.xlsx", File(stream), save=False)
            job.file_name, job.file_size, job.sha256 = job.params.get("file_name", name), size, sha256
            job.expires_at, job.rows_done, job.rows_total = jobs.keep_until(), rows, rows
            job.save(
                update_fields=[
                    "file",
                    "file_name",
                    "file_size",
                    "sha256",
                    "expires_at",
                    "rows_done",
                    "rows_total",
                ]
            )
            jobs.finish(job, State.DONE)


@transaction.atomic
def take_file(job: Job, *, actor: Actor) -> Job:
    """The finished file, for the one who asked for it; each taking is recorded."""
    require(access.may_download_result(actor, job))
    if not job.file.name or not job.file.storage.exists(job.file.name):
        raise RuleViolation(Objection("files.file_gone"))
    record(actor, f"files.{job.work}.downloaded", job, after={"file": job.file_name}, site_id=job.site_id)
    return job
