"""Who may open the pages of requests, and who decides: the reporting line, whatever the post."""

from typing import Any

from callcenter.access.posts import PostCode
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.people.models import ReportingLine
from tests.factories import make_employee
from tests.web.permission_table import ALL_POSTS, Line, World, posts

# Who sees a request of an agent of the team: those who lead or look after the team, the site or the company.
SEE = posts(
    "group_leader shift_leader project_manager deputy_director director center_manager"
    " deputy_gm sales_deputy_gm gm gm_office hr sysadmin"
)


def asked(world: World) -> dict[str, Any]:
    """A report of the world's agent, which waits for a director who is nobody of the table."""
    if "request" not in world.extra:
        if not world.agent.reportinglines.exists():
            above = make_employee(PostCode.DIRECTOR, site=world.site)
            period = world.agent.postholdings.get(is_primary=True).period
            ReportingLine.objects.create(employee=world.agent, superior=above, period=period)
        report = Report("Line down", "No calls since 9:40")
        world.extra["request"] = escalate(report, author=world.agent, actor=None)
    return {"pk": world.extra["request"].pk}


def decides(name: str, data: dict[str, Any], *, success: int) -> Line:
    return Line(
        f"approvals:{name}", asked, method="post", data=data, allowed=SEE, success=success, otherwise=404
    )


def over_api(name: str, data: dict[str, Any], *, success: int = 409) -> Line:
    return Line(
        f"api:approvals-requests-{name}",
        asked,
        method="post",
        data=data,
        allowed=SEE,
        success=success,
        otherwise=404,
        nobody=401,
    )


LINES = [
    Line("approvals:inbox"),
    Line("approvals:mine"),
    Line("approvals:requests"),
    Line("approvals:approve-chosen", method="post", success=302),
    Line("approvals:request", asked, allowed=SEE, otherwise=404),
    decides("decide", {"act": "approve"}, success=422),
    decides("withdraw", {}, success=403),
    decides("send-again", {}, success=403),
    Line("approvals:tell", asked, method="post", success=404, allowed=ALL_POSTS),
    Line("approvals:escalate"),
    Line("approvals:escalate", method="post", success=422),
    Line("approvals:correct-escalation", lambda world: {"pk": 0}, success=404),
    Line("api:approvals-requests-list", nobody=401),
    Line("api:approvals-requests-detail", asked, allowed=SEE, otherwise=404, nobody=401),
    over_api("approve", {}),
    over_api("reject", {"comment": "no"}),
    over_api("give-back", {"comment": "no"}),
    over_api("recuse", {"comment": "no"}),
    over_api("withdraw", {}, success=403),
    over_api("tell", {}, success=400),
    Line("api:approvals-escalations-list", nobody=401),
    Line("api:approvals-escalations-list", method="post", success=400, nobody=401),
    Line("api:approvals-escalations-detail", asked, allowed=SEE, otherwise=404, nobody=401),
]
