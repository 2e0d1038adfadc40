"""What the lines of the matrix are called, and which duties each rests on. The grants themselves are our default."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode as P


@dataclass(frozen=True)
class Subject:
    """One line's words. `basis`: ids of the manuals' sentences that it is derived from, "" for none."""

    label: str | Promise
    basis: str = ""
    note: str | Promise = ""


SUBJECTS: dict[str, Subject] = {
    "people.site": Subject(_("Organisation"), "S1-1", _("Sites, departments, teams and titles of posts")),
    "people.employee": Subject(
        _("Employees"), "S0-6, S0-10", _("Records, dated history and log-ins; nobody gives themselves a post")
    ),
    "people.delegation": Subject(
        _("Deputies"), "S2E-23", _("Everybody names a deputy in their own line; HR names anybody’s")
    ),
    "approvals.request": Subject(
        _("Requests and approvals"),
        "S2E-2, S2E-23",
        _("The reporting line decides who approves; no post may choose, skip or approve its own"),
    ),
    "access.matrix": Subject(_("Permissions"), "S0-2"),
    "rulebook.value": Subject(_("Rulebook"), "S0-2", _("Values with their effective date")),
    "workcalendar.calendar": Subject(
        _("Calendar"),
        "S1-45, S2E-8",
        _("Opening hours, holidays and make-up workdays, each change with its reason"),
    ),
    "audit.event": Subject(_("Audit trail"), "S2D-6"),
    "clocks.clock": Subject(
        _("Deadlines"),
        "S2A-34, S2F-9",
        _("Approving works running deadlines anew after a preview; one’s own are always seen"),
    ),
    "operation.status": Subject(_("Operation"), "", _("Health, backups and how long things are kept")),
    "files.job": Subject(_("Imports and exports"), "", _("Jobs of others; one’s own are always seen")),
    "notifications.delivery": Subject(
        _("Deliveries of notifications"),
        "",
        _("What was said to whom stays hidden; one’s own notifications are always seen"),
    ),
    "notifications.channel": Subject(
        _("Chat channels"), "", _("Groups of WeCom, DingTalk, Feishu, Teams or Slack that are told of events")
    ),
    "telephony.call": Subject(
        _("Calls"),
        "S0-4, S2D-6, S2E-4",
        _("Caller numbers are masked; as customers’ data, calls are exported by the director and above"),
    ),
    "telephony.customer_number": Subject(
        _("Customer numbers unmasked"), "S2D-6, S2E-4", _("With a reason; each look goes on record")
    ),
    "telephony.import": Subject(_("Import of calls"), "S0-4"),
    "telephony.queue_interval": Subject(
        _("Interval statistics of queues"), "S0-4", _("Sums only, read and exported like the daily report")
    ),
    "telephony.agent_interval": Subject(
        _("Agent states by interval"),
        "S0-4",
        _("Log-in time and what it was spent on; reach like that of calls"),
    ),
    "integrations.webhook": Subject(
        _("Webhooks"), "S0-4", _("Which other systems are told of which events; the secret is shown once")
    ),
    "integrations.client": Subject(
        _("API clients"),
        "",
        _("Other systems; what they may do is scopes by sites, never a decision of a post"),
    ),
    "measures.measure": Subject(_("Measures"), "S0-2"),
    "reports.daily": Subject(
        _("Daily operations report"),
        "S0-3, S0-11",
        _("Sums only: its workbook holds nothing of a customer, so who reads for others may export it"),
    ),
    "reports.document": Subject(
        _("Reports to sign off"),
        "S2F-9, S0-3",
        _("Shift leaders write, the director checks the figures and signs; nobody signs their own"),
    ),
    "reports.own_figures": Subject(
        _("One’s own figures"), "", _("Handled calls, talk time and handling time of oneself alone")
    ),
    "staffing.roster": Subject(
        _("Roster"), "S0-6, S0-13, S2F-11", _("Shift leaders move people on the day; the director publishes")
    ),
    "staffing.attendance": Subject(
        _("Attendance"), "S2F-6", _("Agents punch; corrections carry a reason and are approved")
    ),
    "staffing.leave": Subject(
        _("Leave"),
        "S2E-23",
        _("Endorsed by the shift leader, up to one day by the director, longer by the manager"),
    ),
    "staffing.swap": Subject(_("Shift swaps"), "S2E-31, S2E-38", _("Both shift leaders approve")),
    "staffing.overtime": Subject(
        _("Overtime"), "S3-4", _("Asked for or assigned, agreed to by the employee, approved by the director")
    ),
    "staffing.break": Subject(_("Breaks and meals"), "S0-15"),
    "staffing.floor_record": Subject(
        _("Handover, duty log, patrol, incident"), "S0-16, S0-18, S2E-16, S2F-8"
    ),
    "quality.scorecard": Subject(_("QA scorecards"), "S2F-14", _("The director publishes a version")),
    "quality.review": Subject(_("QA reviews"), "S2F-14"),
    "quality.appeal": Subject(
        _("Appeals"), "S2F-14", _("Countersigned by the shift leader, decided by the director")
    ),
    "quality.conduct": Subject(_("Conduct deductions"), "S0-14"),
    "quality.money": Subject(
        _("Points in money"),
        "S2A-38",
        _("HR enters the wages, the general manager closes the month; off unless the rulebook says so"),
    ),
    "quality.kpi": Subject(_("KPI data"), "S0-4", _("Approving locks the month")),
    "quality.assessment": Subject(
        _("Monthly assessment"), "S0-7", _("Each post fills its part; the manager approves finally")
    ),
    "quality.exam": Subject(_("Exams"), "S0-20"),
    "complaints.case": Subject(_("Complaints"), "S2A-23", _("Approval follows the amounts of the rulebook")),
    "complaints.remedy": Subject(
        _("Discount certificates and return slips"),
        "S2A-39, S2A-42",
        _("Signed by the deputy GM sales; finance posts only what was approved"),
    ),
    "complaints.liability": Subject(
        _("Liability and penalties"),
        "S2A-28, S2A-37, S2A-38",
        _("The GM office reviews, the general manager approves; one’s own may be contested"),
    ),
    "complaints.improvement": Subject(_("Improvement after complaints"), "S2A-23, S2A-27"),
    "complaints.work_order": Subject(_("Work orders"), "S1-6, S1-20"),
    "complaints.service_order": Subject(
        _("Service orders"), "S2A-3, S2A-10", _("Dispatched by the department’s manager")
    ),
    "complaints.mailbox": Subject(
        _("Inbound e-mail"), "S2B-1", _("Messages of customers, and the mailboxes that they come to")
    ),
    "complaints.survey": Subject(
        _("Surveys and callbacks"), "S2A-11, S2A-14", _("Agents see what customers said of themselves")
    ),
    "complaints.customer": Subject(
        _("Customer records"), "S2D-6, S2D-7", _("Masked; unmasking needs a reason and is logged")
    ),
    "reports.periodic": Subject(_("Weekly and monthly reports"), "S0-11, S0-16"),
}

# The duties that each post has in the manuals (§3.1); posts of our own have none.
DUTIES: dict[P, str] = {
    P.AGENT: "S2F-19…22, S2B-7, S1-11…18",
    P.GROUP_LEADER: "S3-1",
    P.SHIFT_LEADER: "S0-12…20, S2F-6…13, S2E-32",
    P.QA_TRAINER: "S2F-14…18",
    P.INFO_COORDINATOR: "S0-4, S0-17, S1-10",
    P.COORDINATOR: "S1-20…23",
    P.COMPLAINT_OFFICER: "S2A-23",
    P.DIRECTOR: "S0-1…11, S2F-1…5",
    P.DEPUTY_DIRECTOR: "S1-4",
    P.CENTER_MANAGER: "S0-7, S0-11",
    P.DEPT_HANDLER: "S2A-21, 22, 41, 42, S1-14…16",
    P.PROJECT_MANAGER: "S3-4",
    P.INFO_ADMIN: "S2D-6",
}


def subject_of(key: str) -> Subject:
    """The words of a line; its key when nobody has named it."""
    return SUBJECTS.get(key) or Subject(key)
