"""Putting a backup into a database: all of it in one transaction, or nothing."""

import hashlib
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext_lazy as _

from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation, define
from callcenter.operation.backups import structure
from callcenter.operation.backups.archive import PIECE, Manifest, Reader
from callcenter.operation.backups.services import Progress, verify
from callcenter.operation.management.commands.migrate import PackagesFirst, seldom_looking_for_garbage

LOCK_WAIT = "30s"  # somebody else still works in this database: better a sentence than a night of waiting
define(
    {
        "operation.restore_not_empty": _(
            "There are people in this database. A backup is restored into an empty one; --force replaces everything in it."
        ),
        "operation.restore_newer": _(
            "The backup was made by a newer release: it has migrations that this one does not know, such as %(migration)s. "
            "Install that release, or a later one."
        ),
        "operation.restore_other_state": _(
            "The tables of this database are of another release than the backup, such as %(migration)s. "
            "Restore into a database without tables; it is brought up to this release afterwards."
        ),
        "operation.restore_other_file": _(
            "%(name)s is stored here already with another content; --force replaces it."
        ),
    }
)


def restore_backup(
    path: Path, *, force: bool = False, progress: Progress = lambda what, done, total: None
) -> Manifest:
    """Verify the archive, then replace what is in the database by it, and store its files. Refused where people are.

    A database without tables gets those of the backup's release first and is migrated to this one afterwards. Files are
    stored first: those that are there already with the same content are left, so that a restore which was
    cut off goes on; those of a restore that fails are taken away again.
    """
    manifest = verify(path, progress=progress)
    _prepare(manifest, force=force)
    reader = Reader(path)
    stored: list[str] = []
    try:
        _store_files(reader, stored, force=force, progress=progress)
        _load(reader, progress)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    finally:
        reader.close()
    call_command("migrate", verbosity=0, interactive=False)
    cache.clear()
    return manifest


def _prepare(manifest: Manifest, *, force: bool) -> None:
    """Tables as the backup had them, or a refusal."""
    executor = PackagesFirst(connection)
    if unknown := sorted(set(manifest.migrations) - set(executor.loader.disk_migrations)):
        raise RuleViolation(Objection("operation.restore_newer", {"migration": ".".join(unknown[0])}))
    with connection.cursor() as cursor:
        applied = set(structure.migrations(cursor))
        if not applied:
            with seldom_looking_for_garbage():
                executor.migrate(_ends(executor, set(manifest.migrations)))
            return
        if not force and _has_people(cursor):
            raise RuleViolation(Objection("operation.restore_not_empty"))
    if differing := sorted(applied ^ set(manifest.migrations)):
        raise RuleViolation(Objection("operation.restore_other_state", {"migration": ".".join(differing[0])}))


def _ends(executor: PackagesFirst, wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last of the wanted migrations of each app."""
    graph = executor.loader.graph
    return [
        node
        for node in sorted(wanted)
        if node in graph.nodes
        and not any(
            child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children
        )
    ]


def _has_people(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT EXISTS (SELECT FROM accounts_user) OR EXISTS (SELECT FROM people_company)")
    return bool(cursor.fetchone()[0])


@transaction.atomic
def _load(reader: Reader, progress: Progress) -> None:
    """Empty all tables and fill them. Triggers of our own are silent meanwhile; foreign keys and constraints are not."""
    manifest = reader.manifest
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        _make_partitions(cursor, manifest)
        here = [structure.quoted(table.name) for table in structure.tables(cursor)]
        for name in here:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(here)}")
        for done, table in enumerate(manifest.tables, start=1):
            columns = ", ".join(map(structure.quoted, table.columns))
            with reader.open(table) as source:
                cursor.copy_expert(f"COPY {structure.quoted(table.name)} ({columns}) FROM STDIN", source)
            progress("tables", done, len(manifest.tables))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys are looked at now
        for name in here:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        for sequence in manifest.sequences:
            cursor.execute(
                "SELECT setval(%s::regclass, %s, %s)",
                [structure.quoted(sequence.name), sequence.last_value, sequence.is_called],
            )
    ContentType.objects.clear_cache()
    facts = {"made_at": manifest.made_at, "rows": manifest.rows, "files": len(manifest.files)}
    record(None, "operation.backup.restored", after=facts | {"manifest": reader.sha256})


def _make_partitions(cursor: CursorWrapper, manifest: Manifest) -> None:
    """The months that the backup has and this database does not."""
    standing = {partition.name for partition in structure.partitions(cursor)}
    for partition in manifest.partitions:
        if partition.name not in standing:
            cursor.execute(
                f"CREATE TABLE {structure.quoted(partition.name)} "
                f"PARTITION OF {structure.quoted(partition.parent)} {partition.bound}"
            )


def _store_files(reader: Reader, stored: list[str], *, force: bool, progress: Progress) -> None:
    """Put the files where rows expect them; the names of those that are new go to `stored`."""
    files = reader.manifest.files
    for done, content in enumerate(files, start=1):
        if default_storage.exists(content.name):
            if _sha256_of(default_storage, content.name) == content.sha256:
                continue
            if not force:
                raise RuleViolation(Objection("operation.restore_other_file", {"name": content.name}))
            default_storage.delete(content.name)
        with reader.open(content) as source:
            stored.append(default_storage.save(content.name, File(source)))
        progress("files", done, len(files))


def _sha256_of(storage: Storage, name: str) -> str:
    sha = hashlib.sha256()
    with storage.open(name, "rb") as file:
        while piece := file.read(PIECE):
            sha.update(piece)
    return sha.hexdigest()
