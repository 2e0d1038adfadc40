"""Make the drafts that are due now: `manage.py draft_documents [--dry-run]`. The worker does the same every minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.documents.delivery import due_drafts, make_due_drafts


class Command(BaseCommand):
    help = "Make the drafts of documents that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which are due")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for kind, site, period in due_drafts():
                self.stdout.write(f"{site.code} {kind.key} {period.start}")
            return
        self.stdout.write(f"{make_due_drafts()} drafts made.")
