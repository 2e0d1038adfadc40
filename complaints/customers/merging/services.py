"""Merging two records of one customer, and taking it back.

Nothing that points at the record that goes is moved: rooms above show what belongs to `record_ids`. So a merge is undone
by letting go of the pointer and emptying what was filled.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from complaints.customers import access, rules
from complaints.customers.dossier import Customer
from complaints.customers.facts import FIELDS
from complaints.customers.finding import key_at
from complaints.customers.merging.models import Merge
from complaints.customers.services import words_of

ITS_OWN = frozenset({"kind", "name", "customer_class", "special_class"})  # of the record that stays
FILLED = (*(name for name in FIELDS if name not in ITS_OWN), "is_key")


@transaction.atomic
def merge(kept: Customer, gone: Customer, *, reason: str, actor: Actor) -> Merge:
    """`gone` becomes a second record of `kept`: what `kept` lacks is filled from it, its history shows with it."""
    kept, gone = _both(kept.pk, gone.pk)
    require(access.may_merge(actor, kept, gone))
    found = rules.reason_objections(reason)
    if kept.pk == gone.pk:
        found.append(Objection("customers.same_record", {}, "other"))
    if kept.site_id != gone.site_id:
        found.append(Objection("customers.merge_sites", {}, "other"))
    for one in (kept, gone):
        if one.merged_into_id is not None:
            found.append(Objection("customers.merge_standing", {"number": one.number}, "other"))
    if found:
        raise RuleViolation(found)
    filled = [name for name in FILLED if not getattr(kept, name) and getattr(gone, name)]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    brought = list(Customer.objects.filter(merged_into=gone).values_list("pk", flat=True))
    Customer.objects.filter(pk__in=[gone.pk, *brought]).update(merged_into=kept)
    made = Merge.objects.create(
        kept=kept, gone=gone, reason=reason.strip(), filled=filled, brought=brought, merged_by=user_of(actor)
    )
    _save(kept, filled)
    after = {"merged": gone.number, "filled": filled}
    audit.record(actor, "customers.customer.merged", kept, after=after, reason=made.reason)
    return made


@transaction.atomic
def unmerge(row: Merge, *, reason: str, actor: Actor) -> Merge:
    """They are two after all: the record stands by itself again, with those that it had brought."""
    kept, gone = _both(row.kept_id, row.gone_id)
    row = Merge.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(access.may_merge(actor, kept, gone))
    found = rules.reason_objections(reason)
    if row.undone_at is not None:
        found.append(Objection("customers.merge_undone"))
    elif gone.merged_into_id != kept.pk:
        found.append(Objection("customers.merge_later"))
    if found:
        raise RuleViolation(found)
    filled = [name for name in row.filled if getattr(kept, name) == getattr(gone, name)]
    for name in filled:
        setattr(kept, name, Customer._meta.get_field(name).get_default())  # type: ignore[union-attr]
    Customer.objects.filter(pk=gone.pk).update(merged_into=None)
    Customer.objects.filter(pk__in=row.brought, merged_into=kept).update(merged_into=gone)
    row.undone_at, row.undone_by, row.undo_reason = timezone.now(), user_of(actor), reason.strip()
    row.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _save(kept, filled)
    after: dict[str, Any] = {"merged": gone.number, "emptied": filled}
    audit.record(actor, "customers.customer.unmerged", kept, before=after, reason=row.undo_reason)
    return row


def record_ids(customer: Customer) -> list[int]:
    """The record and those that were merged into it: whose history is this customer's."""
    return [customer.pk, *customer.merged.order_by("pk").values_list("pk", flat=True)]


def _both(kept: int, gone: int) -> tuple[Customer, Customer]:
    """Both, locked in one order so that two merges never wait for each other."""
    rows = Customer.objects.select_for_update(of=("self",)).select_related("site")
    found = {one.pk: one for one in rows.filter(pk__in={kept, gone}).order_by("pk")}
    return found[kept], found[gone]


def _save(kept: Customer, names: list[str]) -> None:
    kept.phone_key = key_at(kept.site, kept.phone)
    kept.found_by = words_of(kept)
    kept.version, kept.changed_at = kept.version + 1, timezone.now()
    kept.save(update_fields=[*names, "phone_key", "found_by", "version", "changed_at"])
