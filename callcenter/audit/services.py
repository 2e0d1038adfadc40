"""The one way to write the trail."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from callcenter.access.permissions import Actor
from callcenter.accounts.models import User
from callcenter.audit.models import Event


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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit.record({verb!r}) must run in the transaction of the change")
    if site_id is None and subject is not None:
        site_id = getattr(subject, "site_id", None)
    return Event.objects.create(
        actor=actor if isinstance(actor, User) else None,
        verb=verb,
        subject_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        subject_id=subject.pk if subject is not None else None,
        subject_label=str(subject)[:200] if subject is not None else "",
        site_id=site_id,
        before=before,
        after=after,
        reason=reason,
    )
