"""How the matrix is written: letters for actions, words for scopes."""

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

EVERYONE = tuple(P)


def line(text: str) -> dict[Action, Scope]:
    """ "V site, EX all" -> {VIEW: SITE, EDIT: ALL, EXPORT: ALL}; "" grants nothing."""
    grants = {}
    for part in text.split(",") if text else ():
        letters, scope = part.split()
        grants.update({LETTERS[letter]: Scope[scope.upper()] for letter in letters})
    return grants


def table(*lines: tuple[P | tuple[P, ...], str]) -> Grants:
    """Later lines override earlier ones for the same post."""
    grants: Grants = {}
    for posts, text in lines:
        for post in posts if isinstance(posts, tuple) else (posts,):
            grants[post] = line(text)
    return grants
