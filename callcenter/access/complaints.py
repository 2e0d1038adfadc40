"""Lines of the matrix for complaints (domain §3.2, §6, §7): customers, cases and what follows from them, work orders, surveys."""

from callcenter.access.grants import EVERYONE, Grants, table
from callcenter.access.posts import PostCode as P

MANAGERS = (P.DIRECTOR, P.CENTER_MANAGER)
HEADS = (P.DEPUTY_GM, P.SALES_DEPUTY_GM, P.GM)

COMPLAINTS: dict[str, Grants] = {
    "complaints.customer": table(
        (P.AGENT, "VC own"),  # those they are serving
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "C own, V team"),
        (P.COORDINATOR, "VC site"),
        (P.COMPLAINT_OFFICER, "VCE site"),
        (P.DEPT_HANDLER, "V own"),
        (MANAGERS, "VCEX site"),
        (HEADS, "VX all"),  # director and above take lists away (domain §3.4)
        (P.INFO_ADMIN, "VCEAX all"),
    ),
    "complaints.case": table(
        (P.AGENT, "VC own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "VC team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR), "V site"),
        (P.COORDINATOR, "VC site"),
        (P.COMPLAINT_OFFICER, "VCEX site"),
        (P.DEPT_HANDLER, "VC department"),  # the steps of their department, and intake by marketing
        (MANAGERS, "VCEAX site"),
        (HEADS, "VAX all"),
        (P.GM_OFFICE, "VX all"),
    ),
    "complaints.remedy": table(
        ((P.COMPLAINT_OFFICER, *MANAGERS), "VCEX site"),
        (P.DEPT_HANDLER, "VCEX department"),  # sales draws up, the warehouse receives, finance posts
        (P.SALES_DEPUTY_GM, "VAX all"),
        ((P.DEPUTY_GM, P.GM, P.GM_OFFICE), "V all"),
    ),
    "complaints.liability": table(
        (EVERYONE, "V own"),  # a penalty of one's own, to contest it
        (P.DEPT_HANDLER, "V own, C department"),  # who investigates proposes whose it was
        ((P.COMPLAINT_OFFICER, *MANAGERS), "VCE site"),
        (P.DEPUTY_GM, "VA all"),
        (P.GM_OFFICE, "VCEX all"),  # reviews the month, draws notices up
        (P.GM, "VAX all"),
        (P.HR, "VEX all"),  # draws Personnel Notices up
    ),
    "complaints.improvement": table(
        (EVERYONE, "V own"),
        (P.DEPT_HANDLER, "VE department"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR), "V site"),
        ((P.COMPLAINT_OFFICER, *MANAGERS), "VCEX site"),
        ((*HEADS, P.GM_OFFICE), "V all"),
    ),
    "complaints.work_order": table(
        (P.AGENT, "VC own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "VCE team"),
        (P.COORDINATOR, "VCEX site"),
        (P.COMPLAINT_OFFICER, "VC site"),
        (P.INFO_COORDINATOR, "V site"),
        (MANAGERS, "VCEAX site"),
        (P.DEPT_HANDLER, "VE department"),
        (P.DEPUTY_DIRECTOR, "V department"),
    ),
    "complaints.service_order": table(
        (P.AGENT, "VC own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "VC team"),
        ((P.COORDINATOR, P.COMPLAINT_OFFICER), "VC site"),
        (P.DEPT_HANDLER, "VE department"),
        (MANAGERS, "VCEAX site"),  # the department manager dispatches and lets people leave for a customer
    ),
    "complaints.mailbox": table(  # messages that customers sent, and the mailboxes that they come to
        (P.COMPLAINT_OFFICER, "VE site"),
        (MANAGERS, "VCE site"),
    ),
    "complaints.survey": table(
        (P.AGENT, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "VC team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR), "VC site"),
        (P.COMPLAINT_OFFICER, "VCEX site"),
        (MANAGERS, "VCEAX site"),  # the manager alone leaves a customer unsatisfied
        ((*HEADS, P.GM_OFFICE), "V all"),
    ),
}
