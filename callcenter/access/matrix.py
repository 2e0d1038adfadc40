"""The permission matrix of domain §3.2, as data in one place: subject, post, action, scope."""

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
MATRIX: dict[str, Grants] = {}
