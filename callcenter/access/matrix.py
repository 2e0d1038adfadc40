"""The permission matrix of domain §3.2, as data in one place: subject, post, action, scope.

Each line reads like the manual's table: `V site` is "may view, across their site"; C create, E edit, A approve, X export.
"""

from callcenter.access.complaints import COMPLAINTS
from callcenter.access.grants import EVERYONE, Action, Grants, Scope
from callcenter.access.grants import table as _table
from callcenter.access.planned import PLANNED
from callcenter.access.posts import PostCode as P
from callcenter.access.quality import QUALITY
from callcenter.access.staffing import STAFFING

__all__ = ["COMPANY", "IN_USE", "MATRIX", "Action", "Scope"]

# Posts whose view of aggregated figures and people is company-wide.
COMPANY = (P.DEPUTY_GM, P.SALES_DEPUTY_GM, P.GM, P.GM_OFFICE)

# What stands. A line for each subject that code asks about.
IN_USE: dict[str, Grants] = {
    "people.site": _table(
        (EVERYONE, "V site"), (COMPANY, "V all"), (P.HR, "VCE all"), (P.SYSADMIN, "VCE all")
    ),
    "people.employee": _table(
        (EVERYONE, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER, P.PROJECT_MANAGER), "V team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR, P.COMPLAINT_OFFICER), "V site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"),
        (COMPANY, "V all"),
        (P.HR, "VCEX all"),
        (P.SYSADMIN, "VCE all"),
    ),
    "people.delegation": _table(
        (EVERYONE, "VC own"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "C own, V site"),
        (COMPANY, "C own, V all"),
        ((P.HR, P.SYSADMIN), "VC all"),
    ),
    "approvals.request": _table(
        (EVERYONE, "VC own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER, P.PROJECT_MANAGER), "C own, V team"),
        (P.DEPUTY_DIRECTOR, "C own, V department"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "C own, VX site"),
        ((*COMPANY, P.HR), "C own, VX all"),
        (P.SYSADMIN, "V all"),
    ),
    "access.matrix": _table(
        ((P.DIRECTOR, P.CENTER_MANAGER), "V site"), ((*COMPANY, P.HR, P.SYSADMIN), "V all")
    ),
    "rulebook.value": _table(
        (EVERYONE, "V site"),
        (COMPANY, "V all"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VE site"),
        (P.SYSADMIN, "VE all"),
    ),
    "workcalendar.calendar": _table(
        (EVERYONE, "V site"),
        (COMPANY, "V all"),
        (P.HR, "VX all"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VEX site"),
        (P.SYSADMIN, "VEX all"),
    ),
    "audit.event": _table(
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"), ((P.GM_OFFICE, P.GM), "VX all"), (P.SYSADMIN, "V all")
    ),
    "operation.status": _table((P.SYSADMIN, "V all")),
    "telephony.call": _table(
        (P.AGENT, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "V team"),
        ((P.QA_TRAINER, P.COMPLAINT_OFFICER, P.INFO_COORDINATOR), "V site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"),
        (COMPANY, "VX all"),
    ),
    "telephony.queue_interval": _table(
        ((P.GROUP_LEADER, P.SHIFT_LEADER, P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR), "VX site"),
        ((P.COMPLAINT_OFFICER, P.PROJECT_MANAGER, P.MARKET_MANAGER), "V site"),
        ((P.DIRECTOR, P.DEPUTY_DIRECTOR, P.CENTER_MANAGER), "VX site"),
        (COMPANY, "VX all"),
    ),
    "telephony.agent_interval": _table(
        (P.AGENT, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "V team"),
        ((P.QA_TRAINER, P.COMPLAINT_OFFICER, P.INFO_COORDINATOR), "V site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"),
        (COMPANY, "VX all"),
    ),
    "clocks.clock": _table(
        (EVERYONE, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "V team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR, P.COMPLAINT_OFFICER), "V site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        (P.DIRECTOR, "VEAX site"),
        (P.CENTER_MANAGER, "VEAX site"),
        (COMPANY, "VX all"),
        (P.SYSADMIN, "V all"),
    ),
    "files.job": _table(
        (EVERYONE, "VX own"), ((P.DIRECTOR, P.CENTER_MANAGER), "VEX site"), (P.SYSADMIN, "VEX all")
    ),
    "notifications.delivery": _table(((P.DIRECTOR, P.CENTER_MANAGER), "VE site"), (P.SYSADMIN, "VE all")),
    "notifications.channel": _table(((P.DIRECTOR, P.CENTER_MANAGER), "VCE site"), (P.SYSADMIN, "VCE all")),
    "telephony.customer_number": _table(
        ((P.QA_TRAINER, P.COMPLAINT_OFFICER, P.INFO_COORDINATOR, P.DIRECTOR, P.CENTER_MANAGER), "V site")
    ),
    "telephony.import": _table(((P.INFO_COORDINATOR, P.DIRECTOR), "VCE site")),
    "integrations.webhook": _table(
        (P.INFO_COORDINATOR, "V site"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VCEX site"),
        (P.SYSADMIN, "VCEX all"),
    ),
    "integrations.client": _table(((P.DIRECTOR, P.CENTER_MANAGER), "V site"), (P.SYSADMIN, "VCE all")),
    "measures.measure": _table((EVERYONE, "V all")),
    "reports.own_figures": _table((P.AGENT, "V own")),
    "reports.document": _table(
        ((P.SHIFT_LEADER, P.INFO_COORDINATOR, P.QA_TRAINER), "VCX site"),
        ((P.GROUP_LEADER, P.DEPUTY_DIRECTOR), "VX site"),
        (P.DIRECTOR, "VEAX site"),
        (P.CENTER_MANAGER, "VAX site"),
        (COMPANY, "VX all"),
    ),
    "reports.daily": _table(
        ((P.GROUP_LEADER, P.SHIFT_LEADER, P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR), "VX site"),
        ((P.COMPLAINT_OFFICER, P.PROJECT_MANAGER, P.MARKET_MANAGER), "V site"),
        ((P.DIRECTOR, P.DEPUTY_DIRECTOR, P.CENTER_MANAGER), "VEX site"),
        (COMPANY, "VX all"),
    ),
}

IN_USE |= STAFFING | QUALITY | COMPLAINTS
MATRIX: dict[str, Grants] = IN_USE | PLANNED
