"""Take in a switch export: manage.py import_calls FILE --site S --mapping anonymous-bank."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.files.imports.mappings import mappings_for
from callcenter.files.imports.registry import get, offered
from callcenter.files.imports.services import applied_before, run_now
from callcenter.files.imports.wording import COUNTS
from callcenter.files.jobs.models import Job, State
from callcenter.objections import RuleViolation
from callcenter.people.models import Site

DONE, REFUSED, USAGE = 0, 1, 2
ERRORS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Takes in a file of calls or intervals from the switch, all of it or nothing. "
        "Exit code 0: done (also when nothing changed); 1: refused, the row errors are printed; 2: wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = [importer.kind for importer in offered() if importer.kind.startswith("telephony.")]
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", required=True, help="code of the site")
        parser.add_argument(
            "--mapping", default="", help="name of a mapping; without one the columns are guessed"
        )
        parser.add_argument("--kind", default="telephony.calls", choices=kinds)
        parser.add_argument(
            "--feed", default="", help="name to keep the days under; files of one feed correct each other"
        )
        parser.add_argument("--dry-run", action="store_true", help="only check and say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        site = Site.objects.filter(code=options["site"]).first()
        if site is None:
            codes = ", ".join(Site.objects.values_list("code", flat=True)) or "none"
            self.usage(f"There is no site {options['site']!r}. Sites: {codes}.")
            return
        if not path.is_file():
            self.usage(f"There is no file {path}.")
            return
        kind, name = options["kind"], options["mapping"]
        mappings = mappings_for(kind, site.pk)
        mapping = mappings.get(f"saved:{name}") or mappings.get(f"preset:{name}")
        if name and mapping is None:
            known = ", ".join(sorted(key.partition(":")[2] for key in mappings)) or "none"
            self.usage(f"There is no mapping {name!r} for {get(kind).label}. Mappings: {known}.")
            return
        try:
            job = run_now(
                kind,
                path,
                site_id=site.pk,
                mapping=mapping,
                params={"feed": options["feed"]} if options["feed"] else {},
                progress=self.progress,
                dry_run=options["dry_run"],
            )
        except RuleViolation as refusal:
            self.stderr.write("\n".join(refusal.sentences))
            sys.exit(REFUSED)
        self.tell(job, is_dry=options["dry_run"])

    def usage(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(USAGE)

    def progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            share = f" of {total:,}" if total else ""
            self.stderr.write(f"\r{done:,}{share} rows", ending="")
            if done >= total:
                self.stderr.write("")

    def tell(self, job: Job, *, is_dry: bool) -> None:
        """The summary, or the row errors and the exit code that says so."""
        if job.state == State.REFUSED and not job.error_count and applied_before(job):
            self.stdout.write(f"{job.message} Nothing was changed.")
            return
        if job.state in (State.REFUSED, State.FAILED):
            for error in job.errors.order_by("row", "pk")[:ERRORS_SHOWN]:
                value = f" ({error.value})" if error.value else ""
                self.stderr.write(f"row {error.row}, {error.column or 'file'}: {error.reason}{value}")
            if job.error_count > ERRORS_SHOWN:
                self.stderr.write(f"… and {job.error_count - ERRORS_SHOWN:,} more")
            self.stderr.write(job.message)
            sys.exit(REFUSED)
        for key, count in job.counts.items():
            self.stdout.write(f"{COUNTS.get(key, key)}: {count:,}")
        for note in job.notes:
            self.stdout.write(str(note))
        self.stdout.write("Only checked, nothing was changed." if is_dry else "Done.")
