"""Telling people: one row for each event and recipient, written in the transaction of the event."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from callcenter.accounts.models import User
from callcenter.notifications import outbox
from callcenter.notifications.outbox import Notice

__all__ = ["Notice", "notify", "notify_many"]


def notify(
    kind_key: str,
    *,
    recipients: Iterable[User | int],
    subject: models.Model | None = None,
    figures: Mapping[str, Any] | None = None,
    key: str,
    site_id: int | None = None,
    url: str = "",
) -> int:
    """Tell `recipients` (log-ins or their ids) of one event; how many had not been told yet.

    `kind_key` is a declared kind; `key` names the event within its kind and is the promise that each person hears of
    it once: `f"{case.pk}:{rung}:{epoch}"`. `figures` fill the kind's sentence: text, numbers, aware moments, days,
    timedeltas, lazy sentences, objects with a name in each language. `site_id` and `url` default to the subject's
    own. It is in the bell as soon as the caller's transaction commits; e-mail and chat follow by preferences.
    Refuses to run outside a transaction, KeyError for a kind that no room declared.
    """
    return outbox.write([Notice(kind_key, key, recipients, subject, figures or {}, site_id, url)])


def notify_many(notices: Iterable[Notice]) -> int:
    """The same for many events in few statements; how many messages were new."""
    return outbox.write(notices)
