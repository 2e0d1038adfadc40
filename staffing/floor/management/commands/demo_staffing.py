"""Staffing of the demo center around today: `manage.py demo_staffing`. load_demo calls it; alone it makes what is missing."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.people.models import Site

DEMO_SITES = ("shanghai", "sydney")
ROOMS = (
    "roster",
    "leave",
    "swaps",
    "overtime",
    "attendance",
    "records",
    "floor",
)  # each stands on those before


class Command(BaseCommand):
    help = "Make the demo center's rosters, leave, swaps and attendance that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        for room in ROOMS:
            if find_spec(f"staffing.{room}.demo") is None:
                continue
            make = import_module(f"staffing.{room}.demo").make
            made = sum(make(site) for site in Site.objects.filter(code__in=DEMO_SITES))
            self.stdout.write(f"{room}: {made} made.")
