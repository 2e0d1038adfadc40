"""Giving what the switch reports by code a name that people know: queues and call types."""

from typing import TypeVar

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.people.versions import Values, require_unchanged
from callcenter.telephony import access
from callcenter.telephony.facts.models import CallType, Queue

Named = TypeVar("Named", Queue, CallType)


@transaction.atomic
def rename_queue(
    queue: Queue, *, actor: Actor, name: str, name_zh: str = "", expected: Values | None = None
) -> Queue:
    """Its names in both languages; the code on the switch stays. No name: the code again.
    `expected`: what the editor saw; refused when it no longer stands.
    """
    queue, before, after = _named(queue, actor, name, name_zh, expected)
    if after != before:
        audit.record(actor, "telephony.queue.renamed", queue, before=before, after=after)
    return queue


@transaction.atomic
def name_call_type(
    call_type: CallType, *, actor: Actor, name: str, name_zh: str = "", expected: Values | None = None
) -> CallType:
    """The same for a call type; every call keeps the code."""
    call_type, before, after = _named(call_type, actor, name, name_zh, expected)
    if after != before:
        audit.record(actor, "telephony.call_type.named", call_type, before=before, after=after)
    return call_type


def _named(
    row: Named, actor: Actor, name: str, name_zh: str, expected: Values | None
) -> tuple[Named, dict[str, str], dict[str, str]]:
    """The row with its new names, what they were and what they are."""
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(access.may_name(actor, row.site_id))
    require_unchanged(row, expected)
    before = {"name": row.name, "name_zh": row.name_zh}
    after = {"name": name.strip() or row.code, "name_zh": name_zh.strip()}
    if after != before:
        row.name, row.name_zh = after["name"], after["name_zh"]
        row.save(update_fields=["name", "name_zh"])
    return row, before, after
