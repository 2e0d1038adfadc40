"""Lines of the matrix for staffing (domain §3.2): rosters, attendance, leave, swaps, overtime, the floor."""

from callcenter.access.grants import EVERYONE, Grants, table
from callcenter.access.posts import PostCode as P

STAFFING: dict[str, Grants] = {
    "staffing.roster": table(
        (EVERYONE, "V own"),
        (P.GROUP_LEADER, "V team"),
        (P.SHIFT_LEADER, "VE team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR, P.COMPLAINT_OFFICER), "V site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        (P.DIRECTOR, "VCEX site"),
        (P.CENTER_MANAGER, "VAX site"),
    ),
    "staffing.attendance": table(
        (EVERYONE, "VC own"),
        (P.GROUP_LEADER, "C own, V team"),
        (P.SHIFT_LEADER, "VCE team"),
        (P.INFO_COORDINATOR, "C own, V site"),
        (P.DIRECTOR, "C own, VAX site"),
        (P.CENTER_MANAGER, "C own, VX site"),
        (P.HR, "C own, VX all"),
    ),
    "staffing.leave": table(
        (EVERYONE, "VC own"),
        (P.SHIFT_LEADER, "C own, VA team"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "C own, VEAX site"),  # E: kinds, balances, places of the teams
        (P.HR, "C own, VEX all"),
    ),
    "staffing.swap": table(
        (P.AGENT, "VC own"),
        (P.GROUP_LEADER, "C own, V team"),
        (P.SHIFT_LEADER, "C own, VA team"),
        (P.DIRECTOR, "VEX site"),
        (P.CENTER_MANAGER, "VX site"),
    ),
    "staffing.overtime": table(
        (EVERYONE, "V own"),
        (P.AGENT, "VC own"),
        (P.GROUP_LEADER, "C own, V team"),
        (P.SHIFT_LEADER, "VC team"),
        (P.DIRECTOR, "VCAX site"),
        (P.CENTER_MANAGER, "VX site"),
        (P.HR, "VX all"),
    ),
    "staffing.break": table(
        (P.AGENT, "VC own"),
        (P.SHIFT_LEADER, "VCE team"),
        ((P.INFO_COORDINATOR, P.DIRECTOR, P.CENTER_MANAGER), "V site"),
    ),
    "staffing.floor_record": table(
        (P.AGENT, "VC own"),
        (P.GROUP_LEADER, "VC team"),
        (P.SHIFT_LEADER, "VC site"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR), "V site"),
        (P.DIRECTOR, "VEX site"),
        (P.CENTER_MANAGER, "VX site"),
    ),
}
