"""Lines of the matrix whose rooms come with later work: shown as "not in use yet", so that nobody is surprised."""

from callcenter.access.grants import EVERYONE, Grants, table
from callcenter.access.posts import PostCode as P

MANAGERS = (P.DIRECTOR, P.CENTER_MANAGER)

PLANNED: dict[str, Grants] = {
    "quality.scorecard": table(
        ((P.SHIFT_LEADER, P.CENTER_MANAGER), "V site"),
        (P.QA_TRAINER, "VCE site"),
        (P.DIRECTOR, "VA site"),
    ),
    "quality.review": table(
        (P.AGENT, "V own"),
        (P.SHIFT_LEADER, "V team"),
        (P.QA_TRAINER, "VC site"),
        (MANAGERS, "V site"),
    ),
    "quality.appeal": table(
        (P.AGENT, "VC own"),
        (P.SHIFT_LEADER, "VA team"),
        ((P.QA_TRAINER, P.CENTER_MANAGER), "V site"),
        (P.DIRECTOR, "VA site"),
    ),
    "quality.kpi": table(
        (P.AGENT, "V own"),
        (P.SHIFT_LEADER, "V team"),
        ((P.QA_TRAINER, P.COMPLAINT_OFFICER, P.CENTER_MANAGER), "V site"),
        (P.INFO_COORDINATOR, "VC site"),
        (P.DIRECTOR, "VA site"),
        ((P.GM_OFFICE, P.GM, P.HR), "V all"),
    ),
    "quality.assessment": table(
        (P.AGENT, "VE own"),
        (P.SHIFT_LEADER, "VE team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR), "VE site"),
        (P.DIRECTOR, "VCE site"),
        (P.CENTER_MANAGER, "VA site"),
        (P.HR, "V all"),
    ),
    "quality.exam": table(
        (EVERYONE, "V own"),
        (P.AGENT, "VC own"),
        (P.SHIFT_LEADER, "VC site"),
        (P.QA_TRAINER, "VCE site"),
        (P.DIRECTOR, "VA site"),
        (P.CENTER_MANAGER, "V site"),
        (P.SYSADMIN, ""),
    ),
    "reports.periodic": table(
        ((P.SHIFT_LEADER, P.QA_TRAINER, P.INFO_COORDINATOR), "VC site"),
        (P.DIRECTOR, "VE site"),
        (P.CENTER_MANAGER, "VA site"),
        ((P.GM_OFFICE, P.GM), "V all"),
    ),
}
