"""Who may open the pages of people and permissions, and who may change what."""

import datetime
from typing import Any

from callcenter.access.posts import PostCode
from callcenter.people.delegations.services import name_deputy
from callcenter.people.employees import changes
from tests.factories import HIRED_ON, make_employee, make_post
from tests.web.permission_table import ALL_POSTS, Line, World, posts

EDITORS = posts("hr sysadmin")
ONLY_THEMSELVES = posts("agent dept_handler market_manager info_admin")
SEE_OTHERS = ALL_POSTS - ONLY_THEMSELVES
COMPANY_WIDE = posts("deputy_gm sales_deputy_gm gm gm_office hr sysadmin")
SEE_PERMISSIONS = posts("director center_manager") | COMPANY_WIDE
EXPORTERS = posts("hr director center_manager")
DEPUTIES_SEEN = dict.fromkeys(
    posts("director center_manager deputy_gm sales_deputy_gm gm gm_office"), 403
)  # in sight, not to be ended
NOT_FOUND = dict.fromkeys(ONLY_THEMSELVES, 404)


def agent(world: World) -> dict[str, Any]:
    return {"number": world.agent.number}


def kind(world: World) -> dict[str, Any]:
    return agent(world) | {"kind": "team"}


def first_team(world: World) -> dict[str, Any]:
    return kind(world) | {"start": HIRED_ON}


def role(world: World) -> dict[str, Any]:
    today = world.site.today()
    held = changes.add_role(world.agent, make_post(PostCode.COORDINATOR), start=today, actor=None)
    return agent(world) | {"pk": held.pk}


def only_role(world: World) -> dict[str, Any]:
    return {"pk": role(world)["pk"]}


def deputy(world: World) -> dict[str, Any]:
    """A delegation between two who are nobody of the table."""
    today = world.site.today()
    absent, stands_in = (make_employee(site=world.site) for _ in range(2))
    named = name_deputy(absent, stands_in, start=today, end=today + datetime.timedelta(days=2), actor=None)
    return {"pk": named.pk}


def site(world: World) -> dict[str, Any]:
    return {"code": world.site.code}


def department(world: World) -> dict[str, Any]:
    return {"pk": world.department.pk}


def team(world: World) -> dict[str, Any]:
    return {"pk": world.team.pk}


def edits(name: str, args: Any, *, method: str = "get", success: int = 200) -> Line:
    """A page of a person for editors: 403 for who sees the person, 404 for who does not."""
    return Line(f"people:{name}", args, method=method, allowed=EDITORS, success=success, except_for=NOT_FOUND)


def shapes(name: str, args: Any = lambda world: {}, **options: Any) -> Line:
    """A page of the organisation for who may shape it."""
    return Line(f"people:{name}", args, allowed=EDITORS, **options)


def reads(noun: str, args: Any = None) -> list[Line]:
    """An API of the organisation: everybody reads their own site's."""
    shown = [Line(f"api:people-{noun}-list", nobody=401)]
    return [*shown, Line(f"api:people-{noun}-detail", args, nobody=401)] if args else shown


def of_record(name: str, *, method: str = "get", allowed: Any = SEE_OTHERS, success: int = 200) -> Line:
    """An API of a person's record: 404 for who does not see the person, 403 for who may not do it."""
    return Line(
        f"api:people-employees-{name}",
        agent,
        method=method,
        allowed=allowed,
        success=success,
        except_for=NOT_FOUND,
        nobody=401,
    )


def asks(name: str, success: int = 400) -> Line:
    """A use case of the API, asked without what it needs: its form answers everybody who sees the person."""
    return Line(
        f"api:people-employees-{name}",
        agent,
        method="post",
        allowed=ALL_POSTS,
        success=success,
        nobody=401,
    )


