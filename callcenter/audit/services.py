"""The one way to write the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from callcenter.access.permissions import Actor, user_of
from callcenter.audit import listeners
from callcenter.audit.labels import kept_label
from callcenter.audit.models import Event


@dataclass(frozen=True)
class Entry:
    """One act of many that are written at once; the fields are those of `record`."""

    verb: str
    subject: models.Model | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""
    site_id: int | None = None


def record(
    actor: Actor,
    verb: str,
    subject: models.Model | None = None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    site_id: int | None = None,
) -> Event:
    """Write that `actor` (None: the system) did `verb` (app.noun.past_participle) to `subject`.

    Refuses to run outside a transaction: the act and its record stand or fall together.
    """
    event = _event(actor, Entry(verb, subject, before, after, reason, site_id))
    event.save(force_insert=True)
    listeners.tell([event])
    return event


def record_many(actor: Actor, entries: Iterable[Entry]) -> int:
    """The same for many acts, in few statements; how many were written."""
    events = Event.objects.bulk_create([_event(actor, entry) for entry in entries], batch_size=1000)
    listeners.tell(events)
    return len(events)


def _event(actor: Actor, entry: Entry) -> Event:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit.record({entry.verb!r}) must run in the transaction of the change")
    subject, site_id = entry.subject, entry.site_id
    if site_id is None and subject is not None:
        site_id = getattr(subject, "site_id", None)
    return Event(
        actor=user_of(actor),
        verb=entry.verb,
        subject_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        subject_id=subject.pk if subject is not None else None,
        subject_label=kept_label(subject) if subject is not None else "",
        site_id=site_id,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
    )
