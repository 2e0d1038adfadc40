"""Backup and restore: everything comes back as it was, or nothing happens and a sentence says why."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.audit.services import record
from callcenter.files.attachments.models import Attachment
from callcenter.objections import RuleViolation
from callcenter.operation.backups import restoring, services, structure
from callcenter.operation.backups.archive import MANIFEST, BadArchive
from callcenter.operation.models import Backup
from callcenter.rulebook.services import set_value
from tests import migrated
from tests.factories import make_employee, make_user
from tests.operation.databases import Elsewhere, database
from tests.telephony.factories import load_calls

pytestmark = pytest.mark.django_db(transaction=True)
# What a restore writes itself, and what is worth nothing elsewhere.
DIFFERING = {"audit_event", "operation_backup", "django_session", "usersessions_usersession"}


@pytest.fixture
def center() -> User:
    """A little of everything: people, calls in partitions, rules, records of the trail, a stored file."""
    user = make_user(PostCode.DIRECTOR, name="王丽\t\\N\n'", name_zh="")
    site = user.employee.site
    load_calls(site)
    set_value("kpi.sl_seconds", site=site, value=30, effective_on=site.today(), reason="Test", actor=None)
    file = Attachment(
        subject=user.employee, name="陈述.pdf", media_type="application/pdf", size=9, sha256="0" * 64
    )
    file.file.save("statement.pdf", ContentFile(b"%PDF-1.7\n"))
    return user


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    with database("restored", tmp_path / "elsewhere") as made:
        yield made


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Elsewhere]:
    """Another database that is migrated already."""
    with database("standing", tmp_path / "standing", template=migrated.template()) as made:
        yield made


def contents(query: Any) -> dict[str, str]:
    """Digest of the rows of every table."""
    found = {}
    for (name,) in query(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ):
        rows = sorted(row for (row,) in query(f'SELECT t::text FROM "{name}" t'))
        found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return {name: digest for name, digest in found.items() if name not in DIFFERING | structure.LEFT_OUT}


def here(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.processes
def test_everything_comes_back_in_an_empty_database(
    center: User, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    note = services.make_backup(tmp_path)
    archive = tmp_path / note.file_name
    done = elsewhere.manage("restore", archive)
    assert done.returncode == 0, done.stderr
    assert contents(elsewhere.query) == contents(here)
    name = Attachment.objects.get().file.name
    assert (elsewhere.folder / "attachments" / name).read_bytes() == b"%PDF-1.7\n"
    verbs = [verb for (verb,) in elsewhere.query("SELECT verb FROM audit_event ORDER BY id DESC LIMIT 1")]
    assert verbs == ["operation.backup.restored"], "the sequence goes on and the trail says so"
    with pytest.raises(psycopg2.errors.RestrictViolation):
        elsewhere.query("UPDATE audit_event SET reason = 'x'")
    assert elsewhere.query("SELECT count(*) FROM django_session") == [(0,)]

    again = elsewhere.manage("restore", archive)
    assert again.returncode == 1
    assert "There are people in this database" in again.stderr
    elsewhere.query("UPDATE people_employee SET name = 'Somebody else'")
    forced = elsewhere.manage("restore", archive, "--force")
    assert forced.returncode == 0, forced.stderr
    assert contents(elsewhere.query) == contents(here)


@pytest.mark.processes
def test_a_backup_of_an_earlier_release_is_brought_up_to_this_one(
    standing: Elsewhere, tmp_path: Path
) -> None:
    assert standing.manage("migrate", "web", "0001", "--verbosity", "0").returncode == 0
    done = standing.manage("backup", "--to", tmp_path / "old")
    assert done.returncode == 0, done.stderr
    (archive,) = (tmp_path / "old").glob("*.zip")
    with database("later", tmp_path / "later") as later:
        done = later.manage("restore", archive)
        assert done.returncode == 0, done.stderr
        assert later.query(
            "SELECT name FROM django_migrations WHERE app = 'web' ORDER BY name DESC LIMIT 1"
        ) != [("0001_saved_views",)]
        assert later.query("SELECT to_regclass('web_draft')") == [("web_draft",)]
        refused = standing.manage("migrate", "--verbosity", "0")
        assert refused.returncode == 0
        refused = standing.manage("restore", archive)
        assert refused.returncode == 1
        assert "of another release" in refused.stderr


def test_the_note_says_what_is_in_the_archive_and_the_trail_that_it_was_made(
    center: User, tmp_path: Path
) -> None:
    out = StringIO()
    call_command("backup", to=tmp_path, stdout=out)
    note = Backup.objects.get()
    assert note.is_verified
    assert note.files == 1
    assert note.size == (tmp_path / note.file_name).stat().st_size
    assert "verified" in out.getvalue()
    assert Event.objects.get(verb="operation.backup.made").after["rows"] == note.rows
    assert (tmp_path / note.file_name).stat().st_mode & 0o077 == 0, "it holds everything about everybody"
    call_command("backup", verify=tmp_path / note.file_name, stdout=out)
    assert "whole" in out.getvalue()


def test_rows_that_come_while_it_is_written_are_in_the_next_one(center: User, tmp_path: Path) -> None:
    def hire(what: str, done: int, total: int) -> None:
        if what == "tables" and not User.objects.filter(username="LATE").exists():
            make_employee(number="LATE")

    note = services.make_backup(tmp_path, progress=hire)
    with zipfile.ZipFile(tmp_path / note.file_name) as archive:
        assert b"LATE" not in archive.read("tables/people_employee.copy")
        assert b"LATE" not in archive.read("tables/accounts_user.copy")
        assert center.username.encode() in archive.read("tables/accounts_user.copy")


def test_nobody_reads_an_open_session_out_of_a_backup(center: User, client: Any, tmp_path: Path) -> None:
    client.force_login(center)
    note = services.make_backup(tmp_path)
    with zipfile.ZipFile(tmp_path / note.file_name) as archive:
        assert archive.read("tables/django_session.copy") == b""


def test_a_stored_file_that_is_lost_is_named_and_costs_nothing_else(center: User, tmp_path: Path) -> None:
    file = Attachment.objects.get().file
    file.storage.delete(file.name)
    note = services.make_backup(tmp_path)
    assert (note.files, note.is_verified) == (0, True)
    assert services.verify(tmp_path / note.file_name).missing_files == [file.name]


def test_a_backup_that_fails_leaves_a_note_and_no_file(center: User, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(CommandError):
        call_command("backup", to=tmp_path / "taken")
    note = Backup.objects.get()
    assert (note.is_verified, bool(note.message)) == (False, True)

    def stop(what: str, done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.make_backup(tmp_path / "stopped", progress=stop)
    assert list((tmp_path / "stopped").iterdir()) == []


@pytest.mark.parametrize("damage", ["cut", "changed", "not a zip", "no manifest"])
def test_a_damaged_archive_is_refused_before_anything_is_touched(
    center: User, tmp_path: Path, damage: str
) -> None:
    note = services.make_backup(tmp_path)
    path = tmp_path / note.file_name
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        with zipfile.ZipFile(path) as archive:
            found = next(info for info in archive.infolist() if info.filename.startswith("files/"))
        at = content.index(b"%PDF-1.7", found.header_offset)
        path.write_bytes(content[:at] + b"%PDF-9.9" + content[at + 8 :])
    elif damage == "not a zip":
        path.write_text("nothing")
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("tables/x.copy", "")
    with pytest.raises(BadArchive):
        restoring.restore_backup(path, force=True)
    assert User.objects.filter(pk=center.pk).exists()


def rewritten(path: Path, **changes: Any) -> Path:
    """The archive with another manifest."""
    target = path.with_name("rewritten.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            text = source.read(info)
            if info.filename == MANIFEST:
                text = json.dumps(json.loads(text) | changes).encode()
            copy.writestr(info, text)
    return target


def test_a_backup_of_a_newer_release_is_refused(center: User, tmp_path: Path) -> None:
    note = services.make_backup(tmp_path)
    path = tmp_path / note.file_name
    known = [list(node) for node in services.verify(path).migrations]
    newer = rewritten(path, migrations=[*known, ["people", "9999_from_the_future"]])
    with pytest.raises(RuleViolation) as refusal:
        restoring.restore_backup(newer, force=True)
    assert "people.9999_from_the_future" in refusal.value.sentences[0]


def test_a_restore_that_breaks_in_the_middle_changes_nothing(center: User, tmp_path: Path) -> None:
    note = services.make_backup(tmp_path)
    path = tmp_path / note.file_name
    tables = json.loads(zipfile.ZipFile(path).read(MANIFEST))["tables"]
    kept = [table for table in tables if table["name"] != "people_company"]
    before = contents(here)
    with pytest.raises(Exception, match="foreign key"):
        restoring.restore_backup(rewritten(path, tables=kept), force=True)
    assert contents(here) == before
    record_works()


def record_works() -> None:
    """Triggers and sequences are as they were."""
    from django.db import transaction

    with transaction.atomic():
        record(None, "operation.backup.made")
    with pytest.raises(Exception, match="append-only"):
        Event.objects.update(reason="x")


def test_old_archives_go_the_newest_stay(tmp_path: Path) -> None:
    for day in range(1, 6):
        (tmp_path / f"callcenter-2026010{day}-030000.zip").write_text("x")
    (tmp_path / "other.zip").write_text("x")
    assert len(services.drop_older(tmp_path, keep=2)) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "callcenter-20260104-030000.zip",
        "callcenter-20260105-030000.zip",
        "other.zip",
    ]


def test_a_note_is_not_verified_before_its_backup_has_ended() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="verified_backup_has_ended"):
        Backup.objects.create(file_name="x", started_at=timezone.now(), is_verified=True)
