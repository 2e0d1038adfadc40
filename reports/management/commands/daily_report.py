"""The operations report on the terminal, as text or JSON."""

import datetime
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from callcenter.people.models import Site
from reports.daily.data import as_data
from reports.daily.report import Report, build
from reports.daily.words import reason_of_counting, verdict_label
from reports.rollups import services
from reports.rollups.periods import REPORTED, Kind, is_reportable, period_of

WEEK = datetime.timedelta(days=7)


class Command(BaseCommand):
    help = "Print the operations report of a site and day; --json gives each figure with numerator and denominator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", required=True, help="code of the site")
        parser.add_argument("--date", required=True, type=datetime.date.fromisoformat, help="1999-02-01")
        parser.add_argument("--period", choices=[kind.value for kind in REPORTED], default=Kind.DAY.value)
        parser.add_argument("--json", action="store_true", help="machine-readable")

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.objects.filter(code=options["site"]).first()
        if site is None:
            known = ", ".join(Site.objects.values_list("code", flat=True))
            raise CommandError(f"There is no site {options['site']!r}. Sites: {known or 'none'}.")
        if not is_reportable(options["date"]):
            raise CommandError(f"No report reaches to {options['date']}.")
        period = period_of(Kind(options["period"]), options["date"], start_day=site.statistics_start_day)
        # No worker need be running: what was just loaded is summed first, with the period that it is compared with.
        services.sum_stale(site, period.start - max(WEEK, period.end - period.start), period.end)
        report = build(site, period)
        if options["json"]:
            self.stdout.write(
                json.dumps(as_data(report), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            )
        else:
            self._print(report)

    def _print(self, report: Report) -> None:
        period = report.period
        self.stdout.write(f"{report.title} · {report.site} · {period.start} – {period.last}")
        if report.is_empty:
            self.stdout.write("No facts are loaded for this period.")
            self._complaints(report)
            return
        for line in report.headlines:
            verdict = verdict_label(line.verdict)
            self.stdout.write(f"  {line.label:<44} {line.text:>10}  {line.fraction:<15} {verdict}".rstrip())
        self._complaints(report)
        self.stdout.write(reason_of_counting(report))
        if report.state.stale:
            self.stdout.write(f"{len(report.state.stale)} stale days: being summed again.")
        for revision in report.state.revisions:
            self.stdout.write(
                f"{revision.day} was revised on {revision.at:%Y-%m-%d %H:%M} UTC (revision {revision.revision})."
            )

    def _complaints(self, report: Report) -> None:
        if report.complaints is None:
            return
        for line in report.complaints.figures:
            verdict = verdict_label(line.verdict)
            self.stdout.write(f"  {line.label:<44} {line.text:>10}  {line.fraction:<15} {verdict}".rstrip())
        for one in report.complaints.late:
            expected = f", expected {one.expected_on}" if one.expected_on else ""
            self.stdout.write(
                f"    {one.reference} {one.owner}: {one.days} days overdue{expected} {one.reason}".rstrip()
            )
