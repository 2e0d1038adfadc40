"""`manage.py clock_cases FILE`: cases of deadlines and elapsed time, run against the engine."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callcenter.clocks import cases


class Command(BaseCommand):
    help = "Run a file of deadline cases against the clock engine and say how many passed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON file with meta, calendars and cases")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise CommandError(f"{file}: {fault}") from fault
        outcomes = list(cases.run(data))
        failed = [outcome for outcome in outcomes if not outcome.has_passed]
        for outcome in failed:
            self.stdout.write(
                f"{outcome.name} ({outcome.kind}): expected {outcome.expected}, came {outcome.came}"
            )
        self.stdout.write(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
        if failed:
            raise SystemExit(1)
