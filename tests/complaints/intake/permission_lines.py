"""Who may open the pages of intake. The form and the page of a customer are open; their address is the only secret."""

from typing import Any

from complaints.intake.links import services as links
from complaints.intake.links.models import StatusLink
from complaints.intake.mail.models import Became
from tests.complaints.factories import make_case
from tests.complaints.intake.factories import brought, letter, make_mailbox
from tests.factories import make_employee
from tests.web.permission_table import ALL_POSTS, Line, World, posts

SEE = posts("complaint_officer director center_manager")
SET_UP = posts("director center_manager")
SERVICE = posts("complaint_officer director center_manager")
OTHERS = ALL_POSTS - SEE


def the_site(world: World) -> dict[str, Any]:
    return {"site_code": world.site.code}


def _link(world: World) -> StatusLink:
    if "status_link" not in world.extra:
        case = make_case(world.site, owner=make_employee(site=world.site))
        world.extra["status_token"] = links.make(case, "the key of a form", language="en")
        world.extra["status_link"] = StatusLink.objects.get(case=case)
    found: StatusLink = world.extra["status_link"]
    return found


def token(world: World) -> dict[str, Any]:
    _link(world)
    return {"token": world.extra["status_token"]}


def link(world: World) -> dict[str, Any]:
    return {"pk": _link(world).pk}


def mailbox(world: World) -> dict[str, Any]:
    if "mailbox" not in world.extra:
        world.extra["mailbox"] = make_mailbox(world.site, port=1)
    return {"pk": world.extra["mailbox"].pk}


def key(world: World) -> dict[str, Any]:
    mailbox(world)
    return {"key": world.extra["mailbox"].key}


def message(world: World) -> dict[str, Any]:
    if "message" not in world.extra:
        mailbox(world)
        row = brought(world.extra["mailbox"], letter())
        row.state, row.handled_at = Became.IGNORED, row.received_at
        row.save()
        world.extra["message"] = row
    return {"pk": world.extra["message"].pk}


def public(name: str, args: Any, success: int, method: str = "get") -> Line:
    return Line(f"intake:{name}", args, method=method, success=success, nobody=success)


LINES = [
    public("web", the_site, 200),
    public("web", the_site, 422, "post"),
    public("status", token, 200),
    public("add_word", token, 422, "post"),
    public("withdraw", token, 422, "post"),
    public("inbound", key, 404, "post"),
    Line("intake:messages", allowed=SEE),
    Line("intake:letters", allowed=SEE),
    Line("intake:message", message, allowed=SEE, otherwise=404),
    Line("intake:raw", message, allowed=SEE, otherwise=404),
    Line("intake:take_up", message, method="post", allowed=SEE, success=302, otherwise=404),
    Line("intake:mailboxes", allowed=SEE),
    Line("intake:add_mailbox", allowed=SET_UP),
    Line("intake:add_mailbox", method="post", allowed=SET_UP, success=422),
    Line("intake:mailbox", mailbox, allowed=SEE, otherwise=404),
    Line("intake:mailbox", mailbox, method="post", allowed=SET_UP, success=422, otherwise=404,
         except_for=dict.fromkeys(SEE - SET_UP, 403)),
    Line("intake:test_mailbox", mailbox, method="post", allowed=SET_UP, success=302, otherwise=404,
         except_for=dict.fromkeys(SEE - SET_UP, 403)),
    Line("intake:renew_secret", mailbox, method="post", allowed=SET_UP, success=200, otherwise=404,
         except_for=dict.fromkeys(SEE - SET_UP, 403)),
    Line("intake:close_webhook", mailbox, method="post", allowed=SET_UP, success=302, otherwise=404,
         except_for=dict.fromkeys(SEE - SET_UP, 403)),
    Line("intake:revoke_link", link, method="post", allowed=SERVICE, success=302, otherwise=404,
         except_for=dict.fromkeys(posts("qa_trainer info_coordinator coordinator sales_deputy_gm deputy_gm gm gm_office"), 403)),
]  # fmt: skip
