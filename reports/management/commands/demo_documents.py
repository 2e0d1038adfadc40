"""Documents of the demo center's last two weeks: `manage.py demo_documents`. load_demo calls it; alone it makes what is missing."""

from typing import Any

from django.core.management.base import BaseCommand

from callcenter.people.models import Site
from reports.documents.demo import make_documents

DEMO_SITES = ("shanghai", "sydney")


class Command(BaseCommand):
    help = "Make the demo center's documents that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = sum(make_documents(site) for site in Site.objects.filter(code__in=DEMO_SITES))
        self.stdout.write(f"{made} documents made.")