LINES = [
    Line("people:me"),
    Line("people:switch_site", method="post", success=404),
    Line("people:employees", allowed=SEE_OTHERS, otherwise=302),
    Line("people:reporting-line", allowed=SEE_OTHERS, otherwise=404),
    Line("people:employee", agent, allowed=SEE_OTHERS, otherwise=404),
    Line("people:hire", allowed=EDITORS),
    Line("people:hire", method="post", allowed=EDITORS, success=422),
    Line("people:employees-workbook", allowed=EXPORTERS),
    edits("edit", agent),
    edits("edit", agent, method="post", success=422),
    edits("rehire", agent),
    edits("rehire", agent, method="post", success=422),
    edits("leave", agent),
    edits("call-off-leave", agent, method="post", success=422),
    edits("change", kind),
    edits("change", kind, method="post", success=422),
    edits("undo", first_team, method="post", success=422),
    edits("correct", first_team),
    edits("add-role", agent),
    edits("end-role", role),
    edits("login", lambda world: agent(world) | {"act": "close"}, method="post", success=302),
    Line("people:permissions", allowed=SEE_PERMISSIONS),
    Line("people:person-permissions", agent, allowed=SEE_PERMISSIONS),
    Line("people:offboarding", allowed=EDITORS),
    edits("offboarding-of", agent),
    edits("offboarding-of", agent, method="post", success=422),
    Line("people:delegations"),
    Line("people:name-deputy"),
    Line("people:name-deputy", method="post", success=422),
    Line("people:delegation-end", deputy, allowed=EDITORS, except_for=DEPUTIES_SEEN, otherwise=404),
    Line("people:roles", allowed=SEE_OTHERS, otherwise=404),
    Line("api:people-delegations-list", nobody=401),
    Line("api:people-delegations-list", method="post", success=400, nobody=401),
    Line(
        "api:people-delegations-detail",
        deputy,
        allowed=EDITORS | DEPUTIES_SEEN.keys(),
        otherwise=404,
        nobody=401,
    ),
    Line(
        "api:people-delegations-end",
        deputy,
        method="post",
        allowed=EDITORS | DEPUTIES_SEEN.keys(),
        success=400,
        otherwise=404,
        nobody=401,
    ),
    Line("api:people-roles-list", nobody=401),
    Line("api:people-roles-list", method="post", success=400, nobody=401),
    Line("api:people-roles-detail", only_role, allowed=SEE_OTHERS, otherwise=404, nobody=401),
    Line(
        "api:people-roles-end",
        only_role,
        method="post",
        allowed=SEE_OTHERS,
        success=400,
        otherwise=404,
        nobody=401,
    ),
    Line("people:organisation"),
    Line("people:sites"),
    Line("people:posts"),
    Line("people:site", site),
    shapes("company"),
    shapes("post", lambda world: {"code": "agent"}),
    shapes("add-site"),
    shapes("edit-site", site),
    shapes("add-department", site),
    shapes("edit-department", department),
    shapes("add-team", department),
    shapes("edit-team", team),
    shapes("edit-team", team, method="post", success=422),
    Line("access:matrix", allowed=SEE_PERMISSIONS),
    Line("access:matrix-workbook", allowed=SEE_PERMISSIONS),
    *reads("employees"),
    Line("api:people-employees-detail", agent, allowed=SEE_OTHERS, otherwise=404, nobody=401),
    *reads("sites", site),
    *reads("departments", department),
    *reads("teams", team),
    *reads("posts", lambda world: {"code": "agent"}),
    Line("api:people-employees-workbook", allowed=EXPORTERS, nobody=401),
    of_record("history"),
    of_record("attachments"),
    of_record("attachments", method="post", success=400),
    of_record("undo-change", method="post", success=400),
    of_record("correct-history", method="post", success=400),
    of_record("call-off-leave", method="post", allowed=EDITORS, success=409),
    Line("api:people-employees-permissions", agent, allowed=SEE_PERMISSIONS, nobody=401),
    Line("api:access-permissions-list", allowed=SEE_PERMISSIONS, nobody=401),
    Line("api:people-company-list", nobody=401),
    Line("api:people-company-rename", method="post", data={"name": "Center"}, allowed=EDITORS, nobody=401),
    *(asks(name) for name in ("transfer", "change-superior", "change-post", "leave", "rehire")),
]
