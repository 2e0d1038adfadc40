"""May this user do that, and on which rows? Answers come from the matrix and the user's position."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from callcenter.access.matrix import MATRIX, Action, Scope
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User

Actor = User | AnonymousUser | None


@dataclass(frozen=True)
class Position:
    """Where a user stands today: posts held, and the teams, departments and sites that their scopes reach.

    `today` is the day at the employee's site; None without an employee. `stands_in_for`: absent employees whose deputy
    the user is today. `grants` stand in the place of posts for those
    who hold none: API clients, with what their scopes allow at their sites.
    """

    employee_id: int | None = None
    posts: frozenset[PostCode] = frozenset()
    team_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    site_ids: frozenset[int] = frozenset()
    today: datetime.date | None = None
    stands_in_for: frozenset[int] = frozenset()
    grants: Mapping[str, Mapping[Action, Scope]] | None = None


_position_of: Callable[[User], Position] = lambda user: Position()  # noqa: E731
_client_position_of: Callable[[User], Position] = lambda user: Position()  # noqa: E731


def provide_positions(position_of: Callable[[User], Position]) -> None:
    """Called once by people at start: access sits below people and cannot import it."""
    global _position_of
    _position_of = position_of


def provide_client_positions(position_of: Callable[[User], Position]) -> None:
    """Called once by integrations at start: where a log-in stands that belongs to no employee."""
    global _client_position_of
    _client_position_of = position_of


def stand(user: User, where: Position) -> None:
    """Say where this user object stands: a request by token stands on the token's scopes, not on all of its client's."""
    user.__dict__["_position"] = where


def user_of(actor: Actor) -> User | None:
    """Who did it, as rows keep it; None for the system itself."""
    return actor if isinstance(actor, User) else None


def position(user: Actor) -> Position:
    """The user's position, read once per user object (one request)."""
    if user is None or not isinstance(user, User) or not user.is_active:
        return Position()
    found = user.__dict__.get("_position")
    if found is None:
        found = _position_of(user)
        if found.employee_id is None and not found.posts:
            found = _client_position_of(user)
        stand(user, found)
    return found


def scope(user: Actor, action: Action, subject: str) -> Scope:
    """The widest scope that any of the user's posts grants for `action` on `subject` (such as "people.employee")."""
    grants, where = MATRIX[subject], position(user)
    if where.grants is not None:
        return where.grants.get(subject, {}).get(action, Scope.NONE)
    return max((grants.get(post, {}).get(action, Scope.NONE) for post in where.posts), default=Scope.NONE)


def may(user: Actor, action: Action, subject: str) -> bool:
    """Whether the user may do `action` on at least some rows of `subject`."""
    return scope(user, action, subject) > Scope.NONE


def require(allowed: bool, message: str = "") -> None:
    """Refuse with 403 unless allowed."""
    if not allowed:
        raise PermissionDenied(message)


def rows(
    user: Actor,
    subject: str,
    *,
    own: Q | str,
    team: str = "",
    department: str = "",
    site: str = "",
    action: Action = Action.VIEW,
) -> Q:
    """The condition that keeps the rows of `subject` that the user may `action`.

    `own`, `team`, `department`, `site` are the field paths (ending in an id) that lead from the row to the
    employee, team, department and site it belongs to. A level without a path falls back to the next narrower one.
    """
    where = position(user)
    reach = scope(user, action, subject)
    nothing = Q(pk__in=[])
    if reach is Scope.ALL:
        return ~nothing  # an empty Q() would vanish in `rows(…) | Q(…)` and leave the other half alone
    if reach is Scope.SITE and site:
        return Q(**{f"{site}__in": where.site_ids})
    if reach >= Scope.DEPARTMENT and department:
        return Q(**{f"{department}__in": where.department_ids})
    if reach >= Scope.TEAM and team:
        return Q(**{f"{team}__in": where.team_ids})
    if reach >= Scope.OWN:
        return own if isinstance(own, Q) else Q(**{own: where.employee_id}) if where.employee_id else nothing
    return nothing
