"""What is kept for how long, and letting go of what is older."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.operation.retention import services


class Command(BaseCommand):
    help = "Let go of what was kept for as long as the rulebook says; beat does this every day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            for line in services.preview():
                self.stdout.write(
                    f"{line.kept.purge.title!s}: kept for {line.days:,} days ({line.kept.rule_key}); "
                    f"{line.rows:,} would go."
                )
            return
        for run in services.apply_all():
            self.stdout.write(f"{run.what}: {run.rows:,} older than {run.before:%Y-%m-%d} went.")
