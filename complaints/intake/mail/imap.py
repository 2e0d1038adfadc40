"""A mailbox over IMAP, read only: nothing is deleted, moved or marked there."""

import datetime
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from complaints.intake.mail.models import Mailbox, Security

TIMEOUT = 20  # seconds that a server may be silent
MB = 1024 * 1024
TROUBLES = (OSError, imaplib.IMAP4.error, ssl.SSLError, ValueError)


@dataclass(frozen=True)
class Folder:
    """An open folder."""

    connection: imaplib.IMAP4
    validity: int
    next_uid: int

    def uids_after(self, last: int) -> list[int]:
        """Messages beyond the last one that was read, in order."""
        return [uid for uid in self._search("UID", f"{last + 1}:*") if uid > last]

    def uids_since(self, day: datetime.date) -> list[int]:
        """Messages that arrived from that day on."""
        return self._search("SINCE", f"{day.day}-{MONTHS[day.month - 1]}-{day.year}")

    def _search(self, *asked: str) -> list[int]:
        _said, found = self.connection.uid("SEARCH", *asked)
        return sorted(int(one) for line in found if line for one in line.split())

    def fetch(self, uid: int, most_bytes: int) -> bytes | None:
        """The message, at most its first `most_bytes`; None when it is gone by now."""
        _said, found = self.connection.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{most_bytes}>)")
        for piece in found:
            if isinstance(piece, tuple) and len(piece) > 1:
                return bytes(piece[1])
        return None


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@contextmanager
def opened(mailbox: Mailbox, password: str) -> Iterator[Folder]:
    """The mailbox's folder; raises one of TROUBLES where it cannot be opened."""
    connection = _connected(mailbox)
    try:
        connection.login(mailbox.user, password)
        answer, said = connection.select(_quoted(mailbox.folder), readonly=True)
        if answer != "OK":
            raise imaplib.IMAP4.error(_text(said))
        yield Folder(connection, _number(connection, "UIDVALIDITY"), _number(connection, "UIDNEXT"))
    finally:
        try:
            connection.logout()
        except TROUBLES:
            connection.shutdown()


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.security == Security.TLS:
        return imaplib.IMAP4_SSL(
            mailbox.host, mailbox.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
        )
    connection = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT)
    if mailbox.security == Security.STARTTLS:
        connection.starttls(ssl.create_default_context())
    return connection


def _number(connection: imaplib.IMAP4, name: str) -> int:
    """A number that the server told of the folder; 0 when it did not."""
    _name, said = connection.response(name)
    found = re.search(rb"\d+", said[-1]) if said and said[-1] else None
    return int(found[0]) if found else 0


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(said: object) -> str:
    first = said[0] if isinstance(said, list) and said else said
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)


def trouble(error: Exception) -> str:
    """What went wrong, as it is kept: without what a server may repeat of a log-in."""
    if isinstance(error, imaplib.IMAP4.error):
        text = _text(error.args[0] if error.args else "")
        text = text.removeprefix("b'").removesuffix("'")
    else:
        text = f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:300] or type(error).__name__
