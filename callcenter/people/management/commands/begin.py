"""The first site and the first person of a new installation: everybody else is taken on by them, in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people.employees.logins import open_login
from callcenter.people.employees.services import Facts, hire_employee
from callcenter.people.models import Company, Employee, Post, Site
from callcenter.people.organisation.services import SiteFacts, create_site


class Command(BaseCommand):
    help = "Make the company, its first site and a system administrator, in a database without people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", required=True, help="its name")
        parser.add_argument("--site", required=True, help="short code of the site, as in addresses: shanghai")
        parser.add_argument("--site-name", help="its name, when the code is not enough")
        parser.add_argument("--time-zone", required=True, help="of the site, as in Asia/Shanghai")
        parser.add_argument("--country", required=True, help="of the site, two letters: CN")
        parser.add_argument(
            "--number", required=True, help="employee number of the administrator: the log-in"
        )
        parser.add_argument("--name", required=True, help="name of the administrator")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Employee.objects.exists() or Site.objects.exists():
            raise CommandError("There are people or sites already: log in as one of them.")
        try:
            site = self._site(options)
            employee = hire_employee(
                options["number"],
                Facts(options["name"], hired_on=site.today()),
                actor=None,
                site=site,
                post=Post.objects.get(code=PostCode.SYSADMIN),
            )
            password = open_login(employee, actor=None)
        except RuleViolation as refusal:
            raise CommandError(" ".join(refusal.sentences)) from refusal
        self.stdout.write(
            f"Log in as {employee.number} with {password}. It must be changed at once and is shown only here."
        )

    def _site(self, options: dict[str, Any]) -> Site:
        company = Company.objects.create(name=options["company"])
        name = options["site_name"] or options["site"]
        facts = SiteFacts(name=name, name_zh="", time_zone=options["time_zone"], country=options["country"])
        return create_site(options["site"], facts, actor=None, company=company)
