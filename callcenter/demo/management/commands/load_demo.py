"""Make the demo center, or bring it up to now."""

import dataclasses
import datetime
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from callcenter.demo.people import DEMO_PASSWORD
from callcenter.demo.services import SIZES, load_demo, logins
from callcenter.objections import RuleViolation


class Command(BaseCommand):
    help = (
        "Make a believable center with people and calls up to now. Run again, it adds the days that are missing. "
        "Refuses a database with other people in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--size",
            choices=sorted(SIZES),
            default="small",
            help="small: 63 people; large: 2,000 and 5 million calls",
        )
        parser.add_argument("--days", type=int, help="days back (small: 90, large: 730)")
        parser.add_argument(
            "--until", type=datetime.date.fromisoformat, help="last day, default: today at each site"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number makes other calls")
        parser.add_argument(
            "--on-this-server",
            action="store_true",
            help="needed where the product is served over HTTPS to real people",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_HTTPS and not options["on_this_server"]:
            raise CommandError(
                "This looks like a server for real people. Say --on-this-server if the demo belongs here."
            )
        size = SIZES[options["size"]]
        if options["days"] is not None:
            if options["days"] < 1:
                raise CommandError("--days must be 1 or more.")
            size = dataclasses.replace(size, days=options["days"])
        began = time.monotonic()
        try:
            loaded = load_demo(size, seed=options["seed"], until=options["until"], progress=self._progress)
        except RuleViolation as refusal:
            raise CommandError(" ".join(refusal.sentences)) from refusal
        self.stdout.write(
            f"{'Made' if loaded.is_new else 'Brought up to now:'} the demo center: {loaded.people} people, "
            f"{loaded.days} days and {loaded.calls} calls loaded in {time.monotonic() - began:.1f} s."
        )
        if loaded.is_new:
            for one in logins():
                self.stdout.write(f"  {one['username']:<10} {one['post']} – {one['name']}, {one['site']}")
            self.stdout.write(f"  Password of all: {DEMO_PASSWORD}")

    def _progress(self, what: str, done: int, total: int) -> None:
        if total > 1:
            self.stderr.write(f"{what}: {done} of {total} days")
