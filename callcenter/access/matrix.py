"""The permission matrix of domain §3.2, as data in one place: subject, post, action, scope.

Each line reads like the manual's table: `V site` is "may view, across their site"; C create, E edit, A approve, X export.
"""

from enum import IntEnum, StrEnum

from callcenter.access.posts import PostCode as P


class Action(StrEnum):
    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    APPROVE = "approve"
    EXPORT = "export"


class Scope(IntEnum):
    """How far a permission reaches; wider ones are greater."""

    NONE = 0
    OWN = 1
    TEAM = 2
    DEPARTMENT = 3
    SITE = 4
    ALL = 5


Grants = dict[P, dict[Action, Scope]]
LETTERS = {"V": Action.VIEW, "C": Action.CREATE, "E": Action.EDIT, "A": Action.APPROVE, "X": Action.EXPORT}

# Posts whose view of aggregated figures and people is company-wide.
COMPANY = (P.DEPUTY_GM, P.SALES_DEPUTY_GM, P.GM, P.GM_OFFICE)
EVERYONE = tuple(P)


def _line(text: str) -> dict[Action, Scope]:
    """ "V site, EX all" -> {VIEW: SITE, EDIT: ALL, EXPORT: ALL}"""
    grants = {}
    for part in text.split(","):
        letters, scope = part.split()
        grants.update({LETTERS[letter]: Scope[scope.upper()] for letter in letters})
    return grants


def _table(*lines: tuple[P | tuple[P, ...], str]) -> Grants:
    """Later lines override earlier ones for the same post."""
    grants: Grants = {}
    for posts, text in lines:
        for post in posts if isinstance(posts, tuple) else (posts,):
            grants[post] = _line(text)
    return grants


MATRIX: dict[str, Grants] = {
    "people.site": _table(
        (EVERYONE, "V site"), (COMPANY, "V all"), (P.HR, "VCE all"), (P.SYSADMIN, "VCE all")
    ),
    "people.employee": _table(
        (P.AGENT, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER, P.PROJECT_MANAGER), "V team"),
        ((P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR, P.COMPLAINT_OFFICER), "V site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VEX site"),
        (COMPANY, "V all"),
        (P.HR, "VCEX all"),
        (P.SYSADMIN, "VCE all"),
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
    "audit.event": _table(
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"), ((P.GM_OFFICE, P.GM), "VX all"), (P.SYSADMIN, "V all")
    ),
    "telephony.call": _table(
        (P.AGENT, "V own"),
        ((P.GROUP_LEADER, P.SHIFT_LEADER), "V team"),
        ((P.QA_TRAINER, P.COMPLAINT_OFFICER), "V site"),
        (P.INFO_COORDINATOR, "VX site"),
        (P.DEPUTY_DIRECTOR, "V department"),
        ((P.DIRECTOR, P.CENTER_MANAGER), "VX site"),
        (COMPANY, "V all"),
    ),
    "telephony.import": _table(((P.INFO_COORDINATOR, P.DIRECTOR), "VCE site")),
    "measures.measure": _table((EVERYONE, "V all")),
    "reports.daily": _table(
        ((P.GROUP_LEADER, P.SHIFT_LEADER, P.QA_TRAINER, P.INFO_COORDINATOR, P.COORDINATOR), "VX site"),
        ((P.COMPLAINT_OFFICER, P.PROJECT_MANAGER, P.MARKET_MANAGER), "V site"),
        ((P.DIRECTOR, P.DEPUTY_DIRECTOR, P.CENTER_MANAGER), "VEX site"),
        (COMPANY, "VX all"),
    ),
}
