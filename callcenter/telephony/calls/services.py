"""Unmasking a customer's number: with a reason, and on record."""

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.telephony import access
from callcenter.telephony.facts.models import Call

SHORTEST_REASON = 5  # characters


@transaction.atomic
def reveal_customer(call: Call, *, actor: Actor, reason: str) -> str:
    """The customer's number in full. Who, when, which call and why go on record before it is shown."""
    require(access.may_reveal(actor, call.site_id))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise RuleViolation(Objection("telephony.reveal_reason", field="reason"))
    audit.record(actor, "telephony.customer_number.revealed", call, reason=reason)
    return call.customer_ref
