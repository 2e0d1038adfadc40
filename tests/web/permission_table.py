"""The pieces of the permission table: what a room's `permission_lines.py` is written with.

    # tests/people/permission_lines.py
    from tests.web.permission_table import ALL_POSTS, Line, posts

    def employee_args(world):            # called once the world below stands; makes what it needs
        return {"number": world.agent.number}

    LINES = [
        Line("people:employees", allowed=ALL_POSTS),                                  # GET, 200 for all, else 403
        Line("people:employee", employee_args, allowed=posts("shift_leader hr"), otherwise=404),
        Line("people:hire", method="post", data={}, allowed=posts("hr sysadmin"), success=422),
    ]
    OPEN = {"web:set_preference": "a choice of the visitor's own"}   # addresses that no line can test, each with its reason

Every address of the project needs a line (or an OPEN reason). A line is asked once for each of the twenty posts and once for
nobody, who must be sent to the log-in (302; `nobody=` says otherwise, such as 401 or 403 for the API).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Department, Employee, Site, Team

ALL_POSTS = frozenset(PostCode)


def posts(codes: str) -> frozenset[PostCode]:
    """The posts with these codes: posts("director hr")."""
    return frozenset(PostCode(code) for code in codes.split())


@dataclass
class World:
    """One site, one team and somebody of every post in it; `agent` is another agent of the same team."""

    site: Site
    department: Department
    team: Team
    agent: Employee
    users: dict[PostCode, User]
    extra: dict[str, Any] = field(default_factory=dict)  # what args makers want to share


@dataclass(frozen=True)
class Line:
    """One address and method: `allowed` posts get `success`, all others `otherwise`.

    `args(world)` gives the keyword arguments of the address; `data` what is posted or queried, or a function of world.
    `except_for` names posts with an answer of their own.
    """

    name: str
    args: Callable[[World], dict[str, Any]] = lambda world: {}
    method: str = "get"
    data: dict[str, Any] | Callable[[World], dict[str, Any]] = field(default_factory=dict)
    allowed: frozenset[PostCode] = ALL_POSTS
    success: int = 200
    otherwise: int = 403
    nobody: int = 302
    except_for: dict[PostCode, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def expected(self, post: PostCode) -> int:
        return self.except_for.get(post, self.success if post in self.allowed else self.otherwise)
