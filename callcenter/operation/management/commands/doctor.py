"""Look at everything that this installation stands on, and say what to do."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.operation.doctor.registry import Level
from callcenter.operation.doctor.services import examine, worst

MARKS = {Level.WELL: "ok", Level.WARNING: "look", Level.ERROR: "BAD"}


class Command(BaseCommand):
    help = "Examine settings, database, clocks, queues, files and mail. Exit code 0: well, 1: something is out of order."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine()
        if options["json"]:
            rows = [
                {
                    "check": each.check.key,
                    "level": each.finding.level.name.lower(),
                    "sentence": str(each.finding.sentence),
                    "remedy": str(each.finding.remedy),
                }
                for each in found
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for each in found:
                self.stdout.write(
                    f"{MARKS[each.finding.level]:<5}{each.check.title!s}: {each.finding.sentence}"
                )
                if each.finding.level and each.finding.remedy:
                    self.stdout.write(f"     {each.finding.remedy}")
        if worst(found) is Level.ERROR:
            sys.exit(1)
