"""What stands around the demo: chat groups, another system that reads the API, one that is told of events, files taken and brought.

No address here leads anywhere and no secret is kept: the groups and the webhook are switched off until somebody enters real ones.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.services import ClientFacts, register_client
from callcenter.integrations.sealing import seal
from callcenter.integrations.webhooks.models import Endpoint, Off
from callcenter.integrations.webhooks.signing import PURPOSE, new_secret
from callcenter.notifications.chat.addresses import SEALED_FOR
from callcenter.notifications.models import ChatChannel
from callcenter.notifications.services import notify
from callcenter.notifications.webhook_troubles import SWITCHED_OFF, keepers
from callcenter.people.models import Employee, Site, Team

NOWHERE = "json://chat.lighthouse.example/demo"  # a name that no network resolves (RFC 6761)
URGENT = ["clocks.overdue", "approvals.to_be_told"]
DAILY = ["reports.document_distributed", "reports.document_revised"]
# site, team's code, name, service, what is shown of its address, kinds, language
GROUPS = (
    (
        "shanghai",
        "",
        "上海运营群 · Operations",
        "WeCom",
        "wecombot://…demo",
        [*DAILY, *URGENT],
        "zh-hans",
    ),
    ("shanghai", "team-1", "一班 · Team 1", "Dingtalk", "dingtalk://…demo", URGENT, "zh-hans"),
    ("shanghai", "team-2", "二班 · Team 2", "Feishu", "feishu://…demo", URGENT, "zh-hans"),
    ("sydney", "", "悉尼运营群 · Operations", "Slack", "slack://…demo", [*DAILY, *URGENT], "en"),
)
WORKFORCE = "排班系统 · Workforce planning"
WAREHOUSE = "数据仓库 · Data warehouse"
DIRECTORS = {"shanghai": "SH-D01", "sydney": "SY-D01"}
EVENTS = ["people.employee.hired", "people.employee.left", "telephony.days.loaded"]


def add_groups(site: Site) -> None:
    """The chat groups of the site and its teams, once."""
    if ChatChannel.objects.filter(site=site).exists():
        return
    teams = {team.code: team for team in Team.objects.filter(department__site=site)}
    ChatChannel.objects.bulk_create(
        ChatChannel(
            site=site,
            team=teams[code] if code else None,
            name=name,
            service=service,
            hint=hint,
            address=seal(NOWHERE, SEALED_FOR),
            kinds=sorted(kinds),
            language=language,
            is_active=False,
        )
        for where, code, name, service, hint, kinds, language in GROUPS
        if where == site.code
    )


@transaction.atomic
def connect() -> None:
    """An API client of both sites, a webhook at each, and files that their people took and brought; to be called once."""
    sites = {site.code: site for site in Site.objects.filter(code__in=DIRECTORS)}
    people = (
        Employee.objects.filter(site__in=sites.values()).select_related("user").in_bulk(field_name="number")
    )
    facts = ClientFacts(WORKFORCE, ("people:read", "telephony:read"), tuple(sites.values()))
    client, _secret = register_client(facts, actor=None)
    Client.objects.filter(pk=client.pk).update(client_id="cc-demo2345678")
    for code, director in DIRECTORS.items():
        _add_webhook(sites[code], people[director])
    _add_jobs(people)


def _add_webhook(site: Site, director: Employee) -> None:
    endpoint = Endpoint.objects.create(
        site=site,
        name=WAREHOUSE,
        address=f"https://warehouse.lighthouse.example/hooks/{site.code}",
        events=EVENTS,
        secret=seal(new_secret(), PURPOSE),
        off=Off.PERSON,
        off_at=timezone.now(),
        created_by=director.user,
    )
    notify(
        SWITCHED_OFF.key,
        recipients=keepers(endpoint),
        subject=endpoint,
        figures={"name": endpoint.name, "why": endpoint.get_off_display()},
        key=f"{endpoint.pk}:demo",
    )


def _add_jobs(people: dict[str, Employee]) -> None:
    """Five files of the last days: their rows stay, the files themselves are kept no longer."""
    now = timezone.now()
    refused = "第 3 行：没有工号为 SH-A77 的员工。 · Row 3: there is no employee SH-A77."
    for days, number, work, kind, label, name, state, rows, message in (
        (8, "SH-D01", Work.EXPORT, "list", "员工 · Employees", "employees.xlsx", State.DONE, 47, ""),
        (
            6,
            "SH-IC01",
            Work.IMPORT,
            "telephony.calls",
            "话务 · Calls",
            "calls-1.csv",
            State.REFUSED,
            0,
            refused,
        ),
        (6, "SH-IC01", Work.IMPORT, "telephony.calls", "话务 · Calls", "calls-2.csv", State.DONE, 1843, ""),
        (4, "SY-D01", Work.EXPORT, "list", "员工 · Employees", "employees.xlsx", State.DONE, 16, ""),
        (2, "SH-D01", Work.EXPORT, "list", "审计 · Audit trail", "audit.xlsx", State.DONE, 312, ""),
    ):
        at = now - datetime.timedelta(days=days, minutes=37)
        Job.objects.create(
            work=work,
            kind=kind,
            label=label,
            step=Step.MAKE if work == Work.EXPORT else Step.APPLY,
            state=state,
            requested_by=people[number].user,
            language="zh-hans",
            site_id=people[number].site_id,
            file_name=name,
            file_size=0,
            created_at=at,
            started_at=at + datetime.timedelta(seconds=1),
            finished_at=at + datetime.timedelta(seconds=6),
            attempt=1,
            rows_done=rows,
            rows_total=rows,
            message=message,
        )
