"""Writing messages: set-based, in the caller's transaction, once for each event and recipient."""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from celery import current_app
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from callcenter.accounts.models import User
from callcenter.notifications import kinds
from callcenter.notifications.chat import selectors as chat
from callcenter.notifications.figures import packed

log = logging.getLogger(__name__)

DRAIN_TASK = "callcenter.notifications.tasks.drain"
BATCH = 5_000
INSERT = """
    INSERT INTO notifications_message
        (kind, key, recipient_id, chat_id, site_id, subject_type_id, subject_id, figures, url)
    SELECT kind, key, recipient_id, chat_id, site_id, subject_type_id, subject_id, figures::jsonb, url
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::bigint[],
                %s::text[], %s::text[])
        AS row(kind, key, recipient_id, chat_id, site_id, subject_type_id, subject_id, figures, url)
    ORDER BY kind, key, recipient_id, chat_id
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Notice:
    """One event for several people; the fields are those of `services.notify`."""

    kind: str
    key: str
    recipients: Iterable[User | int]
    subject: models.Model | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    site_id: int | None = None
    url: str = ""

    @cached_property
    def people(self) -> list[int]:
        """The log-ins that are told, each once."""
        return sorted({person if isinstance(person, int) else person.pk for person in self.recipients})


@dataclass(frozen=True)
class Row:
    """One message as it is written. Its order is the order of the locks: two writers never wait for each other in a ring."""

    kind: str
    key: str
    recipient_id: int | None
    chat_id: int | None
    site_id: int | None
    subject_type_id: int | None
    subject_id: int | None
    figures: str
    url: str


def write(notices: Iterable[Notice]) -> int:
    """Write the messages of these events; how many were new. Refuses to run outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("notify() must run in the transaction of the event")
    notices = list(notices)
    rows = [row for notice in notices for row in _rows(notice)]
    rows += [_row(notice, chat_id=channel_id) for notice, channel_id in chat.subscribed(notices)]
    written = sum(_insert(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))
    if written:
        _wake_after_commit()
    return written


def _rows(notice: Notice) -> list[Row]:
    return [_row(notice, recipient_id=pk) for pk in notice.people]


def _row(notice: Notice, *, recipient_id: int | None = None, chat_id: int | None = None) -> Row:
    kind, subject = kinds.get(notice.kind), notice.subject
    site_id = notice.site_id if notice.site_id is not None else getattr(subject, "site_id", None)
    url = notice.url or (_page_of(subject))
    return Row(
        kind=kind.key,
        key=notice.key,
        recipient_id=recipient_id,
        chat_id=chat_id,
        site_id=site_id,
        subject_type_id=ContentType.objects.get_for_model(subject).pk if subject is not None else None,
        subject_id=subject.pk if subject is not None else None,
        figures=json.dumps(packed(dict(notice.figures)), cls=DjangoJSONEncoder),
        url=url,
    )


def _page_of(subject: Any) -> str:
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def _insert(rows: list[Row]) -> int:
    columns = [[getattr(row, name) for row in rows] for name in Row.__dataclass_fields__]
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(INSERT, columns)
        return int(cursor.rowcount)


def _wake_after_commit() -> None:
    """Tell a worker once this transaction is committed, once a transaction. A lost message is made up for by beat."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is wake for entry in reversed(waiting)):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Tell a worker now; without Redis beat will."""
    try:
        current_app.send_task(DRAIN_TASK, retry=False, ignore_result=True)
    except Exception:
        log.warning("no worker could be told of new messages; beat will", exc_info=True)
