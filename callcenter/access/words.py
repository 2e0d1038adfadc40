"""The matrix as people read it: what a post may do with a subject, how far, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from callcenter.access.grants import Action, Scope
from callcenter.access.matrix import MATRIX
from callcenter.access.planned import PLANNED
from callcenter.access.posts import PostCode
from callcenter.access.subjects import DUTIES, Subject, subject_of

ACTIONS: dict[Action, str | Promise] = {
    Action.VIEW: _("View"),
    Action.CREATE: _("Create"),
    Action.EDIT: _("Edit"),
    Action.APPROVE: _("Approve"),
    Action.EXPORT: _("Export"),
}
SCOPES: dict[Scope, str | Promise] = {
    Scope.OWN: _("own"),
    Scope.TEAM: _("team"),
    Scope.DEPARTMENT: _("department"),
    Scope.SITE: _("site"),
    Scope.ALL: _("all"),
}


@dataclass(frozen=True)
class Grant:
    """Actions with one scope: "View, edit" across the "site"."""

    actions: tuple[Action, ...]
    scope: Scope

    @property
    def actions_words(self) -> str:
        return ", ".join(str(ACTIONS[action]) for action in self.actions)

    @property
    def scope_words(self) -> str:
        return str(SCOPES[self.scope])

    def __str__(self) -> str:
        return f"{self.actions_words} · {self.scope_words}"


@dataclass(frozen=True)
class Line:
    """One subject: its words, whether its room stands, and a cell per post."""

    key: str
    subject: Subject
    is_planned: bool
    cells: list[tuple[PostCode, list[Grant]]]


def grants(subject: str, post: PostCode) -> list[Grant]:
    """What the post may do with the subject, one grant per scope, the widest first."""
    by_scope: dict[Scope, list[Action]] = {}
    for action, scope in MATRIX[subject].get(post, {}).items():
        by_scope.setdefault(scope, []).append(action)
    return [Grant(tuple(actions), scope) for scope, actions in sorted(by_scope.items(), reverse=True)]


def lines(*, posts: Iterable[PostCode] = PostCode, subject: str = "") -> list[Line]:
    """The matrix, what stands first; without the subjects that none of the posts may touch."""
    chosen = list(posts)
    found = [
        Line(key, subject_of(key), key in PLANNED, [(post, grants(key, post)) for post in chosen])
        for key in MATRIX
        if subject in ("", key)
    ]
    return [line for line in found if any(cell for _post, cell in line.cells) or subject]


def why(subject: str, post: PostCode) -> str | Promise:
    """Where the grant comes from: the subject's sentences and the post's duties, and that the cut is ours."""
    parts = [part for part in (subject_of(subject).basis, DUTIES.get(post, "")) if part]
    if not parts:
        return _("our default")
    return format_lazy(_("our default, derived from {ids}"), ids="; ".join(parts))
