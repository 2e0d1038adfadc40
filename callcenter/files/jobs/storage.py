"""A job's file as a path on this host, wherever the storage keeps it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callcenter.files.jobs.models import Job
from callcenter.objections import Objection, RuleViolation

CHUNK = 1024 * 1024


@contextmanager
def local_path(job: Job) -> Iterator[Path]:
    """The file itself where the storage has paths, else a copy for the time being. Refused when it is kept no longer."""
    if not job.file.name or not job.file.storage.exists(job.file.name):
        raise RuleViolation(Objection("files.file_gone"))
    own = _own_path(job)
    if own is not None:
        yield own
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "file"
        with job.file.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK)
        yield copy


def _own_path(job: Job) -> Path | None:
    try:
        return Path(job.file.path)
    except NotImplementedError:  # a storage elsewhere, such as S3
        return None
