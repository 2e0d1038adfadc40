"""Write database and attachments into one archive, and read it back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from callcenter.operation.backups import services
from callcenter.operation.backups.archive import BadArchive
from callcenter.operation.management.telling import Teller


class Command(BaseCommand):
    help = (
        "Write the database (one snapshot, while the product runs) and the attachments into one archive and verify it. "
        "It holds everything about everybody: keep it where only those may read it who may read the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=settings.BACKUP_DIR, help="folder, default: %(default)s"
        )
        parser.add_argument(
            "--keep", type=int, help="afterwards delete all but so many archives of the folder"
        )
        parser.add_argument("--verify", type=Path, metavar="FILE", help="only read this archive")

    def handle(self, *args: Any, to: Path, keep: int | None, verify: Path | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        tell = Teller(sys.stderr)
        try:
            if verify is not None:
                manifest = services.verify(verify, progress=tell)
                self.stdout.write(
                    f"{verify}: whole. {manifest.made_at}, {manifest.rows:,} rows, {len(manifest.files):,} files."
                )
                return
            note = services.make_backup(to, progress=tell)
        except (BadArchive, OSError) as error:
            raise CommandError(str(error)) from error
        size = str(filesizeformat(note.size)).replace("\xa0", " ")
        self.stdout.write(
            f"{to / note.file_name}: {size}, {note.rows:,} rows of {note.tables} tables, {note.files:,} files, verified."
        )
        for name in services.drop_older(to, keep=keep) if keep else []:
            self.stdout.write(f"Deleted {name}.")
