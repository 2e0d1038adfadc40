"""Looking after deliveries that were given up."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit.services import record
from callcenter.notifications import access
from callcenter.notifications.delivery.models import Delivery, State
from callcenter.objections import Objection, RuleViolation


@transaction.atomic
def retry_delivery(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Let a delivery that was given up wait for a first attempt again, with the whole digest that it is of.

    Its e-mail keeps its Message-ID. Refused when it was not given up.
    """
    leader = delivery.leader_id or delivery.pk
    whole = Delivery.objects.select_for_update(of=("self",)).filter(Q(pk=leader) | Q(leader=leader))
    rows = {row.pk: row for row in whole.select_related("message").order_by("pk")}
    delivery = rows[delivery.pk]
    require(access.may_retry(actor, delivery))
    if delivery.state != State.DEAD:
        raise RuleViolation(Objection("notifications.not_given_up", {"state": delivery.get_state_display()}))
    dead = [row.pk for row in rows.values() if row.state == State.DEAD]
    Delivery.objects.filter(pk__in=dead).update(
        state=State.WAITING, attempt=0, due_at=timezone.now(), ended_at=None, error=""
    )
    record(
        actor,
        "notifications.delivery.retried",
        delivery,
        before={"attempts": delivery.attempt, "why": delivery.why},
        site_id=delivery.message.site_id,
    )
    delivery.refresh_from_db()
    return delivery
