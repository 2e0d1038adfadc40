"""Who sees and manages API clients; the token endpoint is for programs."""

from typing import Any

from callcenter.access.posts import PostCode
from callcenter.integrations.clients.models import Client
from callcenter.telephony.facts.models import CallType, Queue
from tests.factories import make_post
from tests.integrations.client_factories import make_client
from tests.web.permission_table import ALL_POSTS, Line, World, posts

SEE = posts("director center_manager sysadmin")
MANAGE = posts("sysadmin")


def client(world: World) -> dict[str, Any]:
    """A client of the world's site, in use."""
    found = Client.objects.filter(sites=world.site).first() or make_client(site=world.site)[0]
    Client.objects.filter(pk=found.pk).update(is_active=True)
    return {"client_id": found.client_id}


def disabled(world: World) -> dict[str, Any]:
    """The same, out of use."""
    found = client(world)
    Client.objects.filter(client_id=found["client_id"]).update(is_active=False)
    return found


IMPORTERS = posts("info_coordinator director")

CLERKS = posts("hr sysadmin")


def named(model: type[Queue] | type[CallType]) -> Any:
    """A code of the world's site that nobody has named."""

    def args(world: World) -> dict[str, Any]:
        return {
            "pk": model.objects.get_or_create(site=world.site, code="to-name", defaults={"name": "x"})[0].pk
        }

    return args


def role(world: World) -> dict[str, Any]:
    make_post(PostCode.AGENT)
    return {"code": "agent"}


LINES = [
    *(
        Line(f"api:people-{noun}-list", method="post", allowed=ALL_POSTS, success=400, nobody=401)
        for noun in ("sites", "departments", "teams")
    ),
    Line(
        "api:people-sites-change",
        lambda world: {"code": world.site.code},
        method="post",
        success=400,
        nobody=401,
    ),
    Line(
        "api:people-departments-change",
        lambda world: {"pk": world.department.pk},
        method="post",
        success=400,
        nobody=401,
    ),
    Line(
        "api:people-teams-change", lambda world: {"pk": world.team.pk}, method="post", success=400, nobody=401
    ),
    Line(
        "api:people-posts-give-title",
        role,
        method="post",
        data={"name": "Agent", "rank": 1},
        allowed=CLERKS,
        nobody=401,
    ),
    *(
        Line(
            f"api:telephony-{noun}-rename",
            named(model),
            method="post",
            data={"name": "Sales"},
            allowed=IMPORTERS,
            nobody=401,
        )
        for noun, model in (("queue", Queue), ("call-type", CallType))
    ),
    Line("api:measures-measure-list", nobody=401),
    Line("api:measures-measure-detail", lambda world: {"key": "telephony.service_level"}, nobody=401),
    *(
        Line(f"api:telephony-{noun}-load", method="post", allowed=IMPORTERS, success=400, nobody=401)
        for noun in ("call", "queue-interval", "agent-interval")
    ),
    Line("integrations:clients", allowed=SEE),
    Line("integrations:client", client, allowed=SEE, otherwise=404),
    Line("integrations:client-new", allowed=MANAGE),
    Line("integrations:client-new", method="post", allowed=MANAGE, success=422),
    Line(
        "integrations:client-edit",
        client,
        allowed=MANAGE,
        otherwise=404,
        except_for=dict.fromkeys(SEE - MANAGE, 403),
    ),
    Line(
        "integrations:client-rotate",
        client,
        method="post",
        allowed=MANAGE,
        otherwise=404,
        except_for=dict.fromkeys(SEE - MANAGE, 403),
    ),
    Line(
        "integrations:client-disable",
        client,
        method="post",
        data={"reason": "Over"},
        allowed=MANAGE,
        success=302,
        otherwise=404,
        except_for=dict.fromkeys(SEE - MANAGE, 403),
    ),
    Line(
        "integrations:client-enable",
        disabled,
        method="post",
        allowed=MANAGE,
        success=302,
        otherwise=404,
        except_for=dict.fromkeys(SEE - MANAGE, 403),
    ),
    Line("oauth:token", method="post", allowed=ALL_POSTS, success=400, nobody=400),
    Line("oauth:revoke", method="post", allowed=ALL_POSTS, success=400, nobody=400),
]
