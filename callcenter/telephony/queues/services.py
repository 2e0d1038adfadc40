"""Giving a queue a name that people know."""

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.telephony import access
from callcenter.telephony.facts.models import Queue


@transaction.atomic
def rename_queue(queue: Queue, *, actor: Actor, name: str, name_zh: str = "") -> Queue:
    """Its names in both languages; the code on the switch stays."""
    queue = Queue.objects.select_for_update(of=("self",)).get(pk=queue.pk)
    require(access.may_name(actor, queue.site_id))
    before = {"name": queue.name, "name_zh": queue.name_zh}
    after = {"name": name.strip() or queue.code, "name_zh": name_zh.strip()}
    if after == before:
        return queue
    queue.name, queue.name_zh = after["name"], after["name_zh"]
    queue.save(update_fields=["name", "name_zh"])
    audit.record(actor, "telephony.queue.renamed", queue, before=before, after=after)
    return queue
