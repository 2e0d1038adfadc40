"""Reading mailboxes: one reader at a time, a message a transaction, going on where a killed one stopped."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from callcenter.integrations.sealing import UnreadableError, unseal
from callcenter.rulebook.values import value
from complaints.intake.mail import imap, keeping
from complaints.intake.mail.keeping import Uid
from complaints.intake.mail.models import SEALED_FOR, Mailbox

LOCK = 0x494D4150  # "IMAP": the first half of the session lock of a mailbox
MB = 1024 * 1024
FRAME = 1.5  # what base64 and headers add to the files of a message
NEWLY_VALID = datetime.timedelta(days=2)  # looked back when a server counts its messages anew


def due() -> list[int]:
    """The mailboxes that are read."""
    return list(Mailbox.objects.filter(is_active=True).exclude(host="").values_list("pk", flat=True))


def poll(mailbox_id: int) -> int:
    """Read one mailbox; how many messages were new. What goes wrong is noted on it, and told by the doctor."""
    with _alone(mailbox_id) as is_mine:
        mailbox = Mailbox.objects.filter(pk=mailbox_id, is_active=True).exclude(host="").first()
        if not is_mine or mailbox is None:
            return 0
        try:
            count = _read(mailbox)
        except UnreadableError:
            _note(mailbox, "SECRET_KEY")
        except imap.TROUBLES as error:
            _note(mailbox, imap.trouble(error))
        else:
            _note(mailbox, "")
            return count
    return 0


@contextmanager
def _alone(mailbox_id: int) -> Iterator[bool]:
    """A lock of the session: it goes with the process that holds it, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, mailbox_id])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, mailbox_id])


def _read(mailbox: Mailbox) -> int:
    most = int(value("intake.mail_max_mb", mailbox.site) * MB * FRAME)
    count = 0
    with imap.opened(mailbox, unseal(mailbox.password, SEALED_FOR)) as folder:
        for uid in _unread(mailbox, folder):
            raw = folder.fetch(uid, most)
            if raw is not None:
                _row, is_new = keeping.keep(mailbox, raw, at=Uid(folder.validity, uid))
                count += is_new
    return count


def _unread(mailbox: Mailbox, folder: imap.Folder) -> list[int]:
    """What comes after the last that was read. A mailbox that is new here begins with what comes from now on: the letters
    of years are no complaints of today. Where the server counts anew, the last days are looked at again: each message is
    known by its Message-ID.
    """
    if mailbox.uid_validity is None:
        Mailbox.objects.filter(pk=mailbox.pk).update(
            uid_validity=folder.validity, last_uid=max(0, folder.next_uid - 1)
        )
        return []
    if mailbox.uid_validity != folder.validity:
        since = (mailbox.checked_at or timezone.now()) - NEWLY_VALID
        return folder.uids_since(since.date())
    return folder.uids_after(mailbox.last_uid)


@transaction.atomic
def _note(mailbox: Mailbox, trouble: str) -> None:
    """How the last look went."""
    row = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    row.checked_at, row.trouble = timezone.now(), trouble
    row.failing_since = (row.failing_since or row.checked_at) if trouble else None
    row.save(update_fields=["checked_at", "trouble", "failing_since"])


def test(mailbox: Mailbox) -> str:
    """Try to open it as it stands; "" when that works, else what went wrong."""
    try:
        with imap.opened(mailbox, unseal(mailbox.password, SEALED_FOR)):
            return ""
    except UnreadableError:
        return "SECRET_KEY"
    except imap.TROUBLES as error:
        return imap.trouble(error)
