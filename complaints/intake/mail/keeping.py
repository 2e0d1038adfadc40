"""A message comes in: it is kept as a row with its bytes before anything is made of it, once however often it is brought."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from complaints.intake import limits
from complaints.intake.mail import parsing
from complaints.intake.mail.decoding import header
from complaints.intake.mail.models import InboundMail, Mailbox


@dataclass(frozen=True)
class Uid:
    """Where IMAP has it: the folder's validity and the message's number there."""

    validity: int
    uid: int


@transaction.atomic
def keep(mailbox: Mailbox, raw: bytes, *, at: Uid | None = None) -> tuple[InboundMail, bool]:
    """(the row, whether it is new). `at`: the mailbox is read that far in the same transaction; a killed poller
    reads the message again and finds the row.
    """
    key = parsing.key_of(raw)
    limits.one_at_a_time(f"message:{mailbox.pk}:{key}")
    if at is not None:
        Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=at.validity, last_uid=at.uid)
    found = InboundMail.objects.filter(mailbox=mailbox, key=key).first()
    if found is not None:
        return found, False
    head = parsing.parse(raw[:65536], most_bytes=0)
    row = InboundMail(
        mailbox=mailbox,
        key=key,
        uid_validity=at.validity if at else None,
        uid=at.uid if at else None,
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        message_id=head.message_id,
        sender=head.sender,
        subject=header(head.subject)[:300],
    )
    row.raw.save("message.eml", ContentFile(raw), save=False)
    try:
        row.save(force_insert=True)
    except BaseException:
        row.raw.storage.delete(str(row.raw.name))
        raise
    return row, True


def tried(message: InboundMail) -> bool:
    """Count an attempt in a transaction of its own, so that what kills the worker is not tried for ever; False when
    somebody else has it.
    """
    with transaction.atomic():
        rows = InboundMail.objects.select_for_update(skip_locked=True, of=("self",))
        if not rows.filter(pk=message.pk, state="new").exists():
            return False
        InboundMail.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    return True
