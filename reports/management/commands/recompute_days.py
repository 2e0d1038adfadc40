"""Sum days again: those of a site and period, or whatever is marked stale."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from callcenter.people.models import Site
from reports.rollups import counts
from reports.rollups.models import StaleDay
from reports.rollups.periods import ONE_DAY
from reports.rollups.services import recompute_day, recompute_next


class Command(BaseCommand):
    help = "Sum the facts of days again. Without --site: every day that is marked stale, or whose complaints were not counted since it was over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", help="code of the site")
        parser.add_argument(
            "--from", dest="start", type=datetime.date.fromisoformat, help="first day (2026-11-01)"
        )
        parser.add_argument(
            "--to", dest="last", type=datetime.date.fromisoformat, help="last day, default: first"
        )
        parser.add_argument("--dry-run", action="store_true", help="say which days, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["site"]:
            self._drain(is_dry=options["dry_run"])
            return
        if not options["start"]:
            raise CommandError("Give the first day with --from.")
        site = Site.objects.filter(code=options["site"]).first()
        if site is None:
            known = ", ".join(Site.objects.values_list("code", flat=True))
            raise CommandError(f"There is no site {options['site']!r}. Sites: {known or 'none'}.")
        last = options["last"] or options["start"]
        if last < options["start"]:
            raise CommandError("--to lies before --from.")
        days = [options["start"] + ONE_DAY * n for n in range((last - options["start"]).days + 1)]
        for day in days if not options["dry_run"] else []:
            reported = recompute_day(site, day)
            state = f"revision {reported.revision}" if reported.revision else "no facts"
            self.stdout.write(f"{site.code} {day}: {state}")
        self.stdout.write(f"{len(days)} days{' would be' if options['dry_run'] else ''} summed.")

    def _drain(self, *, is_dry: bool) -> None:
        if is_dry:
            count = StaleDay.objects.values("site", "day").distinct().count()
            self.stdout.write(f"{count} days are stale.")
            return
        counts.mark_uncounted()
        done = 0
        while recompute_next():
            done += 1
            if done % 50 == 0:
                self.stderr.write(f"{done} days summed…")
        self.stdout.write(f"{done} days summed.")
