"""Conduct and complaints of the demo center: `manage.py demo_complaints`. load_demo calls it; alone it makes what is missing."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.people.models import Site

DEMO_SITES = ("shanghai", "sydney")
ROOMS = (
    "quality.conduct",
    "complaints.customers",
    "complaints.cases",
    "complaints.remedies",
    "complaints.liability",
    "complaints.improvement",
    "complaints.workorders",
    "complaints.serviceorders",
    "complaints.surveys",
    "complaints.intake",
)  # each stands on those before


class Command(BaseCommand):
    help = "Make the demo center's conduct, customers, complaints, papers, liability, improvements, work orders and surveys that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        for room in ROOMS:
            if find_spec(f"{room}.demo") is None:
                continue
            make = import_module(f"{room}.demo").make
            made = sum(make(site) for site in Site.objects.filter(code__in=DEMO_SITES))
            self.stdout.write(f"{room.rpartition('.')[2]}: {made} made.")
