"""A small center with a row behind every list of the API, so that made-up calls meet records."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.files.attachments.services import attach
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.integrations.clients.throttling import RATE
from callcenter.notifications.messages.models import Message
from callcenter.people.delegations.services import name_deputy
from callcenter.people.employees.changes import add_role
from callcenter.people.models import Employee, Site
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import today_at
from complaints.cases import changes
from complaints.cases.models import Outcome, Remedy
from complaints.desk.handing.many import KIND
from complaints.liability.notices import services as notices
from complaints.workorders.coordination import services as coordination
from reports.documents import delivery, kinds
from reports.rollups.periods import Kind, period_of
from reports.rollups.services import recompute_day
from tests.complaints.remedies.factories import make_decided, make_remedy
from tests.factories import make_department, make_employee, make_post, make_site, make_team, make_user
from tests.integrations.webhooks.factories import happen, make_endpoint
from tests.telephony.factories import DAY, load_agent_intervals, load_calls, load_queue_intervals


def make_center(*callers: User, site: Site) -> None:
    """People, facts, reports and long work at the site; jobs, webhooks and messages are each caller's own."""
    team = make_team(make_department(site, code="sales"), code="sales")
    above = make_employee(PostCode.DIRECTOR, site=site, number="A0003")
    agent = make_employee(team=team, number="A0012", superior=above)
    load_calls(site)
    load_queue_intervals(site)
    load_agent_intervals(site)
    recompute_day(site, DAY)
    delivery.draft_document(kinds.get("daily"), site, period_of(Kind.DAY, DAY))
    today = site.today()
    add_role(agent, make_post(PostCode.COORDINATOR), start=today, actor=None)
    name_deputy(above, agent, start=today, end=today + datetime.timedelta(days=2), actor=None)
    escalate(Report("Line down", "No calls since 9:40"), author=agent, actor=None)
    attach(agent, SimpleUploadedFile("note.txt", b"A note\n"), actor=None)
    set_value(
        RATE,
        site=None,
        value=100_000,
        effective_on=today_at(None),
        reason="Made-up calls come quickly",
        actor=make_user(PostCode.SYSADMIN, site=site),
    )
    for number, caller in enumerate(callers):
        _own(number, caller, site)
    _complaints(site, agent, callers)
    happen(site)


def _complaints(site: Site, agent: Employee, callers: tuple[User, ...]) -> None:
    """What is to be carried out and collected of complaints, what departments settle together, a notice, a hand-over."""
    officer = make_user(PostCode.COMPLAINT_OFFICER, site=site)
    case = make_decided(site, officer)
    make_remedy(case, Remedy.APOLOGY)
    changes.tell(case, "decide", None)
    changes.tell(make_decided(site, officer, outcome=Outcome.NOT_SUBSTANTIATED), "decide_not_upheld", None)
    soon = timezone.now() + datetime.timedelta(days=2)
    asked = coordination.ask(
        site, actor=None, situation="A card is kept", purpose="Open it", required_by=soon
    )
    department = make_department(site, code="cards")
    coordination.plan(asked, department, actor=None, task="Open it", due_on=site.today())
    notices.draw_up(agent, 2, "Wrong words", actor=None)
    for caller in callers:
        Job.objects.create(
            work=Work.BULK,
            kind=KIND,
            label="New owner",
            step=Step.APPLY,
            site_id=site.pk,
            requested_by=caller,
            params={"keys": [case.pk], "owner": officer.pk, "reason": "Holiday"},
        )


def _own(number: int, caller: User, site: Site) -> None:
    make_endpoint(site, name=f"System of {caller.pk}", created_by=caller)
    Message.objects.create(
        kind="files.job_done",
        key=f"world-{number}",
        recipient=caller,
        site_id=site.pk,
        figures={"file": "people.csv", "what": "Staff list"},
    )
    Job.objects.create(
        work=Work.IMPORT,
        kind="people.employees",
        label="Staff list",
        step=Step.CHECK,
        state=State.CHECKED,
        site_id=site.pk,
        requested_by=caller,
        file_name="people.csv",
        details={"header": ["A"], "samples": [["1"]]},
        preview={"header": ["Number"], "rows": [["A0012"], [None]]},
        finished_at=timezone.now(),
    )


def site_and_director() -> tuple[Site, User]:
    """The site of the center, and who directs it."""
    site = make_site(code="shanghai")
    return site, make_user(PostCode.DIRECTOR, site=site)
