"""Stored files that no row knows: what a rolled-back transaction or a killed process left behind."""

import datetime
from collections.abc import Iterator

from django.core.files.storage import Storage
from django.db import models
from django.utils import timezone

from callcenter.files.attachments.models import Attachment
from callcenter.files.jobs.models import Job

AGE = datetime.timedelta(days=1)  # no transaction that stores a file lasts that long
FOLDERS: list[tuple[str, type[models.Model], str]] = [
    ("attachments", Attachment, "file"),
    ("jobs", Job, "file"),
]


def register(folder: str, model: type[models.Model], field: str) -> None:
    """Have a room's files looked after: those below `folder`/year/month that the model's field names; in AppConfig.ready()."""
    if (folder, model, field) not in FOLDERS:
        FOLDERS.append((folder, model, field))


def drop() -> int:
    """Delete stored files of this and the last month that are older than a day and in no row; how many."""
    now = timezone.now()
    months = {f"{moment:%Y/%m}" for moment in (now, now.replace(day=1) - datetime.timedelta(days=1))}
    count = 0
    for folder, model, field in FOLDERS:
        storage = model._meta.get_field(field).storage  # type: ignore[union-attr]
        for month in sorted(months):
            for name in _unknown(storage, f"{folder}/{month}", model, field):
                if storage.get_modified_time(name) < now - AGE:
                    storage.delete(name)
                    count += 1
    return count


def _unknown(storage: Storage, folder: str, model: type[models.Model], field: str) -> Iterator[str]:
    try:
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return
    rows = model._default_manager.filter(**{f"{field}__startswith": f"{folder}/"})
    known = set(rows.values_list(field, flat=True))
    yield from (name for name in names if name not in known)
