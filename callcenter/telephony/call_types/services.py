"""Giving a call type a name that people know."""

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.telephony import access
from callcenter.telephony.facts.models import CallType


@transaction.atomic
def name_call_type(call_type: CallType, *, actor: Actor, name: str, name_zh: str = "") -> CallType:
    """Its names in both languages; the code on the switch stays, and with it every call. No name: the code again."""
    call_type = CallType.objects.select_for_update(of=("self",)).get(pk=call_type.pk)
    require(access.may_name(actor, call_type.site_id))
    before = {"name": call_type.name, "name_zh": call_type.name_zh}
    after = {"name": name.strip() or call_type.code, "name_zh": name_zh.strip()}
    if after == before:
        return call_type
    call_type.name, call_type.name_zh = after["name"], after["name_zh"]
    call_type.save(update_fields=["name", "name_zh"])
    audit.record(actor, "telephony.call_type.named", call_type, before=before, after=after)
    return call_type
