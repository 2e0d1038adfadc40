"""Making a backup: one snapshot of the database and the stored files that its rows name, written whole or not at all."""

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.apps import apps
from django.core.files.storage import Storage
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from callcenter.audit.services import record
from callcenter.operation.backups import structure
from callcenter.operation.backups.archive import PIECE, Content, Manifest, Reader, Writer
from callcenter.operation.models import Backup

Progress = Callable[[str, int, int], None]  # what, how many done, of how many


def make_backup(folder: Path, *, progress: Progress = lambda what, done, total: None) -> Backup:
    """Write an archive into the folder, read it back, and note it; the note. Nothing but the note stays when it fails."""
    started = timezone.now()
    path = folder / f"callcenter-{started:%Y%m%d-%H%M%S}.zip"
    note = Backup.objects.create(file_name=path.name, started_at=started)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        manifest, sha256 = _write(path, started, progress)
        verify(path, progress=progress)
    except BaseException as error:
        with suppress(OSError):  # there may be no folder
            path.unlink()
        Backup.objects.filter(pk=note.pk).update(
            finished_at=timezone.now(), message=f"{type(error).__name__}: {error}"[:2000]
        )
        raise
    return _finish(note, path, manifest, sha256)


@transaction.atomic
def _finish(note: Backup, path: Path, manifest: Manifest, sha256: str) -> Backup:
    note.finished_at, note.is_verified, note.sha256 = timezone.now(), True, sha256
    note.size, note.tables, note.rows = path.stat().st_size, len(manifest.tables), manifest.rows
    note.files = len(manifest.files)
    note.save()
    facts = {"file": path.name, "bytes": note.size, "rows": note.rows, "files": note.files}
    record(None, "operation.backup.made", note, after=facts)
    return note


def verify(path: Path, *, progress: Progress = lambda what, done, total: None) -> Manifest:
    """Read every member of the archive; BadArchive when one is not what the manifest says."""
    reader = Reader(path)
    try:
        contents = [*reader.manifest.tables, *reader.manifest.files]
        for done, content in enumerate(contents, start=1):
            reader.verify(content)
            progress("verify", done, len(contents))
        return reader.manifest
    finally:
        reader.close()


def drop_older(folder: Path, *, keep: int) -> list[str]:
    """Delete all but the newest archives of the folder; their names."""
    found = sorted(folder.glob("callcenter-*.zip"), reverse=True)[keep:]
    for path in found:
        path.unlink()
    return [path.name for path in found]


def _write(path: Path, started: datetime.datetime, progress: Progress) -> tuple[Manifest, str]:
    """The archive under a name of its own until it is whole and on the disk."""
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with closing(Writer(file)) as writer, _snapshot() as cursor:
                manifest = _begin(cursor, started)
                _copy_tables(cursor, writer, manifest, progress)
                _copy_files(cursor, writer, manifest, progress)
                sha256 = writer.finish(manifest)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest, sha256


@contextmanager
def _snapshot() -> Iterator[CursorWrapper]:
    """A connection of its own that sees the database as of one moment, however long it takes."""
    own: BaseDatabaseWrapper = connections["default"].copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            yield cursor
            cursor.execute("COMMIT")
    finally:
        own.close()


def _begin(cursor: CursorWrapper, started: datetime.datetime) -> Manifest:
    cursor.execute("SHOW server_version")
    return Manifest(
        made_at=started.isoformat(),
        postgresql=cursor.fetchone()[0],
        migrations=structure.migrations(cursor),
        partitions=structure.partitions(cursor),
    )


def _copy_tables(cursor: CursorWrapper, writer: Writer, manifest: Manifest, progress: Progress) -> None:
    tables = structure.tables(cursor)
    for done, table in enumerate(tables, start=1):
        columns = ", ".join(map(structure.quoted, table.columns))
        rows = "" if table.name not in structure.WITHOUT_ROWS else " WHERE false"
        member = f"tables/{table.name}.copy"
        with writer.member(member) as target:
            query = f"SELECT {columns} FROM ONLY {structure.quoted(table.name)}{rows}"  # noqa: S608  (names out of the catalogue)
            cursor.copy_expert(f"COPY ({query}) TO STDOUT", target)
            count = cursor.rowcount
        manifest.tables.append(
            Content(table.name, member, target.bytes, target.sha256, max(count, 0), table.columns)
        )
        progress("tables", done, len(tables))
    manifest.sequences = structure.sequences(cursor)


def stored_files(cursor: CursorWrapper) -> Iterator[tuple[Storage, str]]:
    """Every stored file that a row names, as the cursor's snapshot sees them."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                column, table = structure.quoted(str(field.column)), structure.quoted(model._meta.db_table)
                cursor.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> '' ORDER BY 1")  # noqa: S608  (names of our models)
                yield from ((field.storage, name) for (name,) in cursor.fetchall())


def _copy_files(cursor: CursorWrapper, writer: Writer, manifest: Manifest, progress: Progress) -> None:
    found = list(stored_files(cursor))
    for done, (storage, name) in enumerate(found, start=1):
        try:
            source = storage.open(name, "rb")
        except FileNotFoundError:
            manifest.missing_files.append(name)  # let go of by retention since the snapshot, or lost before
            continue
        member = f"files/{name}"
        with source, writer.member(member, is_packed=False) as target:
            while piece := source.read(PIECE):
                target.write(piece)
        manifest.files.append(Content(name, member, target.bytes, target.sha256))
        progress("files", done, len(found))
