"""Who looks after webhooks, and who may only see them."""

from typing import Any

from django.utils import timezone

from callcenter.integrations.webhooks.models import Delivery, Endpoint, Off, State
from tests.integrations.webhooks.factories import make_delivery, make_endpoint
from tests.web.permission_table import Line, World, posts

EDIT = posts("director center_manager sysadmin")
SEE = EDIT | posts("info_coordinator")
READERS = dict.fromkeys(SEE - EDIT, 403)


def endpoint(world: World) -> dict[str, Any]:
    """A webhook of the world's site that is on."""
    found = Endpoint.objects.filter(site=world.site, removed_at=None).first() or make_endpoint(world.site)
    Endpoint.objects.filter(pk=found.pk).update(off="", off_at=None)
    return {"pk": found.pk}


def off(world: World) -> dict[str, Any]:
    """The same, switched off."""
    found = endpoint(world)
    Endpoint.objects.filter(**found).update(off=Off.PERSON, off_at=timezone.now())
    return found


def ended(world: World) -> dict[str, Any]:
    """A delivery that was given up."""
    made = make_delivery(Endpoint.objects.get(**endpoint(world)))
    Delivery.objects.filter(pk=made.pk).update(state=State.DEAD, ended_at=timezone.now())
    return {"message_id": made.message_id}


def act(name: str, args: Any, *, success: int = 302) -> Line:
    """Something done to a webhook: who only sees it may not."""
    return Line(
        f"integrations:{name}",
        args,
        method="post",
        allowed=EDIT,
        success=success,
        otherwise=404,
        except_for=READERS,
    )


def call(name: str, args: Any, *, method: str = "post", success: int = 200) -> Line:
    """The same by API."""
    return Line(f"api:integrations-{name}", args, method=method, allowed=EDIT, success=success, nobody=401)


LINES = [
    Line("integrations:webhooks", allowed=SEE),
    Line("integrations:webhook_new", allowed=EDIT),
    Line("integrations:webhook_new", method="post", allowed=EDIT, success=422),
    Line("integrations:webhook", endpoint, allowed=SEE, otherwise=404),
    Line("integrations:webhook_edit", endpoint, allowed=EDIT, otherwise=404, except_for=READERS),
    act("webhook_edit", endpoint, success=422),
    act("webhook_secret", endpoint, success=200),
    act("webhook_off", endpoint),
    act("webhook_on", off),
    act("webhook_test", endpoint),
    act("webhook_remove", endpoint),
    Line("integrations:deliveries", allowed=SEE),
    Line("integrations:delivery", ended, allowed=SEE, otherwise=404),
    act("redeliver", ended),
    Line(
        "integrations:redeliver_many",
        method="post",
        allowed=SEE,
        success=422,
    ),
    Line("api:integrations-webhooks-list", allowed=SEE, nobody=401),
    Line("api:integrations-webhooks-list", method="post", allowed=SEE, success=400, nobody=401),
    Line("api:integrations-webhooks-detail", endpoint, allowed=SEE, nobody=401),
    Line("api:integrations-webhooks-events", allowed=SEE, nobody=401),
    call("webhooks-detail", endpoint, method="delete", success=204),
    call("webhooks-rotate", endpoint),
    call("webhooks-switch-off", endpoint),
    call("webhooks-switch-on", off),
    call("webhooks-test", endpoint, success=201),
    Line("api:integrations-webhook-deliveries-list", allowed=SEE, nobody=401),
    Line("api:integrations-webhook-deliveries-detail", ended, allowed=SEE, nobody=401),
    call("webhook-deliveries-redeliver", ended),
]
