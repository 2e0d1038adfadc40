"""Complaints of the demo center: `manage.py demo_complaints`. load_demo calls it; alone it makes what is missing."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.people.models import Site

DEMO_SITES = ("shanghai", "sydney")
ROOMS = (
    "customers",
    "cases",
    "remedies",
    "liability",
    "improvement",
    "workorders",
    "serviceorders",
    "surveys",
    "intake",
)  # each stands on those before


class Command(BaseCommand):
    help = "Make the demo center's customers, complaints, papers, work orders and surveys that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        for room in ROOMS:
            if find_spec(f"complaints.{room}.demo") is None:
                continue
            make = import_module(f"complaints.{room}.demo").make
            made = sum(make(site) for site in Site.objects.filter(code__in=DEMO_SITES))
            self.stdout.write(f"{room}: {made} made.")
