"""Put an archive of `manage.py backup` into this database and its attachments into the storage."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from callcenter.objections import RuleViolation
from callcenter.operation.backups.archive import BadArchive
from callcenter.operation.backups.restoring import restore_backup
from callcenter.operation.management.telling import Teller


class Command(BaseCommand):
    help = (
        "Restore an archive into an empty database: all of it or nothing. Stop web, worker and beat first. "
        "Everybody must log in again."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="replace what is in the database, and files that differ"
        )

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        try:
            manifest = restore_backup(file, force=force, progress=Teller(sys.stderr))
        except RuleViolation as refusal:
            raise CommandError(" ".join(refusal.sentences)) from refusal
        except (BadArchive, DatabaseError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(
            f"Restored the backup of {manifest.made_at}: {manifest.rows:,} rows, {len(manifest.files):,} files."
        )
        for name in manifest.missing_files:
            self.stdout.write(f"Was not in the storage when the backup was made: {name}")
